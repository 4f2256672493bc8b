"""What an erasure leaves in SQLite's files, and that it is gone afterwards: by a search through their bytes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import residue
from storage.database import Database
from storage.tables import contact_ref_table, contact_table
from storage.writer import Writer
from tests.postgresql import SERVER
from tests.storage.conftest import NOW, Rows

SECRET = "anna.with.a.long.name@example.org"


@pytest.fixture
async def on_sqlite(sqlite_url):
    opened = Database(url=sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture
def own_rows(on_sqlite):
    return Rows(on_sqlite)


def _lies_in(database: Database) -> set[str]:
    """In which of its files the secret lies."""
    path = database.path
    assert path is not None
    files = {suffix: Path(f"{path}{suffix}") for suffix in ("", "-wal", "-shm", "-journal")}
    return {
        suffix for suffix, file in files.items() if file.exists() and SECRET.encode() in file.read_bytes()
    }


async def _keep(rows: Rows) -> None:
    contact = await rows.contact()
    await rows.add(contact_ref_table, ref=SECRET, contact_id=contact, linked_at=NOW)


async def _delete(database: Database, *, noting: bool = True) -> None:
    async with Writer(database=database).unit() as session:
        await session.execute(contact_ref_table.delete())
        if noting:
            await residue.note(session)
        await session.commit()


async def test_the_log_still_holds_what_was_deleted_until_it_is_emptied(on_sqlite, own_rows):
    await _keep(own_rows)
    await _delete(on_sqlite)
    assert "-wal" in _lies_in(on_sqlite)
    await residue.empty_log(on_sqlite)
    assert _lies_in(on_sqlite) == set()


async def test_what_was_deleted_is_overwritten_in_the_file_too(on_sqlite, own_rows):
    """By secure_delete: also where whole pages come free."""
    await own_rows.add_all(
        contact_table,
        [
            {"first_name": f"{SECRET} {n} " + "x" * 900, "is_staff": False, "created_at": NOW}
            for n in range(40)
        ],
    )
    await residue.empty_log(on_sqlite)
    assert _lies_in(on_sqlite) == {""}
    async with Writer(database=on_sqlite).unit() as session:
        await session.execute(contact_table.delete())
        free = (await session.execute(text("PRAGMA freelist_count"))).scalar_one()
        await session.commit()
    assert free > 5
    await residue.empty_log(on_sqlite)
    assert _lies_in(on_sqlite) == set()


async def test_what_lies_in_the_empty_part_of_a_page_is_gone_once_the_file_is_written_anew(
    on_sqlite, own_rows
):
    """SQLite moves rows from page to page and leaves copies: here one is left as if by that."""
    await _keep(own_rows)
    with closing(sqlite3.connect(str(on_sqlite.path))) as careless:
        careless.execute("PRAGMA secure_delete = OFF")
        careless.execute("DELETE FROM contact_ref")
        careless.commit()
    await residue.empty_log(on_sqlite)
    assert _lies_in(on_sqlite) == {""}
    await residue.rewrite(on_sqlite)
    await residue.empty_log(on_sqlite)
    assert _lies_in(on_sqlite) == set()
    assert len(await own_rows.all(contact_table)) == 1


async def test_the_log_cant_be_emptied_while_somebody_reads_from_it(on_sqlite, own_rows):
    await _keep(own_rows)
    async with on_sqlite.reading() as session:
        await session.execute(text("SELECT count(*) FROM contact_ref"))
        await _delete(on_sqlite)
        with pytest.raises(residue.LogInUseError):
            await residue.empty_log(on_sqlite)
        assert "-wal" in _lies_in(on_sqlite)
    await residue.empty_log(on_sqlite)
    assert _lies_in(on_sqlite) == set()


async def test_the_file_is_written_anew_while_somebody_reads(on_sqlite, own_rows):
    await _keep(own_rows)
    async with on_sqlite.reading() as session:
        await session.execute(text("SELECT count(*) FROM contact_ref"))
        await residue.rewrite(on_sqlite)
        assert (await session.execute(text("SELECT count(*) FROM contact_ref"))).scalar_one() == 1
    await _delete(on_sqlite)
    assert await own_rows.all(contact_ref_table) == []


async def test_an_erasure_is_noted_with_it_or_not_at_all(on_sqlite, own_rows):
    await _keep(own_rows)
    async with Writer(database=on_sqlite).unit() as session:
        await residue.note(session)
    assert await residue.noted(on_sqlite) == 0
    await _delete(on_sqlite)
    await _delete(on_sqlite)
    assert await residue.noted(on_sqlite) == 2


async def test_what_is_noted_outlives_the_process_and_the_writing_anew(on_sqlite, sqlite_url, own_rows):
    await _delete(on_sqlite)
    await residue.rewrite(on_sqlite)
    await on_sqlite.close()
    again = Database(url=sqlite_url)
    assert await residue.noted(again) == 1
    await again.close()


async def test_what_was_erased_meanwhile_remains_to_be_done(on_sqlite):
    await _delete(on_sqlite)
    number = await residue.noted(on_sqlite)
    await _delete(on_sqlite)
    await residue.settle(on_sqlite, number)
    assert await residue.noted(on_sqlite) == 2
    await residue.settle(on_sqlite, 2)
    assert await residue.noted(on_sqlite) == 0


@pytest.mark.skipif(SERVER is None, reason="TEST_DATABASE_URL names no server")
@pytest.mark.parametrize("dialect", ["postgresql"] if SERVER else [], indirect=True)
async def test_postgresql_sees_to_its_own_files(database):
    async with Writer(database=database).unit() as session:
        await residue.note(session)
        await session.commit()
    assert await residue.noted(database) == 0
