"""Roles given and taken: to whom, which, and how far the giver reaches."""

import shutil
from dataclasses import replace

import pytest

from handlers.updates import Person
from tests.handlers.team_house import (
    ADAM,
    ANONYMOUS,
    BEN,
    ELSEWHERE,
    MARIA,
    MAX,
    OLGA,
    VERA,
    ZOE,
    open_team,
)

GRANT_HOW = "Write /grant with one role"
REVOKE_HOW = "Write /revoke in reply to the person"


@pytest.fixture
async def ownerless(migrated, tmp_path):
    """The settings name no owner: Maria is the only one."""
    async with open_team(shutil.copy(migrated, tmp_path), owner_ids=()) as opened:
        yield opened


# To whom


async def test_a_role_is_given_by_reply_also_to_somebody_who_was_never_seen(team):
    kim = Person(77, "Kim")
    assert await team.reads(ADAM, "grant", "marketer", to=kim) == "Kim is now:\nmarketer"
    assert await team.role(kim) == "marketer"


@pytest.mark.parametrize("argument", ["viewer @ben", "@BEN viewer", "Viewer   @Ben"])
async def test_a_role_is_given_by_name_in_any_case_and_order(team, argument):
    assert await team.reads(ADAM, "grant", argument) == "Ben is now:\nviewer"
    assert await team.role(BEN) == "viewer"


async def test_a_name_counts_before_a_reply(team):
    await team.says(ADAM, "grant", "viewer @ben", to=ZOE)
    assert (await team.role(BEN), await team.role(ZOE)) == ("viewer", None)


async def test_a_name_that_moved_means_whoever_was_seen_with_it_last(team):
    team.house.later(minutes=1)
    await team.says(replace(ZOE, username="Ben"), "help")
    await team.says(ADAM, "grant", "viewer @ben")
    assert (await team.role(BEN), await team.role(ZOE)) == (None, "viewer")


async def test_somebody_who_dropped_a_name_isnt_found_by_it(team):
    await team.says(replace(BEN, username=None), "help")
    assert "haven't seen this person" in await team.reads(ADAM, "grant", "viewer @ben")


async def test_somebody_seen_in_another_group_only_isnt_known(team):
    kim = Person(77, "Kim", "kimkim")
    await team.says(kim, "nps", group=ELSEWHERE)
    assert "haven't seen this person" in await team.reads(ADAM, "grant", "viewer @kimkim")
    await team.says(kim, "nps")
    assert "Kim is now" in await team.reads(ADAM, "grant", "viewer @kimkim")


async def test_a_new_role_takes_the_place_of_the_old_one(team):
    await team.says(ADAM, "grant", "marketer", to=VERA)
    assert await team.role(VERA) == "marketer"
    await team.says(ADAM, "grant", "viewer", to=VERA)
    assert await team.role(VERA) == "viewer"


async def test_taking_a_role_from_somebody_without_one_is_harmless(team):
    assert await team.reads(ADAM, "revoke", to=BEN) == "Ben has no role any more."


NOBODY = {
    "an anonymous administrator": ANONYMOUS,
    "the bot itself": Person(42, "Tapscore", "tapscore_bot"),
    "another bot": Person(43, "Weather", "WeatherBot"),
    "a channel": Person(136817688, "Channel", "Channel_Bot"),
    "the linked channel": Person(777000, "Telegram"),
}


@pytest.mark.parametrize("target", NOBODY.values(), ids=NOBODY)
async def test_what_is_no_one_person_never_has_a_role(team, target):
    assert GRANT_HOW in await team.reads(MARIA, "grant", "viewer", to=target)
    assert REVOKE_HOW in await team.reads(MARIA, "revoke", to=target)
    await team.says(target, "help")
    if target.username:
        assert "haven't seen this person" in await team.reads(MARIA, "grant", f"viewer @{target.username}")
    assert await team.role(target) is None


async def test_a_name_is_granted_a_role_also_in_reply_to_a_bot(team):
    await team.says(ADAM, "grant", "viewer @ben", to=NOBODY["the bot itself"])
    assert await team.role(BEN) == "viewer"


# Which


@pytest.mark.parametrize(
    "argument", ["", "boss", "viewer marketer", "viewer please", "@ben", "viewer @ben @zoe", "view/er"]
)
async def test_without_one_role_and_one_person_nothing_is_given(team, argument):
    await team.says(ADAM, "grant", argument, to=BEN)
    assert (await team.role(BEN), await team.role(ZOE)) == (None, None)


@pytest.mark.parametrize("argument", ["", "boss", "viewer marketer", "@ben", "viewer @ben @zoe"])
async def test_whoever_asks_for_no_role_is_told_how(team, argument):
    assert GRANT_HOW in await team.reads(ADAM, "grant", argument, to=BEN)


async def test_without_a_person_it_is_told_whom_it_can_be(team):
    assert "haven't seen this person" in await team.reads(ADAM, "grant", "viewer")


@pytest.mark.parametrize(
    ("word", "meant"),
    [("amdin", "admin"), ("viewr", "viewer"), ("OWNERS", "owner"), ("marketeer", "marketer")],
)
async def test_a_misspelt_role_is_asked_about_and_not_guessed(team, word, meant):
    told = await team.reads(MARIA, "grant", word, to=BEN)
    assert told == f"I don't understand “{word}”. Did you mean “{meant}”?"
    assert await team.role(BEN) is None


@pytest.mark.parametrize("argument", ["everybody", "viewer @vera", "@vera @max"])
async def test_a_role_is_taken_from_one_person_by_nothing_but_who_it_is(team, argument):
    assert REVOKE_HOW in await team.reads(ADAM, "revoke", argument, to=VERA)
    assert (await team.role(VERA), await team.role(MAX)) == ("viewer", "marketer")


async def test_a_role_is_taken_by_name(team):
    assert await team.reads(ADAM, "revoke", "@VERA") == "Vera has no role any more."
    assert await team.role(VERA) is None


# How far


@pytest.mark.parametrize("role", ["owner", "admin"])
@pytest.mark.parametrize("giver", [ADAM, ANONYMOUS])
async def test_an_admin_makes_no_admin_and_no_owner(team, giver, role):
    for target in (BEN, VERA, ADAM):
        before = await team.role(target)
        assert "you need the role:\nowner" in await team.reads(giver, "grant", role, to=target)
        assert await team.role(target) == before


@pytest.mark.parametrize("giver", [ADAM, ANONYMOUS])
@pytest.mark.parametrize("target", [OLGA, MARIA, ADAM])
async def test_an_admin_takes_nothing_from_an_admin_or_an_owner(team, giver, target):
    before = await team.role(target)
    for name, argument in (("revoke", ""), ("grant", "viewer")):
        assert "you need the role:\nowner" in await team.reads(giver, name, argument, to=target)
        assert await team.role(target) == before


async def test_an_owner_makes_and_unmakes_admins_and_owners(team):
    for role in ("admin", "owner"):
        await team.says(MARIA, "grant", role, to=BEN)
        assert await team.role(BEN) == role
    await team.says(BEN, "revoke", to=MARIA)
    assert await team.role(MARIA) is None


@pytest.mark.parametrize("giver", [MARIA, OLGA])
async def test_nobody_demotes_an_owner_by_the_settings(team, giver):
    for name, argument in (("revoke", ""), ("grant", "viewer")):
        assert "is now" not in await team.reads(giver, name, argument, to=OLGA)
        assert await team.role(OLGA) is None
    assert "connected to Greenleaf" in await team.reads(OLGA, "connect")


@pytest.mark.parametrize(("name", "argument"), [("revoke", ""), ("grant", "admin")])
async def test_the_last_owner_stays_one(ownerless, name, argument):
    await ownerless.says(MARIA, name, argument, to=MARIA)
    assert await ownerless.role(MARIA) == "owner"
    await ownerless.says(MARIA, "grant", "owner", to=BEN)
    await ownerless.says(MARIA, name, argument, to=MARIA)
    assert await ownerless.role(MARIA) == (argument or None)
    await ownerless.says(BEN, name, argument, to=BEN)
    assert await ownerless.role(BEN) == "owner"


async def test_an_owner_may_leave_where_the_settings_name_another(team):
    await team.says(MARIA, "revoke", to=MARIA)
    assert await team.role(MARIA) is None


async def test_an_owner_can_be_made_owner_again(ownerless):
    assert await ownerless.reads(MARIA, "grant", "owner", to=MARIA) == "Maria is now:\nowner"
