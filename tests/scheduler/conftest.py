"""A migrated database, made once and copied for each test that wants one."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.migrate import open_database
from tests.scheduler.stage import Stage, StandingClock


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest schema; to be copied, not used."""
    path = tmp_path_factory.mktemp("migrated") / "shop.db"

    async def make() -> None:
        await (await open_database(f"sqlite+aiosqlite:///{path}")).close()

    asyncio.run(make())
    return path


@pytest.fixture
async def stage(migrated: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """A database of the test's own, and a clock that stands still."""
    path = Path(shutil.copy(migrated, tmp_path))
    database = Database(url=f"sqlite+aiosqlite:///{path}")
    yield Stage(database=database, clock=StandingClock())
    await database.close()
