"""A shop with the agent running against the simulated Telegram, over real HTTP, driven by people."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.app import Agent, serve
from bot.settings import Settings, load
from bot.simulator.messages import Message
from bot.simulator.person import Person
from bot.simulator.simulator import Simulator
from handlers.marketer import planning
from scheduler.rests import Rests
from storage import members, purchases, waves
from storage.kinds import InvitationState, MessageState, Role
from storage.tables import invitation_table as invitation
from storage.tables import message_table as message
from storage.tables import response_table as response
from storage.waves import WaveCounts
from storage.writer import Writer

TOKEN = "42:TEST"

MORNING = datetime(2026, 5, 5, 7, tzinfo=UTC)
"""Ten in Riga: people are awake, and nobody has to wait for the end of the quiet hours."""


class SimulatedClock:
    """The agent's clock is the simulated Telegram's: a jump moves both."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._simulator.clock.now(), UTC)


class House:
    """The agent, the simulated Telegram, and what a shop does around them."""

    def __init__(self, *, settings: Settings, simulator: Simulator) -> None:
        self.settings = settings
        self.telegram = simulator
        self.clock = SimulatedClock(simulator)
        self.announced: list[str] = []
        self._agent: Agent | None = None
        self._numbers = itertools.count(1001)
        self._stop = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None

    @property
    def agent(self) -> Agent:
        assert self._agent is not None, "the agent isn't running"
        return self._agent

    async def open(self) -> None:
        """Start the agent; returns once it takes updates."""
        self._stop = asyncio.Event()
        ready = asyncio.Event()

        def up(agent: Agent) -> None:
            self._agent = agent
            ready.set()

        self._serving = asyncio.create_task(
            serve(
                self.settings,
                stop=self._stop,
                clock=self.clock,
                ready=up,
                announce=self.announced.append,
                # The journeys are many; that chats rest as Telegram wants is proved in tests/scheduler.
                rests=Rests(private=0.02, group=0.02),
            )
        )
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait({self._serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._serving.done():
            self._serving.result()

    async def ended(self) -> None:
        """Wait for the agent to end by itself; raises what it ended with."""
        serving, self._serving = self._serving, None
        assert serving is not None
        async with asyncio.timeout(30):
            await serving

    async def close(self) -> None:
        """Stop the agent as SIGTERM does."""
        self._stop.set()
        if self._serving is not None:
            await self._serving
        self._serving = self._agent = None

    async def order(self, **columns: Any) -> str:
        """An order comes in, delivered two days ago unless told otherwise; returns its link's payload."""
        number, now = next(self._numbers), self.clock.now()
        row: dict[str, Any] = dict.fromkeys(
            (
                "language",
                "category",
                "store",
                "operator",
                "amount_cents",
                "currency",
                "purchased_at",
                "first_name",
            )
        )
        row |= {
            "order_id": str(number),
            "contact_ref": f"customer-{number}",
            "product": "Trail running shoes",
            "link_token": f"token-{number}",
            "delivered_at": now - timedelta(days=2),
            "received_at": now - timedelta(days=2),
            "is_test": False,
            "imported_at": now,
        }
        row |= columns
        async with Writer(database=self.agent.database).unit() as session:
            await purchases.save_all(session, [row])
            await session.commit()
        return str(row["link_token"])

    async def customer(self, name: str = "Anna", *, language: str = "en", **columns: Any) -> Person:
        """A person who has an order and has opened its link; the welcome is read."""
        person = self.telegram.person(first_name=name, language_code=language)
        await person.open_link(await self.order(**columns))
        await person.receives("/stop")
        return person

    async def own(self, telegram_id: int) -> None:
        """Make a person an owner, as the one-time link does."""
        now = self.clock.now()
        async with Writer(database=self.agent.database).unit() as session:
            await members.see(session, telegram_id, first_name="Maria", username="maria", now=now)
            await members.set_role(session, telegram_id, Role.OWNER, by=telegram_id, now=now)
            await session.commit()

    async def plan(self, kind: str = "csat", **words: str) -> int:
        """A wave to all, now; returns its id."""
        now = self.clock.now()
        wanted = planning.read(
            kind=kind, audience="all", at="now", name=words.get("name"), now=now, shop=self.settings.shop
        )
        async with Writer(database=self.agent.database).unit() as session:
            wave = await planning.plan(session, wanted, now=now)
            await session.commit()
        self.agent.duty.wake()
        assert wave.id is not None
        return wave.id

    async def asked(self, name: str = "Anna", **columns: Any) -> tuple[Person, Message]:
        """A customer with the question in front of them."""
        person = await self.customer(name, **columns)
        await self.plan()
        question = await person.receives("How satisfied")
        await self.recorded()
        return person, question

    async def jump(self, **by: float) -> None:
        """Let so much time pass for Telegram, the people and the agent."""
        self.telegram.clock.advance(timedelta(**by).total_seconds())
        self.agent.duty.wake()
        self.agent.duty.call()

    async def counts(self) -> WaveCounts:
        """The newest wave and its states; that they sum to the audience is checked each time."""
        async with self.agent.database.reading() as session:
            newest = (await waves.counts(session))[-1]
            everybody = select(func.count()).where(invitation.c.wave_id == newest.wave.id)
            people = (await session.execute(everybody)).scalar_one()
        assert sum(newest.states.values()) == newest.audience == people
        return newest

    async def settles(self, within: float = 10.0, **states: int) -> None:
        """Wait until the newest wave has exactly these states."""
        expected = {InvitationState(name): number for name, number in states.items()}
        found: dict[InvitationState, int] = {}

        async def as_expected() -> bool:
            nonlocal found
            found = {state: number for state, number in (await self.counts()).states.items() if number}
            return found == expected

        assert await self.until(as_expected, within=within), f"expected {expected}, found {found}"

    async def recorded(self) -> None:
        """Wait until all that has left is stored as sent: people don't answer within that millisecond, tests do."""

        async def none_on_its_way() -> bool:
            async with self.agent.database.reading() as session:
                leaving = select(func.count()).where(message.c.state == MessageState.SENDING)
                return (await session.execute(leaving)).scalar_one() == 0

        assert await self.until(none_on_its_way)

    async def until(self, question: Callable[[], Awaitable[Any]], *, within: float = 10.0) -> Any:
        """Ask a question of the database until the answer is yes; what it said last is returned."""
        loop = asyncio.get_running_loop()
        latest = loop.time() + within
        while not (said := await question()) and loop.time() < latest:  # noqa: ASYNC110 - a database has no event
            await asyncio.sleep(0.02)
        return said

    async def answer(self) -> Any:
        """The one answer there is, as it is stored."""
        async with self.agent.database.reading() as session:
            return (await session.execute(select(response))).one_or_none()

    async def messages(self, kind: str) -> list[Any]:
        """The messages of a kind that stand or stood in line, the oldest first."""
        async with self.agent.database.reading() as session:
            found = await session.execute(
                select(message).where(message.c.kind == kind).order_by(message.c.id)
            )
            return list(found)


@asynccontextmanager
async def open_house(
    folder: Path, library: str, *, start_at: datetime = MORNING, **settings: Any
) -> AsyncIterator[House]:
    """A house with the agent running, closed at the end; its first day begins in the morning."""
    async with AsyncExitStack() as stack:
        simulator = await stack.enter_async_context(Simulator(token=TOKEN, seed=7, start_at=start_at))
        simulator.limits.turn_off()
        chosen = load(
            _env_file=None,
            bot_token=TOKEN,
            telegram_api_url=simulator.url,
            telegram_library=library,
            **{
                "database_url": f"sqlite+aiosqlite:///{folder / 'shop.db'}",
                "shop_name": "Greenleaf",
                "shop_time_zone": "Europe/Riga",
                "send_rate": 200.0,
                "paid_broadcast": True,
            }
            | settings,
        )
        house = House(settings=chosen, simulator=simulator)
        await house.open()
        stack.push_async_callback(house.close)
        yield house
