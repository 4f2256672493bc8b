"""Which updates have had their effect, and which were set aside."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, bindparam, delete

from storage.bulk import Bulk, to_insert
from storage.database import Session
from storage.statements import insert
from storage.tables import handled_update_table as handled_update
from storage.tables import set_aside_update_table as set_aside_update

_RECORD: Final = Bulk(
    lambda insert, page: (
        insert(handled_update)
        .from_select(
            ["update_id", "bot_id", "handled_at"],
            to_insert(
                page.c.update_id,
                bindparam("bot_id", type_=BigInteger()),
                bindparam("at", type_=handled_update.c.handled_at.type),
            ),
        )
        .on_conflict_do_nothing()
        .returning(handled_update.c.update_id)
    ),
    update_id=BigInteger(),
)


async def record(session: Session, *, bot_id: int, update_id: int, now: datetime) -> bool:
    """Mark an update as handled in this transaction. False: it already was, and must have no effect again."""
    return bool(await record_all(session, bot_id=bot_id, update_ids=[update_id], now=now))


async def record_all(
    session: Session, *, bot_id: int, update_ids: Collection[int], now: datetime
) -> set[int]:
    """Mark updates as handled in this transaction; returns those that weren't: only they may have an effect.

    Of two transactions that are given the same update the second waits here for the end of the first. Both
    record in the same order, so that neither waits for the other.
    """
    rows = [{"update_id": update_id} for update_id in sorted(set(update_ids))]
    recorded = await _RECORD.returning(session, rows, bot_id=bot_id, at=now)
    return {row.update_id for row in recorded}


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
