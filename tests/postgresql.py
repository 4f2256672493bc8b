"""The PostgreSQL server that tests run on where TEST_DATABASE_URL names one, and databases of their own there."""

import asyncio
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.database import Database
from storage.migrate import migrate

SERVER = os.environ.get("TEST_DATABASE_URL") or None


@contextmanager
def new_database(*, like: str | None = None) -> Iterator[str]:
    """The URL of a new database with a random name, dropped in the end; `like` another one, or without tables.

    Skips the test where no server is named. One that is named and isn't there fails it.
    """
    if SERVER is None:
        pytest.skip("TEST_DATABASE_URL names no PostgreSQL server")
    name = f"tapscore_test_{secrets.token_hex(6)}"
    template = f" TEMPLATE {make_url(like).database}" if like else ""
    asyncio.run(_administer(f"CREATE DATABASE {name}{template}"))
    try:
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    finally:
        asyncio.run(_administer(f"DROP DATABASE {name} WITH (FORCE)"))


async def migrated(url: str) -> None:
    """Bring the database at `url` to the newest schema, and leave it."""
    database = Database(url=url)
    await migrate(database)
    await database.close()


async def _administer(statement: str) -> None:
    engine = create_async_engine(SERVER or "", isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
