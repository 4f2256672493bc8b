"""PostgreSQL that can't be heard any more: nobody waits for it without end, and what takes its time isn't cut."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from storage import lively
from storage.database import Database, is_database_trouble
from storage.writer import Batch, Writer
from tests.journeys.cable import Cable, cable_to

SILENT = 2
"""Seconds, and the kernel looks once a second."""


@pytest.fixture
async def cable(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Cable]:
    monkeypatch.setattr(lively, "SILENT_SECONDS", SILENT)
    monkeypatch.setattr(lively, "CONNECT_SECONDS", 1.0)
    async with cable_to(postgresql_url) as cable:
        yield cable


@pytest.fixture
async def database(cable: Cable) -> AsyncIterator[Database]:
    database = Database(url=cable.url)
    yield database
    await database.close()


async def ask(database: Database, statement: str = "SELECT 1") -> None:
    async with database.new_writing() as session:
        await session.execute(text(statement))


async def warm(database: Database, number: int = 6) -> None:
    """Have so many connections in the pool."""
    await asyncio.gather(*(ask(database, "SELECT pg_sleep(0.1)") for _ in range(number)))


async def trouble(database: Database, statement: str = "SELECT 1") -> float:
    """Seconds until a statement fails, and for nothing but the database."""
    since = time.monotonic()
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which it is, is the driver's matter
        await ask(database, statement)
    assert is_database_trouble(caught.value)
    return time.monotonic() - since


async def test_a_silent_network_is_trouble_before_long(cable, database):
    await warm(database)
    async with cable.silent():
        assert await trouble(database) < SILENT + 3


async def test_also_while_an_answer_is_waited_for(cable, database):
    """Nothing of ours is under way then that the other side would have to acknowledge."""
    asking = asyncio.create_task(trouble(database, "SELECT pg_sleep(60)"))
    await asyncio.sleep(0.5)
    async with cable.silent():
        assert await asking < SILENT + 3


async def test_what_takes_longer_than_the_silence_that_is_borne_is_not_cut(database):
    await ask(database, f"SELECT pg_sleep({SILENT + 2})")


async def test_after_a_silence_no_connection_of_before_is_waited_for(cable, database):
    await warm(database)
    async with cable.silent():
        await trouble(database)
    since = time.monotonic()
    for _ in range(8):
        await ask(database)
    assert time.monotonic() - since < 1.5


async def test_what_was_idle_when_a_statement_was_not_answered_is_given_to_nobody(cable, monkeypatch):
    """Before the network itself has told: each of them would cost its whole time anew."""
    monkeypatch.setattr(lively, "SILENT_SECONDS", 60)
    monkeypatch.setattr(lively, "ANSWER_SECONDS", 1.0)
    database = Database(url=cable.url)
    await warm(database)
    async with cable.silent():
        await trouble(database)
    since = time.monotonic()
    for _ in range(8):
        await ask(database)
    assert time.monotonic() - since < 1
    await database.close()


async def test_a_batch_goes_on_after_a_silence(cable, database):
    """Whoever comes first writes for all: a tap that is never answered would keep everybody's."""

    async def write(session, items):
        await session.execute(text("SELECT 1"))
        return items

    batch: Batch[int, int] = Batch(writer=Writer(database=database), write=write)
    assert await batch.submit(1) == 1
    async with cable.silent():
        tap = asyncio.create_task(batch.submit(2))
        await asyncio.sleep(0.2)
    with pytest.raises(Exception) as caught:  # noqa: PT011
        await tap
    assert is_database_trouble(caught.value)
    assert await batch.submit(3) == 3


async def test_a_server_that_is_there_and_says_nothing_is_trouble(cable, monkeypatch):
    monkeypatch.setattr(lively, "ANSWER_SECONDS", 0.5)
    database = Database(url=cable.url)
    await warm(database, number=2)
    assert await trouble(database, "SELECT pg_sleep(60)") < 3
    await ask(database)
    await database.close()


async def test_a_statement_given_up_is_not_executed_on_the_server_either(cable, monkeypatch):
    monkeypatch.setattr(lively, "ANSWER_SECONDS", 0.5)
    database = Database(url=cable.url)
    await trouble(database, "SELECT pg_sleep(61)")
    async with database.reading() as session, asyncio.timeout(2):
        going = text(
            "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(61)' AND state = 'active'"
        )
        assert (await session.execute(going)).scalar_one() == 0
    await database.close()


async def test_a_migration_takes_its_time(cable, monkeypatch):
    monkeypatch.setattr(lively, "ANSWER_SECONDS", 0.3)
    database = Database(url=cable.url)
    async with database.migrating() as connection:
        await connection.execute(text("SELECT pg_sleep(1)"))
    await database.close()


async def test_while_the_process_stops_a_silent_database_is_away_at_once(cable, database, monkeypatch):
    monkeypatch.setattr(lively, "LAST_SECONDS", 0.5)
    monkeypatch.setattr(lively, "LAST_CONNECT_SECONDS", 0.3)
    await warm(database)
    asking = asyncio.create_task(trouble(database, "SELECT pg_sleep(60)"))
    await asyncio.sleep(0.1)
    since = time.monotonic()
    async with cable.silent(), database.in_haste():
        await asking
        await trouble(database)
        await database.close()
    assert time.monotonic() - since < 2


async def test_what_is_quick_goes_on_while_the_process_stops(database, monkeypatch):
    monkeypatch.setattr(lively, "LAST_SECONDS", 0.5)
    await warm(database)
    async with database.in_haste():
        for _ in range(10):
            await ask(database, "SELECT pg_sleep(0.1)")


async def test_closing_waits_for_no_silent_connection(cable, database, monkeypatch):
    monkeypatch.setattr(lively, "CLOSE_SECONDS", 0.3)
    await warm(database)
    async with cable.silent():
        since = time.monotonic()
        await database.close()
        assert time.monotonic() - since < 1
