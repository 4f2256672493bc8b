"""Answers: the effects of scores, many at a time, and the words that follow them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    FromClause,
    Integer,
    String,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlmodel.sql.sqltypes import UTCDateTime

from storage import messages, outcomes
from storage.bulk import Bulk, to_insert
from storage.database import Session
from storage.facts import ANSWER_COLUMNS, Answer
from storage.kinds import InvitationState, ResponseSource
from storage.statements import Insert
from storage.tables import early_text_table as early_text
from storage.tables import invitation_table as invitation
from storage.tables import response_table as response
from storage.tables import response_tap_table as response_tap


@dataclass(frozen=True, slots=True)
class TapEffects:
    """What a score changes, tapped or typed. `answer` is None for one that is kept but doesn't count."""

    invitation_id: int
    score: int
    at: datetime
    telegram_message_id: int | None
    lowest: int
    highest: int
    answer: Answer | None
    source: ResponseSource = ResponseSource.TAP
    may_ask_still: bool = True  # see InvitationFacts


_HISTORY: Final = Bulk(
    lambda insert, page: insert(response_tap).from_select(page.c.keys(), select(page)),
    invitation_id=BigInteger(),
    score=Integer(),
    tapped_at=UTCDateTime(),
    counted=Boolean(),
)

_ANSWERED: Final = Bulk(
    lambda _insert, page: (
        update(invitation)
        .where(invitation.c.id == page.c.which)
        .values(
            state=InvitationState.ANSWERED,
            sent_at=func.coalesce(invitation.c.sent_at, page.c.at),
            failure=None,
        )
    ),
    which=BigInteger(),
    at=UTCDateTime(),
)


def _answering(insert: Insert, page: FromClause) -> Any:
    statement = insert(response).from_select(page.c.keys(), to_insert(page))
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["invitation_id"],
        set_={
            "score": new.score,
            "source": new.source,
            "reason": new.reason,
            "answered_at": new.answered_at,
            "closed_at": func.coalesce(response.c.closed_at, new.closed_at),
            "comment": func.coalesce(response.c.comment, new.comment),
            "commented_at": func.coalesce(response.c.commented_at, new.commented_at),
        },
    )


_ANSWERS: Final = Bulk(
    _answering,
    invitation_id=BigInteger(),
    score=Integer(),
    lowest=Integer(),
    highest=Integer(),
    source=String(),
    first_answered_at=UTCDateTime(),
    answered_at=UTCDateTime(),
    closed_at=UTCDateTime(),
    reason=String(),
    comment=String(),
    commented_at=UTCDateTime(),
)


async def write_taps(session: Session, effects: Sequence[TapEffects]) -> None:
    """Write the effects of scores in their order: history, answers and states."""
    await _HISTORY.execute(
        session,
        [
            {
                "invitation_id": effect.invitation_id,
                "score": effect.score,
                "tapped_at": effect.at,
                "counted": effect.answer is not None,
            }
            for effect in effects
        ],
    )
    counted = [effect for effect in effects if effect.answer is not None]
    await _write_answers(session, counted)
    await _prove_delivery(session, counted)


async def _write_answers(session: Session, counted: Sequence[TapEffects]) -> None:
    last = {effect.invitation_id: effect for effect in counted}  # the last tap of a batch wins
    rows = [
        {
            "invitation_id": effect.invitation_id,
            "score": answer.score,
            "lowest": effect.lowest,
            "highest": effect.highest,
            "source": effect.source,
            "first_answered_at": answer.first_answered_at,
            "answered_at": effect.at,
            "closed_at": answer.closed_at,
            "reason": answer.reason,
            "comment": answer.comment,
            "commented_at": effect.at if answer.comment else None,
        }
        for effect in last.values()
        if (answer := effect.answer) is not None
    ]
    await _ANSWERS.execute(session, rows)


async def _prove_delivery(session: Session, counted: Sequence[TapEffects]) -> None:
    """An answered question was delivered, whatever we knew of it: also one that was `unknown`."""
    first = {effect.invitation_id: effect.at for effect in reversed(counted)}
    await _ANSWERED.execute(session, [{"which": which, "at": at} for which, at in first.items()])
    asking = [effect for effect in counted if effect.may_ask_still]
    if asking:
        await outcomes.prove(
            session, [(effect.invitation_id, effect.telegram_message_id, effect.at) for effect in asking]
        )
        # Whoever has answered isn't asked again.
        await messages.stop_asking(session, [effect.invitation_id for effect in asking])


async def answer_of(session: Session, invitation_id: int) -> Answer | None:
    """The answer to an invitation, if there is one."""
    found = await session.execute(
        select(*(response.c[name] for name in ANSWER_COLUMNS)).where(
            response.c.invitation_id == invitation_id
        )
    )
    row = found.first()
    return Answer(*row) if row else None


async def add_words(session: Session, invitation_id: int, words: str, *, now: datetime) -> None:
    """Add words to an answer's comment, which closes it; people write in several messages."""
    await session.execute(
        update(response)
        .where(response.c.invitation_id == invitation_id)
        .values(
            comment=func.coalesce(response.c.comment + "\n", "") + words,
            commented_at=func.coalesce(response.c.commented_at, now),
            closed_at=func.coalesce(response.c.closed_at, now),
        )
    )


async def close(session: Session, invitation_id: int, *, now: datetime) -> None:
    """Let later scores change nothing; one that is closed already stays so from its moment on."""
    await session.execute(
        update(response)
        .where(response.c.invitation_id == invitation_id)
        .values(closed_at=func.coalesce(response.c.closed_at, now))
    )


async def choose_reason(session: Session, invitation_id: int, reason: str) -> None:
    """Note the quick answer to the prompt."""
    await session.execute(
        update(response).where(response.c.invitation_id == invitation_id).values(reason=reason)
    )


async def keep_early_text(session: Session, invitation_id: int, text: str, *, now: datetime) -> None:
    """Keep words about an open question until its tap comes."""
    await session.execute(insert(early_text).values(invitation_id=invitation_id, text=text, received_at=now))


async def drop_early_texts_before(session: Session, moment: datetime) -> None:
    """Forget words that no tap has followed: they are a customer's own, and join no answer any more."""
    await session.execute(delete(early_text).where(early_text.c.received_at < moment))
