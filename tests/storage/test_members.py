"""The team as it is kept: who was seen, what each may do, and the link that makes the first owner."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from storage import members
from storage.kinds import Role
from storage.tables import member_table, owner_link_table
from storage.writer import Writer
from tests.postgresql import SERVER
from tests.storage.conftest import NOW

MARIA, BEN, EVE = 5_000_000_011, 5_000_000_012, 5_000_000_013
"""Telegram's ids need more than 32 bits."""

LATER = NOW + timedelta(hours=1)
HASH = "0" * 64


async def do(writer, step):
    async with writer.unit() as session:
        found = await step(session)
        await session.commit()
    return found


async def see(writer, person, username=None, *, first_name="Somebody", now=NOW):
    await do(writer, lambda s: members.see(s, person, first_name=first_name, username=username, now=now))


async def give(writer, person, role, *, now=NOW):
    await do(writer, lambda s: members.set_role(s, person, role, by=MARIA, now=now))


async def named(writer, username):
    found = await do(writer, lambda s: members.by_username(s, username))
    return found.telegram_id if found else None


async def role(writer, person):
    return await do(writer, lambda s: members.role_of(s, person))


async def test_somebody_seen_has_no_role_and_is_renewed_each_time(writer, rows):
    await see(writer, MARIA, "maria")
    await see(writer, MARIA, "Maria_K", first_name="Marija", now=LATER)
    (found,) = await rows.all(member_table)
    assert (found.telegram_id, found.first_name, found.username) == (MARIA, "Marija", "maria_k")
    assert (found.role, found.granted_by, found.seen_at) == (None, None, LATER)


async def test_being_seen_again_changes_no_role(writer):
    await see(writer, BEN)
    await give(writer, BEN, Role.MARKETER)
    await see(writer, BEN, "ben", now=LATER)
    assert await role(writer, BEN) is Role.MARKETER


async def test_a_role_says_who_gave_it_and_when(writer, rows):
    await see(writer, BEN)
    await see(writer, EVE)
    await give(writer, BEN, Role.ADMIN, now=LATER)
    ben, eve = await rows.all(member_table)
    assert (ben.role, ben.granted_by, ben.granted_at) == (Role.ADMIN, MARIA, LATER)
    assert (eve.role, eve.granted_by, eve.granted_at) == (None, None, None)
    assert await role(writer, EVE) is None
    await give(writer, BEN, None)
    assert await role(writer, BEN) is None


async def test_somebody_who_was_never_seen_has_no_role_and_gets_none(writer, rows):
    await give(writer, EVE, Role.OWNER)
    assert await role(writer, EVE) is None
    assert await do(writer, lambda s: members.by_id(s, EVE)) is None
    assert await rows.all(member_table) == []


@pytest.mark.parametrize("name", ["Maria_K", "maria_k", "MARIA_K"])
async def test_a_name_is_found_in_any_case(writer, name):
    await see(writer, MARIA, "Maria_K")
    assert await named(writer, name) == MARIA


async def test_a_name_is_found_whole_and_not_as_a_pattern(writer):
    await see(writer, MARIA, "mariaXk")
    for name in ("maria_k", "maria", "%", ""):
        assert await named(writer, name) is None


@pytest.mark.parametrize("first", [BEN, EVE])
async def test_a_name_that_moved_is_that_of_whoever_was_seen_with_it_last(writer, first):
    second = EVE if first == BEN else BEN
    await see(writer, first, "care")
    await see(writer, second, "care", now=LATER)
    assert await named(writer, "care") == second
    await see(writer, second, None, now=LATER + timedelta(hours=1))
    assert await named(writer, "care") == first


async def test_there_is_an_owner_once_somebody_is_one(writer):
    for person in (MARIA, BEN):
        await see(writer, person)
    await give(writer, BEN, Role.ADMIN)
    assert not await do(writer, members.has_owner)
    await give(writer, MARIA, Role.OWNER)
    assert await do(writer, members.has_owner)
    assert not await do(writer, lambda s: members.another_owns(s, MARIA))
    assert await do(writer, lambda s: members.another_owns(s, BEN))
    await give(writer, BEN, Role.OWNER)
    assert await do(writer, lambda s: members.another_owns(s, MARIA))
    await give(writer, MARIA, None)
    await give(writer, BEN, None)
    assert not await do(writer, members.has_owner)


@pytest.mark.skipif(SERVER is None, reason="TEST_DATABASE_URL names no server")
@pytest.mark.parametrize("dialect", ["postgresql"] if SERVER else [], indirect=True)
async def test_of_two_owners_who_take_each_others_role_at_once_one_stays(writer, database, another):
    """Two processes on PostgreSQL: the second waits for the first, and then finds nobody else."""
    for person in (MARIA, BEN):
        await see(writer, person)
        await give(writer, person, Role.OWNER)

    async def takes(session, whose):
        allowed = await members.another_owns(session, whose)
        if allowed:
            await members.set_role(session, whose, None, by=MARIA, now=NOW)
        return allowed

    async def waits_or_ends(second):
        while not second.done():
            async with database.reading() as session:
                waiting = await session.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
                if waiting.scalar_one():
                    return

    async with writer.unit() as session:
        first = await takes(session, BEN)
        second = asyncio.create_task(do(Writer(database=another), lambda s: takes(s, MARIA)))
        await waits_or_ends(second)
        await session.commit()
    assert (first, await second) == (True, False)
    assert (await role(writer, MARIA), await role(writer, BEN)) == (Role.OWNER, None)


# The owner's link


async def add(writer, token_hash=HASH, *, valid_until=LATER):
    await do(writer, lambda s: members.add_owner_link(s, token_hash, valid_until=valid_until))


async def opens(writer, token_hash=HASH, *, now=NOW):
    return await do(writer, lambda s: members.open_owner_link(s, token_hash, now=now))


async def test_a_link_opens_once(writer, rows):
    await add(writer)
    assert not await opens(writer, "1" * 64)
    assert await opens(writer)
    assert not await opens(writer)
    (link,) = await rows.all(owner_link_table)
    assert (link.token_hash, link.opened_at) == (HASH, NOW)


async def test_a_link_opens_until_its_last_moment(writer):
    await add(writer)
    assert not await opens(writer, now=LATER)
    assert await opens(writer, now=LATER - timedelta(microseconds=1))


async def test_of_two_who_open_a_link_at_once_one_is_first(writer, another):
    await add(writer)
    opened = await asyncio.gather(opens(writer), opens(Writer(database=another)))
    assert sorted(opened) == [False, True]


async def test_what_nobody_opened_can_be_ended_and_what_was_opened_stays_on_record(writer, rows):
    await add(writer)
    await opens(writer)
    await add(writer, "1" * 64)
    await do(writer, members.end_owner_links)
    assert not await opens(writer, "1" * 64)
    assert [link.token_hash for link in await rows.all(owner_link_table)] == [HASH]
