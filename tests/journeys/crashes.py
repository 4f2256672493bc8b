"""A wave in whose middle the agent is killed again and again."""

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from bot.simulator.calls import SENDING
from bot.simulator.crowd import Member
from bot.simulator.faults import Kind
from bot.simulator.happenings import Happening
from bot.simulator.simulator import Simulator
from scheduler.capacity import Capacity
from storage import leases, messages, waves
from storage.database import Database
from storage.kinds import MessageState, WaveState
from storage.tables import handled_update_table as handled_update
from storage.tables import lease_table as lease
from storage.tables import message_table as message
from storage.writer import Writer
from tests.benchmarks.worker import Worker, working
from tests.journeys.processes import TOKEN, environment, let_in, plan_wave
from tests.journeys.toll import Toll, stored_in, taps_stored

RATE: Final = 200
IN_FLIGHT: Final = Capacity.at(RATE).in_flight
LATENCY: Final = (0.04, 0.2)
"""Seconds that a message takes, half of them before it is there: a kill always finds some on their way."""

SHARE: Final = 0.05
"""Of the calls that meet the trouble."""


class Trouble(StrEnum):
    """What goes wrong besides; until the last kill, since a flood limit halves the pace each time."""

    NONE = "no trouble"
    RESETS = "5 % of calls reset after processing"
    ERRORS = "5 % of calls answered 500"
    FLOOD = "429 storm"


_FAULT: Final[dict[Trouble, Kind]] = {
    Trouble.RESETS: "reset_after",
    Trouble.ERRORS: "500",
    Trouble.FLOOD: "429",
}


class Moment(StrEnum):
    """When the agent is killed; what happens in Telegram is called as the simulator calls it."""

    ANY = "any"  # up to a second after its start, whether it is up by then or not
    MESSAGE = "message"  # as a message arrives: it is there, and nobody has told the agent
    PRESS = "pressed"  # while a press is on its way, being stored or being acknowledged
    ANSWER = "answered"  # as the acknowledgement of a press arrives


class Victim:
    """`python -m bot run`, killed and started again."""

    def __init__(self, *, forks: Worker, telegram: Simulator, folder: Path, env: dict[str, str]) -> None:
        self._forks = forks
        self._telegram = telegram
        self._folder = folder
        self._env = env
        self._asked = 0
        self._pid: int | None = None

    async def start(self) -> None:
        """Start it; it isn't up yet."""
        self._asked = self._polls()
        self._pid = await self._forks.ask("start", folder=str(self._folder), env=self._env)

    async def up(self) -> None:
        """Wait until it asks for updates."""
        async with asyncio.timeout(60):
            while self._polls() == self._asked:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.01)

    def kill(self) -> None:
        """SIGKILL, in this very moment: no time for anything."""
        assert self._pid is not None
        os.kill(self._pid, signal.SIGKILL)

    async def dead(self) -> int:
        """Wait for its end; returns how it ended."""
        pid, self._pid = self._pid, None
        return int(await self._forks.ask("wait", pid=pid))

    async def stop(self) -> int:
        """SIGTERM; returns its exit status."""
        assert self._pid is not None
        os.kill(self._pid, signal.SIGTERM)
        async with asyncio.timeout(30):
            return await self.dead()

    async def close(self) -> None:
        """Leave nothing behind."""
        if self._pid is not None:
            self.kill()
            await self.dead()

    def _polls(self) -> int:
        return len(self._telegram.calls.of("getUpdates"))


class Ordeal:
    """One wave: everybody in it taps, two of five with a low score, and the agent dies over it so many times."""

    def __init__(
        self, *, telegram: Simulator, database: Database, victim: Victim, people: int, chance: random.Random
    ) -> None:
        self._telegram = telegram
        self._database = database
        self._victim = victim
        self._chance = chance
        self._toll = Toll(people=people)
        self._orphans = 0

    async def suffer(self, kills: int, trouble: Trouble) -> Toll:
        """The whole of it."""
        await self._victim.start()
        await self._victim.up()
        await let_in(self._telegram, self._database, _crowd(self._toll.people))
        self._telegram.faults.latency(LATENCY, method="sendMessage")
        await plan_wave(self._database)
        self._begin(trouble)
        for moment in self._moments(kills):
            await self._kill(moment)
            await self._look_at_the_dead(moment)
            await self._victim.start()
        self._telegram.faults.clear()
        self._telegram.limits.turn_off()
        await self._victim.up()
        await _until(self._settled, within=180)
        if status := await self._victim.stop():
            self._toll.wrongs.append(f"told to stop, the agent ended with {status}")
        await self._settle_up()
        return self._toll

    def _begin(self, trouble: Trouble) -> None:
        if (fault := _FAULT.get(trouble)) is None:
            return
        self._telegram.faults.share(SHARE, fault, retry_after=1)
        if trouble is Trouble.RESETS:
            # Which is spared unless it is named.
            self._telegram.faults.share(SHARE, fault, method="getUpdates")

    # The kills

    def _moments(self, kills: int) -> list[Moment]:
        """Each kind of moment as often as the others, in an order left to chance."""
        every = list(Moment)
        drawn: list[Moment] = []
        while len(drawn) < kills:
            drawn += self._chance.sample(every, len(every))
        return drawn[:kills]

    async def _kill(self, moment: Moment) -> None:
        if moment is Moment.ANY:
            await asyncio.sleep(self._chance.uniform(0, 1))
            self._victim.kill()
        else:
            await self._victim.up()
            await self._kill_upon(moment)
        if (ended := await self._victim.dead()) != -signal.SIGKILL:
            self._toll.wrongs.append(f"the agent ended with {ended} before it was killed")
        self._toll.kills += 1

    async def _kill_upon(self, moment: Moment) -> None:
        """Kill it at one of the next such moments; after a while also where none comes: idle."""
        left = self._chance.randint(1, 8)
        late = self._chance.uniform(0, 0.03) if moment is Moment.PRESS else 0.0
        killed = asyncio.Event()

        def kill() -> None:
            if not killed.is_set():
                self._victim.kill()
                killed.set()

        def notice(happening: Happening) -> None:
            nonlocal left
            told = happening.message is not None and happening.message.from_bot
            if happening.kind == moment and (told or moment is not Moment.MESSAGE):
                left -= 1
                if left == 0 and not late:
                    kill()
                elif left == 0:
                    asyncio.get_running_loop().call_later(late, kill)

        stop_listening = self._telegram.happenings.listen(notice)
        try:
            async with asyncio.timeout(3):
                await killed.wait()
        except TimeoutError:
            kill()
        finally:
            stop_listening()

    async def _look_at_the_dead(self, moment: Moment) -> None:
        """What must hold at the moment of each kill: no agent runs, and the next one hasn't begun to mend."""
        await self._end_lease()
        async with self._database.reading() as session:
            sending = select(func.count()).where(message.c.state == MessageState.SENDING)
            orphans = (await session.execute(sending)).scalar_one()
            stored = set(await taps_stored(session))
            handled = set((await session.execute(select(handled_update.c.update_id))).scalars())
        self._orphans += orphans
        self._toll.most_unknown = max(self._toll.most_unknown, orphans)
        if orphans > IN_FLIGHT:
            self._wrong(moment, f"{orphans} messages were under way")
        for press in self._telegram.world.presses.values():
            if press.answer is not None and (press.person.id, int(press.label or 0)) not in stored:
                self._wrong(moment, f"{press.person.first_name}'s press was acknowledged and isn't stored")
        for update in self._telegram.updates:
            if update.acknowledged_at is not None and update.id not in handled:
                self._wrong(moment, f"update {update.id} was acknowledged and had no effect")

    async def _end_lease(self) -> None:
        """The lease of the dead ends by itself in some seconds; nobody learns anything while it does."""
        if self._database.is_sqlite:
            return
        async with Writer(database=self._database).unit() as session:
            for bot_id, epoch in (await session.execute(select(lease.c.bot_id, lease.c.epoch))).all():
                await leases.release(session, bot_id=bot_id, epoch=epoch)
            await session.commit()

    def _wrong(self, moment: Moment, what: str) -> None:
        self._toll.wrongs.append(f"kill {self._toll.kills} ({moment}): {what}")

    # The end

    async def _settled(self) -> bool:
        """Nothing is in line or under way, and every tap that people have in mind was made and taken."""
        async with self._database.reading() as session:
            waiting = await messages.in_line(session)
            filled = all(w.wave.state is not WaveState.FILLING for w in await waves.counts(session))
        tapped = len(self._telegram.world.presses) >= self._telegram.crowd.counters().asked
        return filled and tapped and not waiting and not self._telegram.queues.pending

    async def _settle_up(self) -> None:
        async with self._database.reading() as session:
            stored = await stored_in(session)
        self._toll.settle_up(self._telegram, stored, [_score(number) for number in range(self._toll.people)])
        doubtful = self._orphans + self._cut_off()
        if self._toll.unknown > doubtful:
            self._toll.wrongs.append(f"{self._toll.unknown} are unknown, and only {doubtful} can be")

    def _cut_off(self) -> int:
        """The messages whose sending was answered so that nobody knows what became of them."""
        return sum(
            call.method in SENDING and call.fault in ("reset_after", "500") for call in self._telegram.calls
        )


def _score(number: int) -> int:
    """What this one of the crowd is minded to tap; two of five are unhappy."""
    return number % 5 + 1


def _crowd(people: int) -> list[Member]:
    return [
        Member(
            first_name=f"Customer {number}",
            link=f"token-{number}",
            answer=str(_score(number)),
            think=(0.05, 0.6),
        )
        for number in range(people)
    ]


async def _until(question: Callable[[], Awaitable[bool]], *, within: float) -> None:
    async with asyncio.timeout(within):
        while not await question():  # noqa: ASYNC110 - a database has no event
            await asyncio.sleep(0.1)


@asynccontextmanager
async def ordeal(
    *, library: str, database_url: str, folder: Path, people: int, seed: str
) -> AsyncIterator[Ordeal]:
    """A shop of so many customers on an empty, migrated database, and an agent to be killed; `seed` is its fate."""
    chance = random.Random(seed)
    async with AsyncExitStack() as stack:
        forks = await stack.enter_async_context(working("tests.journeys.forks", library))
        telegram = await stack.enter_async_context(
            Simulator(token=TOKEN, seed=chance.getrandbits(32), rate=None)
        )
        database = Database(url=database_url)
        stack.push_async_callback(database.close)
        env = environment(telegram, library=library, database_url=database_url, send_rate=RATE)
        victim = Victim(forks=forks, telegram=telegram, folder=folder, env=env)
        stack.push_async_callback(victim.close)
        yield Ordeal(telegram=telegram, database=database, victim=victim, people=people, chance=chance)
