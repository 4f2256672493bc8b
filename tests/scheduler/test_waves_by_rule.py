"""Competing plans over months: repeating, spread, sampled and capped; restarts and clocks that jump; no rule broken."""

import itertools
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from handlers import planning, repeating
from handlers.survey.eligibility import RESERVED_FOR
from handlers.survey.sampling import in_sample, within
from storage import halting, invitations, waves
from storage.database import Session
from storage.kinds import InvitationState, SkipReason, SurveyKind, WaveState
from storage.tables import invitation_table, plan_table, purchase_table, response_table, wave_table
from tests.scheduler.stage import SHOP, Stage
from tests.scheduler.year import BEGIN, DAY, HOUR, Year

LEFT = {
    InvitationState.SENT,
    InvitationState.ANSWERED,
    InvitationState.EXPIRED,
}
"""The states of whoever was asked; in this shop everything that leaves arrives."""


DOWN_FROM = datetime(2026, 1, 14, 17, tzinfo=UTC)  # an hour before the second wave of the last plan
DOWN_FOR = 27 * HOUR


class Rules(Year):
    """A year in which everything is planned by rules, and the clock doesn't only go forward."""

    def __init__(self, stage: Stage, *, people: int) -> None:
        super().__init__(stage, people=people)
        self.audiences: dict[int, int] = {}
        self.days_looked_at: set[date] = set()

    async def plan(self, session: Session) -> None:
        """Five plans; and most people have bought something before."""
        await session.execute(
            insert(purchase_table), [self._order() | {"received_at": BEGIN} for _ in range(2 * self.people)]
        )
        cap = str(max(2, self.people // 200))
        await self._rule(session, "csat", after="delivered+1d", daily_cap=cap)
        await self._rule(session, "nps", every="quarter", at="2026-04-01 10:00", spread="3h")
        short = {"open_for": "3d", "reminder": "1d", "daily_cap": cap}
        await self._rule(session, "ces", every="month", at="2026-01-31 15:30", sample="60%", **short)
        await self._rule(
            session, "csat", every="week", at="2026-01-04 03:30", daily_answers="3", spread="12h"
        )
        await self._rule(session, "ces", every="week", at="2026-01-07 20:00", sample="10%", spread="2d")

    async def _rule(self, session: Session, kind: str, **words: Any) -> None:
        wanted = planning.read(kind=kind, audience="all", now=self.now, shop=SHOP, **words)
        if wanted.repeats:
            await repeating.plan(session, wanted, shop=SHOP, now=self.now)
        else:
            await planning.plan_by_rule(session, wanted, now=self.now)

    async def step(self, span: timedelta) -> None:
        """Now and then the clock was wrong before, and is set back."""
        back = 5 * HOUR if self.chance.random() < 0.02 else timedelta()
        await super().step(span - back)
        if (today := SHOP.today(self.now)) not in self.days_looked_at:
            self.days_looked_at.add(today)
            await self.check_audiences()

    async def _world(self, span: timedelta) -> None:
        """Orders come in and are refunded, people decline, and waves are halted."""
        await super()._world(max(span, timedelta()))
        async with self.stage.writer.unit() as session:
            refunded = (
                self.chance.randint(1, self.orders) if self.orders and self.chance.random() < 0.3 else 0
            )
            await session.execute(
                update(purchase_table).where(purchase_table.c.id == refunded).values(cancelled_at=self.now)
            )
            await self._decline(session)
            if self.chance.random() < 0.05:
                await self._halt(session)
            await session.commit()

    async def _decline(self, session: Session) -> None:
        """Somebody who was asked doesn't want to be."""
        asked = await session.execute(
            select(invitation_table.c.id)
            .where(invitation_table.c.state == InvitationState.SENT, invitation_table.c.declined_at.is_(None))
            .limit(1)
        )
        if (which := asked.scalar_one_or_none()) is not None and self.chance.random() < 0.2:
            await invitations.decline(session, which, now=self.now)

    async def _halt(self, session: Session) -> None:
        """Somebody pauses, resumes or stops a wave."""
        found = await session.execute(
            select(wave_table.c.id, wave_table.c.state)
            .where(
                wave_table.c.state.in_([WaveState.PLANNED, WaveState.RUNNING, WaveState.PAUSED]),
                wave_table.c.name.not_like("NPS%"),  # there are few of these
            )
            .order_by(wave_table.c.id)
        )
        wave_id, state = self.chance.choice(found.all())
        if state is WaveState.PAUSED:
            await halting.resume(session, wave_id, now=self.now)
        elif self.chance.random() < 0.8:
            await halting.pause(session, wave_id)
        else:
            await halting.stop(session, wave_id, now=self.now)

    # What must hold

    async def check_audiences(self) -> None:
        """The states of a wave sum to its audience each day: who is in it once it is filled stays in it."""
        async with self.stage.database.reading() as session:
            counts = await waves.counts(session)
        for count in counts:
            wave = count.wave
            if wave.state in (WaveState.PLANNED, WaveState.MISSED):
                assert count.audience == 0
            elif wave.fills_until is None and wave.began_at and wave.state is not WaveState.FILLING:
                assert self.audiences.setdefault(wave.id or 0, count.audience) == count.audience

    async def check_schedules(self) -> None:
        """Each plan made one wave each period, due at its local time; late by twelve hours at most, or missed."""
        by_plan = defaultdict(list)
        for wave in await self.stage.rows(wave_table):
            by_plan[wave.plan_id].append(wave)
        for plan in await self.stage.rows(plan_table):
            if plan.every is None:
                continue
            schedule = repeating.schedule_of(plan, SHOP)
            expected = itertools.takewhile(lambda found: found.moment <= self.now, schedule.after(BEGIN))
            made = {wave.day: wave for wave in by_plan[plan.id]}
            assert len(made) == len(by_plan[plan.id])
            for found in expected:
                wave = made.pop(found.day)
                if wave.state == WaveState.MISSED:
                    assert wave.finished_at - found.moment > repeating.MADE_UP_WITHIN
                elif wave.began_at:
                    assert wave.began_at - wave.due_at <= repeating.MADE_UP_WITHIN
                    assert wave.due_at >= found.moment  # later if somebody paused it over its moment
            # What is later was begun before the clock was set back, or stopped ahead of its time.
            ahead = [wave for wave in made.values() if wave.state in (WaveState.PLANNED, WaveState.PAUSED)]
            assert len(ahead) == 1, "the next one is planned"

    async def check_limits(self) -> None:
        """Caps, samples, turns and the people kept for NPS, by what is stored of each question."""
        wave_of = {wave.id: wave for wave in await self.stage.rows(wave_table)}
        answered = defaultdict(list)
        invited = await self.stage.rows(invitation_table)
        wave_of_invitation = {row.id: row.wave_id for row in invited}
        for answer in await self.stage.rows(response_table):
            answered[wave_of_invitation[answer.invitation_id]].append(answer.first_answered_at)
        asked_on: Counter[tuple[int, date]] = Counter()
        for row in invited:
            wave = wave_of[row.wave_id]
            if wave.sample_percent is not None and row.contact_id is not None:
                drawn = in_sample(row.contact_id, seed=wave.sample_seed, percent=wave.sample_percent)
                assert drawn if row.skip_reason is None else True
                assert not drawn if row.skip_reason == SkipReason.SAMPLED_OUT else True
            if row.state not in LEFT:
                continue
            if wave.spread_seconds:
                assert row.asked_at >= wave.began_at + within(
                    timedelta(seconds=wave.spread_seconds), row.contact_id
                )
            day = SHOP.today(row.asked_at)
            asked_on[wave.id, day] += 1
            if wave.daily_answers:
                begin = SHOP.begin_of(day)
                assert sum(begin <= at < row.asked_at for at in answered[wave.id]) < wave.daily_answers
        for (wave_id, _), number in asked_on.items():
            assert number <= (wave_of[wave_id].daily_cap or self.people)

    async def check_reserved(self) -> None:
        """Nobody is asked anything else in the month before an NPS wave that was planned by then and took place."""
        invited = [row for row in await self.stage.rows(invitation_table) if row.state in LEFT]
        nps = {row.wave_id for row in invited if row.kind == SurveyKind.NPS}
        moments = [
            (wave.created_at, wave.due_at) for wave in await self.stage.rows(wave_table) if wave.id in nps
        ]
        others = [row.asked_at for row in invited if row.kind != SurveyKind.NPS]
        for planned_at, due_at in moments:
            begin = max(planned_at, due_at - RESERVED_FOR)
            assert not [at for at in others if begin < at < due_at]


@pytest.mark.parametrize(
    ("people", "days", "longest"),
    [(60, 95, 11), pytest.param(200, 730, 20, marks=[pytest.mark.long, pytest.mark.timeout(900)])],
)
async def test_plans_that_compete_break_no_rule(stage: Stage, people: int, days: int, longest: int) -> None:
    """Invariants 3 and 7: one state each day for everybody, and the schedule is what was planned, come what may."""
    shop = Rules(stage, people=people)
    await shop.begin()
    while shop.now < BEGIN + days * DAY:
        span = shop.chance.uniform(1, longest) * HOUR
        await shop.step(span + DOWN_FOR if shop.now < DOWN_FROM <= shop.now + span else span)
    await shop.check_audiences()
    await shop.check_schedules()
    await shop.check_limits()
    await shop.check_reserved()
    shop.check_clocks()
    states = {wave.state for wave in await stage.rows(wave_table)}
    assert states >= {WaveState.DONE, WaveState.STOPPED, WaveState.MISSED, WaveState.PLANNED}
    reasons = {row.skip_reason for row in await stage.rows(invitation_table)}
    assert reasons >= {None, SkipReason.SAMPLED_OUT, SkipReason.DAILY_CAP, SkipReason.RESERVED}
    asked = Counter(asked.kind for life in shop.lives.values() for asked in life.asked)
    assert set(asked) == set(SurveyKind)
    assert asked.total() > people, "a rule that nobody is asked would be kept easily"
