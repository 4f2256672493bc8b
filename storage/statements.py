"""Statements for many rows, and INSERT ... ON CONFLICT on whichever database the session speaks to."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, Final, TypeAlias

from sqlalchemy import Boolean, Column, ColumnElement, Integer, literal_column, type_coerce
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Session

Insert: TypeAlias = Callable[[Any], Any]
"""A dialect's own insert, see `insert`."""

INSERTS: Final[Mapping[str, Insert]] = {
    # Building a statement takes longer than executing it, and these are never changed, only built upon.
    "sqlite": cache(sqlite.insert),
    "postgresql": cache(postgresql.insert),
}


def insert(session: Session, table: Any) -> Any:
    """The dialect's own insert into a SQLModel table; both know `on_conflict_do_nothing` and `..._do_update`.

    "Select, then insert or update" fails on every fifth double tap; this doesn't.
    """
    return INSERTS[session.get_bind().dialect.name](table)


def among(column: Column[Any], *values: StrEnum) -> ColumnElement[bool]:
    """Whether a column holds one of our own words, which stand in the statement itself and not beside it.

    A kept plan can only use a partial index (`WHERE state = 'due'`) if the statement says as much: SQLite
    would plan anew for each row of an executemany, PostgreSQL would forgo the index. And SQLAlchemy expands
    no list of parameters for many rows at once.
    """
    words = [literal_column(f"'{value.value}'", column.type) for value in values]
    return column == words[0] if len(words) == 1 else column.in_(words)


def not_test(is_test: Column[bool]) -> ColumnElement[bool]:
    """Whether a row is no test, in the very words of the partial indexes: `NOT is_test`.

    SQLite has no booleans. It would be told `is_test = 0`, and doesn't see that an index says as much.
    """
    return type_coerce(~type_coerce(is_test, Integer), Boolean)


async def each(session: Session, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Execute a statement once per row, in one call of the driver; no rows, no statement."""
    if rows:
        await session.execute(statement, rows)
