"""Waves that are planned, and surveys that are changed, in a chat: kept, to be taken up again after a restart."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, or_, select, update

from storage.database import Session
from storage.kinds import DraftStep
from storage.statements import among
from storage.tables import Draft
from storage.tables import draft_table as draft


async def add(session: Session, new: Draft) -> Draft:
    """Keep a draft; its number is what its buttons carry."""
    session.add(new)
    await session.flush()
    return new


async def by_id(session: Session, draft_id: int, *, chat_id: int, hold: bool) -> Draft | None:
    """A draft of this chat as it is now; with `hold` nobody else changes it before this transaction ends."""
    wanted = select(Draft).where(draft.c.id == draft_id, draft.c.chat_id == chat_id)
    return await _one(session, wanted, hold=hold)


async def said_to(
    session: Session,
    *,
    chat_id: int,
    person_id: int,
    reply_to: int | None,
    takes_words: Collection[DraftStep],
    waits_for_words: Collection[DraftStep],
    since: datetime,
    hold: bool,
) -> Draft | None:
    """The draft that words in a chat are about: the one whose message they answer, if it takes any.

    Words that answer nothing are about the newest that waits for words of this person, if it was edited `since`;
    so are those that answer another message, where that of the draft isn't known. `hold` is as above.
    """
    waiting = among(draft.c.step, *waits_for_words)
    which = and_(draft.c.person_id == person_id, draft.c.edited_at >= since, waiting)
    if reply_to is not None:
        answered = and_(draft.c.message_id == reply_to, among(draft.c.step, *takes_words))
        which = or_(answered, and_(draft.c.message_id.is_(None), which))
    newest = (draft.c.message_id.is_(None), draft.c.edited_at.desc(), draft.c.id.desc())
    wanted = select(Draft).where(draft.c.chat_id == chat_id, which).order_by(*newest).limit(1)
    return await _one(session, wanted, hold=hold)


async def move_chat(session: Session, old: int, new: int) -> None:
    """A group became a supergroup, which numbers its messages anew: what its drafts' messages are is unknown again."""
    await session.execute(update(draft).where(draft.c.chat_id == old).values(chat_id=new, message_id=None))


async def touched_in(
    session: Session, chat_id: int, *, steps: Collection[DraftStep], since: datetime
) -> Sequence[Draft]:
    """The drafts of a chat that stand at one of these steps and were edited since a moment, the oldest first."""
    found = await session.execute(
        select(Draft)
        .where(draft.c.chat_id == chat_id, among(draft.c.step, *steps), draft.c.edited_at >= since)
        .order_by(draft.c.id)
    )
    return found.scalars().all()


async def all_words(session: Session) -> list[dict[str, Any]]:
    """What is known of every draft that is kept."""
    return list((await session.execute(select(draft.c.words))).scalars())


async def drop_of_message(session: Session, step: DraftStep, *, chat_id: int, message_id: int) -> None:
    """Forget what was asked at this step by a message: it shows something else now, and takes no words."""
    of_message = and_(draft.c.chat_id == chat_id, draft.c.message_id == message_id)
    await session.execute(delete(draft).where(of_message, draft.c.step == step))


async def drop_before(session: Session, moment: datetime) -> None:
    """Forget drafts that nobody has touched since: their buttons stop working."""
    await session.execute(delete(draft).where(draft.c.edited_at < moment))


async def _one(session: Session, wanted: Select[Any], *, hold: bool) -> Draft | None:
    held = wanted.with_for_update() if hold else wanted
    found = await session.execute(held.execution_options(populate_existing=True))
    one: Draft | None = found.scalar_one_or_none()
    return one
