"""How messages ended: what their senders know, what nobody knows any more, and what a press proves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    and_,
    bindparam,
    case,
    exists,
    func,
    null,
    or_,
    select,
    update,
)
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.database import Session
from storage.kinds import InvitationState, MessageKind, MessageState
from storage.messages import ASKING
from storage.statements import among, each
from storage.tables import invitation_table as invitation
from storage.tables import message_table as message


@dataclass(frozen=True, slots=True)
class Result:
    """How the sending of a claimed message ended, under the name and number with which it was claimed.

    `state` is `sent`, `unknown`, `failed`, or `due` again from `not_before`; `counted` says whether the
    attempt counts (one that never reached Telegram, or met a 429, doesn't).
    """

    message_id: int
    owner: str
    attempt: int
    state: MessageState
    at: datetime
    telegram_message_id: int | None = None
    failure: str | None = None
    not_before: datetime | None = None
    counted: bool = True


_INVITATION_AFTER: Final = {
    MessageState.SENT: InvitationState.SENT,
    MessageState.UNKNOWN: InvitationState.UNKNOWN,
    MessageState.FAILED: InvitationState.FAILED,
    MessageState.DUE: InvitationState.DUE,
}


# By number alone, so that it waits for a claim of these that is just being committed: a condition would be looked at
# in what was there before. Only what is `sending` has an owner.
_HELD: Final = (
    select(message.c.id, message.c.owner, message.c.attempt, message.c.invitation_id, message.c.kind)
    .where(message.c.id.in_(bindparam("ids", expanding=True)))
    .with_for_update()
)
# As everybody who decides about an invitation: it first, then its messages, so that a tap and the outcome of the
# very question that it answers don't wait for each other.
_HELD_BEFORE: Final = (
    select(invitation.c.id)
    .where(
        invitation.c.id.in_(
            select(message.c.invitation_id).where(
                message.c.id.in_(bindparam("ids", expanding=True)),
                among(message.c.kind, MessageKind.QUESTION),
            )
        )
    )
    .order_by(invitation.c.id)
    .with_for_update()
)
_END: Final = (
    update(message)
    .where(message.c.id == bindparam("which"))
    .values(
        state=bindparam("becomes"),
        owner=None,
        attempt=bindparam("tried"),
        sent_at=bindparam("left_at"),
        telegram_message_id=bindparam("seen_as"),
        failure=bindparam("why"),
        not_before=func.coalesce(bindparam("again_at", type_=UTCDateTime()), message.c.not_before),
        # What was said isn't needed again once it can't leave any more: personal data is little.
        content=case((bindparam("again", type_=Boolean()), message.c.content), else_=null()),
    )
)
# A tap that was quicker than this outcome has made the invitation `answered`, and it stays so. One that is
# asked once more stays `unknown` until a question is known to have arrived.
_END_ASKING: Final = (
    update(invitation)
    .where(
        invitation.c.id == bindparam("which"),
        or_(
            among(invitation.c.state, InvitationState.SENDING),
            and_(
                among(invitation.c.state, InvitationState.UNKNOWN),
                bindparam("left_at", type_=UTCDateTime()).is_not(None),
            ),
        ),
    )
    .values(
        state=bindparam("becomes"),
        sent_at=func.coalesce(invitation.c.sent_at, bindparam("left_at", type_=UTCDateTime())),
        failure=bindparam("why"),
    )
)


async def write_results(session: Session, results: Sequence[Result]) -> Sequence[None]:
    """Write outcomes, each guarded by owner and attempt: one that comes too late changes nothing."""
    ids = {"ids": [result.message_id for result in results]}
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer
        await session.execute(_HELD_BEFORE, ids)
    held = await session.execute(_HELD, ids)
    holders = {row.id: row for row in held}
    accepted = [
        (result, row)
        for result in results
        if (row := holders.get(result.message_id))
        and (row.owner, row.attempt) == (result.owner, result.attempt)
    ]
    await each(
        session,
        _END,
        [
            {
                "which": result.message_id,
                "becomes": result.state,
                "tried": result.attempt if result.counted else result.attempt - 1,
                "left_at": result.at if result.state is MessageState.SENT else None,
                "seen_as": result.telegram_message_id,
                "why": result.failure,
                "again_at": result.not_before,
                "again": result.state is MessageState.DUE,
            }
            for result, _ in accepted
        ],
    )
    await each(
        session,
        _END_ASKING,
        [
            {
                "which": row.invitation_id,
                "becomes": _INVITATION_AFTER[result.state],
                "left_at": result.at if result.state is MessageState.SENT else None,
                "why": result.failure,
            }
            for result, row in accepted
            if row.kind == MessageKind.QUESTION
        ],
    )
    return [None] * len(results)


async def orphan(session: Session, *, owner: str) -> int:
    """What others than `owner` left as `sending` becomes `unknown`, never `due`; returns how many.

    Nobody knows whether those left. A later tap proves delivery; the reminder reaches the rest.
    """
    left = await session.execute(
        update(message)
        .where(among(message.c.state, MessageState.SENDING), message.c.owner != owner)
        .values(state=MessageState.UNKNOWN, owner=None, content=None)
        .returning(message.c.invitation_id, message.c.kind)
    )
    rows = left.all()
    asked = [invitation_id for invitation_id, kind in rows if kind == MessageKind.QUESTION]
    for start in range(0, len(asked), 500):
        await session.execute(
            update(invitation)
            .where(
                invitation.c.id.in_(asked[start : start + 500]),
                among(invitation.c.state, InvitationState.SENDING),
            )
            .values(state=InvitationState.UNKNOWN)
        )
    return len(rows)


async def prove(session: Session, presses: Sequence[tuple[int, int | None, datetime]]) -> None:
    """Make `sent` what asks and was under way, unknown, or due again for that: somebody has pressed it.

    A press is (invitation, Telegram's message id, moment). One under a message that is known to have left
    proves nothing of the others, such as a reminder that is just being sent.
    """
    known = message.alias("known")
    await each(
        session,
        update(message)
        .where(
            message.c.invitation_id == bindparam("which"),
            ASKING,
            or_(
                among(message.c.state, MessageState.SENDING, MessageState.UNKNOWN),
                and_(among(message.c.state, MessageState.DUE), message.c.attempt > 0),
            ),
            ~exists().where(
                known.c.invitation_id == bindparam("which"),
                known.c.telegram_message_id == bindparam("pressed", type_=BigInteger()),
            ),
        )
        .values(
            state=MessageState.SENT,
            owner=None,
            content=None,
            failure=None,
            telegram_message_id=bindparam("pressed", type_=BigInteger()),
            sent_at=func.coalesce(message.c.sent_at, bindparam("at", type_=UTCDateTime())),
        ),
        [{"which": which, "pressed": pressed, "at": at} for which, pressed, at in presses],
    )
