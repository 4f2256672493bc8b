"""Answers that another tool collected: stored so that the one query over the answers counts them like any other."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from storage import contacts, waves
from storage.database import Session
from storage.kinds import InvitationState, ResponseSource, SurveyKind, WaveState
from storage.statements import each, insert
from storage.tables import Survey, Wave
from storage.tables import invitation_table as invitation
from storage.tables import response_table as response
from storage.tables import survey_table as survey
from storage.tables import wave_table as wave


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAnswer:
    """An answer with its person, and with what it was about as the other tool tells it."""

    ref: str
    kind: SurveyKind
    score: int
    lowest: int
    highest: int
    answered_at: datetime
    language: str
    comment: str | None = None
    order_id: str | None = None
    product: str | None = None
    category: str | None = None
    store: str | None = None
    operator: str | None = None
    channel: str | None = None

    @property
    def key(self) -> str:
        """What makes it the same answer when it comes again: the person, the kind and the moment.

        Hashed, since a ref may be an e-mail, and keys outlive the person they were made for.
        """
        said = f"{self.ref}|{self.kind.value}|{self.answered_at.astimezone(UTC).isoformat()}"
        return f"import:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


async def add_page(
    session: Session,
    answers: Sequence[PastAnswer],
    *,
    source: str,
    surveys: Mapping[SurveyKind, Survey],
    now: datetime,
) -> int:
    """Store answers, each under the survey of its kind; returns how many weren't stored before.

    An answer that is known stays as it is. Whoever is unknown becomes a contact without a chat.
    """
    if not answers:
        return 0
    owners = await contacts.behind_refs(session, [answer.ref for answer in answers], now=now)
    wave_ids = {
        kind: await _wave(session, source, surveys[kind], now=now)
        for kind in sorted({answer.kind for answer in answers})
    }
    first: dict[str, PastAnswer] = {}
    for answer in answers:
        first.setdefault(answer.key, answer)
    added = await session.execute(
        insert(session, invitation)
        .on_conflict_do_nothing(index_elements=["ask_key"])
        .returning(invitation.c.id, invitation.c.ask_key),
        [
            _invitation(key, answer)
            | {
                "wave_id": wave_ids[answer.kind],
                "survey_id": surveys[answer.kind].id,
                "contact_id": owners[answer.ref],
                "created_at": now,
            }
            for key, answer in first.items()
        ],
    )
    responses = [_response(row.id, first[row.ask_key]) for row in added]
    await each(session, insert(session, response), responses)
    return len(responses)


def _invitation(key: str, answer: PastAnswer) -> dict[str, Any]:
    """It was never ours to send, so it has no `sent_at` and is in no response rate; nor does it expire."""
    return {
        "ask_key": key,
        "kind": answer.kind,
        "state": InvitationState.ANSWERED,
        "is_test": False,
        "asked_at": answer.answered_at,  # they were asked then, by whomever, and are left alone for a while
        **{
            name: getattr(answer, name)
            for name in ("order_id", "product", "category", "store", "operator", "channel", "language")
        },
    }


def _response(invitation_id: int, answer: PastAnswer) -> dict[str, Any]:
    return {
        "invitation_id": invitation_id,
        "score": answer.score,
        "lowest": answer.lowest,
        "highest": answer.highest,
        "source": ResponseSource.IMPORTED,
        "first_answered_at": answer.answered_at,
        "answered_at": answer.answered_at,
        "closed_at": answer.answered_at,
        "comment": answer.comment,
        "commented_at": answer.answered_at if answer.comment else None,
    }


async def _wave(session: Session, source: str, of: Survey, *, now: datetime) -> int | None:
    """The wave of a source and a kind; the next file of the same source goes on in it."""
    found = await session.execute(
        select(wave.c.id)
        .join(survey, survey.c.id == wave.c.survey_id)
        .where(wave.c.audience == waves.IMPORTED, wave.c.name == source, survey.c.kind == of.kind)
        .order_by(wave.c.id)
        .limit(1)
    )
    known: int | None = found.scalar_one_or_none()
    if known is not None:
        return known
    new = Wave(
        name=source,
        survey_id=of.id or 0,
        audience=waves.IMPORTED,
        due_at=now,
        state=WaveState.DONE,
        created_at=now,
        finished_at=now,
    )
    return (await waves.plan(session, new)).id
