"""A house, or one with a team in its room, for each test that wants one."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.house import House, open_house
from tests.handlers.team_house import TeamHouse, open_team


@pytest.fixture
async def house(migrated: Path, tmp_path: Path) -> AsyncIterator[House]:
    """The conversation, over a database of its own."""
    path = Path(shutil.copy(migrated, tmp_path))
    async with open_house(path) as house:
        yield house


@pytest.fixture
async def team(migrated: Path, tmp_path: Path) -> AsyncIterator[TeamHouse]:
    """A house whose team has roles and a room, over a database of its own."""
    async with open_team(Path(shutil.copy(migrated, tmp_path))) as opened:
        yield opened
