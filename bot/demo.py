"""The whole product on this machine: a simulated Telegram and the agent, two processes, and a shop's real data."""

import asyncio
import csv
import json
import logging
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import aiohttp

from bot import imports, logs
from bot.app import serve
from bot.errors import OperatorError, WrongUseError
from bot.settings import load
from bot.simulator import ratings
from bot.simulator.ratings import Rating
from bot.stopping import StoppedError, unless_stopped
from handlers import planning, scores
from handlers.orders import COLUMNS, Reader
from handlers.periods import Period
from handlers.shop import Shop
from scheduler.clock import SystemClock
from storage import waves
from storage.database import Database
from storage.kinds import InvitationState, SurveyKind
from storage.migrate import open_database
from storage.waves import WaveCounts
from storage.writer import Writer

ROOT: Final = Path(__file__).parents[1]
TOKEN: Final = "42:DEMO"  # noqa: S105 - known to the simulator alone
USERNAME: Final = "tapscore_demo_bot"
HEADROOM: Final = 1.2
"""The simulated limit over the demo's pace, as Telegram's 30 a second is over the usual 25."""

QUIET_FOR: Final = 60.0
"""Seconds without any progress after which the demo gives up."""

_HOUR: Final = 10  # the demo's morning, whatever the hour is here: nobody is asked at night

# The file has no names and no products; these are invented, by the order's number.
_NAMES: Final = (
    "Anna",
    "Ben",
    "Chloe",
    "David",
    "Emma",
    "Felix",
    "Grace",
    "Hugo",
    "Ivy",
    "Jonas",
    "Kira",
    "Liam",
)
_DISHES: Final = ("Karahi for two", "Chicken biryani", "Seekh kebab", "Daal and naan", "Family platter")


def read_orders(wanted: str) -> list[Rating]:
    """The first orders of the shop's file: a number of them, or "all". Raises WrongUseError."""
    everything = ratings.read_ratings()
    if wanted == "all":
        return everything
    if not wanted.isdecimal() or not 1 <= int(wanted) <= len(everything):
        raise WrongUseError(f"--orders takes a number from 1 to {len(everything)}, or all.")
    return everything[: int(wanted)]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demo plays: the simulator's address, the agent's database, the shop and its clock."""

    url: str
    database: Database
    shop: Shop
    clock: SystemClock
    http: aiohttp.ClientSession

    async def crowd(self) -> dict[str, int]:
        """How far the simulated customers are, as the simulator saw it."""
        async with self.http.get(f"{self.url}/simulator/crowd") as answer:
            counters: dict[str, int] = await answer.json()
            return counters


class Demo:
    """Supervises two processes, simulator and agent, and hands the agent the simulator's clock."""

    def __init__(
        self, *, orders: Sequence[Rating], rate: float, library: str, say: Callable[[str], None]
    ) -> None:
        """`rate` is in messages a second; `say` prints a line."""
        self._orders = orders
        self._rate = rate
        self._library = library
        self._say = say

    async def headless(self, stop: asyncio.Event) -> None:
        """Play the wave, and compare its score with the truth. Raises OperatorError where they differ."""
        async with self._stage() as stage:
            await self._until_stopped(stage, stop)

    async def open(self, stop: asyncio.Event) -> None:
        """Play the wave and stay up until stopped."""
        async with self._stage() as stage:
            await self._until_stopped(stage, stop)
            self._say(f"The simulated Telegram stays up at {stage.url} (Ctrl-C ends it).")
            await stop.wait()

    async def _until_stopped(self, stage: Stage, stop: asyncio.Event) -> None:
        try:
            await unless_stopped(stop, self._play(stage))
        except StoppedError:
            raise OperatorError("The demo was stopped before its end.") from None

    async def _play(self, stage: Stage) -> None:
        started = time.monotonic()
        await self._customers(stage)
        counts = await self._wave(stage)
        report = await self._report(stage)
        crowd = await stage.crowd()
        self._say(
            f"{time.monotonic() - started:.0f} s on {self._library} at up to {self._rate:g} messages a second"
        )
        self._compare(report, crowd, counts)

    async def _customers(self, stage: Stage) -> None:
        """The shop's orders come in, and each customer opens their link."""
        with tempfile.TemporaryDirectory() as folder:
            file, links = Path(folder, "orders.csv"), Path(folder, "links.csv")
            now = stage.clock.now()
            _write_orders(file, self._orders, now=now)
            done = await imports.import_orders(
                file,
                writer=Writer(database=stage.database),
                reader=Reader(zone=stage.shop.time_zone, now=now),
                username=USERNAME,
                links=links,
            )
            tokens = _read_tokens(links)
        self._say(f"{done.new} orders of {stage.shop.name} are in; their customers open their links")
        chance = random.Random(7)  # noqa: S311 - who is who in a demo
        people = [
            {
                "first_name": chance.choice(_NAMES),
                "link": tokens[str(order.order)],
                "answer": str(order.delivery) if order.delivery else None,
                "comment": "It came an hour late, and cold." if order.delivery == 1 else None,
                "think": [0.05, 0.5],
            }
            for order in self._orders
        ]
        async with stage.http.post(f"{stage.url}/simulator/crowd", json={"people": people}) as answer:
            if answer.status != 200:
                raise OperatorError(f"The simulator refused the customers: {await answer.text()}")
        await self._watch("linked", lambda: self._linked(stage), len(people))

    async def _linked(self, stage: Stage) -> int:
        return (await stage.crowd())["linked"]

    async def _wave(self, stage: Stage) -> WaveCounts:
        now = stage.clock.now()
        wanted = planning.read(kind="csat", audience="all", at="now", name="Demo", now=now, shop=stage.shop)
        async with Writer(database=stage.database).unit() as session:
            await planning.plan(session, wanted, now=now)
            await session.commit()
        self._say("The wave is planned; the agent asks")
        minded = ratings.answered(self._orders, "delivery")
        await self._watch("answered", lambda: self._answered(stage), minded)
        await self._watch("settled", lambda: self._settled(stage), len(self._orders))
        return await self._counts(stage)

    async def _counts(self, stage: Stage) -> WaveCounts:
        async with stage.database.reading() as session:
            return (await waves.counts(session))[-1]

    async def _answered(self, stage: Stage) -> int:
        return (await stage.crowd())["answered"]

    async def _settled(self, stage: Stage) -> int:
        counts = await self._counts(stage)
        return counts.audience - counts.states[InvitationState.DUE] - counts.states[InvitationState.SENDING]

    async def _watch(self, what: str, measure: Callable[[], Any], whole: int) -> None:
        """Wait until `measure` reaches `whole`. Raises OperatorError where it stands still."""
        reached, since = -1, time.monotonic()
        while (now := await measure()) < whole:
            if now > reached:
                reached, since = now, time.monotonic()
            elif time.monotonic() - since > QUIET_FOR:
                raise OperatorError(f"The demo stands still at {now} of {whole} {what}; run it again.")
            await asyncio.sleep(0.25)
        self._say(f"{whole} {what}")

    async def _report(self, stage: Stage) -> scores.Report:
        period = Period.of_days(2, today=stage.shop.today(stage.clock.now()))
        async with stage.database.reading() as session:
            return await scores.report(session, SurveyKind.CSAT, period, shop=stage.shop)

    def _compare(self, report: scores.Report, crowd: Mapping[str, int], counts: WaveCounts) -> None:
        """Say each figure beside the truth, counted from the file by other means."""
        figures = report.as_json()
        minded = ratings.answered(self._orders, "delivery")
        score = 100 * ratings.satisfied(self._orders, "delivery") / minded if minded else None
        truths = (
            ("n", figures["n"], minded),
            ("CSAT", figures["score"], score),
            ("response rate", figures["response_rate"], 100 * minded / len(self._orders)),
            ("asked twice", crowd["asked_twice"], 0),
            ("people in the wave", counts.audience, len(self._orders)),
        )
        self._say(f"{'':20}{'agent':>10}{'truth':>10}")
        wrong = []
        for name, ours, truth in truths:
            self._say(f"{name:20}{_figure(ours):>10}{_figure(truth):>10}")
            if _figure(ours) != _figure(truth):
                wrong.append(name)
        if wrong:
            raise OperatorError(f"Not as in the file: {', '.join(wrong)}.")

    @asynccontextmanager
    async def _stage(self) -> AsyncIterator[Stage]:
        """Both processes up; whatever happens, both are down afterwards."""
        real = datetime.now(UTC)  # noqa: TID251 - the simulator starts in its own morning
        start = real.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
        offset = start - real
        async with AsyncExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tapscore-demo-")))
            limit = str(round(self._rate * HEADROOM))
            simulator = await _start(
                stack,
                [
                    "-m",
                    "bot.simulator",
                    "--token",
                    TOKEN,
                    "--username",
                    USERNAME,
                    "--rate",
                    limit,
                    "--start-at",
                    start.isoformat(),
                ],
                folder,
                {},
            )
            url = (await _first_line(simulator, "The simulator"))["url"]
            settings = {
                "BOT_TOKEN": TOKEN,
                "TELEGRAM_API_URL": url,
                "TELEGRAM_LIBRARY": self._library,
                "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'demo.db'}",
                "SHOP_NAME": "Kashmir Cafe",
                "SEND_RATE": f"{self._rate:g}",
                "PAID_BROADCAST": "yes",
            }
            agent = await _start(stack, ["-m", "bot.demo", str(offset.total_seconds())], folder, settings)
            await _first_line(agent, "The agent")
            database = await open_database(settings["DATABASE_URL"])
            stack.push_async_callback(database.close)
            http = await stack.enter_async_context(aiohttp.ClientSession())
            shop = load(_env_file=None, shop_name=settings["SHOP_NAME"]).shop
            yield Stage(url, database, shop, SystemClock(offset=offset), http)


async def run_agent(offset: timedelta) -> None:
    """The agent's process: like `run`, by a moved clock; prints a line when it takes updates."""
    settings = load(_env_file=None)
    logs.configure(secrets=(settings.token,), level=logging.WARNING)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    def ready(_agent: object) -> None:
        sys.stdout.write(json.dumps({"ready": True}) + "\n")
        sys.stdout.flush()

    await serve(settings, stop=stop, clock=SystemClock(offset=offset), ready=ready)


async def _start(
    stack: AsyncExitStack, arguments: Sequence[str], folder: Path, settings: Mapping[str, str]
) -> asyncio.subprocess.Process:
    """A Python process of ours, in a folder of its own so that no .env of the user's is read."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=folder,
        env={**os.environ, **settings, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    stack.push_async_callback(_end, process)
    return process


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
        try:
            async with asyncio.timeout(20):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


async def _first_line(process: asyncio.subprocess.Process, who: str) -> dict[str, Any]:
    """The JSON line by which a process says that it is up. Raises OperatorError where it isn't."""
    line = await process.stdout.readline() if process.stdout else b""
    if not line:
        raise OperatorError(f"{who} didn't start; what it said stands above.")
    said: dict[str, Any] = json.loads(line)
    return said


def _write_orders(file: Path, orders: Sequence[Rating], *, now: datetime) -> None:
    """The orders as a shop would send them, in our own columns."""
    with file.open("w", newline="", encoding="utf-8") as target:
        table = csv.DictWriter(target, COLUMNS, restval="")
        table.writeheader()
        for order in orders:
            delivered = now - timedelta(days=1, minutes=order.order % 600)
            table.writerow(
                {
                    "order_id": order.order,
                    "contact_ref": f"customer-{order.order}",
                    "product": _DISHES[order.order % len(_DISHES)],
                    "category": "food",
                    "store": f"Kitchen {order.order % 3 + 1}",
                    "purchased_at": (delivered - timedelta(hours=1)).isoformat(),
                    "delivered_at": delivered.isoformat(),
                }
            )


def _read_tokens(links: Path) -> dict[str, str]:
    with links.open(encoding="utf-8", newline="") as lines:
        return {row["order_id"]: row["link"].partition("start=")[2] for row in csv.DictReader(lines)}


def _figure(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    asyncio.run(run_agent(timedelta(seconds=float(sys.argv[1]))))
