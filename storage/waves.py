"""Waves: planned, filled from the people of the shop, and followed until every question is settled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update

from storage.database import Session
from storage.kinds import ASKED, InvitationState, SkipReason, SurveyKind, WaveState
from storage.statements import among
from storage.tables import Survey, Wave
from storage.tables import invitation_table as invitation
from storage.tables import survey_table as survey
from storage.tables import wave_table as wave

IMPORTED: Final = "imported"
"""The audience of what another tool asked: its answers count, and it was no wave of ours."""

NOT_OVER: Final = frozenset((WaveState.PLANNED, WaveState.FILLING, WaveState.RUNNING, WaveState.PAUSED))
"""The states of a wave that hasn't ended."""


async def plan(session: Session, new: Wave) -> Wave:
    """Store a wave; the agent fills it when it is due."""
    session.add(new)
    await session.flush()
    return new


async def due(session: Session, now: datetime) -> list[tuple[Wave, Survey]]:
    """Waves whose people are to be chosen now, the oldest first; also those that a crash left half filled."""
    found = await session.execute(
        select(Wave, Survey)
        .join(survey, survey.c.id == wave.c.survey_id)
        .where(among(wave.c.state, WaveState.PLANNED, WaveState.FILLING), wave.c.due_at <= now)
        .order_by(wave.c.due_at, wave.c.id)
    )
    return [(row[0], row[1]) for row in found]


async def by_id(session: Session, wave_id: int) -> Wave | None:
    """The wave as it is now."""
    return await session.get(Wave, wave_id, populate_existing=True, with_for_update=True)


async def next_due(session: Session, *, after: datetime) -> datetime | None:
    """The moment at which the next planned wave is due."""
    found = await session.execute(
        select(func.min(wave.c.due_at)).where(among(wave.c.state, WaveState.PLANNED), wave.c.due_at > after)
    )
    moment: datetime | None = found.scalar_one_or_none()
    return moment


async def audiences(session: Session) -> list[str]:
    """The audiences of the waves that aren't over, each once."""
    found = await session.execute(
        select(wave.c.audience).where(among(wave.c.state, *sorted(NOT_OVER))).distinct()
    )
    return list(found.scalars())


async def begin(session: Session, wave_id: int, *, survey_id: int, now: datetime) -> None:
    """Begin to choose a planned wave's people, who are asked by this survey; one that was halted isn't begun."""
    await session.execute(
        update(wave)
        .where(wave.c.id == wave_id, among(wave.c.state, WaveState.PLANNED))
        .values(state=WaveState.FILLING, survey_id=survey_id, began_at=now)
    )


async def set_state(session: Session, wave_id: int, state: WaveState, *, cursor: str | None = None) -> None:
    """Move a wave on; `cursor` says how far it is filled."""
    values: dict[str, object] = {"state": state}
    if cursor is not None:
        values["fill_cursor"] = cursor
    await session.execute(update(wave).where(wave.c.id == wave_id).values(values))


def _settled(now: datetime) -> ColumnElement[bool]:
    """Whether every question of a running wave is answered, expired or given up."""
    still_open = exists().where(
        invitation.c.wave_id == wave.c.id,
        among(invitation.c.state, InvitationState.DUE, InvitationState.SENDING, InvitationState.SENT),
    )
    # What may have arrived can be answered, and its reminder reaches whom it didn't, until its time is up.
    maybe_open = exists().where(
        invitation.c.wave_id == wave.c.id,
        among(invitation.c.state, InvitationState.UNKNOWN),
        invitation.c.expires_at > now,
    )
    return and_(
        among(wave.c.state, WaveState.RUNNING),
        ~still_open,
        ~maybe_open,
        or_(wave.c.fills_until.is_(None), wave.c.fills_until <= now),
    )


async def settled(session: Session, now: datetime) -> list[int]:
    """The waves that run and are settled: `finish` lets them be done."""
    return list((await session.execute(select(wave.c.id).where(_settled(now)).order_by(wave.c.id))).scalars())


async def finish(session: Session, wave_id: int, *, now: datetime) -> bool:
    """Let a wave be done. False: it isn't settled, or has ended already."""
    finished = await session.execute(
        update(wave)
        .where(wave.c.id == wave_id, _settled(now))
        .values(state=WaveState.DONE, finished_at=now)
        .returning(wave.c.id)
    )
    return finished.first() is not None


@dataclass(frozen=True, slots=True)
class WaveCounts:
    """A wave and how many of its people are in each state: each person in exactly one."""

    wave: Wave
    kind: SurveyKind
    states: dict[InvitationState, int]

    @property
    def audience(self) -> int:
        """Everybody the wave looked at, asked or not."""
        return sum(self.states.values())

    @property
    def left_out(self) -> int:
        """Those who may not be asked, each for one reason."""
        return self.states[InvitationState.SKIPPED]

    @property
    def to_ask(self) -> int:
        """Those who may: asked, still to be asked, out of reach, or spared because the wave was stopped."""
        return self.audience - self.left_out

    @property
    def asked(self) -> int:
        """Those to whom the question went out, as far as anybody knows."""
        return sum(self.states[state] for state in ASKED)

    @property
    def not_asked(self) -> int:
        """Those to whom it hasn't: they wait for it, or nothing comes any more since the wave was stopped."""
        return self.states[InvitationState.DUE] + self.states[InvitationState.CANCELLED]

    @property
    def is_over(self) -> bool:
        """Whether nothing more is sent or awaited."""
        return self.wave.state not in NOT_OVER


async def counts(session: Session) -> list[WaveCounts]:
    """Every wave that was planned, in the order in which they were; imported history isn't among them."""
    return await _counted(session, _PLANNED.order_by(wave.c.id))


async def newest_counts(session: Session, *, most: int, beyond: int) -> list[WaveCounts]:
    """The same of up to `most` waves, the newest first, without the `beyond` newest; nor are tests among them."""
    page = _PLANNED.where(~wave.c.is_test).order_by(wave.c.id.desc()).limit(most).offset(beyond)
    return await _counted(session, page)


async def counts_of(session: Session, wave_ids: Sequence[int]) -> list[WaveCounts]:
    """The same of these waves."""
    return await _counted(session, _PLANNED.where(wave.c.id.in_(wave_ids)).order_by(wave.c.id))


async def moved_on(session: Session, counted: WaveCounts) -> WaveCounts:
    """The same numbers with the wave as it is now: where it is on its way costs no counting."""
    current = await session.get(Wave, counted.wave.id, populate_existing=True)
    return counted if current is None else replace(counted, wave=current)


async def left_out_by_reason(session: Session, wave_id: int) -> dict[SkipReason, int]:
    """How many were left out of a wave for each reason, the most first."""
    number = func.count().label("number")
    found = await session.execute(
        select(invitation.c.skip_reason, number)
        .where(invitation.c.wave_id == wave_id, among(invitation.c.state, InvitationState.SKIPPED))
        .group_by(invitation.c.skip_reason)
        .order_by(number.desc(), invitation.c.skip_reason)
    )
    return {row.skip_reason: row.number for row in found}


async def _counted(session: Session, statement: Select[Any]) -> list[WaveCounts]:
    waves = (await session.execute(statement.execution_options(populate_existing=True))).all()
    by_wave: dict[int, dict[InvitationState, int]] = {}
    tally = await session.execute(
        select(invitation.c.wave_id, invitation.c.state, func.count())
        .where(invitation.c.wave_id.in_([row[0].id for row in waves]))
        .group_by(invitation.c.wave_id, invitation.c.state)
    )
    for wave_id, state, number in tally:
        by_wave.setdefault(wave_id, {})[state] = number
    return [
        WaveCounts(
            wave=row[0],
            kind=row[1],
            states={state: by_wave.get(row[0].id, {}).get(state, 0) for state in InvitationState},
        )
        for row in waves
    ]


_PLANNED: Final = (
    select(Wave, survey.c.kind)
    .join(survey, survey.c.id == wave.c.survey_id)
    .where(wave.c.audience != IMPORTED)
)
