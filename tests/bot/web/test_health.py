"""Whether the agent lives and is ready, as whoever watches it is told."""

import asyncio
import json
import sqlite3

import pytest
from sqlalchemy import text

from bot.web import health
from tests.bot.web.site import Site
from tests.scheduler.stage import away

READY = (200, {"ready": True})
NOT_READY = (503, {"ready": False, "because": "the database doesn't answer"})


@pytest.fixture(autouse=True)
def _always_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "FRESH", 0.0)


async def ready(site: Site):
    status, body = await site.get("/health/ready")
    return status, json.loads(body)


async def test_a_well_agent_is_alive_and_ready(site: Site) -> None:
    assert await site.get("/health/live") == (200, b'{"live":true}')
    assert await ready(site) == READY
    for path in ("/health/live", "/health/ready"):
        assert (await site.request("HEAD", path))[:2] == (200, b"")


async def test_without_its_database_it_is_alive_and_not_ready_until_that_is_back(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def reading():
        raise away()

    with monkeypatch.context() as patch:
        patch.setattr(site.database, "reading", reading)
        assert await ready(site) == NOT_READY
        assert (await site.get("/health/live"))[0] == 200
    assert await ready(site) == READY
    assert caplog.messages == []  # whoever takes updates says it


async def test_a_database_that_hangs_is_not_waited_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.1)
    async with asyncio.timeout(5):
        readers = [site.database.reading() for _ in range(4)]  # all that there are
        for reader in readers:
            await (await reader.__aenter__()).connection()
        assert await ready(site) == NOT_READY
        for reader in readers:
            await reader.__aexit__(None, None, None)
    assert await ready(site) == READY


async def test_a_database_without_our_tables_is_not_ready_and_that_is_logged(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    with sqlite3.connect(str(site.database.path)) as connection:
        connection.execute("DROP TABLE bot_identity")
    connection.close()
    assert await ready(site) == NOT_READY
    assert "The database can't be asked: OperationalError" in caplog.text


async def test_a_crowd_that_asks_takes_one_connection(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "FRESH", 60.0)
    looks = []
    reading = site.database.reading

    def counted():
        looks.append(1)
        return reading()

    monkeypatch.setattr(site.database, "reading", counted)
    assert await asyncio.gather(*(ready(site) for _ in range(30))) == [READY] * 30
    assert len(looks) == 1


async def test_looking_changes_nothing(site: Site) -> None:
    await ready(site)
    async with site.database.reading() as session:
        assert (await session.execute(text("SELECT count(*) FROM bot_identity"))).scalar() == 0
