"""One engine per URL, SQLite with the pragmas that make a commit durable, and sessions that roll back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    DisconnectionError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    StatementError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

Session = AsyncSession

SQLITE_BUSY_SECONDS: Final = 30.0
"""How long a writer waits for another process (an import beside the agent) before it gives up."""


class DatabaseUnusableError(Exception):
    """The database can't be opened; the message says what to do."""


class Database:
    """Two ways in: `writer` for changes, `reader` for everything else.

    On SQLite the writer is one connection whose transactions begin IMMEDIATE, so that writers queue in
    the pool instead of failing in the middle, and readers are never in its way (WAL). On PostgreSQL both
    are the same pool.
    """

    def __init__(self, *, url: str) -> None:
        self.url: Final = _checked(url)
        self.is_sqlite: Final = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._writer = _sqlite_engine(self.url, connections=1, read_only=False)
            self._reader = _sqlite_engine(self.url, connections=4, read_only=True)
        else:
            self._writer = self._reader = create_async_engine(
                self.url, pool_size=8, pool_pre_ping=True, hide_parameters=True
            )
        self.new_writing: Final = async_sessionmaker(self._writer, expire_on_commit=False, autoflush=False)
        self._new_reading: Final = async_sessionmaker(self._reader, expire_on_commit=False, autoflush=False)

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database; None on PostgreSQL."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes: for migrations."""
        return self._writer

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """A session that can't change anything."""
        async with self._new_reading() as session:
            yield session

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        await self._reader.dispose()


def is_database_trouble(error: BaseException) -> bool:
    """Whether the database is the cause (away, locked, full), and not what was being done with it."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    if isinstance(error, IntegrityError):
        return False
    trouble = (OperationalError, InterfaceError, DisconnectionError, PoolTimeoutError, ConnectionError)
    if isinstance(error, trouble):
        return True
    # asyncpg raises OSError and its own errors while connecting, before SQLAlchemy wraps them.
    return isinstance(error, OSError) and not isinstance(error, StatementError)


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
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


def _sqlite_engine(url: URL, *, connections: int, read_only: bool) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=SQLITE_BUSY_SECONDS,
        hide_parameters=True,  # an error's text must not bring a person's words into a log
        connect_args={"timeout": SQLITE_BUSY_SECONDS, "isolation_level": None},
    )
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        # FULL: an acknowledged tap survives a power cut, not only a crash of ours.
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        if read_only:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    # The driver would begin lazily and DEFERRED; a write that finds another's lock then fails at once.
    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


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
