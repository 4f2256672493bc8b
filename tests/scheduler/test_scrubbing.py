"""After an erasure: nothing of it stays in the files, whoever reads, whatever fails, and over a restart."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from scheduler.scrubbing import Scrubber
from storage import residue
from storage.database import Database
from storage.tables import contact_ref_table, contact_table
from storage.writer import Writer
from tests.scheduler.stage import NOW, away

SECRET = "anna.with.a.long.name@example.org"


@pytest.fixture
async def database(migrated: Path, tmp_path: Path) -> AsyncIterator[Database]:
    path = Path(shutil.copy(migrated, tmp_path))
    opened = Database(url=f"sqlite+aiosqlite:///{path}")
    yield opened
    await opened.close()


@asynccontextmanager
async def running(scrubber: Scrubber) -> AsyncIterator["asyncio.Task[None]"]:
    task = asyncio.create_task(scrubber.run())
    try:
        yield task
    finally:
        scrubber.stop()
        async with asyncio.timeout(10):
            await task


async def erase(database: Database) -> None:
    """A ref comes and goes; both are noted in the files."""
    async with Writer(database=database).unit() as session:
        nobody = {"first_name": "", "is_staff": False, "created_at": NOW}
        added = await session.execute(insert(contact_table).values(nobody).returning(contact_table.c.id))
        ref = {"ref": SECRET, "contact_id": added.scalar_one(), "linked_at": NOW}
        await session.execute(insert(contact_ref_table).values(ref))
        await session.commit()
    async with Writer(database=database).unit() as session:
        await session.execute(contact_ref_table.delete())
        await residue.note(session)
        await session.commit()


def lies_in(database: Database) -> list[str]:
    files = [Path(f"{database.path}{suffix}") for suffix in ("", "-wal", "-shm")]
    return [file.name for file in files if file.exists() and SECRET.encode() in file.read_bytes()]


async def until_settled(database: Database) -> None:
    async with asyncio.timeout(10):
        while await residue.noted(database):  # noqa: ASYNC110 - a database has no event
            await asyncio.sleep(0.01)


async def test_whoever_was_erased_leaves_the_files_at_once(database):
    """Invariant 10: personal data is erasable, also where the database only seems to have forgotten it."""
    scrubber = Scrubber(database=database)
    async with running(scrubber):
        await erase(database)
        assert lies_in(database) != []
        scrubber.call()
        await until_settled(database)
        assert lies_in(database) == []


async def test_what_a_crash_left_is_taken_out_at_the_next_start(database):
    await erase(database)
    async with running(Scrubber(database=database)):
        await until_settled(database)
    assert lies_in(database) == []


async def test_the_next_one_follows_after_a_rest(database):
    scrubber = Scrubber(database=database, rest=0.05)
    async with running(scrubber):
        for _ in range(3):
            await erase(database)
            scrubber.call()
            await until_settled(database)
            assert lies_in(database) == []


async def test_somebody_who_reads_is_waited_for(database, caplog):
    scrubber = Scrubber(database=database)
    async with running(scrubber):
        async with database.reading() as session:
            await session.execute(text("SELECT count(*) FROM contact"))
            await erase(database)
            scrubber.call()
            await asyncio.sleep(0.5)
            assert lies_in(database) != []
            assert await residue.noted(database) == 1
        await until_settled(database)
        assert lies_in(database) == []
    assert caplog.text == "", "a reader is nobody's trouble"


@pytest.mark.parametrize("step", ["noted", "empty_log", "rewrite", "settle"])
async def test_a_database_that_is_away_is_waited_for(database, monkeypatch, caplog, step):
    caplog.set_level(logging.WARNING)
    whole, failures = getattr(residue, step), 0

    async def fails_twice(*given, **named):
        nonlocal failures
        failures += 1
        if failures <= 2:
            raise away()
        return await whole(*given, **named)

    await erase(database)
    monkeypatch.setattr(residue, step, fails_twice)
    async with running(Scrubber(database=database)):
        async with asyncio.timeout(10):
            while lies_in(database) or failures < 3 or await number(database):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    assert "may still lie in its files" in caplog.text


async def number(database: Database) -> int:
    async with database.reading() as session:
        return int((await session.execute(text("PRAGMA user_version"))).scalar_one())


async def test_an_error_of_our_own_is_loud(database, monkeypatch):
    async def breaks(*_given):
        raise KeyError

    await erase(database)
    monkeypatch.setattr(residue, "rewrite", breaks)
    with pytest.raises(KeyError):
        await Scrubber(database=database).run()


async def test_when_we_stop_nothing_is_settled_that_wasnt_done(database):
    scrubber = Scrubber(database=database)
    async with database.reading() as session:
        await session.execute(text("SELECT count(*) FROM contact"))
        await erase(database)
        async with running(scrubber):
            await asyncio.sleep(0.4)
    assert await residue.noted(database) == 1
    async with running(Scrubber(database=database)):
        await until_settled(database)
    assert lies_in(database) == []


async def test_where_nobody_was_erased_the_file_is_left_alone(database, monkeypatch):
    async def breaks(*_given):
        raise KeyError

    for step in ("empty_log", "rewrite", "settle"):
        monkeypatch.setattr(residue, step, breaks)
    scrubber = Scrubber(database=database)
    async with running(scrubber) as task:
        scrubber.call()
        await asyncio.sleep(0.1)
        assert not task.done()
