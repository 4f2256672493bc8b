"""What an erasure leaves in the files of SQLite, and getting it out of them.

`secure_delete` overwrites what is deleted. But the log beside the file (WAL) holds pages as they were before,
and a page whose rows were once moved to another may keep copies of them where it is empty. So after an erasure
the log is emptied, the file written anew, and the log, through which that went, emptied again. That there is
something to do is noted in the file itself, by the erasure's own transaction: a crash in between loses nothing.

On PostgreSQL all this is the server's: see README, "Privacy".
"""

from typing import Final

from sqlalchemy import text

from storage.database import Database, Session

PATIENCE_MS: Final = 200
"""Milliseconds that the emptying of the log waits for readers. Nobody can write meanwhile, so it isn't long."""

# SQLite leaves this number of the file to the application (https://sqlite.org/pragma.html#pragma_user_version).
_NOTED: Final = "PRAGMA user_version"


class LogInUseError(Exception):
    """Somebody still reads what the log holds; it can be emptied later."""


async def note(session: Session) -> None:
    """Note an erasure in its own transaction."""
    if session.get_bind().dialect.name == "sqlite":
        number = (await session.execute(text(_NOTED))).scalar_one()
        await session.execute(text(f"{_NOTED} = {number + 1}"))


async def noted(database: Database) -> int:
    """The number of erasures that may have left something."""
    if not database.is_sqlite:
        return 0
    async with database.reading() as session:
        return int((await session.execute(text(_NOTED))).scalar_one())


async def empty_log(database: Database) -> None:
    """Move the log into the file and cut it to nothing. Raises LogInUseError."""
    async with database.apart() as connection:
        await connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        # https://sqlite.org/pragma.html#pragma_wal_checkpoint: whether it was blocked, and two numbers of pages.
        blocked, *_ = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).one()
    if blocked:
        raise LogInUseError


async def rewrite(database: Database) -> None:
    """Write the file anew from what it means: some seconds for a gigabyte, in which nobody else can write."""
    async with database.apart() as connection:
        await connection.exec_driver_sql("VACUUM")


async def settle(database: Database, number: int) -> None:
    """Note that this many erasures left nothing; if there is another by now, it remains to be done."""
    async with database.new_writing() as session:
        if (await session.execute(text(_NOTED))).scalar_one() == number:
            await session.execute(text(f"{_NOTED} = 0"))
            await session.commit()
