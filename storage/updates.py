"""Which updates have had their effect, and which were set aside."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from storage.database import Session
from storage.statements import insert
from storage.tables import handled_update_table as handled_update
from storage.tables import set_aside_update_table as set_aside_update


async def record(session: Session, *, bot_id: int, update_id: int, now: datetime) -> bool:
    """Mark an update as handled in this transaction. False: it already was, and must have no effect again."""
    result = await session.execute(
        insert(session, handled_update)
        .values(bot_id=bot_id, update_id=update_id, handled_at=now)
        .on_conflict_do_nothing()
        .returning(handled_update.c.update_id)
    )
    return result.first() is not None


async def already_handled(session: Session, *, bot_id: int, update_ids: Collection[int]) -> set[int]:
    """Those of `update_ids` that had their effect before."""
    found = await session.execute(
        select(handled_update.c.update_id).where(
            handled_update.c.bot_id == bot_id, handled_update.c.update_id.in_(update_ids)
        )
    )
    return set(found.scalars())


async def record_all(session: Session, *, bot_id: int, update_ids: Collection[int], now: datetime) -> None:
    """Mark many updates as handled; those that already were stay as they are."""
    rows = [{"bot_id": bot_id, "update_id": update_id, "handled_at": now} for update_id in update_ids]
    if rows:
        await session.execute(insert(session, handled_update).on_conflict_do_nothing(), rows)


async def set_aside(
    session: Session,
    *,
    bot_id: int,
    update_id: int,
    telegram_id: int | None,
    body: dict[str, Any],
    error: str,
    now: datetime,
) -> None:
    """Keep an update that can't be handled, and count it as handled, so that it blocks nobody."""
    await session.execute(
        insert(session, set_aside_update)
        .values(
            bot_id=bot_id,
            update_id=update_id,
            telegram_id=telegram_id,
            body=body,
            error=error,
            set_aside_at=now,
        )
        .on_conflict_do_nothing()
    )
    await record(session, bot_id=bot_id, update_id=update_id, now=now)


async def forget_before(session: Session, moment: datetime) -> None:
    """Drop the record of updates handled before `moment`: Telegram offers none again after a day."""
    await session.execute(delete(handled_update).where(handled_update.c.handled_at < moment))


async def drop_set_aside_before(session: Session, moment: datetime) -> None:
    """Forget updates that were set aside before `moment`: they may hold what a person wrote."""
    await session.execute(delete(set_aside_update).where(set_aside_update.c.set_aside_at < moment))
