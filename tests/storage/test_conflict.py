"""Two transactions that stand in each other's way, told from a database that is away."""

import asyncio
import sqlite3
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import DBAPIError

from storage.database import conflict, is_database_trouble
from storage.tables import contact_table

ANNA = {"first_name": "Anna", "is_staff": False, "created_at": datetime(2026, 5, 5, 10, tzinfo=UTC)}


async def test_a_deadlock_is_trouble_of_its_own_kind(database, dialect):
    """Each holds what the other wants: PostgreSQL undoes one of them, and the other goes on."""
    if dialect != "postgresql":
        pytest.skip("SQLite has one writer")
    async with database.new_writing() as session:
        await session.execute(
            insert(contact_table), [ANNA | {"id": which, "telegram_id": which} for which in (1, 2)]
        )
        await session.commit()
    both = asyncio.Barrier(2)

    async def touch(first: int, second: int) -> None:
        async with database.new_writing() as session:
            for which in (first, second):
                await session.execute(
                    update(contact_table).where(contact_table.c.id == which).values(first_name="A")
                )
                if which == first:
                    await both.wait()

    found = await asyncio.gather(touch(1, 2), touch(2, 1), return_exceptions=True)
    (error,) = [error for error in found if error is not None]
    assert isinstance(error, DBAPIError)
    assert is_database_trouble(error)
    assert conflict(error) == "40P01"


def test_what_isn_t_undone_for_another_is_no_conflict():
    assert conflict(ConnectionRefusedError()) is None
    assert conflict(DBAPIError("SELECT", {}, sqlite3.OperationalError("locked"))) is None
