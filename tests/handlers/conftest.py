"""A migrated database, made once and copied for each test that wants one."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.migrate import open_database
from tests.handlers.house import House, open_house


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest schema; to be copied, not used."""
    path = tmp_path_factory.mktemp("migrated") / "shop.db"

    async def make() -> None:
        await (await open_database(f"sqlite+aiosqlite:///{path}")).close()

    asyncio.run(make())
    return path


@pytest.fixture
async def house(migrated: Path, tmp_path: Path) -> AsyncIterator[House]:
    """The conversation, over a database of its own."""
    path = Path(shutil.copy(migrated, tmp_path))
    async with open_house(path) as house:
        yield house
