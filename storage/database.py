"""One engine per URL, SQLite with the pragmas that make a commit durable, and sessions that roll back."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import event, text
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from storage.one_trip import OneTripConnection

if TYPE_CHECKING:
    from storage.lively import Connections

Session = AsyncSession

SQLITE_BUSY_SECONDS: Final = 30.0
"""How long a writer waits for another process (an import beside the agent) before it gives up."""


IDLE_SECONDS: Final = 5
"""So long PostgreSQL bears a transaction in which nothing happens. Ours wait for nothing but the database; one
of a process that was stopped (SIGSTOP) would hold its locks, the lease's among them, for as long as that."""

MIGRATION_LOCK: Final = 0x7A95C0
"""The number of PostgreSQL's advisory lock that one migration at a time holds."""


class DatabaseUnusableError(Exception):
    """The database can't be opened; the message says what to do."""


class Database:
    """Two ways in: `writer` for changes, `reader` for everything else.

    On SQLite the writer is one connection whose transactions begin IMMEDIATE, so that writers queue in
    the pool instead of failing in the middle, and readers are never in its way (WAL). On PostgreSQL both
    share a pool, and what a reader begins is READ ONLY.
    """

    def __init__(self, *, url: str) -> None:
        self.url: Final = _checked(url)
        self.is_sqlite: Final = self.url.get_backend_name() == "sqlite"
        self._connections: Connections | None = None
        if self.is_sqlite:
            self._writer = _sqlite_engine(self.url, connections=1, begin=_TO_WRITE)
            self._reader = _sqlite_engine(self.url, connections=4, begin=_TO_READ)
        else:
            self._writer, self._connections = _postgresql_engine(self.url)
            # One snapshot for all that a session reads, as on SQLite: figures of one page fit together.
            self._reader = self._writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        self.new_writing: Final = async_sessionmaker(self._writer, expire_on_commit=False, autoflush=False)
        # Closed for good: what was read in one can't be gone on with in the transaction that comes after it.
        self._new_reading: Final = async_sessionmaker(
            self._reader, expire_on_commit=False, autoflush=False, close_resets_only=False
        )

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database; None on PostgreSQL."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes."""
        return self._writer

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """A session that can't change anything, and sees the state of one moment throughout."""
        async with self._new_reading() as session:
            yield session

    @asynccontextmanager
    async def migrating(self) -> AsyncIterator[AsyncConnection]:
        """A transaction in which tables may change, in one process at a time; it commits unless one raises.

        SQLite alters a table by making it anew, and dropping the old one would take along the rows that
        point to it: foreign keys are off meanwhile (https://sqlite.org/lang_altertable.html#otheralter).
        """
        if not self.is_sqlite:
            engine, connections = _postgresql_engine(self.url, patient=True)
            try:
                async with engine.begin() as connection:
                    await connection.execute(
                        text("SELECT pg_advisory_xact_lock(:it)"), {"it": MIGRATION_LOCK}
                    )
                    yield connection
            finally:
                await connections.close()
            return
        engine = _sqlite_engine(self.url, connections=1, begin=_TO_WRITE, foreign_keys=False)
        try:
            async with engine.begin() as connection:
                yield connection
                lost = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).first()
                if lost is not None:
                    raise DatabaseUnusableError(
                        f"The migration would leave rows of {lost[0]} that point to nothing; nothing was changed."
                    )
        finally:
            await engine.dispose()

    @asynccontextmanager
    async def apart(self) -> AsyncIterator[AsyncConnection]:
        """On SQLite, a connection of its own on which no transaction begins by itself: for what must be outside."""
        engine = _sqlite_engine(self.url, connections=1, begin=None)
        try:
            async with engine.connect() as connection:
                yield connection
        finally:
            await engine.dispose()

    @asynccontextmanager
    async def in_haste(self) -> AsyncIterator[None]:
        """Within this block a PostgreSQL server that doesn't answer is away after seconds: the process stops."""
        if self._connections is None:
            yield
        else:
            async with self._connections.in_haste():
                yield

    async def close(self) -> None:
        """Close every connection."""
        if self._connections is not None:
            await self._connections.close()
            return
        await self._writer.dispose()
        await self._reader.dispose()


# https://sqlite.org/rescode.html: the statement or what it was given is at fault, not the database.
_SQLITE_FAULTS: Final = frozenset({1, 18, 19, 20, 21, 25})  # ERROR TOOBIG CONSTRAINT MISMATCH MISUSE RANGE

# https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, authorization, no such database,
# read-only (a standby), idle in a transaction, rollback (deadlock), resources, lock not available, operator, system,
# internal.
_POSTGRESQL_TROUBLES: Final = ("08", "28", "3D", "25006", "25P03", "40", "53", "55P03", "57", "58", "XX")


def is_database_trouble(error: BaseException) -> bool:
    """Whether the database is the cause (away, locked, full), and not what was being done with it.

    What it is true of may be tried again as it was. Both drivers call much "operational" that isn't:
    SQLite a column that doesn't exist, asyncpg a number that is too big. So the codes decide.
    """
    if not isinstance(error, DBAPIError):
        # Neither SQLAlchemy nor a driver wraps what the network says while a connection is made.
        return isinstance(error, PoolTimeoutError | OSError)
    if error.connection_invalidated:
        return True
    if (state := getattr(error.orig, "sqlstate", None)) is not None:
        return str(state).startswith(_POSTGRESQL_TROUBLES)
    if (code := getattr(error.orig, "sqlite_errorcode", None)) is not None:
        return code & 0xFF not in _SQLITE_FAULTS
    refused_value = error.orig is not None and isinstance(error.orig.__cause__, ValueError)
    return isinstance(error, OperationalError | InterfaceError) and not refused_value


def conflict(error: BaseException) -> str | None:
    """The SQLSTATE of one of these troubles: two transactions stood in each other's way, and one was undone.

    A deadlock (40P01), or a failure to serialize (40001): PostgreSQL is well, and the next try mostly succeeds.
    """
    state = str(getattr(error.orig, "sqlstate", "")) if isinstance(error, DBAPIError) else ""
    return state if state.startswith("40") else None


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise DatabaseUnusableError(
            "DATABASE_URL can't be read; write sqlite+aiosqlite:///var/tapscore.db "
            "or postgresql+asyncpg://user@host/database."
        ) from None
    if parsed.drivername not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
        raise DatabaseUnusableError(
            f"DATABASE_URL begins with {parsed.drivername}, which isn't supported; "
            "begin it with sqlite+aiosqlite:// or postgresql+asyncpg://."
        )
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise DatabaseUnusableError(
            "DATABASE_URL names no file, so that nothing would be kept; write sqlite+aiosqlite:///var/tapscore.db."
        )
    return parsed


def _postgresql_engine(url: URL, *, patient: bool = False) -> "tuple[AsyncEngine, Connections]":
    """An engine, and what keeps an eye on its connections; `patient`: a statement takes as long as it takes."""
    from storage import lively  # noqa: PLC0415 - the driver, which SQLite doesn't need

    engine = create_async_engine(
        url,
        pool_size=8,
        hide_parameters=True,
        connect_args={
            "server_settings": {"idle_in_transaction_session_timeout": str(IDLE_SECONDS * 1000)},
            "connection_class": lively.LivelyConnection,
            "command_timeout": None if patient else lively.ANSWER_SECONDS,
        },
    )
    event.listen(engine.sync_engine, "handle_error", _leave_out_values)
    return engine, lively.Connections(engine)


def _leave_out_values(context: ExceptionContext) -> None:
    """PostgreSQL quotes the row that it refuses, asyncpg the value; what people wrote mustn't get into a log."""
    refusal: Any = context.original_exception.__cause__
    if getattr(refusal, "detail", None):
        refusal.detail = None
    if isinstance(refusal, ValueError) or str(getattr(refusal, "sqlstate", "")).startswith("22"):
        for error in (refusal, context.original_exception, context.sqlalchemy_exception):
            if error is not None:
                error.args = (f"{type(refusal).__name__}: a value doesn't fit", *error.args[1:])


_TO_READ: Final = "BEGIN"
_TO_WRITE: Final = "BEGIN IMMEDIATE"


def _sqlite_engine(
    url: URL, *, connections: int, begin: str | None, foreign_keys: bool = True
) -> AsyncEngine:
    """An engine whose transactions begin so; with None none ever does."""
    engine = create_async_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=SQLITE_BUSY_SECONDS,
        hide_parameters=True,  # an error's text must not bring a person's words into a log
        connect_args={
            "timeout": SQLITE_BUSY_SECONDS,
            "isolation_level": None,
            "async_creator_fn": _open_file,
        },
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        # FULL: an acknowledged tap survives a power cut, not only a crash of ours.
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            f"foreign_keys = {foreign_keys:d}",
            "secure_delete = ON",
            f"query_only = {begin == _TO_READ:d}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    # The driver would begin lazily and DEFERRED; a write that finds another's lock then fails at once.
    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        if begin is not None:
            connection.exec_driver_sql(begin)

    return engine


async def _open_file(*where: Any, **how: Any) -> OneTripConnection:
    connection = OneTripConnection(partial(sqlite3.connect, *where, **how), iter_chunk_size=64)
    thread = connection._thread
    thread.daemon = True  # as SQLAlchemy does it: a connection that is forgotten doesn't keep the process
    try:
        await connection
    except BaseException:
        # aiosqlite tells its thread to end and doesn't wait; where the loop closes first, as after "can't be
        # opened", the thread dies with a traceback.
        await asyncio.to_thread(thread.join)
        raise
    return connection


async def prepare_place(database: Database) -> None:
    """Make the folder of a SQLite file. Raises DatabaseUnusableError where that isn't allowed."""
    if database.path is None:
        return
    try:
        database.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnusableError(
            f"The folder {database.path.parent} can't be made ({error.strerror}); "
            "choose another place in DATABASE_URL."
        ) from None
