"""A house for each test that wants one."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.house import House, open_house


@pytest.fixture
async def house(migrated: Path, tmp_path: Path) -> AsyncIterator[House]:
    """The conversation, over a database of its own."""
    path = Path(shutil.copy(migrated, tmp_path))
    async with open_house(path) as house:
        yield house
