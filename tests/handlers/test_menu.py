"""The commands that Telegram offers: each exists, is described, and is for who sees it."""

import re

import pytest

from handlers.menu import SCOPES, menus
from handlers.rights import NEEDED_IN_PRIVATE, NEEDED_IN_ROOM
from handlers.texts.catalog import Catalog
from handlers.texts.languages import SPOKEN
from handlers.texts.units import utf16_length

CATALOG = Catalog.load()
CUSTOMERS = {"start", "stop", "help", "language", "privacy", "mydata", "forget"}


@pytest.fixture
def calls():
    return list(menus(CATALOG))


def test_each_scope_is_told_in_each_language_and_to_everybody_else_in_the_first(calls):
    told = [(call["scope"]["type"], call.get("language_code")) for call in calls]
    assert told == [(scope, language) for scope in SCOPES for language in (None, *SPOKEN)]
    for call in calls:
        if "language_code" not in call:
            same = next(c for c in calls if c["scope"] == call["scope"] and c.get("language_code") == "en")
            assert same["commands"] == call["commands"]


def test_what_a_scope_offers_is_what_the_rights_know():
    """Neither is a command offered that nothing answers, nor one kept from those who may use it."""
    assert set(SCOPES["all_private_chats"]) == CUSTOMERS
    assert set(SCOPES["all_chat_administrators"]) == set(NEEDED_IN_ROOM)
    assert set(SCOPES["all_group_chats"]) == {name for name, role in NEEDED_IN_ROOM.items() if role is None}
    assert set(NEEDED_IN_PRIVATE) <= set(NEEDED_IN_ROOM)


def test_a_customer_isnt_offered_what_is_the_teams():
    assert not set(SCOPES["all_private_chats"]) & set(NEEDED_IN_PRIVATE)


def test_every_command_is_one_that_telegram_takes(calls):
    """Bot API, BotCommand: 1-32 of a-z, 0-9 and _; described in 1-256 characters; at most 100."""
    for call in calls:
        names = [command["command"] for command in call["commands"]]
        assert len(names) == len(set(names)) <= 100
        for command in call["commands"]:
            assert re.fullmatch(r"[a-z0-9_]{1,32}", command["command"])
            assert 1 <= utf16_length(command["description"]) <= 256
            assert command["description"].strip() == command["description"]
            assert "\n" not in command["description"]


def test_each_language_describes_each_command_in_its_own_words(calls):
    described = {
        (call["language_code"], command["command"]): command["description"]
        for call in calls
        if "language_code" in call
        for command in call["commands"]
    }
    for name in NEEDED_IN_ROOM.keys() | CUSTOMERS:
        assert len({described[language, name] for language in SPOKEN}) == len(SPOKEN)
