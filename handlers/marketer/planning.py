"""A wave as somebody asks for it: the words read, the survey chosen, the wave stored."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from handlers.current_survey import survey_of
from handlers.marketer.audience import asking_for
from handlers.marketer.audience_words import read_audience, write_audience
from handlers.marketer.plan_words import (
    read_daily,
    read_delay,
    read_moment,
    read_open_time,
    read_reminder,
    read_repeat,
    read_share,
    read_spread,
)
from handlers.marketer.preview import Preview, as_stored, preview
from handlers.shop import Shop
from handlers.survey.criteria import Criteria
from handlers.survey.schedule import Schedule
from handlers.unclear import UnclearPlanError
from storage import contact_lists, plans, waves
from storage.database import Session
from storage.kinds import PlanState, SurveyKind, WaveState
from storage.tables import Limits, Plan, Wave

LONGEST_NAME: Final = 100
"""Characters of a wave's name; what is over is cut off."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for, understood.

    One wave `at` a moment; or one each time that it `repeats`, first at that moment; or a question `after`
    each purchase was received.
    """

    kind: SurveyKind
    audience: Criteria
    name: str
    at: datetime | None
    after: timedelta | None
    open_for: timedelta
    remind_after: timedelta | None
    repeats: Schedule | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def first_limits(self) -> Limits:
        """The limits of the wave, or of the first of those that a plan makes at moments."""
        return plans.handed_on(self.limits, self.repeats.first_day) if self.repeats else self.limits


def read(
    *,
    kind: str,
    audience: str,
    now: datetime,
    shop: Shop,
    at: str | None = None,
    after: str | None = None,
    every: str | None = None,
    name: str | None = None,
    open_for: str = "7d",
    reminder: str = "3d",
    spread: str | None = None,
    sample: str | None = None,
    daily_cap: str | None = None,
    daily_answers: str | None = None,
    seed: int | None = None,
) -> Wanted:
    """Read the words of a plan; moments without a zone are the shop's. Raises UnclearPlanError.

    `at` is a moment, "now" if neither it nor `after` is given; `after` is "delivered" or "delivered+2d";
    `every` is "week", "month" or "quarter", from `at` on; `reminder` is a time after the question, or "none";
    `spread` is a window such as "3h", `sample` a share such as "20%", the others are numbers. The same `seed`
    draws the same sample; without one this second draws it.
    """
    try:
        survey = SurveyKind(kind.strip().casefold())
    except ValueError:
        raise UnclearPlanError("plan-kind-unknown", known=", ".join(SurveyKind), said=kind) from None
    criteria = read_audience(audience)
    if at is not None and after is not None:
        raise UnclearPlanError("plan-at-and-after")
    if every is not None and after is not None:
        raise UnclearPlanError("plan-every-and-after")
    if spread is not None and after is not None:
        raise UnclearPlanError("plan-spread-and-after")
    named = " ".join((name or "").split())[:LONGEST_NAME].rstrip()
    moment = read_moment("now" if at is None else at, now=now, shop=shop) if after is None else None
    repeats = read_repeat(every, moment, shop) if every is not None and moment is not None else None
    if after is not None:
        which = "after purchase"
    elif repeats is not None:
        which = f"every {repeats.every}"
    else:
        which = f"{now.astimezone(shop.time_zone):%Y-%m-%d}"
    open_time, remind = read_open_time(open_for), read_reminder(reminder)
    if remind is not None and remind >= open_time:
        raise UnclearPlanError("plan-reminder-late", reminder=reminder, open=open_for)
    percent = read_share(sample) if sample is not None else None
    return Wanted(
        kind=survey,
        audience=criteria,
        name=named or f"{survey.upper()} {which}",
        at=moment,
        after=read_delay(after) if after is not None else None,
        open_for=open_time,
        remind_after=remind,
        repeats=repeats,
        limits=Limits(
            spread_seconds=_seconds(read_spread(spread)) if spread is not None else None,
            sample_percent=percent,
            sample_seed=None if percent is None else int(now.timestamp()) if seed is None else seed,
            daily_cap=read_daily(daily_cap, of="questions") if daily_cap is not None else None,
            daily_answers=read_daily(daily_answers, of="answers") if daily_answers is not None else None,
        ),
    )


async def plan(session: Session, wanted: Wanted, *, now: datetime) -> Wave:
    """Store a wave; the agent fills and sends it when it is due."""
    survey = await survey_of(session, wanted.kind, now=now)
    return await waves.plan(
        session,
        Wave(
            name=wanted.name,
            survey_id=survey.id or 0,
            audience=await _written(session, wanted.audience),
            due_at=wanted.at or now,
            open_seconds=_seconds(wanted.open_for),
            remind_seconds=_seconds(wanted.remind_after) if wanted.remind_after else None,
            state=WaveState.PLANNED,
            created_at=now,
            **wanted.limits.model_dump(),
        ),
    )


async def plan_by_rule(session: Session, wanted: Wanted, *, now: datetime) -> Plan:
    """Store a plan that asks after each purchase, or repeats (see repeating.plan); the agent makes its waves."""
    repeats = wanted.repeats
    return await plans.add(
        session,
        Plan(
            name=wanted.name,
            kind=wanted.kind,
            audience=await _written(session, wanted.audience),
            delay_seconds=None if wanted.after is None else _seconds(wanted.after),
            every=repeats.every if repeats else None,
            first_day=repeats.first_day if repeats else None,
            at_time=repeats.at if repeats else None,
            open_seconds=_seconds(wanted.open_for),
            remind_seconds=_seconds(wanted.remind_after) if wanted.remind_after else None,
            state=PlanState.RUNNING,
            created_at=now,
            **wanted.limits.model_dump(),
        ),
    )


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())


async def _written(session: Session, criteria: Criteria) -> str:
    """An audience as it is stored: with the shop's own spelling of its words; its lists stay as long as it does."""
    await contact_lists.hold(session, criteria.lists)
    return write_audience(await as_stored(session, criteria))


async def foresee(
    session: Session, wanted: Wanted, *, shop: Shop, now: datetime, most: int | None = None
) -> Preview:
    """Who would be asked by what is wanted, of all or of the first `most` people. Raises UnclearAudienceError."""
    criteria = await as_stored(session, wanted.audience)
    asking = await asking_for(
        session, wanted.kind, criteria, now=wanted.at or now, limits=wanted.first_limits
    )
    return await preview(session, asking, shop, now=now, open_for=wanted.open_for, most=most)
