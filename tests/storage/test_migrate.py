"""Migrations: every step up and down, the models at the end of them, and what is said when they can't run."""

import asyncio
import re
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, delete, make_url, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from storage.database import Database, DatabaseUnusableError
from storage.migrate import (
    MIGRATIONS,
    downgrade,
    migrate,
    newest_revision,
    open_database,
    revision_of,
    revisions,
    upgrade,
)
from storage.tables import contact_table, invitation_table, response_table

SCRIPTS = sorted(ScriptDirectory(str(MIGRATIONS)).walk_revisions(), key=lambda script: script.revision)

Schema = dict[str, Any]


@pytest.fixture
async def blank(blank_url):
    """A database without tables."""
    opened = Database(url=blank_url)
    yield opened
    await opened.close()


@pytest.fixture
async def own(blank):
    """A migrated database of this test's own, whose tables it may change."""
    await migrate(blank)
    return blank


def _schema(connection: Connection) -> Schema:
    """Every table, constraint and index as the database itself tells them, in a form that can be compared."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(
            text("SELECT type || ' ' || name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_auto%'")
        )
        schema = {name: _parts(sql) for name, sql in found}
    else:
        schema = {name: found for query in POSTGRESQL for name, found in connection.execute(text(query))}
    return {name: found for name, found in schema.items() if "alembic" not in name}


POSTGRESQL = (
    """SELECT table_name || '.' || column_name,
              concat_ws(' ', udt_name, character_maximum_length, is_nullable, column_default)
       FROM information_schema.columns WHERE table_schema = 'public'""",
    """SELECT conrelid::regclass || ': ' || conname, pg_get_constraintdef(oid)
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
)


def _parts(sql: str) -> list[str]:
    """An index as it was made; a table as its beginning and what stands between its commas, in any order."""
    words = re.sub(r"\s*([(),])\s*|\s+", lambda space: space[1] or " ", sql.replace('"', "")).strip()
    if not words.startswith("CREATE TABLE"):
        return [words]
    head, _, body = words.removesuffix(")").partition("(")
    parts, depth = [""], 0
    for character in body:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [head, *sorted(parts)]


async def _schema_of(database: Database) -> Schema:
    async with database.engine.connect() as connection:
        return await connection.run_sync(_schema)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.revision)
def test_a_migrations_file_is_named_after_it(script: Script):
    assert Path(script.path).stem == script.revision
    assert len(script.revision) <= 32, "alembic_version has no room for more"


def test_migrations_are_numbered_in_the_order_in_which_they_apply():
    assert [script.revision for script in SCRIPTS] == revisions()
    assert [script.down_revision for script in SCRIPTS] == [None, *revisions()[:-1]]
    assert [name[:4] for name in revisions()] == [f"{n:04}" for n in range(1, len(SCRIPTS) + 1)]
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [newest_revision()]


async def test_every_migration_goes_up_and_down_and_up_again(blank):
    """The stairway: what a step down leaves is what was there before the step up."""
    before: Schema = {}
    for script in SCRIPTS:
        async with blank.migrating() as connection:
            await connection.run_sync(upgrade, script.revision)
        up = await _schema_of(blank)
        async with blank.migrating() as connection:
            await connection.run_sync(downgrade, "-1")
        assert await _schema_of(blank) == before
        assert await revision_of(blank) == script.down_revision
        async with blank.migrating() as connection:
            await connection.run_sync(upgrade, script.revision)
        assert await _schema_of(blank) == up != before
        before = up


async def test_without_own_quick_answers_an_answer_names_none_that_it_is_not(own, rows):
    """The version before would read any that it doesn't know as "Service"."""
    given = rows.of(own)
    for score, reason in ((1, "own1"), (2, "price"), (3, None)):
        await given.answer(invitation_id=await given.invitation(), score=score, reason=reason)
    async with own.migrating() as connection:
        await connection.run_sync(downgrade, "0010_survey_words")
        found = await connection.execute(text("SELECT score, reason FROM response ORDER BY score"))
    assert [tuple(row) for row in found] == [(1, None), (2, "price"), (3, None)]


async def test_all_the_way_down_leaves_nothing(own, rows):
    await rows.of(own).message()
    async with own.migrating() as connection:
        await connection.run_sync(downgrade, "base")
    assert await _schema_of(own) == {}
    assert await revision_of(own) is None


async def test_the_models_equal_the_migrations(database, blank):
    """Down to CHECKs, names, foreign keys and the conditions of partial indexes, which Alembic doesn't compare."""
    async with blank.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    by_models, by_migrations = await _schema_of(blank), await _schema_of(database)
    assert by_models == by_migrations
    assert len(by_models) > len(SQLModel.metadata.tables)


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("CREATE INDEX message_due ON message (priority, not_before, id)", "index message_due"),
        ("CREATE INDEX message_due ON message (priority, id) WHERE state = 'due'", "index message_due"),
    ],
)
async def test_the_comparison_sees_how_an_index_differs(statement, where, own):
    before = await _schema_of(own)
    async with own.migrating() as connection:
        await connection.execute(text("DROP INDEX message_due"))
        await connection.execute(text(statement))
    after = await _schema_of(own)
    assert [name for name in before if before[name] != after[name]] == [where]


@pytest.mark.parametrize("old", ["score >= lowest", "VARCHAR NOT NULL", "PRIMARY KEY", ", b VARCHAR"])
def test_the_comparison_sees_every_word_of_a_table(old):
    table = "CREATE TABLE a (id INTEGER, b VARCHAR NOT NULL, PRIMARY KEY (id), CHECK (score >= lowest))"
    assert _parts(table) == _parts(table.replace(", ", "\n,  "))
    assert _parts(table) != _parts(table.replace(old, ""))


async def test_migrating_twice_is_harmless(database, rows):
    contact = await rows.contact()
    await migrate(database)
    assert [row.id for row in await rows.all(contact_table)] == [contact]


async def test_two_processes_that_migrate_at_once_make_one_schema(blank, blank_url):
    other = Database(url=blank_url)
    try:
        await asyncio.gather(migrate(blank), migrate(other))
    finally:
        await other.close()
    assert await revision_of(blank) == newest_revision()


async def test_a_migration_that_fails_changes_nothing(blank):
    with suppress(LookupError):
        async with blank.migrating() as connection:
            await connection.run_sync(upgrade, "head")
            raise LookupError
    assert await _schema_of(blank) == {}
    await migrate(blank)
    assert await revision_of(blank) == newest_revision()


async def test_an_altered_table_keeps_the_rows_that_point_to_it(own, rows):
    """SQLite makes an altered table anew; to drop the old one must not touch the answers to its invitations."""
    rows = rows.of(own)
    answer = await rows.answer(invitation_id=await rows.invitation(), score=4)

    def alter(connection: Connection) -> None:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("invitation") as table:
            table.alter_column("language", new_column_name="tongue")

    async with own.migrating() as connection:
        await connection.run_sync(alter)
    assert (await rows.one(response_table, answer)).score == 4
    async with own.new_writing() as session:
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
            await session.execute(delete(invitation_table))


async def test_a_migration_that_would_leave_rows_without_what_they_point_to_is_undone(sqlite_url, rows):
    database = Database(url=sqlite_url)
    try:
        answer = await rows.of(database).answer(invitation_id=await rows.of(database).invitation(), score=4)
        with pytest.raises(DatabaseUnusableError, match="rows of response that point to nothing"):
            async with database.migrating() as connection:
                await connection.execute(delete(invitation_table))
        assert (await rows.of(database).one(response_table, answer)).score == 4
        assert await rows.of(database).all(invitation_table)
    finally:
        await database.close()


async def test_a_database_is_made_with_its_folder(tmp_path):
    path = tmp_path / "var" / "deep" / "tapscore.db"
    database = await open_database(f"sqlite+aiosqlite:///{path}")
    try:
        assert await revision_of(database) == newest_revision()
        assert database.path == path
    finally:
        await database.close()


async def test_a_migrated_database_opens_on_both(url, rows):
    contact = await rows.contact()
    database = await open_database(url)
    try:
        assert [row.id for row in await rows.of(database).all(contact_table)] == [contact]
    finally:
        await database.close()


async def _refusal(url: str) -> str:
    """The sentence with which a database isn't opened; there is nothing else in the error."""
    with pytest.raises(DatabaseUnusableError) as refusal:
        await open_database(url)
    assert refusal.value.__cause__ is None
    return str(refusal.value)


async def test_a_database_of_a_newer_version_is_left_alone(own, blank_url):
    async with own.migrating() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999_the_future'"))
    with pytest.raises(DatabaseUnusableError, match="at 9999_the_future, which this version doesn't know"):
        await migrate(own)
    assert "run the version that made it, or a newer one" in await _refusal(blank_url)


async def test_a_folder_is_no_database(tmp_path):
    sentence = await _refusal(f"sqlite+aiosqlite:///{tmp_path}")
    assert (
        sentence
        == f"The database {tmp_path} can't be opened; check that it is a SQLite file and may be written."
    )


async def test_a_file_that_isnt_a_database_is_left_as_it_is(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear customer, " * 100)
    assert "check that it is a SQLite file" in await _refusal(f"sqlite+aiosqlite:///{path}")
    assert path.read_text() == "Dear customer, " * 100


@pytest.mark.parametrize("place", ["", "letter.txt"], ids=["a folder", "no database"])
async def test_what_cant_be_opened_leaves_no_thread_behind(place, tmp_path):
    """A thread of the driver that outlives the loop ends with a traceback below our sentence."""
    (tmp_path / "letter.txt").write_text("Dear customer, " * 100)
    with pytest.raises(DatabaseUnusableError) as kept:  # what it refers to isn't cleared away by chance
        await open_database(f"sqlite+aiosqlite:///{tmp_path / place}")
    workers = [thread for thread in threading.enumerate() if "_connection_worker" in thread.name]
    for worker in workers:
        worker.join(timeout=1)  # one that has been told to end may be on its last line
    assert not any(worker.is_alive() for worker in workers), kept


async def test_a_folder_that_cant_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    sentence = await _refusal(f"sqlite+aiosqlite:///{tmp_path / 'file' / 'tapscore.db'}")
    assert sentence.startswith(f"The folder {tmp_path / 'file'} can't be made (")
    assert "choose another place in DATABASE_URL" in sentence


async def test_a_place_that_may_not_be_written_is_named():
    """Nobody may make a folder there, not even root, as whom tests run in containers."""
    assert "The folder /proc/tapscore can't be made" in await _refusal(
        "sqlite+aiosqlite:////proc/tapscore/a.db"
    )


async def test_a_file_that_another_program_holds_is_said_to_be_unusable(sqlite_url, monkeypatch):
    monkeypatch.setattr("storage.database.SQLITE_BUSY_SECONDS", 0.01)
    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite+aiosqlite:///"))
    holder.execute("BEGIN EXCLUSIVE")
    try:
        assert "can't be opened" in await _refusal(sqlite_url)
    finally:
        holder.close()


async def test_a_server_that_is_away_is_named(unused_tcp_port):
    url = f"postgresql+asyncpg://shop:hunter2@127.0.0.1:{unused_tcp_port}/tapscore"
    sentence = await _refusal(url)
    assert sentence.startswith("The database at 127.0.0.1 can't be used (")
    assert "check DATABASE_URL, and that it runs" in sentence
    assert "hunter2" not in sentence


async def test_postgresql_is_migrated_on_request_only(postgresql_url):
    assert await _refusal(postgresql_url) == "The database isn't at this version; run: python -m bot migrate"


async def test_a_database_that_the_server_doesnt_have_is_said_to_be_unusable(postgresql_url):
    nowhere = make_url(postgresql_url).set(database="nowhere").render_as_string(hide_password=False)
    assert '(database "nowhere" does not exist)' in await _refusal(nowhere)
