"""The link that makes its opener the owner: once, for a day, and while nobody owns the bot."""

import hashlib
from datetime import timedelta

import pytest

from handlers.admin import owner_link
from handlers.rights import Rights
from storage.kinds import Role
from storage.tables import contact_table, member_table, message_table, owner_link_table
from tests.handlers.samples import ANNA, NOW
from tests.handlers.team_house import BEN, MARIA, OLGA, ZOE, TeamHouse

NOBODY = Rights.of(())
TOKEN = "secret-token"


@pytest.fixture
async def team(house):
    """Nobody owns the bot yet."""
    return TeamHouse(house, owner_ids=())


async def offer(team, token=TOKEN, *, rights=NOBODY):
    async with team.house.writer.unit() as session:
        payload = await owner_link.offer(session, token, rights=rights, now=team.house.now)
        await session.commit()
    return payload


async def opens(team, person, payload):
    return await team.reads(person, "start", payload, group=None)


async def test_whoever_opens_the_link_first_is_the_owner(team):
    payload = await offer(team)
    assert "You are the owner of Greenleaf" in await opens(team, MARIA, payload)
    assert await team.role(MARIA) == "owner"
    assert "connected to Greenleaf" in await team.reads(MARIA, "connect")


async def test_the_payload_is_one_that_telegram_takes(team):
    """Bot API: a deep link's payload is at most 64 of A-Za-z0-9_-; token_urlsafe(16) has 22 of them."""
    assert await offer(team, "x" * 22) == "own-" + "x" * 22


async def test_the_link_works_once(team):
    payload = await offer(team)
    await opens(team, MARIA, payload)
    for person in (ZOE, MARIA):
        assert "don't know this link" in await opens(team, person, payload)
    assert await team.role(ZOE) is None


@pytest.mark.parametrize(
    ("after", "works"), [(timedelta(hours=24, seconds=-1), True), (timedelta(hours=24), False)]
)
async def test_the_link_works_for_a_day(team, after, works):
    payload = await offer(team)
    team.house.now = NOW + after
    told = await opens(team, MARIA, payload)
    assert ("You are the owner" in told) is works
    assert await team.role(MARIA) == ("owner" if works else None)


async def test_only_the_hash_of_the_link_is_kept(team):
    """Invariant 10: whoever reads the database can't open it."""
    await offer(team)
    link = await team.house.one(owner_link_table)
    assert link["token_hash"] == hashlib.sha256(b"secret-token").hexdigest()
    assert "secret-token" not in str(link)


async def test_a_newer_link_ends_the_older(team):
    older, newer = await offer(team, "older"), await offer(team, "newer")
    assert "don't know this link" in await opens(team, ZOE, older)
    assert "You are the owner" in await opens(team, MARIA, newer)


async def test_no_link_is_offered_where_there_is_an_owner(team):
    await opens(team, MARIA, await offer(team))
    assert await offer(team, "another") is None
    assert len(await team.house.rows(owner_link_table)) == 1


async def test_no_link_is_offered_where_the_settings_name_an_owner(team):
    assert await offer(team, rights=Rights.of([OLGA.telegram_id])) is None
    assert await team.house.rows(owner_link_table) == []


async def test_a_link_ends_when_the_settings_name_an_owner_after_all(team):
    payload = await offer(team)
    await offer(team, rights=Rights.of([OLGA.telegram_id]))
    assert "don't know this link" in await opens(team, ZOE, payload)
    assert await team.role(ZOE) is None


async def test_a_link_ends_when_somebody_owns_the_bot(team):
    payload = await offer(team)
    await team.give(MARIA, Role.OWNER)
    assert "don't know this link" in await opens(team, ZOE, payload)
    assert await team.role(ZOE) is None


async def test_who_guesses_a_link_becomes_nothing(team):
    await offer(team)
    for payload in ("own-", "own-secret", "own-Secret-token", "secret-token", "own-own-secret-token"):
        assert "don't know this link" in await opens(team, ZOE, payload)
    assert await team.house.rows(member_table) == []


async def test_an_orders_link_that_begins_as_an_owners_does_is_an_orders(team):
    await team.house.order("1001", link_token="own-4f6")
    assert "care" in await opens(team, ANNA, "own-4f6")
    assert (await team.house.one(contact_table))["telegram_id"] == ANNA.telegram_id


async def test_the_owner_can_share_the_bot_with_others_after_that(team):
    await opens(team, MARIA, await offer(team))
    await team.connect()
    await team.says(MARIA, "grant", "owner", to=BEN)
    assert await team.role(BEN) == "owner"
    assert [row["state"] for row in await team.house.rows(message_table)] == ["due", "due"]
