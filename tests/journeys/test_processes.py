"""Two processes on one PostgreSQL database: the one on duty dies, hangs or is cut off, and the other goes on."""

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.simulator.crowd import Member
from bot.simulator.simulator import Simulator
from handlers import planning
from handlers.shop import Shop
from scheduler.clock import SystemClock
from storage import purchases, waves
from storage.database import Database
from storage.kinds import InvitationState
from storage.waves import WaveCounts
from storage.writer import Writer
from tests.journeys.cable import Cable, cable_to

ROOT = Path(__file__).parents[2]
TOKEN = "42:TEST"
SHOP = Shop(name="Greenleaf", time_zone=ZoneInfo("UTC"), language="en")
PEOPLE = 60
RATE = 8  # a second, so that a wave lasts longer than a takeover
IN_FLIGHT = 8
TAKEOVER = 10.0
"""Seconds in which another process sends, once the one on duty no longer does."""


class Process:
    """`python -m bot run` on the database behind `cable`."""

    def __init__(self, name: str, *, cable: Cable, telegram: Simulator, folder: Path, library: str) -> None:
        self.cable = cable
        self.log = folder / f"{name}.log"
        self._folder = folder
        self._env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            "TELEGRAM_LIBRARY": library,
            "DATABASE_URL": cable.url,
            "SHOP_NAME": SHOP.name,
            "SEND_RATE": str(RATE),
            "QUIET_HOURS": "0-0",
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, until: str) -> None:
        """Start it, and wait until its log says so."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self._folder, env=self._env, stderr=log
            )
        async with asyncio.timeout(60):
            while until not in self.log.read_text():  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    async def end(self) -> None:
        """Whatever state it is in."""
        if self._process is not None and self._process.returncode is None:
            self.signal(signal.SIGCONT)
            self.signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(20):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
        if self._process is not None:
            await self._process.wait()


class Pair:
    """The process on duty and the one that stands by, in the middle of a wave."""

    def __init__(
        self, telegram: Simulator, database: Database, on_duty: Process, standing_by: Process
    ) -> None:
        self.telegram = telegram
        self.database = database
        self.on_duty = on_duty
        self.standing_by = standing_by

    def questions(self) -> Counter[int]:
        """How many questions reached each chat, as the simulated Telegram saw them arrive."""
        return Counter(
            person.id
            for person in self.telegram.crowd.people
            for message in person.chat.from_bot
            if "How satisfied" in message.text
        )

    async def counts(self) -> WaveCounts:
        async with self.database.reading() as session:
            return (await waves.counts(session))[0]

    async def takes_over(self) -> float:
        """Seconds until questions arrive again, beyond what may still have been on its way."""
        since = time.monotonic()
        await asyncio.sleep(1.0)
        before = len(self.telegram.calls.of("sendMessage"))
        async with asyncio.timeout(30):
            while len(self.telegram.calls.of("sendMessage")) == before:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)
        return time.monotonic() - since

    async def settles(self) -> WaveCounts:
        """Wait until nothing is in line or under way."""
        async with asyncio.timeout(90):
            while True:
                counts = await self.counts()
                if not counts.states[InvitationState.DUE] and not counts.states[InvitationState.SENDING]:
                    return counts
                await asyncio.sleep(0.2)

    async def check(self) -> None:
        """Nobody was asked twice, nobody is lost, and no more is unknown than was on its way."""
        counts = await self.settles()
        asked = self.questions()
        assert max(asked.values()) == 1, "somebody was asked twice"
        assert counts.audience == PEOPLE == sum(counts.states.values())
        unknown = counts.states[InvitationState.UNKNOWN]
        assert unknown <= IN_FLIGHT
        assert counts.states[InvitationState.SENT] + unknown == PEOPLE
        assert PEOPLE - unknown <= len(asked) <= PEOPLE


@pytest.fixture
async def pair(postgresql_url: str, tmp_path: Path, library: str) -> AsyncIterator[Pair]:
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(Simulator(token=TOKEN, seed=7, rate=None))
        database = Database(url=postgresql_url)
        stack.push_async_callback(database.close)
        processes = []
        for name, until in (("first", "takes updates by long polling"), ("second", "stands by")):
            cable = await stack.enter_async_context(cable_to(postgresql_url))
            process = Process(name, cable=cable, telegram=telegram, folder=tmp_path, library=library)
            stack.push_async_callback(process.end)
            await process.start(until)
            processes.append(process)
        pair = Pair(telegram, database, *processes)
        await _everybody_links(telegram, database)
        telegram.faults.latency((0.05, 0.2), method="sendMessage")
        now = SystemClock().now()
        wanted = planning.read(kind="csat", audience="all", at="now", now=now, shop=SHOP)
        async with Writer(database=database).unit() as session:
            await planning.plan(session, wanted, now=now)
            await session.commit()
        async with asyncio.timeout(20):
            while len(pair.questions()) < 10:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)
        yield pair


async def _everybody_links(telegram: Simulator, database: Database) -> None:
    now = SystemClock().now()
    received = now - timedelta(days=1)
    rows = [
        {
            **dict.fromkeys(("first_name", "language", "category", "store", "operator", "amount_cents")),
            **dict.fromkeys(("currency", "purchased_at")),
            "order_id": str(number),
            "contact_ref": f"customer-{number}",
            "product": "Shoes",
            "link_token": f"token-{number}",
            "delivered_at": received,
            "received_at": received,
            "is_test": False,
            "imported_at": now,
        }
        for number in range(PEOPLE)
    ]
    async with Writer(database=database).unit() as session:
        await purchases.save_all(session, rows)
        await session.commit()
    await telegram.crowd.join(
        Member(first_name=f"Customer {number}", link=f"token-{number}", answer=None)
        for number in range(PEOPLE)
    )
    async with asyncio.timeout(90):
        while telegram.crowd.counters().linked < PEOPLE:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)


async def test_when_the_one_on_duty_is_killed_the_other_takes_over(pair: Pair) -> None:
    """Invariant 7: two processes don't change what is sent."""
    pair.on_duty.signal(signal.SIGKILL)
    assert await pair.takes_over() <= TAKEOVER
    await pair.check()


@pytest.mark.long
@pytest.mark.parametrize("seconds", [9, 30])
async def test_one_that_hangs_and_wakes_up_late_sends_nothing_of_what_is_another_s(
    pair: Pair, seconds: int
) -> None:
    pair.on_duty.signal(signal.SIGSTOP)
    stopped_at = time.monotonic()
    assert await pair.takes_over() <= TAKEOVER
    await asyncio.sleep(max(0.0, seconds - (time.monotonic() - stopped_at)))
    pair.on_duty.signal(signal.SIGCONT)
    async with asyncio.timeout(10):
        while "is over: this process ticks" not in pair.on_duty.log.read_text():  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    await pair.check()


@pytest.mark.long
async def test_one_that_is_cut_off_from_the_database_gives_up_and_takes_its_turn_again(pair: Pair) -> None:
    async with pair.on_duty.cable.away():
        assert await pair.takes_over() <= TAKEOVER
        await asyncio.sleep(2)
    await pair.check()
    pair.standing_by.signal(signal.SIGKILL)
    async with asyncio.timeout(TAKEOVER):
        while pair.on_duty.log.read_text().count("takes updates by long polling") < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
