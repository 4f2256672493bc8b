"""Messages that must leave once: put in line, claimed, and their outcome written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, exists, func, or_, select, update
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.bots import EVERY_CHAT
from storage.database import Session
from storage.kinds import InvitationState, MessageKind, MessageState, WaveState
from storage.statements import among, each, insert
from storage.tables import invitation_table as invitation
from storage.tables import message_table as message
from storage.tables import sending_pause_table as sending_pause
from storage.tables import wave_table as wave

PRIORITY: Final = {
    MessageKind.REPLY: 0,
    MessageKind.PROMPT: 0,
    MessageKind.ALERT: 1,
    MessageKind.REMINDER: 5,
    MessageKind.QUESTION: 9,
}
"""What a person waits for goes first; bulk takes the rest."""

URGENT: Final = 1
"""Messages up to this priority are waited for by somebody."""

_ASKING: Final = among(message.c.kind, MessageKind.QUESTION, MessageKind.REMINDER)


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to put in line. `content` is its JSON, or None: then it is made when it is sent."""

    key: str
    kind: MessageKind
    not_before: datetime
    chat_id: int
    content: dict[str, Any] | None = None
    thread_id: int | None = None
    contact_id: int | None = None
    invitation_id: int | None = None
    reply_to_key: str | None = None


async def put_in_line(session: Session, messages: Sequence[NewMessage], *, now: datetime) -> None:
    """Add messages; one whose key is known changes nothing."""
    rows = [
        {
            "key": message.key,
            "kind": message.kind,
            "state": MessageState.DUE,
            "priority": PRIORITY[message.kind],
            "not_before": message.not_before,
            "chat_id": message.chat_id,
            "thread_id": message.thread_id,
            "contact_id": message.contact_id,
            "invitation_id": message.invitation_id,
            "content": message.content,
            "reply_to_key": message.reply_to_key,
            "attempt": 0,
            "created_at": now,
        }
        for message in messages
    ]
    if rows:
        await session.execute(insert(session, message).on_conflict_do_nothing(index_elements=["key"]), rows)


@dataclass(frozen=True, slots=True)
class DueMessage:
    """A message whose turn it is."""

    id: int
    kind: MessageKind
    chat_id: int
    thread_id: int | None
    invitation_id: int | None
    content: dict[str, Any] | None
    attempt: int  # the number of attempts before this one
    reply_to: int | None = None  # Telegram's id of the message that it answers, if that has left


async def due(
    session: Session, *, bot_id: int, now: datetime, most: int, busy_chats: Collection[int] = ()
) -> list[DueMessage]:
    """The first `most` messages due now, in the order in which they should leave.

    Left out: questions of waves that don't run yet or were halted, chats that Telegram paused, and `busy_chats`.
    """

    def paused(chat_id: ColumnElement[int] | int) -> ColumnElement[bool]:
        return exists().where(
            sending_pause.c.bot_id == bot_id, sending_pause.c.chat_id == chat_id, sending_pause.c.until > now
        )

    answered = message.alias("answered")
    statement = (
        select(
            message.c.id,
            message.c.kind,
            message.c.chat_id,
            message.c.thread_id,
            message.c.invitation_id,
            message.c.content,
            message.c.attempt,
            answered.c.telegram_message_id,
        )
        .outerjoin(answered, answered.c.key == message.c.reply_to_key)
        # Joined, since PostgreSQL would look up every running wave's people for an EXISTS inside an OR.
        .outerjoin(invitation, invitation.c.id == message.c.invitation_id)
        .outerjoin(wave, wave.c.id == invitation.c.wave_id)
        .where(
            among(message.c.state, MessageState.DUE),
            message.c.not_before <= now,
            # What a wave that is done left in line has lost its sense, and whoever decides about it drops it.
            or_(~_ASKING, among(wave.c.state, WaveState.RUNNING, WaveState.DONE)),
            ~paused(EVERY_CHAT),  # asked once, before any message is looked at
            ~paused(message.c.chat_id),
            message.c.chat_id.not_in(list(busy_chats)),
        )
        .order_by(message.c.priority, message.c.not_before, message.c.id)
        .limit(most)
    )
    found = await session.execute(statement)
    return [DueMessage(*row) for row in found]


async def claim(session: Session, ids: Sequence[int], *, owner: str, now: datetime) -> set[int]:
    """Make these messages, and the invitations that they ask, `sending` in this owner's name.

    Returns those that were still due: the row count of a conditional UPDATE decides, on both databases.
    """
    if not ids:
        return set()
    taken = await session.execute(
        update(message)
        .where(message.c.id.in_(ids), among(message.c.state, MessageState.DUE))
        .values(state=MessageState.SENDING, owner=owner, attempt=message.c.attempt + 1, claimed_at=now)
        .returning(message.c.id, message.c.invitation_id, message.c.kind)
    )
    rows = taken.all()
    asked = [row.invitation_id for row in rows if row.kind == MessageKind.QUESTION]
    if asked:
        await _begin_asking(session, asked, now=now)
    return {row.id for row in rows}


async def _begin_asking(session: Session, asked: Sequence[int], *, now: datetime) -> None:
    """`expires_at` is set with the claim: a question whose delivery stays unknown closes all the same."""
    lengths = await session.execute(
        select(invitation.c.id, wave.c.open_seconds)
        .join(wave, wave.c.id == invitation.c.wave_id)
        .where(invitation.c.id.in_(asked))
    )
    await each(
        session,
        update(invitation)
        .where(invitation.c.id == bindparam("which"), among(invitation.c.state, InvitationState.DUE))
        .values(state=InvitationState.SENDING, asked_at=bindparam("at"), expires_at=bindparam("until")),
        [{"which": row.id, "at": now, "until": now + timedelta(seconds=row.open_seconds)} for row in lengths],
    )


async def hold(session: Session, until: Sequence[tuple[int, datetime]]) -> None:
    """Let messages wait, each until its moment."""
    await each(
        session,
        update(message)
        .where(message.c.id == bindparam("which"), among(message.c.state, MessageState.DUE))
        .values(not_before=bindparam("moment")),
        [{"which": message_id, "moment": moment} for message_id, moment in until],
    )


async def drop(session: Session, ids: Sequence[int]) -> None:
    """Cancel messages that may not leave any more."""
    if ids:
        await session.execute(
            update(message)
            .where(message.c.id.in_(ids), among(message.c.state, MessageState.DUE))
            .values(state=MessageState.CANCELLED, content=None)
        )


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


async def write_results(session: Session, results: Sequence[Result]) -> Sequence[None]:
    """Write outcomes, each guarded by owner and attempt: one that comes too late changes nothing."""
    held = await session.execute(
        select(message.c.id, message.c.owner, message.c.attempt, message.c.invitation_id, message.c.kind)
        .where(
            message.c.id.in_([result.message_id for result in results]),
            among(message.c.state, MessageState.SENDING),
        )
        .with_for_update()
    )
    holders = {row.id: row for row in held}
    accepted = [
        (result, row)
        for result in results
        if (row := holders.get(result.message_id))
        and (row.owner, row.attempt) == (result.owner, result.attempt)
    ]
    await each(
        session,
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
        ),
        [
            {
                "which": result.message_id,
                "becomes": result.state,
                "tried": result.attempt if result.counted else result.attempt - 1,
                "left_at": result.at if result.state is MessageState.SENT else None,
                "seen_as": result.telegram_message_id,
                "why": result.failure,
                "again_at": result.not_before,
            }
            for result, _ in accepted
        ],
    )
    # What was said isn't needed again once it can't leave any more: personal data is little.
    over = [result.message_id for result, _ in accepted if result.state is not MessageState.DUE]
    if over:
        await session.execute(update(message).where(message.c.id.in_(over)).values(content=None))
    # A tap that was quicker than this outcome has made the invitation `answered`, and it stays so. One that is
    # asked once more stays `unknown` until a question is known to have arrived.
    await each(
        session,
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
        ),
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
            _ASKING,
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


async def stop_asking(session: Session, invitation_ids: Sequence[int]) -> None:
    """Cancel what would still ask these people: after "not now", or by a reminder."""
    await session.execute(
        update(message)
        .where(message.c.invitation_id.in_(invitation_ids), _ASKING, among(message.c.state, MessageState.DUE))
        .values(state=MessageState.CANCELLED, content=None)
    )


async def next_due(session: Session, *, after: datetime) -> datetime | None:
    """The first moment after `after` at which a message becomes due."""
    found = await session.execute(
        select(func.min(message.c.not_before)).where(
            among(message.c.state, MessageState.DUE), message.c.not_before > after
        )
    )
    moment: datetime | None = found.scalar_one_or_none()
    return moment


async def in_line(session: Session) -> int:
    """How many messages are due or under way."""
    # Counted apart, since each state has a partial index and both together have none.
    due, sending = (
        select(func.count()).select_from(message).where(among(message.c.state, state)).scalar_subquery()
        for state in (MessageState.DUE, MessageState.SENDING)
    )
    return int((await session.execute(select(due + sending))).scalar_one())


async def move_chat(session: Session, old: int, new: int) -> None:
    """A group became a supergroup: its messages go to the new id."""
    await session.execute(update(message).where(message.c.chat_id == old).values(chat_id=new))
