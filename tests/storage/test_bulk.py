"""Many rows in one statement: they arrive as they were handed over, on either database."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import BigInteger, String, bindparam, func, literal, select, update

from storage.bulk import Bulk, to_insert
from storage.kinds import MessageKind, MessageState
from storage.tables import contact_table as contact
from storage.tables import message_table as message
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


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 2**70])
async def test_a_number_that_no_database_holds_is_refused(writer, rows, number):
    """SQLite would make it a float, in silence."""
    with pytest.raises(OverflowError, match="64 bits"):
        await add(writer, (number, "Anna", None, None))
    assert await rows.all(contact) == []


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63)])
async def test_the_longest_numbers_arrive(writer, rows, number):
    await add(writer, (number, "Anna", None, None))
    assert [row.telegram_id for row in await rows.all(contact)] == [number]


SAY = Bulk(
    lambda insert, page: insert(message).from_select(
        [*page.c.keys(), "kind", "state", "priority", "attempt", "not_before", "created_at"],
        to_insert(
            page,
            literal(MessageKind.REPLY),
            literal(MessageState.DUE),
            *(literal(0), literal(0)),
            *(bindparam("at", type_=message.c.created_at.type) for _ in range(2)),
        ),
    ),
    key=String(),
    chat_id=BigInteger(),
    content=message.c.content.type,
)


async def test_json_within_a_row_arrives_as_it_was(writer, rows):
    contents = [
        {"lines": [{"id": "own-words", "values": {"words": 'Hej "Zażółć" \\ 🌿\n\u2028', "n": 2**53 + 1}}]},
        {"z": [], "a": {"nothing": None, "yes": True, "1": 1.5}},
        None,
    ]
    async with writer.unit() as session:
        await SAY.execute(
            session,
            [
                {"key": f"{number}", "chat_id": 1, "content": content}
                for number, content in enumerate(contents)
            ],
            at=NOW,
        )
        await session.commit()
    assert [row.content for row in await rows.all(message)] == contents
    async with writer.unit() as session:
        assert await session.scalar(select(func.count()).where(message.c.content.is_(None))) == 1


RENAME = Bulk(
    lambda _insert, page: (
        update(contact)
        .where(contact.c.telegram_id == page.c.who)
        .values(first_name=page.c.name)
        .returning(contact.c.telegram_id)
    ),
    who=BigInteger(),
    name=String(),
)


async def test_rows_can_be_changed_and_tell_which_were(writer, rows):
    await add(writer, *((number, f"P{number}", None, None) for number in range(4)))
    async with writer.unit() as session:
        assert await RENAME.returning(session, []) == ()
        changed = await RENAME.returning(
            session, [{"who": 1, "name": "Ann"}, {"who": 3, "name": "Eve"}, {"who": 9, "name": "Nobody"}]
        )
        await session.commit()
    assert sorted(row.telegram_id for row in changed) == [1, 3]
    assert [row.first_name for row in await rows.all(contact)] == ["P0", "Ann", "P2", "Eve"]
