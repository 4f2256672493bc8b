"""A connection of aiosqlite that goes to its thread once a statement.

SQLAlchemy goes four times: to make a cursor, execute, fetch, and close it. A trip wakes two threads, and takes
longer than most of our statements.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self

import aiosqlite

Execute = Callable[[sqlite3.Connection], sqlite3.Cursor]


class OneTripConnection(aiosqlite.Connection):
    """What SQLAlchemy's dialect asks of a connection, but for streaming (server-side cursors)."""

    def cursor(self) -> "_Cursor":  # type: ignore[override]
        """A cursor that has fetched what it executed."""
        return _Cursor(self)

    async def rollback(self) -> None:
        """Undo what isn't committed. The pool asks for it each time; mostly there is nothing.

        Nothing is under way then: of a statement that was cancelled SQLAlchemy closes the connection.
        """
        if self.in_transaction:
            await super().rollback()

    async def fetched(self, execute: Execute) -> tuple[sqlite3.Cursor, Sequence[Any]]:
        """Execute in the thread; the cursor, closed, and its rows. Raises what SQLite raises."""

        def trip() -> tuple[sqlite3.Cursor, Sequence[Any]]:
            cursor = execute(self._conn)
            rows = cursor.fetchall()
            cursor.close()
            return cursor, rows

        found: tuple[sqlite3.Cursor, Sequence[Any]] = await self._execute(trip)  # type: ignore[no-untyped-call]
        return found


class _Cursor:
    """A cursor as `sqlalchemy.connectors.asyncio.AsyncIODBAPICursor` wants it, but for streaming."""

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        await self._keep(lambda connection: connection.execute(statement, values))

    async def executemany(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        await self._keep(lambda connection: connection.executemany(statement, rows))

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def close(self) -> None:
        """It is closed already."""

    async def _keep(self, execute: Execute) -> None:
        done, self._rows = await self._connection.fetched(execute)
        self.description, self.rowcount, self.lastrowid = done.description, done.rowcount, done.lastrowid
