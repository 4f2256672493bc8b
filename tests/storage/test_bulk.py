"""Many rows in one statement: they arrive as they were handed over, on either database."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import BigInteger, String, bindparam, literal, select

from storage.bulk import Bulk
from storage.tables import contact_table as contact
from tests.storage.conftest import NOW

FAR = datetime(2026, 5, 5, 13, 0, 0, 1, tzinfo=timezone(timedelta(hours=3)))

ADD = Bulk(
    lambda insert, page: insert(contact).from_select(
        ["telegram_id", "first_name", "username", "blocked_at", "is_staff", "created_at"],
        select(
            page.c.telegram_id,
            page.c.first_name,
            page.c.username,
            page.c.blocked_at,
            literal(False),
            bindparam("at", type_=contact.c.created_at.type),
        ),
    ),
    telegram_id=BigInteger(),
    first_name=String(),
    username=String(),
    blocked_at=contact.c.blocked_at.type,
)


async def add(writer, *people):
    names = ("telegram_id", "first_name", "username", "blocked_at")
    async with writer.unit() as session:
        await ADD.execute(session, [dict(zip(names, person, strict=True)) for person in people], at=NOW)
        await session.commit()


async def test_rows_arrive_as_they_were_handed_over(writer, rows):
    people = [
        (2**62 + 1, 'O\'Neill "the" \\ $1 ?', None, NOW),
        (2**53 + 1, "Ольга 🌿 ąę 李", "olga", None),
        (7, "", "null", FAR),
    ]
    await add(writer, *people)
    found = [
        (row.telegram_id, row.first_name, row.username, row.blocked_at) for row in await rows.all(contact)
    ]
    assert found == people
    assert {row.created_at for row in await rows.all(contact)} == {NOW}


async def test_many_take_one_statement_and_none_takes_none(writer, rows, statements):
    await add(writer)
    assert [statement for statement in statements if statement.startswith("INSERT")] == []
    await add(writer, *((number, f"P{number}", None, None) for number in range(1, 501)))
    assert len([statement for statement in statements if statement.startswith("INSERT")]) == 1
    assert [row.telegram_id for row in await rows.all(contact)] == list(range(1, 501))


async def test_a_moment_without_a_zone_is_refused(writer):
    with pytest.raises(ValueError, match="timezone"):
        await add(writer, (1, "Anna", None, datetime(2026, 5, 5)))  # noqa: DTZ001
