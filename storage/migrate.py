"""Brings a database to the newest schema, and says how far it is."""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from storage.database import Database, DatabaseUnusableError, prepare_place

MIGRATIONS: Final = Path(__file__).parent / "migrations"


def newest_revision() -> str:
    """The last migration's name; they are numbered, so that it is the last by name."""
    return max(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


async def revision_of(database: Database) -> str | None:
    """The migration that the database is at; None for an empty one. Raises DatabaseUnusableError."""
    try:
        async with database.engine.connect() as connection:
            return await connection.run_sync(_current)
    except (DBAPIError, OSError) as error:
        raise DatabaseUnusableError(_away(database, error)) from None


async def migrate(database: Database) -> None:
    """Apply every migration that is missing. Raises DatabaseUnusableError."""
    if await revision_of(database) == newest_revision():
        return
    async with database.engine.begin() as connection:
        await connection.run_sync(upgrade, "head")


async def open_database(url: str) -> Database:
    """A database that is ready: on SQLite it is made and migrated; on PostgreSQL `migrate` must have been run.

    Raises DatabaseUnusableError with a sentence that says what to do.
    """
    database = Database(url=url)
    try:
        await prepare_place(database)
        if database.is_sqlite:
            await migrate(database)
        elif await revision_of(database) != newest_revision():
            raise DatabaseUnusableError("The database isn't at this version; run: python -m bot migrate")
    except BaseException:
        await database.close()
        raise
    return database


def upgrade(connection: Connection, revision: str) -> None:
    """Apply migrations up to `revision` on this connection."""
    _alembic().upgrade(_config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Undo migrations down to `revision` ("base": all) on this connection."""
    _alembic().downgrade(_config(connection), revision)


def _alembic() -> Any:
    from alembic import command  # noqa: PLC0415 - a quarter of a second that most commands don't need

    return command


def _config(connection: Connection) -> Any:
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _current(connection: Connection) -> str | None:
    dialect = connection.dialect
    if not dialect.has_table(connection, "alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return str(found[0]) if found else None


def _away(database: Database, error: BaseException) -> str:
    if database.path is not None:
        return f"The database {database.path} can't be opened; check that it is a SQLite file and may be written."
    reason = str(getattr(error, "orig", None) or error).split("\n")[0]
    return (
        f"The database at {database.url.host} can't be used ({reason}); check DATABASE_URL, and that it runs."
    )
