"""Every journey runs once per Telegram library; on SQLite, but where a module overrides `database_url`."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.journeys.house import House, open_house
from tests.postgresql import new_database

LIBRARIES = ("aiogram", "python-telegram-bot")


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest) -> str:
    """The Telegram library that carries the agent."""
    return str(request.param)


@pytest.fixture
def postgresql_url(migrated_on_server: str) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database of this test alone."""
    with new_database(like=migrated_on_server) as url:
        yield url


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Where the house keeps what it knows."""
    return f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}"


@pytest.fixture
async def house(tmp_path: Path, library: str, database_url: str) -> AsyncIterator[House]:
    """A shop with the agent running."""
    async with open_house(tmp_path, library, database_url=database_url) as house:
        yield house
