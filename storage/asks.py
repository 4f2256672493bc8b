"""When a person was asked before, and answered: what the clocks between two asks look at."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, exists, func, select

from storage.database import Session
from storage.kinds import ASKED, SurveyKind, WaveState
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


_RESERVING: Final = select(
    exists()
    .where(survey.c.id == wave.c.survey_id, survey.c.kind == SurveyKind.NPS)
    .where(
        among(wave.c.state, WaveState.PLANNED),
        wave.c.due_at > bindparam("after"),
        wave.c.due_at <= bindparam("until"),
        ~wave.c.is_test,
    )
)


async def reserving(session: Session, *, now: datetime, within: timedelta) -> bool:
    """Whether an NPS wave is planned so soon that its people are kept for it."""
    found = await session.execute(_RESERVING, {"after": now, "until": now + within})
    return bool(found.scalar_one())
