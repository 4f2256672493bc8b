"""Brings a database to the newest schema, and says how far it is."""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from storage.database import Database, DatabaseUnusableError, is_database_trouble, prepare_place

MIGRATIONS: Final = Path(__file__).parent / "migrations"


def revisions() -> list[str]:
    """The names of all migrations; they are numbered, so that their order is the one in which they apply."""
    return sorted(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def newest_revision() -> str:
    """The last migration's name."""
    return revisions()[-1]


async def revision_of(database: Database) -> str | None:
    """The migration that the database is at; None for an empty one. Raises DatabaseUnusableError."""
    try:
        async with database.engine.connect() as connection:
            return await connection.run_sync(_current)
    except (DBAPIError, OSError) as error:
        raise DatabaseUnusableError(_away(database, error)) from None


async def migrate(database: Database) -> None:
    """Apply every migration that is missing. Raises DatabaseUnusableError; nothing is changed then."""
    if await _is_newest(database):
        return
    try:
        async with database.migrating() as connection:
            await connection.run_sync(upgrade, "head")
    except Exception as error:
        if is_database_trouble(error):
            raise DatabaseUnusableError(_away(database, error)) from None
        raise


async def open_database(url: str) -> Database:
    """A database that is ready: on SQLite it is made and migrated; on PostgreSQL `migrate` must have been run.

    Raises DatabaseUnusableError with a sentence that says what to do.
    """
    database = Database(url=url)
    try:
        await prepare_place(database)
        if database.is_sqlite:
            await migrate(database)
        elif not await _is_newest(database):
            raise DatabaseUnusableError("The database isn't at this version; run: python -m bot migrate")
    except BaseException:
        await database.close()
        raise
    return database


async def _is_newest(database: Database) -> bool:
    revision = await revision_of(database)
    if revision is not None and revision not in revisions():
        raise DatabaseUnusableError(
            f"The database is at {revision}, which this version doesn't know; "
            "run the version that made it, or a newer one."
        )
    return revision == newest_revision()


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
    host = database.url.host or "this machine"
    return f"The database at {host} can't be used ({reason}); check DATABASE_URL, and that it runs."
