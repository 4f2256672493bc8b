"""The waves of plans that repeat: planned ahead, and missed."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update

from storage.database import Session
from storage.kinds import WaveState
from storage.plans import values_of_wave
from storage.statements import among, insert
from storage.tables import Plan, Survey
from storage.tables import plan_table as plan
from storage.tables import wave_table as wave


@dataclass(frozen=True, slots=True)
class KnownWave:
    """Where a plan's wave of a day is, and when it is due."""

    state: WaveState
    due_at: datetime


async def known(session: Session, plan_id: int, *, since: date) -> dict[date, KnownWave]:
    """A plan's waves from a day on, by their days."""
    found = await session.execute(
        select(wave.c.day, wave.c.state, wave.c.due_at).where(wave.c.plan_id == plan_id, wave.c.day >= since)
    )
    return {day: KnownWave(state, due_at) for day, state, due_at in found}


async def plan_wave(
    session: Session, of: Plan, survey: Survey, *, day: date, due_at: datetime, now: datetime
) -> None:
    """Plan a plan's wave of a day, or plan it for another moment; one that has begun or ended stays as it is."""
    await session.execute(
        insert(session, wave)
        .values(**values_of_wave(of, survey, day=day, now=now), due_at=due_at, state=WaveState.PLANNED)
        .on_conflict_do_update(
            index_elements=["plan_id", "day"],
            set_={"due_at": due_at},
            where=among(wave.c.state, WaveState.PLANNED),
        )
    )


async def miss(session: Session, wave_id: int, *, now: datetime) -> bool:
    """Give up a wave whose moment has passed. False: it isn't planned any more."""
    missed = await session.execute(
        update(wave)
        .where(wave.c.id == wave_id, among(wave.c.state, WaveState.PLANNED))
        .values(state=WaveState.MISSED, finished_at=now)
        .returning(wave.c.id)
    )
    return missed.first() is not None


async def next_moments(session: Session) -> dict[int, datetime]:
    """When each plan that repeats asks next, by the plan's id."""
    found = await session.execute(
        select(wave.c.plan_id, func.min(wave.c.due_at))
        .join(plan, plan.c.id == wave.c.plan_id)
        .where(plan.c.every.is_not(None), among(wave.c.state, WaveState.PLANNED))
        .group_by(wave.c.plan_id)
    )
    return {row[0]: row[1] for row in found}
