"""When a person was asked before, and answered: what the clocks between two asks look at."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, bindparam, func, select

from storage.database import Session
from storage.kinds import ASKED, InvitationState, SurveyKind, WaveState
from storage.statements import among, not_test
from storage.tables import invitation_table as invitation
from storage.tables import response_table as response
from storage.tables import survey_table as survey
from storage.tables import wave_table as wave


@dataclass(frozen=True, slots=True)
class Ask:
    """The latest question of a kind, and the latest answer to one; an answer alone came from another tool.

    `declined_at` is the latest "not now" or "don't ask me" below one.
    """

    asked_at: datetime | None
    answered_at: datetime | None
    declined_at: datetime | None = None


Asks = Mapping[SurveyKind, Ask]
"""What a person was asked, by kind; a kind that they weren't asked is missing."""

NEVER: Final[Asks] = {}
"""Somebody who was never asked anything."""


_OF_CONTACTS: Final = (
    select(
        invitation.c.contact_id,
        invitation.c.kind,
        func.max(invitation.c.asked_at),
        func.max(response.c.answered_at),
        func.max(invitation.c.declined_at),
        func.max(invitation.c.snoozed_at),
    )
    .outerjoin(response, response.c.invitation_id == invitation.c.id)
    .where(
        invitation.c.contact_id.in_(bindparam("contact_ids", expanding=True)),
        not_test(invitation.c.is_test),
        among(invitation.c.state, *ASKED),
    )
    .group_by(invitation.c.contact_id, invitation.c.kind)
)


async def of_contacts(session: Session, contact_ids: Collection[int]) -> dict[int, Asks]:
    """The asks of these contacts; of whoever was never asked there is nothing.

    Tests don't count, nor does what never left: a question counts from the moment it was claimed, since
    nobody knows whether one that is under way arrives.
    """
    if not contact_ids:
        return {}
    found = await session.execute(_OF_CONTACTS, {"contact_ids": list(contact_ids)})
    asks: dict[int, dict[SurveyKind, Ask]] = {}
    for contact_id, kind, asked_at, answered_at, *declines in found:
        declined_at = max((moment for moment in declines if moment), default=None)
        asks.setdefault(contact_id, {})[kind] = Ask(asked_at, answered_at, declined_at)
    return dict(asks)


@dataclass(frozen=True, slots=True)
class NpsWave:
    """An NPS wave that isn't over: whom it means, and whether it still chooses them."""

    due_at: datetime
    audience: str
    sample_percent: int | None
    sample_seed: int | None
    chooses: bool


def _chooses(state: Column[Any]) -> ColumnElement[bool]:
    return among(state, WaveState.PLANNED, WaveState.FILLING)


_NPS_WAVES: Final = (
    select(
        wave.c.due_at,
        wave.c.audience,
        wave.c.sample_percent,
        wave.c.sample_seed,
        # One that is paused goes on as what it was.
        func.coalesce(_chooses(wave.c.resumes_as), _chooses(wave.c.state)),
    )
    .join(survey, survey.c.id == wave.c.survey_id)
    .where(
        survey.c.kind == SurveyKind.NPS,
        among(wave.c.state, WaveState.PLANNED, WaveState.FILLING, WaveState.RUNNING, WaveState.PAUSED),
        ~wave.c.is_test,
    )
    .order_by(wave.c.due_at)
)


async def nps_waves(session: Session) -> list[NpsWave]:
    """The NPS waves that aren't over, which are few, by the moment that they are due at; no tests."""
    return [NpsWave(*row) for row in await session.execute(_NPS_WAVES)]


_WAITING_FOR_NPS: Final = select(invitation.c.contact_id).where(
    invitation.c.contact_id.in_(bindparam("contact_ids", expanding=True)),
    invitation.c.kind == SurveyKind.NPS,
    among(invitation.c.state, InvitationState.DUE),
    not_test(invitation.c.is_test),
)


async def waiting_for_nps(session: Session, contact_ids: Collection[int]) -> set[int]:
    """Those of these contacts whom an NPS wave has chosen, and hasn't asked yet."""
    if not contact_ids:
        return set()
    found = await session.execute(_WAITING_FOR_NPS, {"contact_ids": list(contact_ids)})
    return set(found.scalars())
