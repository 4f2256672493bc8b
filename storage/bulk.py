"""Many rows in one statement: they are handed over as one value, JSON, that the database takes apart.

To be told rows one by one takes it, and us, longer than to store them.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, FromClause, String, bindparam, cast, column, func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from storage.database import Session
from storage.statements import INSERTS, Insert


class Bulk:
    """An INSERT of whatever is selected from the rows that come with it; built once for each database."""

    def __init__(self, build: Callable[[Insert, FromClause], Any], **columns: TypeEngine[Any]) -> None:
        """`build` is given the dialect's own insert (see `statements.insert`) and the rows as a table."""
        self._columns = columns
        self._built = cache(lambda dialect: build(INSERTS[dialect], self._table(dialect)))

    async def execute(self, session: Session, rows: Sequence[Mapping[str, Any]], **given: Any) -> None:
        """Execute it for these rows; `given` are its parameters. No rows, no statement."""
        if not rows:
            return
        dialect = session.get_bind().dialect
        written = {
            name: write
            for name, of in self._columns.items()
            if (write := of.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        if written:
            rows = [{**row, **{name: write(row[name]) for name, write in written.items()}} for row in rows]
        page = json.dumps(rows, default=datetime.isoformat)
        await session.execute(self._built(dialect.name), {"page": page, **given})

    def _table(self, dialect: str) -> FromClause:
        page: BindParameter[str] = bindparam("page", type_=String)
        if dialect == "postgresql":
            typed = (column(name, of) for name, of in self._columns.items())
            records = func.jsonb_to_recordset(cast(page, postgresql.JSONB))
            return records.table_valued(*typed, name="page").render_derived(with_types=True)
        each = func.json_each(page).table_valued("value")
        values = (
            func.json_extract(each.c.value, f"$.{name}", type_=of).label(name)
            for name, of in self._columns.items()
        )
        return select(*values).subquery("page")
