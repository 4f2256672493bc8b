"""Connections as they are opened, units of work, and telling the database's trouble from everything else."""

import asyncio
import sqlite3
import traceback
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from storage.database import Database, DatabaseUnusableError, is_database_trouble
from storage.tables import Contact, contact_table, purchase_table, set_aside_update_table
from storage.writer import Writer

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)

ANNA = {"first_name": "Anna", "telegram_id": 7, "is_staff": False, "created_at": NOW}


@pytest.fixture
async def on_sqlite(sqlite_url):
    opened = Database(url=sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture
async def on_postgresql(postgresql_url):
    opened = Database(url=postgresql_url)
    yield opened
    await opened.close()


def _file(url: str) -> str:
    return url.removeprefix("sqlite+aiosqlite:///")


async def _number_of_contacts(session) -> int:
    return int((await session.execute(select(func.count()).select_from(contact_table))).scalar_one())


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)],
    ids=["readers beside the writer", "an answer survives a power cut", "no row points to nothing", "erased"],
)
async def test_sqlite_is_opened_for_safety(pragma, value, on_sqlite):
    async with on_sqlite.new_writing() as writing, on_sqlite.reading() as reading:
        for session in (writing, reading):
            assert (await session.execute(text(f"PRAGMA {pragma}"))).scalar_one() == value


async def test_a_reader_cant_write(database, rows):
    async with database.reading() as session:
        with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
            await session.execute(insert(contact_table).values(ANNA))
    assert await rows.all(contact_table) == []


async def test_writing_works_after_reading_on_the_same_connections(database, rows):
    """On PostgreSQL both come from one pool: what a reader may not do must not stick to the connection."""
    for _ in range(10):
        async with database.reading() as session:
            await _number_of_contacts(session)
        await rows.contact()
    assert len(await rows.all(contact_table)) == 10


async def test_a_reader_sees_one_moment_throughout(database, rows):
    """Figures that are shown together fit together."""
    await rows.contact()
    async with database.reading() as session:
        assert await _number_of_contacts(session) == 1
        await rows.contact()
        assert await _number_of_contacts(session) == 1
    assert len(await rows.all(contact_table)) == 2


async def test_a_reader_doesnt_wait_for_a_writer(database):
    async with database.new_writing() as writing:
        await writing.execute(insert(contact_table).values(ANNA))
        async with database.reading() as reading, asyncio.timeout(5):
            assert await _number_of_contacts(reading) == 0


async def test_writers_of_two_processes_wait_for_each_other(on_sqlite, sqlite_url, rows):
    """Each reads before it writes: begun without the lock, all but one would fail in the middle."""
    other = Database(url=sqlite_url)
    contact = await rows.of(on_sqlite).contact(first_name="")

    async def append(database: Database, letter: str) -> None:
        async with Writer(database=database).unit() as session:
            found = await session.execute(select(contact_table.c.first_name))
            longer = found.scalar_one() + letter
            await session.execute(update(contact_table).values(first_name=longer))
            await session.commit()

    try:
        await asyncio.gather(
            *(append(on_sqlite, "a") for _ in range(10)), *(append(other, "b") for _ in range(10))
        )
    finally:
        await other.close()
    name = (await rows.of(on_sqlite).one(contact_table, contact)).first_name
    assert (name.count("a"), name.count("b")) == (10, 10)


async def test_a_unit_of_work_keeps_what_it_commits(writer, rows):
    async with writer.unit() as session:
        await session.execute(insert(contact_table).values(ANNA))
        await session.commit()
    assert [row.first_name for row in await rows.all(contact_table)] == ["Anna"]


async def test_a_unit_of_work_rolls_back_unless_told_to_commit(writer, rows):
    """Invariant 4: roll back unless told to commit."""
    async with writer.unit() as session:
        await session.execute(insert(contact_table).values(ANNA))
    assert await rows.all(contact_table) == []


async def test_a_unit_of_work_that_raises_rolls_back(writer, rows):
    """Invariant 4: roll back unless told to commit."""

    async def fail() -> None:
        async with writer.unit() as session:
            await session.execute(insert(contact_table).values(ANNA))
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await rows.all(contact_table) == []
    await rows.contact()  # and the connection is free


async def test_a_unit_of_work_that_is_cancelled_rolls_back(writer, rows):
    """Invariant 4: roll back unless told to commit."""
    inserted, forever = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        async with writer.unit() as session:
            await session.execute(insert(contact_table).values(ANNA))
            inserted.set()
            await forever.wait()

    task = asyncio.create_task(work())
    await inserted.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await rows.all(contact_table) == []
    await rows.contact()


async def test_a_unit_of_work_that_is_cancelled_while_it_waits_to_begin_leaves_nothing(
    on_sqlite, sqlite_url, rows
):
    """Its BEGIN goes on in the driver's thread, and must not become that of whoever comes next."""
    with closing(sqlite3.connect(_file(sqlite_url))) as holder:
        holder.execute("BEGIN IMMEDIATE")
        task = asyncio.create_task(_execute_and_commit(on_sqlite, "DELETE FROM contact"))
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.sleep(0)
        holder.rollback()
    with pytest.raises(asyncio.CancelledError):
        await task
    await rows.of(on_sqlite).contact()
    assert len(await rows.of(on_sqlite).all(contact_table)) == 1


async def test_only_what_came_before_the_commit_is_kept(writer, rows):
    async with writer.unit() as session:
        await session.execute(insert(contact_table).values(ANNA))
        await session.commit()
        await session.execute(insert(contact_table).values(ANNA | {"telegram_id": 8}))
    assert [row.telegram_id for row in await rows.all(contact_table)] == [7]


async def test_a_row_can_be_read_after_the_commit(writer):
    async with writer.unit() as session:
        anna = Contact(telegram_id=7, first_name="Anna", created_at=NOW)
        session.add(anna)
        await session.commit()
    assert (anna.first_name, anna.id is not None) == ("Anna", True)


SECRET = "the sole came off on day one"


@pytest.mark.parametrize(
    "statement",
    [
        insert(purchase_table).values(
            order_id="1",
            contact_ref=SECRET,
            link_token=SECRET,
            amount_cents=-1,
            received_at=NOW,
            is_test=False,
            imported_at=NOW,
        ),
        insert(contact_table).values(ANNA | {"username": SECRET, "telegram_id": 1}),
        insert(contact_table).values(ANNA | {"username": SECRET, "first_name": None}),
        select(contact_table).where(func.nothing_like_it(contact_table.c.username) == SECRET),
        update(contact_table).values(telegram_id=10**30),
        insert(set_aside_update_table).values(
            bot_id=7, update_id=1, body={"text": SECRET}, error=SECRET, set_aside_at=None
        ),
    ],
    ids=["check", "unique", "null", "no such function", "too big", "null beside JSON"],
)
async def test_an_error_doesnt_say_what_people_wrote(statement, database, rows):
    """Invariant 10: logs hold no personal data, and an error's text is what gets into a log."""
    await rows.contact(telegram_id=1)
    async with database.new_writing() as session:
        written = "".join(traceback.format_exception(await _error(session.execute(statement))))
    assert SECRET not in written
    assert str(10**30) not in written


@pytest.mark.parametrize(
    "statement",
    ["SELECT CAST(:words AS INTEGER)", "SELECT CAST(CAST(:words AS VARCHAR) AS INTEGER)"],
    ids=["refused by the driver", "refused by the server"],
)
async def test_a_value_of_the_wrong_type_is_not_quoted_in_the_error(statement, on_postgresql):
    """Invariant 10: logs hold no personal data."""
    async with on_postgresql.new_writing() as session:
        error = await _error(session.execute(text(statement), {"words": SECRET}))
    assert SECRET not in "".join(traceback.format_exception(error))
    assert "a value doesn't fit" in str(error)
    assert not is_database_trouble(error)


async def _error(work) -> BaseException:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one it is, is what the tests look at
        await work
    return caught.value


async def _execute(database: Database, statement: str) -> None:
    async with database.new_writing() as session:
        await session.execute(text(statement))


async def test_a_locked_database_is_in_trouble(sqlite_url, monkeypatch):
    monkeypatch.setattr("storage.database.SQLITE_BUSY_SECONDS", 0.01)
    database = Database(url=sqlite_url)
    with closing(sqlite3.connect(_file(sqlite_url))) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert is_database_trouble(await _error(_execute(database, "DELETE FROM contact")))
    await _execute(database, "DELETE FROM contact")
    await database.close()


async def test_a_full_disk_is_trouble(on_sqlite):
    async with on_sqlite.new_writing() as session:
        pages = (await session.execute(text("PRAGMA page_count"))).scalar_one()
        await session.execute(text(f"PRAGMA max_page_count = {pages}"))
        error = await _error(
            session.execute(insert(contact_table).values(ANNA | {"first_name": "A" * 1_000_000}))
        )
    assert "full" in str(error)
    assert is_database_trouble(error)


async def test_a_file_that_isnt_a_database_is_trouble(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear customer, " * 100)
    database = Database(url=f"sqlite+aiosqlite:///{tmp_path / 'letter.txt'}")
    assert is_database_trouble(await _error(_execute(database, "SELECT 1")))
    await database.close()


async def test_a_connection_that_was_closed_is_trouble(on_sqlite):
    async with on_sqlite.new_writing() as session:
        raw = await (await session.connection()).get_raw_connection()
        assert raw.driver_connection is not None
        await raw.driver_connection.close()
        assert is_database_trouble(await _error(session.execute(text("SELECT 1"))))
    await _execute(on_sqlite, "SELECT 1")


async def test_a_writer_that_waits_too_long_is_trouble(sqlite_url, monkeypatch):
    monkeypatch.setattr("storage.database.SQLITE_BUSY_SECONDS", 0.01)
    database = Database(url=sqlite_url)
    async with database.new_writing() as session:
        await session.execute(text("SELECT 1"))
        error = await _error(_execute(database, "SELECT 1"))
    assert isinstance(error, PoolTimeoutError)
    assert is_database_trouble(error)
    await database.close()


async def test_a_server_that_is_away_is_trouble(unused_tcp_port):
    database = Database(url=f"postgresql+asyncpg://shop@127.0.0.1:{unused_tcp_port}/shop")
    assert is_database_trouble(await _error(_execute(database, "SELECT 1")))
    await database.close()


async def test_a_connection_that_the_server_ends_is_trouble(on_postgresql):
    async with on_postgresql.new_writing() as session:
        backend = (await session.execute(text("SELECT pg_backend_pid()"))).scalar_one()
        await _execute(on_postgresql, f"SELECT pg_terminate_backend({backend})")
        assert is_database_trouble(await _error(session.execute(text("SELECT 1"))))
    await _execute(on_postgresql, "SELECT 1")


async def test_a_connection_that_the_server_ends_meanwhile_is_given_to_nobody(on_postgresql, postgresql_url):
    """As after a restart of the server: what comes next doesn't notice."""
    async with on_postgresql.new_writing() as session:
        backend = (await session.execute(text("SELECT pg_backend_pid()"))).scalar_one()
        driver = (await (await session.connection()).get_raw_connection()).driver_connection
    assert driver is not None
    ending = Database(url=postgresql_url)
    await _execute(ending, f"SELECT pg_terminate_backend({backend})")
    await ending.close()
    async with asyncio.timeout(5):
        while not driver.is_closed():  # noqa: ASYNC110 - the driver tells nobody
            await asyncio.sleep(0.01)
    await _execute(on_postgresql, "SELECT 1")


async def test_a_database_that_is_gone_is_trouble(on_postgresql):
    gone = Database(url=on_postgresql.url.set(database="nowhere").render_as_string(hide_password=False))
    assert is_database_trouble(await _error(_execute(gone, "SELECT 1")))
    await gone.close()


async def test_a_transaction_that_collided_is_trouble(on_postgresql):
    """What it did may be tried again as it was."""
    await _execute_and_commit(on_postgresql, "CREATE TABLE counter AS SELECT 0 AS number")
    async with on_postgresql.new_writing() as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        await session.execute(text("SELECT number FROM counter"))
        await _execute_and_commit(on_postgresql, "UPDATE counter SET number = 1")
        error = await _error(session.execute(text("UPDATE counter SET number = 2")))
    assert is_database_trouble(error)


async def _execute_and_commit(database: Database, statement: str) -> None:
    async with database.new_writing() as session:
        await session.execute(text(statement))
        await session.commit()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO contact_ref (ref, contact_id, linked_at) VALUES ('a', 987654321, CURRENT_TIMESTAMP)",
        "UPDATE contact SET first_name = NULL",
        "SELECT telephone FROM contact",
        "SELECT * FROM customer",
        "SELEKT 1",
    ],
    ids=["foreign key", "null", "no such column", "no such table", "syntax"],
)
async def test_a_wrong_statement_is_not_the_databases_trouble(statement, database, rows):
    """Else the update that caused it would be tried for ever and block everybody behind it."""
    await rows.contact()
    assert not is_database_trouble(await _error(_execute(database, statement)))


async def test_a_number_that_doesnt_fit_is_not_the_databases_trouble(session):
    """Invariant 6: numbers come from outside."""
    statement = select(contact_table).where(contact_table.c.telegram_id == 10**30)
    assert not is_database_trouble(await _error(session.execute(statement)))


@pytest.mark.parametrize(
    "error", [ValueError("no"), KeyError("no"), asyncio.CancelledError(), RuntimeError("no")], ids=repr
)
def test_what_has_nothing_to_do_with_the_database_is_not_its_trouble(error):
    assert not is_database_trouble(error)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "DATABASE_URL can't be read"),
        ("tapscore.db", "DATABASE_URL can't be read"),
        ("postgresql+asyncpg://shop:hunter2@host:port/shop", "DATABASE_URL can't be read"),
        ("sqlite:///tapscore.db", "DATABASE_URL begins with sqlite, which isn't supported"),
        ("postgresql://shop:hunter2@host/shop", "DATABASE_URL begins with postgresql, which isn't supported"),
        ("postgres://shop:hunter2@host/shop", "DATABASE_URL begins with postgres, which isn't supported"),
        ("mysql+aiomysql://shop:hunter2@host/shop", "DATABASE_URL begins with mysql+aiomysql"),
        ("sqlite+aiosqlite://", "DATABASE_URL names no file"),
        ("sqlite+aiosqlite:///:memory:", "DATABASE_URL names no file"),
    ],
)
def test_a_wrong_url_is_answered_with_a_sentence(url, sentence):
    with pytest.raises(DatabaseUnusableError) as refusal:
        Database(url=url)
    assert str(refusal.value).startswith(sentence)
    assert "sqlite+aiosqlite://" in str(refusal.value), "it shows a right one"
    assert "hunter2" not in "".join(traceback.format_exception(refusal.value))
