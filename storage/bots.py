"""What must be remembered of the bot itself: its name, and the pauses that Telegram asked for."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete, select

from storage.database import Session
from storage.statements import insert
from storage.tables import bot_identity_table as bot_identity
from storage.tables import sending_pause_table as sending_pause

EVERY_CHAT: Final = 0
"""The chat id of a pause that holds for the whole bot; no chat of Telegram's has it."""


async def remember_name(session: Session, *, bot_id: int, username: str, now: datetime) -> None:
    """Keep what getMe said."""
    seen = {"username": username, "seen_at": now}
    await session.execute(
        insert(session, bot_identity)
        .values(bot_id=bot_id, **seen)
        .on_conflict_do_update(index_elements=["bot_id"], set_=seen)
    )


async def username(session: Session, *, bot_id: int) -> str | None:
    """The bot's name without the @; None before the first getMe."""
    found = await session.execute(select(bot_identity.c.username).where(bot_identity.c.bot_id == bot_id))
    return found.scalar_one_or_none()


async def pause(session: Session, *, bot_id: int, chat_id: int, until: datetime) -> None:
    """Keep a pause of a chat, or of `EVERY_CHAT`; a shorter one doesn't end a longer one."""
    await session.execute(
        insert(session, sending_pause)
        .values(bot_id=bot_id, chat_id=chat_id, until=until)
        .on_conflict_do_update(
            index_elements=["bot_id", "chat_id"],
            set_={"until": until},
            where=sending_pause.c.until < until,
        )
    )


async def paused_until(session: Session, *, bot_id: int) -> datetime | None:
    """The end of the whole bot's pause, past or future; None if there never was one."""
    found = await session.execute(
        select(sending_pause.c.until).where(
            sending_pause.c.bot_id == bot_id, sending_pause.c.chat_id == EVERY_CHAT
        )
    )
    return found.scalar_one_or_none()


async def pauses(session: Session, *, bot_id: int, now: datetime) -> dict[int, datetime]:
    """When each pause that is on ends, by its chat; the whole bot's is that of `EVERY_CHAT`."""
    found = await session.execute(
        select(sending_pause.c.chat_id, sending_pause.c.until).where(
            sending_pause.c.bot_id == bot_id, sending_pause.c.until > now
        )
    )
    return {row.chat_id: row.until for row in found}


async def drop_pauses_before(session: Session, moment: datetime) -> None:
    """Forget the pauses that are over."""
    await session.execute(delete(sending_pause).where(sending_pause.c.until < moment))
