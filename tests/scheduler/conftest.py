"""A stage, or days that pass on one, for each test that wants one."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.scheduler.days import Days
from tests.scheduler.stage import Stage, StandingClock


@pytest.fixture
async def stage(migrated: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """A database of the test's own, and a clock that stands still."""
    path = Path(shutil.copy(migrated, tmp_path))
    database = Database(url=f"sqlite+aiosqlite:///{path}")
    yield Stage(database=database, clock=StandingClock())
    await database.close()


@pytest.fixture
def days(stage: Stage) -> Days:
    """Days that pass on the stage."""
    return Days(stage)
