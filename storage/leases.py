"""The lease of a bot, on PostgreSQL: a row with an end, by the database's clock, and an epoch for each holder.

Not an advisory lock: a process that was stopped (SIGSTOP) would keep such a lock for ever.
"""

from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select, update
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.database import Session
from storage.statements import insert
from storage.tables import lease_table as lease

_NOW: Final[ColumnElement[UTCDateTime]] = func.clock_timestamp(type_=UTCDateTime())
"""Now, also inside a transaction that has waited; the processes' own clocks may differ."""


async def acquire(session: Session, *, bot_id: int, owner: str, lasts: timedelta) -> int | None:
    """Take a lease that is free or has ended; returns its epoch, None while another process holds it."""
    taken = await session.execute(
        insert(session, lease)
        .values(bot_id=bot_id, owner=owner, epoch=1, expires_at=_NOW + lasts)
        .on_conflict_do_update(
            index_elements=["bot_id"],
            set_={"owner": owner, "epoch": lease.c.epoch + 1, "expires_at": _NOW + lasts},
            where=lease.c.expires_at <= _NOW,
        )
        .returning(lease.c.epoch)
    )
    epoch: int | None = taken.scalar_one_or_none()
    return epoch


async def renew(session: Session, *, bot_id: int, epoch: int, lasts: timedelta) -> bool:
    """Hold a lease longer. False: another process has it by now."""
    renewed = await session.execute(
        update(lease)
        .where(lease.c.bot_id == bot_id, lease.c.epoch == epoch)
        .values(expires_at=_NOW + lasts)
        .returning(lease.c.epoch)
    )
    return renewed.first() is not None


async def release(session: Session, *, bot_id: int, epoch: int) -> None:
    """End a lease at once, so that another process needn't wait for it; somebody else's is left alone."""
    await session.execute(
        update(lease).where(lease.c.bot_id == bot_id, lease.c.epoch == epoch).values(expires_at=_NOW)
    )


async def holds(session: Session, *, bot_id: int, epoch: int) -> bool:
    """Whether this epoch is still the lease's; nobody can take it over before this transaction ends."""
    found = await session.execute(
        select(lease.c.epoch)
        .where(lease.c.bot_id == bot_id, lease.c.epoch == epoch)
        .with_for_update(read=True)
    )
    return found.first() is not None
