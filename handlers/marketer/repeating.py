"""Plans that repeat, whose next wave stands planned ahead; and waves that come late: made up for, or missed."""

from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

from handlers.current_survey import survey_of
from handlers.marketer import planning
from handlers.marketer.planning import Wanted
from handlers.shop import Shop
from handlers.survey.schedule import Occurrence, Schedule
from storage import repeats
from storage.database import Session
from storage.kinds import WaveState
from storage.tables import Plan, Wave

MADE_UP_WITHIN: Final = timedelta(hours=12)
"""A wave that couldn't begin when it was due, begins up to so much later; afterwards it is missed."""

REPORTED_FOR: Final = timedelta(days=60)
"""Of the waves that fell into a time when the agent was down, those of so many days are listed as missed."""

_AHEAD: Final = (WaveState.PLANNED, WaveState.PAUSED)


async def store(session: Session, wanted: Wanted, *, shop: Shop, now: datetime) -> Wave | Plan:
    """Store what was wanted: one wave, or a plan that makes waves.

    Raises UnclearPlanError for a word of the audience that none of the shop's orders has.
    """
    if wanted.repeats is not None:
        return await plan(session, wanted, shop=shop, now=now)
    if wanted.after is not None:
        return await planning.plan_by_rule(session, wanted, now=now)
    return await planning.plan(session, wanted, now=now)


async def plan(session: Session, wanted: Wanted, *, shop: Shop, now: datetime) -> Plan:
    """Store a plan that repeats, with its first wave."""
    made = await planning.plan_by_rule(session, wanted, now=now)
    await keep_ahead(session, made, shop=shop, now=now)
    return made


async def keep_ahead(session: Session, of: Plan, *, shop: Shop, now: datetime) -> None:
    """Plan the waves that a plan lacks."""
    occurrences = await lacking(session, of, shop=shop, now=now)
    if occurrences:
        survey = await survey_of(session, of.kind, now=now)
        for found in occurrences:
            await repeats.plan_wave(session, of, survey, day=found.day, due_at=found.moment, now=now)


async def lacking(session: Session, of: Plan, *, shop: Shop, now: datetime) -> list[Occurrence]:
    """The waves that a plan should have by now and hasn't, or has planned for another moment.

    These are the next one, and those whose moments passed unseen. One that somebody stopped ahead of its time
    is left out, and the one after it is the next.
    """
    schedule = schedule_of(of, shop)
    since = now - REPORTED_FOR
    known = await repeats.known(session, of.id or 0, since=shop.today(since) - timedelta(days=1))
    last = max((wave.due_at for wave in known.values() if wave.due_at <= now), default=since)
    passed = takewhile(lambda found: found.moment <= now, schedule.after(last))
    coming = next(
        found for found in schedule.after(now) if found.day not in known or known[found.day].state in _AHEAD
    )
    planned = known.get(coming.day)
    # A country that changes its clocks anew moves what was planned before it did.
    right = planned and (planned.state is not WaveState.PLANNED or planned.due_at == coming.moment)
    return [found for found in passed if found.day not in known] + ([] if right else [coming])


def schedule_of(of: Plan, shop: Shop) -> Schedule:
    """When a plan asks. Raises ValueError for one that doesn't repeat."""
    if of.every is None or of.first_day is None or of.at_time is None:
        raise ValueError(f"Plan {of.id} asks after each purchase and has no schedule.")
    return Schedule(of.every, of.first_day, of.at_time, shop.time_zone)


def is_missed(wave: Wave, now: datetime) -> bool:
    """Whether it is too late to begin this wave, which was planned for a moment to come.

    One that was to begin at once begins as soon as it can, and one that has begun is finished, however late.
    """
    for_a_moment = wave.plan_id is not None or wave.due_at > wave.created_at
    return for_a_moment and wave.state is WaveState.PLANNED and now - wave.due_at > MADE_UP_WITHIN
