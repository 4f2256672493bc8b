"""Databases for a benchmark: filled once, and copied for each round, on SQLite and on PostgreSQL."""

import secrets
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.database import Database
from storage.migrate import migrate

Fill = Callable[[Database], Awaitable[None]]


class Template:
    """A migrated database with the rows that every round begins with."""

    def __init__(self, *, url: str, folder: Path) -> None:
        self.url = url
        """Of the database itself."""
        self._url = make_url(url)
        self._folder = folder

    @asynccontextmanager
    async def copy(self) -> AsyncIterator[str]:
        """The URL of a copy, which is dropped in the end."""
        name = f"tapscore_bench_{secrets.token_hex(6)}"
        if self._url.get_backend_name() == "sqlite":
            path = self._folder / f"{name}.db"
            shutil.copyfile(str(self._url.database), path)
            try:
                yield f"sqlite+aiosqlite:///{path}"
            finally:
                for file in self._folder.glob(f"{name}.db*"):
                    file.unlink()
        else:
            await _administer(self._server, f"CREATE DATABASE {name} TEMPLATE {self._url.database}")
            try:
                yield self._url.set(database=name).render_as_string(hide_password=False)
            finally:
                await _administer(self._server, f"DROP DATABASE {name} WITH (FORCE)")

    @property
    def _server(self) -> str:
        return self._url.set(database="postgres").render_as_string(hide_password=False)


@asynccontextmanager
async def template(*, server: str | None, folder: Path, fill: Fill) -> AsyncIterator[Template]:
    """A database that `fill` has put rows into: on a PostgreSQL server if one is given, else a SQLite file."""
    name = f"tapscore_bench_{secrets.token_hex(6)}"
    if server is None:
        url = f"sqlite+aiosqlite:///{folder / f'{name}.db'}"
    else:
        await _administer(server, f"CREATE DATABASE {name}")
        url = make_url(server).set(database=name).render_as_string(hide_password=False)
    try:
        database = Database(url=url)
        await migrate(database)
        await fill(database)
        if not database.is_sqlite:
            # As autovacuum does it where the rows come in day by day; on SQLite nobody does.
            async with database.engine.begin() as connection:
                await connection.execute(text("ANALYZE"))
        await database.close()
        yield Template(url=url, folder=folder)
    finally:
        if server is not None:
            await _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


async def _administer(server: str, statement: str) -> None:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
