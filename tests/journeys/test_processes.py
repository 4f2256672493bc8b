"""Two processes on one PostgreSQL database: the one on duty dies, hangs or is cut off, and the other goes on."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.simulator.crowd import Member
from bot.simulator.simulator import Simulator
from scheduler.capacity import IN_FLIGHT
from storage import waves
from storage.database import Database
from storage.kinds import InvitationState
from storage.lively import SILENT_SECONDS
from storage.waves import WaveCounts
from tests.journeys.cable import Cable, cable_to
from tests.journeys.processes import TOKEN, Process, environment, let_in, plan_wave

PEOPLE = 60
RATE = 8  # a second, so that a wave lasts longer than a takeover
TAKEOVER = 10.0
"""Seconds in which another process sends, once the one on duty no longer does."""

STOPS = 20.0
"""Seconds in which a process ends that is told to, whatever its database does."""


class Pair:
    """The process on duty and the one that stands by, in the middle of a wave."""

    def __init__(
        self,
        *,
        telegram: Simulator,
        database: Database,
        on_duty: Process,
        standing_by: Process,
        cable: Cable,
    ) -> None:
        """`cable` lies between the database and the one that is on duty first."""
        self.telegram = telegram
        self.database = database
        self.on_duty = on_duty
        self.standing_by = standing_by
        self.cable = cable

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
        cable = await stack.enter_async_context(cable_to(postgresql_url))
        processes = []
        for name, url, until in (
            ("first", cable.url, "takes updates by long polling"),
            ("second", postgresql_url, "stands by"),
        ):
            env = environment(telegram, library=library, database_url=url, send_rate=RATE)
            process = Process(name, folder=tmp_path, env=env)
            stack.push_async_callback(process.end)
            await process.start(until)
            processes.append(process)
        first, second = processes
        pair = Pair(telegram=telegram, database=database, on_duty=first, standing_by=second, cable=cable)
        await let_in(telegram, database, [silent(number) for number in range(PEOPLE)])
        telegram.faults.latency((0.05, 0.2), method="sendMessage")
        await plan_wave(database)
        async with asyncio.timeout(20):
            while len(pair.questions()) < 10:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)
        yield pair


def silent(number: int) -> Member:
    """Somebody who opens their link and never answers."""
    return Member(first_name=f"Customer {number}", link=f"token-{number}")


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
    await pair.on_duty.says("is over: this process ticks", within=10)
    await pair.check()


@pytest.mark.long
async def test_one_that_is_cut_off_from_the_database_gives_up_and_takes_its_turn_again(pair: Pair) -> None:
    async with pair.cable.away():
        assert await pair.takes_over() <= TAKEOVER
        await asyncio.sleep(2)
    await pair.check()
    pair.standing_by.signal(signal.SIGKILL)
    await pair.on_duty.says("takes updates by long polling", within=TAKEOVER, times=2)


@pytest.mark.long
async def test_one_whose_network_falls_silent_gives_up_and_takes_its_turn_again(pair: Pair) -> None:
    """Nothing is reset, and what was under way is never answered: a firewall, or a host that has failed over."""
    async with pair.cable.silent():
        assert await pair.takes_over() <= TAKEOVER
        await asyncio.sleep(2)
    await pair.on_duty.says("stands by", within=SILENT_SECONDS + TAKEOVER)
    await pair.check()
    pair.standing_by.signal(signal.SIGKILL)
    await pair.on_duty.says("takes updates by long polling", within=TAKEOVER, times=2)


@pytest.mark.long
async def test_one_whose_network_is_silent_ends_when_it_is_told_to(pair: Pair) -> None:
    async with pair.cable.silent():
        await asyncio.sleep(1)
        pair.on_duty.signal(signal.SIGTERM)
        await pair.on_duty.ends(within=STOPS)
        await pair.check()
