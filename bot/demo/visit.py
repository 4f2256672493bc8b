"""Plays the demo for a visitor of the chat page: their own order, the team's group, and the wave beside it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

import aiohttp

from bot.answers_import import import_answers
from bot.demo import shop
from bot.demo.lull import Lull
from bot.demo.stage import WAVE, Stage
from bot.errors import OperatorError
from bot.simulator.ratings import Rating
from handlers.marketer import planning
from scheduler.stopping import StoppedError, comes, unless_stopped
from scheduler.ticks import Ticks
from storage.kinds import InvitationState, WaveState
from storage.writer import Writer

RATE: Final = 100.0
"""Messages a second: slow enough to be watched, and over before one tires of it."""

THINK: Final = (0.5, 4.0)
LOOK: Final = 0.5
"""Seconds between two reports of the agent's figures."""

_ASKED_AFTER: Final = timedelta(hours=2)
"""So long after its delivery the visitor's order is asked about; it was delivered that long ago."""


class Visit:
    """What a visitor finds, and what happens around them until the demo ends."""

    def __init__(self, *, stage: Stage, orders: Sequence[Rating], say: Callable[[str], None]) -> None:
        """`say` prints a line."""
        self._stage = stage
        self._orders = orders
        self._say = say
        self._customer = self._admin = self._group = 0
        self._asked = self._connected = False
        self._unasked = len(orders)
        self._lull = Lull(orders)

    async def run(self, stop: asyncio.Event) -> None:
        """Print the page's address, and play until `stop`."""
        await self._set_scene()
        self._say(f"Open {self._stage.url} in your browser (Ctrl-C ends the demo).")
        async with asyncio.TaskGroup() as group:
            following = group.create_task(self._follow_orders())
            with suppress(StoppedError):
                await unless_stopped(stop, self._play(stop))
            following.cancel()

    async def _set_scene(self) -> None:
        """The visitor twice, since the team's own answers never count: as a customer, and as the shop's owner."""
        stage = self._stage
        self._customer = (await stage.post("/people", first_name="Anna", language_code="en"))["id"]
        self._admin = (await stage.post("/people", first_name="Maria", language_code="en"))["id"]
        group = await stage.post(
            "/groups", title=f"{shop.NAME}: team", owner=self._admin, supergroup=True, bot="admin"
        )
        self._group = group["id"]
        await stage.agent.start(OWNER_IDS=str(self._admin))
        await self._tell_life()
        await self._take_history()
        await self._tell_scene(link=None)

    async def _tell_scene(self, *, link: str | None) -> None:
        await self._stage.post(
            "/scene",
            shop=shop.NAME,
            customer=self._customer,
            admin=self._admin,
            group=self._group,
            link=link,
            order=f"{shop.VISITORS_PRODUCT}, order {shop.VISITORS_ORDER}",
        )

    async def _take_visitors_order(self) -> str:
        """The link of an order that is to be asked about as soon as the visitor opens it."""
        stage, now = self._stage, self._stage.clock.now()
        wanted = planning.read(
            kind="csat",
            audience="all",
            after="delivered+2h",
            name="After delivery",
            reminder="1d",
            open_for="3d",
            now=now,
            shop=stage.shop,
        )
        async with Writer(database=stage.database).unit() as session:
            await planning.plan_by_rule(session, wanted, now=now)
            await session.commit()
        file = stage.folder / "visitor.csv"
        shop.write_visitors_order(file, delivered_at=now - _ASKED_AFTER + timedelta(seconds=1))
        return (await stage.take_orders(file))[shop.VISITORS_ORDER]

    async def _take_history(self) -> None:
        stage, now = self._stage, self._stage.clock.now()
        file = stage.folder / "history.csv"
        shop.write_history(file, now=now)
        await import_answers(file, database=stage.database, shop=stage.shop, now=now, source="Before")

    # What happens around the visitor

    async def _play(self, stop: asyncio.Event) -> None:
        """The wave begins when somebody looks; from then on the figures are reported."""
        stage = self._stage
        await stage.bring_customers(self._orders, think=THINK)
        while (await stage.crowd())["linked"] < len(self._orders) or not (await stage.get("/scene"))[
            "visitors"
        ]:
            await self._look(stop)
        await stage.plan_wave(reminder="1d", open_for="3d")
        while (await stage.counts(WAVE)).wave.state in {WaveState.PLANNED, WaveState.FILLING}:
            await self._look(stop)
        # Not before: the visitor is asked after a delivery, and not in the wave with all the others.
        await self._tell_scene(link=await self._take_visitors_order())
        while not stop.is_set():
            await self._report()
            await self._connect_group()
            await self._ask_visitor()
            await self._look(stop)

    async def _look(self, stop: asyncio.Event) -> None:
        known, agent = (await self._stage.get("/scene"))["agent"], self._stage.agent
        if (known["up"], known["starting"]) != (agent.is_up, agent.is_starting):
            await self._tell_life()
        await comes(stop, LOOK)

    async def _tell_life(self) -> None:
        agent = self._stage.agent
        await self._stage.post("/agent/life", up=agent.is_up, starting=agent.is_starting)

    async def _report(self) -> None:
        figures = (await self._stage.report(WAVE)).as_json()
        counts = await self._stage.counts(WAVE)
        states = {
            state.value: number
            for state, number in counts.states.items()
            if state is not InvitationState.SKIPPED
        }
        self._unasked = sum(counts.states[state] for state in (InvitationState.DUE, InvitationState.SENDING))
        names = ("n", "score", "low", "high", "response_rate", "distribution")
        await self._stage.post("/figures", states=states, **{name: figures[name] for name in names})

    async def _ask_visitor(self) -> None:
        """Ask about the visitor's order: once the team can be told of a low score, and without further delay.

        The agent itself looks for orders to ask about once a minute; nobody should wait for that here.
        """
        if (
            self._asked
            or not self._connected
            or not (await self._stage.get(f"/people/{self._customer}"))["started"]
        ):
            return
        stage = self._stage
        ticks = Ticks(
            database=stage.database,
            writer=Writer(database=stage.database),
            shop=stage.shop,
            messages_waiting=lambda: None,
        )
        await ticks.follow_plans(stage.clock.now())
        said = await stage.get(f"/chats/{self._customer}/messages")
        self._asked = any(message["keyboard"] for message in said)

    async def _connect_group(self) -> None:
        """Once the wave is over, so that the visitor's own low score isn't the two hundredth that is told."""
        if self._connected:
            return
        scene = await self._stage.get("/scene")
        at_rest = self._stage.agent.is_up and not scene["pending"] and not self._unasked
        if self._lull.look(scene["crowd"], at_rest=at_rest):
            self._connected = True
            await self._stage.post(f"/groups/{self._group}/send", person=self._admin, text="/connect")

    # What the visitor orders

    async def _follow_orders(self) -> None:
        async for event in self._events():
            if event["do"] == "advance":
                await self._advance(event["seconds"])
            elif event["do"] == "kill":
                await self._stage.agent.kill()
                await self._tell_life()
            else:
                await self._start_agent()

    async def _advance(self, seconds: float) -> None:
        """The agent first: what it sent by yesterday's time, and Telegram dated today, would be reminded of at once."""
        clock = self._stage.clock
        clock.move(clock.offset + timedelta(seconds=seconds))
        await self._stage.agent.tell_time()
        await self._stage.post("/clock/advance", seconds=seconds, told=True)

    async def _start_agent(self) -> None:
        await self._stage.post(
            "/agent/life", up=self._stage.agent.is_up, starting=not self._stage.agent.is_up
        )
        try:
            await self._stage.agent.start()
        except OperatorError as error:  # the visitor's own faults can keep it from starting
            self._say(str(error))
        await self._tell_life()

    async def _events(self) -> AsyncIterator[dict[str, Any]]:
        address = f"{self._stage.url}/simulator/events?kinds=agent"
        forever = aiohttp.ClientTimeout(total=None)
        async with self._stage.http.get(address, timeout=forever) as stream:
            async for line in stream.content:
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))
