"""What a guest asks before it takes an update of the host's: whether it has to do with anything of ours."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select

from storage.database import Session
from storage.kinds import MessageKind
from storage.statements import among
from storage.tables import handled_update_table as handled_update
from storage.tables import message_table as message
from storage.tables import owner_link_table as owner_link
from storage.tables import response_table as response


async def had_its_effect(session: Session, *, bot_id: int, update_id: int) -> bool:
    """Whether an update was ours before, and is only offered again."""
    found = await session.execute(select(_handled(bot_id, update_id)))
    return bool(found.scalar_one())


async def words_are_awaited(
    session: Session,
    *,
    bot_id: int,
    update_id: int,
    chat_id: int,
    asked_since: datetime,
    said_since: datetime,
) -> bool:
    """Whether a person was asked for words since a moment and has said none, or said the first since another.

    True, too, of an update that had its effect before: one read for the words that most people write, which
    are the host's.
    """
    awaited = (
        exists()
        .where(
            message.c.chat_id == chat_id,
            among(message.c.kind, MessageKind.PROMPT),
            message.c.claimed_at >= asked_since,
        )
        .where(
            response.c.invitation_id == message.c.invitation_id,
            or_(response.c.closed_at.is_(None), response.c.closed_at >= said_since),
        )
    )
    found = await session.execute(select(or_(awaited, _handled(bot_id, update_id))))
    return bool(found.scalar_one())


async def knows_owner_link(session: Session, token_hash: str) -> bool:
    """Whether such a link was offered: also one that is old or used."""
    found = await session.execute(select(exists().where(owner_link.c.token_hash == token_hash)))
    return bool(found.scalar_one())


def _handled(bot_id: int, update_id: int) -> ColumnElement[bool]:
    return exists().where(handled_update.c.bot_id == bot_id, handled_update.c.update_id == update_id)
