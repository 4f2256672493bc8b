"""Messages that must leave once: put in line, and claimed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from storage.bots import EVERY_CHAT
from storage.bulk import Bulk, to_insert
from storage.database import Session
from storage.kinds import InvitationState, MessageKind, MessageState, WaveState
from storage.statements import among, each
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

LINES: Final = 1000
"""From this priority on each wave's questions stand in a line of their own, see `line_of`.

A wave that is being filled, or was paused, closes its line: however many stand in it, nobody looks at them, and when
it goes on they are all there at once, in their places. Between waves it is as in one line: the earliest goes first.
"""


def line_of(wave_id: int) -> int:
    """The priority of the questions of a wave: the index of what is due leads with it."""
    return LINES + wave_id


ASKING: Final = among(message.c.kind, MessageKind.QUESTION, MessageKind.REMINDER)
"""Whether a message asks something: the question itself, or the reminder of it."""


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


_NAMES: Final = (
    *("key", "kind", "priority", "not_before", "chat_id", "thread_id", "contact_id", "invitation_id"),
    *("content", "reply_to_key"),
)

_SAY: Final = Bulk(
    lambda insert, page: (
        insert(message)
        .from_select(
            [*_NAMES, "state", "attempt", "created_at"],
            to_insert(
                *(page.c[name] for name in _NAMES),
                literal(MessageState.DUE, message.c.state.type),
                literal(0, Integer),
                bindparam("at", type_=message.c.created_at.type),
            ),
        )
        .on_conflict_do_nothing(index_elements=["key"])
    ),
    key=String(),
    kind=String(),
    priority=Integer(),
    not_before=message.c.not_before.type,
    chat_id=BigInteger(),
    thread_id=BigInteger(),
    contact_id=BigInteger(),
    invitation_id=BigInteger(),
    content=message.c.content.type,
    reply_to_key=String(),
)


async def put_in_line(session: Session, messages: Sequence[NewMessage], *, now: datetime) -> None:
    """Add messages; one whose key is known changes nothing."""
    rows = [
        {
            "key": message.key,
            "kind": message.kind,
            "priority": PRIORITY[message.kind],
            "not_before": message.not_before,
            "chat_id": message.chat_id,
            "thread_id": message.thread_id,
            "contact_id": message.contact_id,
            "invitation_id": message.invitation_id,
            "content": message.content,
            "reply_to_key": message.reply_to_key,
        }
        for message in messages
    ]
    await _SAY.execute(session, rows, at=now)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is asked: the question of the invitation under this key goes to this chat, at the earliest then."""

    ask_key: str
    chat_id: int
    not_before: datetime


_ASK: Final = Bulk(
    lambda insert, page: (
        insert(message)
        .from_select(
            [
                *("key", "contact_id", "invitation_id", "chat_id", "not_before"),
                *("kind", "state", "priority", "attempt", "created_at"),
            ],
            select(
                literal("question:", String).concat(page.c.ask_key),
                invitation.c.contact_id,
                invitation.c.id,
                page.c.chat_id,
                page.c.not_before,
                literal(MessageKind.QUESTION, message.c.kind.type),
                literal(MessageState.DUE, message.c.state.type),
                literal(LINES, Integer) + invitation.c.wave_id,
                literal(0, Integer),
                bindparam("at", type_=message.c.created_at.type),
            )
            .select_from(page)
            .join(invitation, invitation.c.ask_key == page.c.ask_key)
            # Who was left out by then stays so.
            .where(among(invitation.c.state, InvitationState.DUE)),
        )
        .on_conflict_do_nothing(index_elements=["key"])
    ),
    ask_key=String(),
    chat_id=BigInteger(),
    not_before=message.c.not_before.type,
)


async def ask(session: Session, people: Sequence[Asked], *, now: datetime) -> None:
    """Put the questions of due invitations in their waves' lines; one that stands there changes nothing."""
    rows = [
        {"ask_key": asked.ask_key, "chat_id": asked.chat_id, "not_before": asked.not_before}
        for asked in people
    ]
    await _ASK.execute(session, rows, at=now)


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
    limited_wave: int | None = None  # the wave that it is of, where that has daily limits


def _paused(chat_id: ColumnElement[int] | int) -> ColumnElement[bool]:
    return exists().where(
        sending_pause.c.bot_id == bindparam("bot_id"),
        sending_pause.c.chat_id == chat_id,
        sending_pause.c.until > bindparam("now"),
    )


_answered: Final = message.alias("answered")

# What stands here is built and named once: for a thousand messages a second that is what they cost most.
_DUE: Final = (
    select(
        message.c.priority,
        message.c.not_before,
        message.c.id,
        message.c.kind,
        message.c.chat_id,
        message.c.thread_id,
        message.c.invitation_id,
        message.c.content,
        message.c.attempt,
        _answered.c.telegram_message_id,
        case((or_(wave.c.daily_cap.is_not(None), wave.c.daily_answers.is_not(None)), wave.c.id)),
    )
    .outerjoin(_answered, _answered.c.key == message.c.reply_to_key)
    # Joined, since PostgreSQL would look up every running wave's people for an EXISTS inside an OR.
    .outerjoin(invitation, invitation.c.id == message.c.invitation_id)
    .outerjoin(wave, wave.c.id == invitation.c.wave_id)
    .where(
        among(message.c.state, MessageState.DUE),
        message.c.not_before <= bindparam("now"),
        # What a wave that is done left in line has lost its sense, and whoever decides about it drops it.
        or_(~ASKING, among(wave.c.state, WaveState.RUNNING, WaveState.DONE)),
        ~_paused(EVERY_CHAT),  # asked once, before any message is looked at
        ~_paused(message.c.chat_id),
    )
    .limit(bindparam("most"))
)
_ELSEWHERE: Final = message.c.chat_id.not_in(bindparam("busy_chats", expanding=True))
_IN_COMMON: Final = _DUE.where(message.c.priority < literal_column(str(LINES))).order_by(
    message.c.priority, message.c.not_before, message.c.id
)
_IN_COMMON_ELSEWHERE: Final = _IN_COMMON.where(_ELSEWHERE)
_OF_WAVE: Final = _DUE.where(message.c.priority == bindparam("line")).order_by(
    message.c.not_before, message.c.id
)
_OF_WAVE_ELSEWHERE: Final = _OF_WAVE.where(_ELSEWHERE)


def _open_lines() -> Select[Any]:
    """The lines of waves in which something is due now, of those that run: a step in the index for each line."""
    among_due = message.alias("among_due")
    is_due = among(among_due.c.state, MessageState.DUE)
    first = func.min(among_due.c.priority)
    line = (
        select(first.label("line"))
        .where(is_due, among_due.c.priority >= literal_column(str(LINES)))
        .cte("line", recursive=True)
    )
    following = select(first).where(is_due, among_due.c.priority > line.c.line).scalar_subquery()
    line = line.union_all(select(following).where(line.c.line.is_not(None)))
    return (
        select(line.c.line)
        .select_from(line.join(wave, wave.c.id == line.c.line - literal_column(str(LINES))))
        .where(
            among(wave.c.state, WaveState.RUNNING, WaveState.DONE),
            exists().where(
                is_due, among_due.c.priority == line.c.line, among_due.c.not_before <= bindparam("now")
            ),
        )
    )


_OPEN_LINES: Final = _open_lines()


async def due(
    session: Session, *, bot_id: int, now: datetime, most: int, busy_chats: Collection[int] = ()
) -> list[DueMessage]:
    """The first `most` messages due now, in the order in which they should leave.

    Left out: questions of waves that don't run yet or were halted, chats that Telegram paused, and `busy_chats`.
    """
    given: dict[str, Any] = {"bot_id": bot_id, "now": now, "most": most}
    in_common, of_wave = _IN_COMMON, _OF_WAVE
    if busy_chats:
        in_common, of_wave = _IN_COMMON_ELSEWHERE, _OF_WAVE_ELSEWHERE
        given["busy_chats"] = list(busy_chats)
    found: list[Any] = list(await session.execute(in_common, given))
    for line in (await session.execute(_OPEN_LINES, {"now": now})).scalars().all():
        found += await session.execute(of_wave, given | {"line": line})
    found.sort(key=lambda row: (min(row.priority, PRIORITY[MessageKind.QUESTION]), row.not_before, row.id))
    return [DueMessage(*row[2:]) for row in found[:most]]


_CLAIM: Final = (
    update(message)
    .where(message.c.id.in_(bindparam("ids", expanding=True)), among(message.c.state, MessageState.DUE))
    .values(
        state=MessageState.SENDING,
        owner=bindparam("claimant"),
        attempt=message.c.attempt + 1,
        claimed_at=bindparam("at"),
    )
    .returning(message.c.id, message.c.invitation_id, message.c.kind)
)


async def claim(session: Session, ids: Sequence[int], *, owner: str, now: datetime) -> set[int]:
    """Make these messages, and the invitations that they ask, `sending` in this owner's name.

    Returns those that were still due: the row count of a conditional UPDATE decides, on both databases.
    """
    if not ids:
        return set()
    taken = await session.execute(_CLAIM, {"ids": list(ids), "claimant": owner, "at": now})
    rows = taken.all()
    asked = [row.invitation_id for row in rows if row.kind == MessageKind.QUESTION]
    if asked:
        await _begin_asking(session, asked, now=now)
    return {row.id for row in rows}


_HOW_LONG_OPEN: Final = (
    select(invitation.c.id, wave.c.open_seconds)
    .join(wave, wave.c.id == invitation.c.wave_id)
    .where(invitation.c.id.in_(bindparam("asked", expanding=True)))
)
_BEGIN_ASKING: Final = (
    update(invitation)
    .where(invitation.c.id == bindparam("which"), among(invitation.c.state, InvitationState.DUE))
    .values(state=InvitationState.SENDING, asked_at=bindparam("at"), expires_at=bindparam("until"))
)


async def _begin_asking(session: Session, asked: Sequence[int], *, now: datetime) -> None:
    """`expires_at` is set with the claim: a question whose delivery stays unknown closes all the same."""
    lengths = await session.execute(_HOW_LONG_OPEN, {"asked": list(asked)})
    await each(
        session,
        _BEGIN_ASKING,
        [{"which": row.id, "at": now, "until": now + timedelta(seconds=row.open_seconds)} for row in lengths],
    )


async def hold(session: Session, until: Sequence[tuple[int, datetime]]) -> None:
    """Let messages wait, each until its moment; one that waits for longer goes on with that."""
    moment = bindparam("moment", type_=message.c.not_before.type)
    await each(
        session,
        update(message)
        .where(
            message.c.id == bindparam("which"),
            among(message.c.state, MessageState.DUE),
            message.c.not_before < moment,
        )
        .values(not_before=moment),
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


async def stop_asking(session: Session, invitation_ids: Sequence[int]) -> None:
    """Cancel what would still ask these people: after "not now", or by a reminder."""
    await session.execute(
        update(message)
        .where(message.c.invitation_id.in_(invitation_ids), ASKING, among(message.c.state, MessageState.DUE))
        .values(state=MessageState.CANCELLED, content=None)
    )


async def in_line(session: Session) -> int:
    """How many messages are due or under way."""
    # Counted apart, since each state has a partial index and both together have none.
    due, sending = (
        select(func.count()).select_from(message).where(among(message.c.state, state)).scalar_subquery()
        for state in (MessageState.DUE, MessageState.SENDING)
    )
    return int((await session.execute(select(due + sending))).scalar_one())


async def move_chat(session: Session, old: int, new: int) -> None:
    """A group became a supergroup: its messages go to the new id.

    That numbers its messages anew: by its old number none is known there, where another has it.
    """
    await session.execute(
        update(message).where(message.c.chat_id == old).values(chat_id=new, telegram_message_id=None)
    )
