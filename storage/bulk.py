"""Many rows in one statement: they are handed over as one value, JSON, that the database takes apart.

To be told rows one by one takes it, and us, longer than to store them.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    BindParameter,
    FromClause,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    column,
    func,
    select,
    true,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from storage.database import Session
from storage.statements import INSERTS, Insert


class Bulk:
    """A statement about the rows that come with it, such as an INSERT of them; built once for each database."""

    def __init__(self, build: Callable[[Insert, FromClause], Any], **columns: TypeEngine[Any]) -> None:
        """`build` is given the dialect's own insert (see `statements.insert`) and the rows as a table.

        Columns that hold JSON are handed over as what they hold.
        """
        self._columns = columns
        self._statement = build
        self._built = lru_cache(maxsize=8)(self._build)  # a process has one database, and tests many

    async def execute(self, session: Session, rows: Sequence[Mapping[str, Any]], **given: Any) -> None:
        """Execute it for these rows; `given` are its parameters. No rows, no statement.

        Raises OverflowError for a whole number of more than 64 bits, as a driver does.
        """
        if rows:
            await session.execute(*self._prepared(session, rows, given))

    async def returning(
        self, session: Session, rows: Sequence[Mapping[str, Any]], **given: Any
    ) -> Sequence[Any]:
        """The same; the rows that it returns."""
        return (await session.execute(*self._prepared(session, rows, given))).all() if rows else ()

    def _prepared(
        self, session: Session, rows: Sequence[Mapping[str, Any]], given: Mapping[str, Any]
    ) -> tuple[Any, dict[str, Any]]:
        statement, written = self._built(session.get_bind().dialect)
        if written:
            rows = [{**row, **{name: write(row[name]) for name, write in written.items()}} for row in rows]
        return statement, {"page": msgspec.json.encode(rows).decode(), **given}

    def _build(self, dialect: Dialect) -> tuple[Any, Mapping[str, Callable[[Any], Any]]]:
        """The statement, and how what JSON doesn't know as the database does is written, by column."""
        statement = self._statement(INSERTS[dialect.name], self._table(dialect.name))
        found = {name: _writing(of, dialect) for name, of in self._columns.items()}
        return statement, {name: write for name, write in found.items() if write is not None}

    def _table(self, dialect: str) -> FromClause:
        page: BindParameter[str] = bindparam("page", type_=String)
        if dialect == "postgresql":
            typed = (column(name, of) for name, of in self._columns.items())
            records = func.json_to_recordset(cast(page, postgresql.JSON))
            return records.table_valued(*typed, name="page").render_derived(with_types=True)
        each = func.json_each(page).table_valued("value")
        values = (
            func.json_extract(each.c.value, f"$.{name}", type_=of).label(name)
            for name, of in self._columns.items()
        )
        return select(*values).subquery("page")


def _writing(of: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    if isinstance(of, JSON):
        return None
    return _whole if isinstance(of, Integer) else of.dialect_impl(dialect).bind_processor(dialect)


def _whole(value: int | None) -> int | None:
    """A number that the database takes as it is: SQLite would make a longer one of JSON's a float, in silence."""
    if value is not None and not -(2**63) <= value < 2**63:
        raise OverflowError("The number is too long for 64 bits.")
    return value


def to_insert(*what: Any) -> Select[Any]:
    """A SELECT that an INSERT with ON CONFLICT can be made from: without a WHERE SQLite would take the ON for a join's.

    That is a documented ambiguity (https://sqlite.org/lang_upsert.html, "Parsing Ambiguity").
    """
    return select(*what).where(true())
