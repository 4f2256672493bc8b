"""The groups that are rooms, and the score messages that stand in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from storage import drafts, progress
from storage.database import Session
from storage.kinds import MessageKind, MessageState, SurveyKind
from storage.statements import among, insert
from storage.tables import Room, ScoreView
from storage.tables import message_table as message
from storage.tables import room_table as room
from storage.tables import score_view_table as score_view


async def connected(session: Session) -> Sequence[Room]:
    """Every group that is a room now."""
    found = await session.execute(select(Room).where(room.c.disconnected_at.is_(None)).order_by(room.c.id))
    return found.scalars().all()


async def of_chat(session: Session, chat_id: int) -> Room | None:
    """The room that this group is; None where it isn't one."""
    found = await session.execute(
        select(Room).where(room.c.chat_id == chat_id, room.c.disconnected_at.is_(None))
    )
    return found.scalar_one_or_none()


async def connect(
    session: Session, *, chat_id: int, thread_id: int | None, title: str, now: datetime
) -> None:
    """Make a group a room; connecting it again moves it to the topic it was done in."""
    fresh = {"thread_id": thread_id, "title": title, "connected_at": now, "disconnected_at": None}
    await session.execute(
        insert(session, room)
        .values(chat_id=chat_id, **fresh)
        .on_conflict_do_update(index_elements=["chat_id"], set_=fresh)
    )


async def choose_language(session: Session, room_id: int, language: str) -> None:
    """Note the language that a room is spoken to in."""
    await session.execute(update(room).where(room.c.id == room_id).values(language=language))


async def disconnect(session: Session, chat_id: int, *, now: datetime) -> None:
    """Let a group be a room no longer: an alert that hasn't left yet isn't told there, no progress shown."""
    await session.execute(
        update(room)
        .where(room.c.chat_id == chat_id, room.c.disconnected_at.is_(None))
        .values(disconnected_at=now)
    )
    await session.execute(
        update(message)
        .where(
            message.c.chat_id == chat_id,
            message.c.kind == MessageKind.ALERT,
            among(message.c.state, MessageState.DUE),
        )
        .values(state=MessageState.CANCELLED, content=None)
    )
    await progress.let_go_of_chat(session, chat_id)


async def move(session: Session, old: int, new: int) -> None:
    """A group became a supergroup: the same room, under another id. Telling it twice is harmless.

    What the new group was before gives way to the room that moves; a new group that is connected already
    stays as it is, and the old one, which nobody can write to any more, is forgotten.
    """
    # An update tells it, and each send that is refused. Who is told second waits here, and finds the room moved.
    known = await session.execute(
        select(room.c.chat_id, room.c.disconnected_at).where(room.c.chat_id.in_((old, new))).with_for_update()
    )
    ended = {chat_id: disconnected_at is not None for chat_id, disconnected_at in known}
    if old in ended:
        moves = ended.get(new, True)
        await session.execute(delete(room).where(room.c.chat_id == (new if moves else old)))
        if moves:
            await session.execute(update(room).where(room.c.chat_id == old).values(chat_id=new))
    await session.execute(update(score_view).where(score_view.c.chat_id == old).values(chat_id=new))
    await drafts.move_chat(session, old, new)
    await progress.let_go_of_chat(session, old)  # a supergroup numbers its messages anew


async def add_view(
    session: Session, *, chat_id: int, kind: SurveyKind, query: dict[str, Any], now: datetime
) -> int:
    """Keep what a score message was asked for; returns the number that its buttons carry."""
    view = ScoreView(chat_id=chat_id, kind=kind, query=query, created_at=now)
    session.add(view)
    await session.flush()
    if view.id is None:
        raise LookupError("The database gave a score message no number.")
    return view.id


async def view(session: Session, view_id: int, *, chat_id: int) -> ScoreView | None:
    """What a score message in this chat was asked for."""
    found = await session.execute(
        select(ScoreView).where(score_view.c.id == view_id, score_view.c.chat_id == chat_id)
    )
    return found.scalar_one_or_none()


async def forget_views_before(session: Session, moment: datetime) -> None:
    """Drop what old score messages were asked for: their buttons stop working."""
    await session.execute(delete(score_view).where(score_view.c.created_at < moment))
