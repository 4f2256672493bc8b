"""An update that a host's bot has parsed becomes the Bot API's JSON again."""

import copy
import importlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest

PERSON = {"id": 5, "is_bot": False, "first_name": "Аня", "language_code": "ru", "is_premium": True}
PRIVATE = {"id": 5, "type": "private", "first_name": "Аня"}
GROUP = {"id": -1002233445566778, "type": "supergroup", "title": "Команда", "is_forum": True}
SENT_AT = 1790000000

UPDATES: dict[str, dict[str, Any]] = {
    "a text in a topic": {
        "update_id": 1,
        "message": {
            "message_id": 12,
            "from": PERSON,
            "chat": GROUP,
            "date": SENT_AT,
            "message_thread_id": 3,
            "is_topic_message": True,
            "text": "/nps@bot 30d 👍",
            "entities": [{"type": "bot_command", "offset": 0, "length": 8}],
            "link_preview_options": {"is_disabled": True},
            "reply_to_message": {"message_id": 11, "chat": GROUP, "date": SENT_AT, "text": "."},
        },
    },
    "a tap": {
        "update_id": 2,
        "callback_query": {
            "id": "4382bfdwdsb323b2d9",
            "from": PERSON,
            "chat_instance": "-3",
            "data": "ts:a:1:10",
            "message": {
                "message_id": 12,
                "chat": PRIVATE,
                "date": SENT_AT,
                "text": "?",
                "reply_markup": {"inline_keyboard": [[{"text": "10", "callback_data": "ts:a:1:10"}]]},
            },
        },
    },
    "a tap on an old message": {
        "update_id": 3,
        "callback_query": {
            "id": "4",
            "from": PERSON,
            "chat_instance": "-3",
            "data": "ts:a:1:0",
            "message": {"message_id": 12, "chat": PRIVATE, "date": 0},
        },
    },
    "a document": {
        "update_id": 4,
        "message": {
            "message_id": 13,
            "chat": PRIVATE,
            "date": SENT_AT,
            "document": {
                "file_id": "F",
                "file_unique_id": "U",
                "file_name": "за май.csv",
                "file_size": 2**33,
            },
        },
    },
    "a block": {
        "update_id": 5,
        "my_chat_member": {
            "chat": PRIVATE,
            "from": PERSON,
            "date": SENT_AT,
            "old_chat_member": {"status": "member", "user": {"id": 9, "is_bot": True, "first_name": "b"}},
            "new_chat_member": {
                "status": "kicked",
                "user": {"id": 9, "is_bot": True, "first_name": "b"},
                "until_date": 0,
            },
        },
    },
    "a group that moved": {
        "update_id": 6,
        "message": {
            "message_id": 14,
            "chat": {"id": -5, "type": "group", "title": "t"},
            "date": SENT_AT,
            "migrate_to_chat_id": -1002233445566778,
        },
    },
    "a group that is new": {
        "update_id": 7,
        "message": {"message_id": 1, "chat": GROUP, "date": SENT_AT, "supergroup_chat_created": True},
    },
    "something of tomorrow": {
        "update_id": 8,
        "message": {"message_id": 1, "chat": GROUP, "date": SENT_AT, "hologram": {"from": [1, {"a": False}]}},
    },
    "an update of tomorrow": {"update_id": 9, "hologram": {"from": {"id": 2**52}}},
}


def _through_aiogram(update):
    adapter = importlib.import_module("bot.adapters.aiogram_adapter")
    return adapter.update_as_dict(importlib.import_module("aiogram.types").Update.model_validate(update))


def _through_ptb(update):
    adapter = importlib.import_module("bot.adapters.ptb_adapter")
    return adapter.update_as_dict(importlib.import_module("telegram").Update.de_json(update, None))


@pytest.mark.parametrize("name", UPDATES)
@pytest.mark.parametrize("through", [_through_aiogram, _through_ptb])
def test_an_update_comes_back_as_it_was(through, name):
    result = through(copy.deepcopy(UPDATES[name]))
    assert result == UPDATES[name]
    assert json.loads(json.dumps(result)) == UPDATES[name]
    assert _types(result) <= {dict, list, str, int, bool}


def _types(value):
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {type(value)}.union(*(_types(child) for child in children))


def test_a_button_that_a_host_does_not_know_keeps_its_data():
    """python-telegram-bot's `arbitrary_callback_data` replaces our data by an InvalidCallbackData."""
    telegram, ext = importlib.import_module("telegram"), importlib.import_module("telegram.ext")
    adapter = importlib.import_module("bot.adapters.ptb_adapter")
    person = telegram.User(5, "Аня", is_bot=False)
    data = ext.InvalidCallbackData("ts:a:1:10")
    button = telegram.InlineKeyboardButton("10", callback_data=data)
    message = telegram.Message(
        message_id=12,
        date=datetime.fromtimestamp(SENT_AT, UTC),
        chat=telegram.Chat(5, "private"),
        reply_markup=telegram.InlineKeyboardMarkup([[button]]),
    )
    tap = telegram.CallbackQuery("4", person, "-3", message=message, data=data)
    result = adapter.update_as_dict(telegram.Update(2, callback_query=tap))["callback_query"]
    assert result["data"] == "ts:a:1:10"
    assert result["message"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "ts:a:1:10"
