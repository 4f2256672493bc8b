"""Statements for many rows, and INSERT ... ON CONFLICT on whichever database the session speaks to."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Session


def insert(session: Session, table: Any) -> Any:
    """The dialect's own insert into a SQLModel table; both know `on_conflict_do_nothing` and `..._do_update`.

    "Select, then insert or update" fails on every fifth double tap; this doesn't.
    """
    dialect = session.get_bind().dialect.name
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


async def each(session: Session, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Execute a statement once per row, in one call of the driver; no rows, no statement."""
    if rows:
        await session.execute(statement, rows)
