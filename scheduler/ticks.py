"""What comes due with time: waves are filled, questions expire, waves end. Each takes `now`."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from handlers.current_survey import survey_of
from handlers.customer import ask_again
from handlers.marketer import lists_in_use, repeating, wave_end
from handlers.marketer.audience import add_people, asking_for, consider
from handlers.marketer.audience_words import read_audience
from handlers.shop import Shop
from scheduler.clock import Clock
from scheduler.faults import Bulkhead, Outage
from scheduler.timer import Timer
from scheduler.waking import whenever
from storage import (
    attachments,
    bots,
    contact_lists,
    drafts,
    halting,
    invitations,
    people,
    plans,
    reminders,
    repeats,
    responses,
    rooms,
    updates,
    waves,
)
from storage.database import Database
from storage.facts import EARLY_TEXT_WINDOW
from storage.kinds import WaveState
from storage.tables import Plan, Survey, Wave
from storage.writer import BULK_ROWS, Writer

logger = logging.getLogger(__name__)

KEEP_SET_ASIDE: Final = timedelta(days=30)
"""So long somebody may look at an update that failed; then what a person wrote in it is forgotten."""

KEEP_VIEWS: Final = timedelta(days=90)
"""So long the buttons under a score message work."""

KEEP_DRAFTS: Final = timedelta(days=30)
"""So long after the last press a wave that somebody began to plan can be gone on with."""

KEEP_LISTS: Final = timedelta(days=90)
"""So long after nothing uses it any more a list of contacts can still be named."""

KEEP_UNFINISHED: Final = timedelta(days=1)
"""Then nobody stores a list any more that a crash left half stored, and it is dropped as any without a name."""

KEEP_HANDLED: Final = timedelta(days=7)
"""Telegram offers an update for a day; its number is kept for a week."""

PATIENCE: Final = timedelta(days=14)
"""So long after its moment an order may still be asked about: its customer opens the link late, or the agent
was down."""

TICK: Final = timedelta(seconds=1)
LOOK: Final = timedelta(minutes=1)
PRUNE: Final = timedelta(hours=1)

PAGE: Final = BULK_ROWS // 2
"""People filled at a time: an invitation and a message each."""


class Ticks:
    """Everything that the timer wakes; a tick that comes late or twice changes nothing."""

    def __init__(
        self,
        *,
        database: Database,
        writer: Writer,
        shop: Shop,
        messages_waiting: Callable[[], None],
        resend_unknown_after: timedelta | None = None,
    ) -> None:
        """`messages_waiting` is called when questions may leave.

        `resend_unknown_after`: so long after a message that may never have arrived it is sent once more, at
        the risk that a person is asked twice; None: never.
        """
        self._database = database
        self._writer = writer
        self._shop = shop
        self._messages_waiting = messages_waiting
        self._resend_unknown_after = resend_unknown_after
        self._stopped = False
        self._looked_at: datetime | None = None
        self._bulkhead = Bulkhead(rest=LOOK)

    def stop(self) -> None:
        """Fill no more than the page under way; the next start goes on from there."""
        self._stopped = True

    async def tick(self, now: datetime) -> None:
        """Do all that is due."""
        await self.fill(now)
        await self.expire(now)
        await self.cancel_stopped()
        # Nobody waits for these to the second, and they look at many rows.
        if self._looked_at is None or abs(now - self._looked_at) >= LOOK:
            self._looked_at = now
            await self.remind(now)
            await self.resend(now)
            await self.follow_plans(now)

    async def fill(self, now: datetime) -> None:
        """Choose the people of the waves that are due, a page at a time, so that taps don't wait."""
        async with self._database.reading() as session:
            due = await waves.due(session, now)
        for wave, survey in due:
            trouble = (
                f"Wave {wave.id} can't be filled; it is tried again each minute, "
                f"and python -m bot waves --stop {wave.id} ends it"
            )
            await self._bulkhead.run(trouble, partial(self._fill, wave, survey, now), now=now)

    async def _fill(self, wave: Wave, survey: Survey, now: datetime) -> None:
        if wave.plan_id is not None:
            self._looked_at = None  # this tick plans the next one of its plan
        if repeating.is_missed(wave, now):
            await self._miss(wave, now)
            return
        logger.info("Filling wave %s", wave.id)
        asked = await self._begin(wave, survey, now)
        while not self._stopped and await self._fill_page(wave, asked, now):
            pass
        self._messages_waiting()  # questions leave once their wave is filled

    async def _miss(self, wave: Wave, now: datetime) -> None:
        """Give up a wave that couldn't begin in time: what it asks would come as a surprise."""
        async with self._writer.unit() as session:
            missed = await repeats.miss(session, wave.id or 0, now=now)
            await session.commit()
        if missed:
            logger.warning(
                "Wave %s was due at %s and is missed; waves lists it, and nobody is asked",
                wave.id,
                wave.due_at,
            )

    async def _begin(self, wave: Wave, planned: Survey, now: datetime) -> Survey:
        """Note that a wave begins; one of a plan asks as its survey is asked by now, others as planned."""
        if wave.state is not WaveState.PLANNED:
            return planned
        async with self._writer.unit() as session:
            asked = planned if wave.plan_id is None else await survey_of(session, planned.kind, now=now)
            await waves.begin(session, wave.id or 0, survey_id=asked.id or 0, now=now)
            await session.commit()
        return asked

    async def expire(self, now: datetime) -> None:
        """Close the questions whose time is up, and the waves in which none is open."""
        closed = BULK_ROWS
        while closed == BULK_ROWS and not self._stopped:
            async with self._writer.unit() as session:
                closed = await invitations.expire(session, now)
                await session.commit()
        async with self._database.reading() as session:
            ending = await waves.settled(session, now)
        for wave_id in ending:
            trouble = f"Wave {wave_id} can't end; it is tried again each minute"
            await self._bulkhead.run(trouble, partial(self._end, wave_id, now), now=now)

    async def _end(self, wave_id: int, now: datetime) -> None:
        async with self._database.reading() as session:
            result = await wave_end.result_of(session, wave_id)
        if result is not None:
            async with self._writer.unit() as session:
                await wave_end.finish(session, result, now=now, shop=self._shop)
                await session.commit()

    async def remind(self, now: datetime) -> None:
        """Remind those who have been silent for as long as their wave says."""
        reminded = 1
        while reminded and not self._stopped:
            async with self._writer.unit() as session:
                reminded = await reminders.put_in_line(session, now)
                await session.commit()
            if reminded:
                self._messages_waiting()

    async def resend(self, now: datetime) -> None:
        """Ask once more where nobody knows whether the question arrived, where the shop wants that."""
        if self._resend_unknown_after is None:
            return
        page: int | None = 0
        while page is not None and not self._stopped:
            async with self._writer.unit() as session:
                before = now - self._resend_unknown_after
                number, page = await ask_again.put_in_line(
                    session, now=now, before=before, shop=self._shop, beyond=page
                )
                await session.commit()
            if number:
                logger.warning("%d messages that may never have arrived are sent once more", number)
                self._messages_waiting()

    async def follow_plans(self, now: datetime) -> None:
        """Plan the waves of plans that repeat, and ask about the purchases that the others have waited for."""
        async with self._database.reading() as session:
            running = await plans.running(session)
        for plan in running:
            trouble = (
                f"Plan {plan.id} can't be followed; it is tried again each minute, "
                f"and python -m bot plans --stop {plan.id} ends it"
            )
            await self._bulkhead.run(trouble, partial(self._follow, plan, now), now=now)

    async def _follow(self, plan: Plan, now: datetime) -> None:
        if plan.every is not None:
            await self._keep_ahead(plan, now)
        elif await self._awaits(plan, now):
            beyond = await self._follow_page(plan, now)
            while beyond is not None and not self._stopped:
                beyond = await self._follow_page(plan, now, beyond)

    async def _keep_ahead(self, plan: Plan, now: datetime) -> None:
        """Plan what a plan that repeats lacks, which is nothing at most looks."""
        async with self._database.reading() as session:
            if not await repeating.lacking(session, plan, shop=self._shop, now=now):
                return
        async with self._writer.unit() as session:
            if await plans.still_running(session, plan.id or 0):
                await repeating.keep_ahead(session, plan, shop=self._shop, now=now)
                await session.commit()

    async def _awaits(self, plan: Plan, now: datetime) -> bool:
        """Whether anybody's moment has come, which at most looks nobody's has: no tap waits for that answer."""
        async with self._database.reading() as session:
            due = await plans.people_due(
                session, plan, day=self._shop.today(now), now=now, patience=PATIENCE, most=1
            )
        return bool(due.people)

    async def _follow_page(
        self, plan: Plan, now: datetime, beyond: plans.Place | None = None
    ) -> plans.Place | None:
        """Add a page of people to the plan's wave of this day; returns where the next begins, if there is one."""
        day = self._shop.today(now)
        async with self._writer.unit() as session:
            if plan.id is None or not await plans.still_running(session, plan.id):
                return None
            due = await plans.people_due(
                session, plan, day=day, now=now, patience=PATIENCE, most=PAGE, beyond=beyond, hold=True
            )
            asking = await asking_for(
                session, plan.kind, read_audience(plan.audience), now=now, limits=plans.handed_on(plan, day)
            )
            invited = await consider(session, due.people, asking, self._shop)
            if not invited:  # a day on which the plan means nobody has no wave
                return due.beyond
            survey = await survey_of(session, plan.kind, now=now)
            until = self._shop.tomorrow(now)
            wave = await plans.wave_of_day(session, plan, survey, day=day, until=until, now=now)
            await invitations.add_page(session, wave=wave, survey_of_wave=survey, people=invited, now=now)
            await session.commit()
        self._messages_waiting()
        return due.beyond

    async def cancel_stopped(self) -> None:
        """Cancel those whom a stopped wave hasn't asked, a page at a time."""
        cancelled = 1
        while cancelled and not self._stopped:
            async with self._writer.unit() as session:
                cancelled = await halting.cancel_rest(session)
                await session.commit()

    async def prune(self, now: datetime) -> None:
        """Drop what was only kept against repetition."""
        async with self._writer.unit() as session:
            await updates.forget_before(session, now - KEEP_HANDLED)
            await bots.drop_pauses_before(session, now)
            await rooms.forget_views_before(session, now - KEEP_VIEWS)
            await drafts.drop_before(session, now - KEEP_DRAFTS)
            await responses.drop_early_texts_before(session, now - EARLY_TEXT_WINDOW)
            await attachments.drop_unanswered(session, now)
            await updates.drop_set_aside_before(session, now - KEEP_SET_ASIDE)
            await session.commit()
        await self._drop_lists(now)

    async def _drop_lists(self, now: datetime) -> None:
        """Drop the lists of contacts that nothing uses, a page at a time."""
        async with self._writer.unit() as session:
            await lists_in_use.let_go(session, now=now, unused_since=now - KEEP_LISTS)
            await session.commit()
        dropped = BULK_ROWS
        while dropped == BULK_ROWS and not self._stopped:
            async with self._writer.unit() as session:
                before = now - KEEP_UNFINISHED
                dropped = await contact_lists.drop_page(session, before=before, most=BULK_ROWS)
                await session.commit()

    async def next_due(self, now: datetime) -> datetime | None:
        """The next moment that something here is due at."""
        async with self._database.reading() as session:
            return await waves.next_due(session, after=now)

    async def _fill_page(self, wave: Wave, survey: Survey, now: datetime) -> bool:
        """Add the next people of a wave; False when it is filled, or somebody stopped it meanwhile."""
        if wave.id is None:
            return False
        async with self._writer.unit() as session:
            current = await waves.by_id(session, wave.id)
            if current is None or current.state is not WaveState.FILLING:
                return False
            cursor = current.fill_cursor
            found = await people.page(session, survey.kind, after=cursor, most=PAGE, hold=True)
            await add_people(session, current, survey, found, shop=self._shop, now=now)
            state = WaveState.FILLING if found else WaveState.RUNNING
            await waves.set_state(session, wave.id, state, cursor=found[-1].cursor if found else cursor)
            await session.commit()
        return bool(found)


class Ticker:
    """Ticks each second, and at the next due moment."""

    def __init__(self, *, ticks: Ticks, timer: Timer, clock: Clock) -> None:
        self._ticks = ticks
        self._timer = timer
        self._clock = clock
        self._outage = Outage(meanwhile="no wave is filled, and no question closes")
        self._stopping = asyncio.Event()
        self._woken = timer.every(TICK)
        self._prune = timer.every(PRUNE)

    def stop(self) -> None:
        """Let `run` return after what is under way: a page of a wave at most."""
        self._stopping.set()
        self._ticks.stop()
        self._woken.set()

    def wake(self) -> None:
        """Tick now: the clock was moved, or a wave was planned."""
        self._woken.set()

    async def run(self) -> None:
        """Tick until stopped; a database that is away is waited for."""
        await whenever(self._woken, self._tick_once, stopping=self._stopping, outage=self._outage)

    async def _tick_once(self) -> None:
        now = self._clock.now()
        await self._ticks.tick(now)
        if self._prune.is_set():
            self._prune.clear()
            await self._ticks.prune(now)
        if (moment := await self._ticks.next_due(now)) is not None:
            self._timer.alarm(moment, self._woken)
