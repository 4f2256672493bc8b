"""The messages in rooms that show how far a wave is: which there are, and when each was last brought up to date."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update

from storage.bots import EVERY_CHAT
from storage.database import Session
from storage.kinds import WaveState
from storage.statements import among, insert
from storage.tables import ProgressMessage
from storage.tables import progress_message_table as progress_message
from storage.tables import sending_pause_table as sending_pause
from storage.tables import wave_table as wave


async def follow(
    session: Session,
    *,
    chat_id: int,
    message_id: int,
    wave_id: int,
    asks_to_stop: bool = False,
    now: datetime,
) -> int | None:
    """Let a message show a wave from now on; returns the one in its chat that did so before, if another did.

    What it shows counts as unknown: the edit that goes with this may get lost, and the next look repairs that.
    """
    replaced = await session.execute(
        delete(progress_message)
        .where(
            progress_message.c.chat_id == chat_id,
            progress_message.c.wave_id == wave_id,
            progress_message.c.message_id != message_id,
        )
        .returning(progress_message.c.message_id)
    )
    earlier: int | None = replaced.scalar_one_or_none()
    fresh = {"wave_id": wave_id, "asks_to_stop": asks_to_stop, "looked_at": now, "shown": None}
    await session.execute(
        insert(session, progress_message)
        .values(chat_id=chat_id, message_id=message_id, **fresh)
        .on_conflict_do_update(index_elements=["chat_id", "message_id"], set_=fresh)
    )
    return earlier


async def let_go(session: Session, *, chat_id: int, message_id: int) -> None:
    """Let a message show nothing any more: it shows something else, or is gone."""
    await session.execute(
        delete(progress_message).where(
            progress_message.c.chat_id == chat_id, progress_message.c.message_id == message_id
        )
    )


async def let_go_of_chat(session: Session, chat_id: int) -> None:
    """The same for every message of a group: it is a room no longer, or has another id."""
    await session.execute(delete(progress_message).where(progress_message.c.chat_id == chat_id))


async def due(
    session: Session, *, bot_id: int, before: datetime, now: datetime, most: int
) -> Sequence[ProgressMessage]:
    """Up to `most` messages that nobody has looked at since `before`, the longest first.

    Not those of chats that Telegram has paused, nor those that show a wave which begins later: a wave may be
    planned for next year. One that was looked at in the future met a clock that was moved since.
    """
    paused = exists().where(
        sending_pause.c.bot_id == bot_id,
        sending_pause.c.chat_id.in_((progress_message.c.chat_id, EVERY_CHAT)),
        sending_pause.c.until > now,
    )
    begins_later = and_(among(wave.c.state, WaveState.PLANNED), wave.c.due_at > now)
    looked_at = progress_message.c.looked_at
    found = await session.execute(
        select(ProgressMessage)
        .join(wave, wave.c.id == progress_message.c.wave_id)
        .where(
            or_(looked_at <= before, looked_at > now),
            or_(progress_message.c.shown.is_(None), ~begins_later),
            ~paused,
        )
        .order_by(looked_at, progress_message.c.chat_id, progress_message.c.message_id)
        .limit(most)
    )
    return found.scalars().all()


async def note_look(session: Session, seen: ProgressMessage, *, now: datetime, shown: str | None) -> None:
    """Note that a message was looked at, and what it shows; None: nobody knows.

    Where somebody pressed a button of it since it was `seen`, what is noted stays: unknown.
    """
    await session.execute(update(progress_message).where(_untouched(seen)).values(looked_at=now, shown=shown))


async def end(session: Session, seen: ProgressMessage) -> None:
    """Let a message go that has shown how its wave ended, unless somebody pressed a button of it meanwhile."""
    await session.execute(delete(progress_message).where(_untouched(seen)))


def _untouched(seen: ProgressMessage) -> ColumnElement[bool]:
    return and_(
        progress_message.c.chat_id == seen.chat_id,
        progress_message.c.message_id == seen.message_id,
        progress_message.c.looked_at == seen.looked_at,
    )
