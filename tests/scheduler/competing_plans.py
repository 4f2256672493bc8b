"""A shop in which everything is planned by rules, the clock doesn't only go forward, and waves are halted."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, insert, select, update

from handlers.marketer import planning, repeating
from handlers.survey.eligibility import RESERVED_FOR
from handlers.survey.sampling import in_sample, within
from storage import halting, invitations, waves
from storage.database import Session
from storage.kinds import InvitationState, SkipReason, SurveyKind, WaveState
from storage.tables import invitation_table, plan_table, purchase_table, wave_table
from storage.waves import NOT_OVER, WaveCounts
from tests.scheduler.stage import SHOP, Stage
from tests.scheduler.year import BEGIN, DAY, HOUR, Life, Year

DOWN_FROM: Final = datetime(2026, 1, 14, 17, tzinfo=UTC)  # an hour before the second wave of the last plan
DOWN_EVERY: Final = 35 * DAY
DOWN_FOR: Final = 27 * HOUR
RECENT: Final = 90 * DAY
"""Who has had an order for no longer than this is asked by one of the plans."""


class CompetingPlans(Year):
    """Five plans want the same people.

    Each question is held against caps, samples and turns when it leaves, each wave that isn't over against its
    audience when a day ends: a day costs what happens on it, however long the story is.
    """

    orders_a_year = 1
    refunds_a_year = 1 / 20

    def __init__(self, stage: Stage, *, people: int, often: str = "week") -> None:
        """`often`: how often two of the plans make a wave: each "week", "month" or "quarter"; none does so oftener."""
        super().__init__(stage, people=people)
        self.often = often
        self.down_from = DOWN_FROM
        self.buyers: set[int] = set()
        self.received: list[tuple[datetime, int | str]] = []  # when each order, by whom
        self.unlinked = 0  # orders of which nobody has opened the link: each somebody of their own
        self.audiences: dict[int, int] = {}
        self.over: set[int] = set()
        self.days_looked_at: set[date] = set()
        self.limits: dict[int, Row[Any]] = {}
        self.asked_on: Counter[tuple[int, date]] = Counter()
        self.answered: defaultdict[int, Counter[datetime]] = defaultdict(Counter)
        self.declined = 0
        self.asked_beside_nps: list[datetime] = []  # each moment once, in the order in which they came
        self.asked_by_nps: set[int] = set()

    async def plan(self, session: Session) -> None:
        """Five plans; and most people have bought something before."""
        await session.execute(
            insert(purchase_table), [self._order(BEGIN - 30 * DAY) for _ in range(2 * self.people)]
        )
        cap = str(max(2, self.people // 200))
        await self._rule(session, "csat", after="delivered+1d", daily_cap=cap)
        await self._rule(session, "nps", every="quarter", at="2026-04-01 10:00", spread="3h")
        short = {"open_for": "3d", "reminder": "1d", "daily_cap": str(max(1, self.people // 1000))}
        short |= {"audience": f"bought:{RECENT.days}d", "sample": "60%"}
        monthly = "quarter" if self.often == "quarter" else "month"
        await self._rule(session, "ces", every=monthly, at="2026-01-31 15:30", **short)
        slow = {"daily_cap": str(self.people // 10), "daily_answers": cap, "spread": "12h", "sample": "15%"}
        await self._rule(session, "csat", every=self.often, at="2026-01-04 03:30", **slow)
        await self._rule(session, "ces", every=self.often, at="2026-01-07 20:00", sample="10%", spread="2d")

    async def _rule(self, session: Session, kind: str, **words: Any) -> None:
        wanted = planning.read(**{"kind": kind, "audience": "all", **words}, now=self.now, shop=SHOP)
        if wanted.repeats:
            await repeating.plan(session, wanted, shop=SHOP, now=self.now)
        else:
            await planning.plan_by_rule(session, wanted, now=self.now)

    def _order(self, received: datetime | None = None) -> dict[str, Any]:
        order = super()._order(received)
        if order["contact_id"] is None:
            self.unlinked += 1
        else:
            self.buyers.add(order["contact_id"])
        self.received.append((order["received_at"], order["contact_id"] or order["contact_ref"]))
        return order

    async def step(self, span: timedelta) -> None:
        """Every fifth week the agent is down for more than a day; now and then the clock is set back."""
        if self.now < self.down_from <= self.now + span:
            span += DOWN_FOR
            self.down_from += DOWN_EVERY
        back = 5 * HOUR if self.chance.random() < 0.02 else timedelta()
        await super().step(span - back)
        if (today := SHOP.today(self.now)) not in self.days_looked_at:
            self.days_looked_at.add(today)
            await self.check_audiences()

    async def _world(self, span: timedelta) -> None:
        """Orders come in and are refunded, people decline, and waves are halted."""
        await super()._world(max(span, timedelta()))
        refunded = [
            self.chance.randint(1, self.orders) for _ in range(self._so_many(self.refunds_a_year, span))
        ]
        async with self.stage.writer.unit() as session:
            if self.chance.random() < 0.1:
                refunded += await self._waiting(session)
            fallen = await session.execute(
                update(purchase_table)
                .where(purchase_table.c.id.in_(refunded))
                .values(cancelled_at=self.now)
                .returning(purchase_table.c.order_id)
            )
            self.fallen.update(fallen.scalars())
            if self.chance.random() < 0.05:
                await self._halt(session)
            await session.commit()

    async def _waiting(self, session: Session) -> list[int]:
        """Some of the orders that are just about to be asked about; an NPS keeps only their numbers."""
        found = await session.execute(
            select(purchase_table.c.id)
            .join(invitation_table, invitation_table.c.order_id == purchase_table.c.order_id)
            .where(invitation_table.c.state == InvitationState.DUE)
            .order_by(purchase_table.c.id)
        )
        waiting = list(found.scalars())
        return self.chance.sample(waiting, k=min(2, len(waiting)))

    async def _received(self, abouts: Sequence[Any]) -> None:
        """Some answer, and some don't want to be asked."""
        await super()._received(abouts)
        declining = [about for about in abouts if self.chance.random() < 0.02]
        async with self.stage.writer.unit() as session:
            for about in declining:
                await invitations.decline(session, about.id, now=self.now)
                self.lives[about.contact_id].declined_at[about.kind] = self.now
            await session.commit()
        self.declined += len(declining)

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

    async def _send(self) -> None:
        await self._learn()
        await super()._send()

    async def _learn(self) -> None:
        """Of a wave that has just begun: its limits, which are fixed by now, and whom it is to have."""
        async with self.stage.database.reading() as session:
            begun = await session.execute(select(wave_table).where(wave_table.c.began_at == self.now))
        for wave in begun:
            self.limits[wave.id] = wave
            # One of a day after each purchase has people added all day long.
            self.audiences[wave.id] = self._meant(wave.audience) if wave.fills_until is None else 1

    def _meant(self, audience: str) -> int:
        """How many people an audience means now; an order whose link nobody has opened is somebody's of their own."""
        if audience == "all":
            return len(self.buyers) + self.unlinked
        since = self.now - RECENT
        return len({who for received_at, who in self.received if since <= received_at <= self.now})

    async def _answer(self, answering: Any) -> None:
        for about in answering:
            self.answered[about.wave_id][self.now] += 1
        await super()._answer(answering)

    # What must hold

    def _check_asked(self, life: Life, about: Any) -> None:
        """Samples, turns and both daily limits, beside the clocks."""
        super()._check_asked(life, about)
        wave, today = self.limits[about.wave_id], SHOP.today(self.now)
        self.asked_on[wave.id, today] += 1
        if wave.sample_percent is not None:
            assert in_sample(about.contact_id, seed=wave.sample_seed, percent=wave.sample_percent)
        if wave.spread_seconds is not None:
            spread = timedelta(seconds=wave.spread_seconds)
            assert self.now >= wave.began_at + within(spread, about.contact_id)
        if wave.daily_cap is not None:
            assert self.asked_on[wave.id, today] <= wave.daily_cap
        if wave.daily_answers is not None:
            begin = SHOP.begin_of(today)
            answers = self.answered[wave.id].items()
            answered = sum(number for at, number in answers if begin <= at < self.now)
            assert answered < wave.daily_answers
        if about.kind == SurveyKind.NPS:
            self.asked_by_nps.add(wave.id)
        elif self.asked_beside_nps[-1:] != [self.now]:
            self.asked_beside_nps.append(self.now)

    async def check_audiences(self) -> None:
        """The states of every wave that wasn't over at the last look sum to its audience."""
        async with self.stage.database.reading() as session:
            known = await session.execute(select(wave_table.c.id))
            followed = [wave_id for wave_id in known.scalars() if wave_id not in self.over]
            for count in await waves.counts_of(session, followed):
                self._check_audience(count)
                if count.wave.state not in NOT_OVER:
                    self.over.add(count.wave.id or 0)

    async def check_all_audiences(self) -> None:
        """The same of every wave there was: what is over stays as it was."""
        async with self.stage.database.reading() as session:
            for count in await waves.counts(session):
                self._check_audience(count)

    def _check_audience(self, count: WaveCounts) -> None:
        """Everybody who had bought when the wave began is in it, in one state, from then on."""
        wave_id = count.wave.id or 0
        expected = self.audiences.get(wave_id, 0)
        if count.wave.fills_until is not None and wave_id not in self.over:
            assert count.audience >= expected
            self.audiences[wave_id] = count.audience
        else:
            assert count.audience == expected

    async def check_samples(self) -> None:
        """Whoever was left out by lot wasn't drawn."""
        for wave in self.limits.values():
            if wave.sample_percent is not None:
                left_out = select(invitation_table.c.contact_id).where(
                    invitation_table.c.wave_id == wave.id,
                    invitation_table.c.skip_reason == SkipReason.SAMPLED_OUT,
                )
                async with self.stage.database.reading() as session:
                    for contact_id in await session.scalars(left_out):
                        assert not in_sample(contact_id, seed=wave.sample_seed, percent=wave.sample_percent)

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

    async def check_reserved(self) -> None:
        """Nobody is asked anything else in the month before an NPS wave that was planned by then and took place."""
        for wave in await self.stage.rows(wave_table):
            if wave.id in self.asked_by_nps:
                begin = max(wave.created_at, wave.due_at - RESERVED_FOR)
                assert not [at for at in self.asked_beside_nps if begin < at < wave.due_at]
