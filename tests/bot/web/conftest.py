"""The agent's HTTP over real sockets, with a reception that does as it is told."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from storage.database import Database
from tests.bot.web.site import Desk, Site


@pytest.fixture
async def database(migrated: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """A database of this test's own."""
    opened = Database(url=f"sqlite+aiosqlite:///{shutil.copy(migrated, tmp_path)}")
    yield opened
    await opened.close()


@pytest.fixture
async def closed(database: Database, unused_tcp_port: int) -> AsyncIterator[Site]:
    """A site that isn't open yet."""
    async with aiohttp.ClientSession() as client:
        site = Site(desk=Desk(), database=database, port=unused_tcp_port, client=client)
        yield site
        await site.close()


@pytest.fixture
async def site(closed: Site) -> Site:
    """A site that is open."""
    await closed.open()
    return closed
