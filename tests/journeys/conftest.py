"""Every journey runs once per Telegram library."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.house import House, open_house

LIBRARIES = ("aiogram", "python-telegram-bot")


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest) -> str:
    """The Telegram library that carries the agent."""
    return str(request.param)


@pytest.fixture
async def house(tmp_path: Path, library: str) -> AsyncIterator[House]:
    """A shop with the agent running."""
    async with open_house(tmp_path, library) as house:
        yield house
