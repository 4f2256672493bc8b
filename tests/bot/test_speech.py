"""What leaves for Telegram when we say, edit and toast."""

from typing import Any

import pytest

from bot.speech import Speech
from bot.wire import TOAST_LIMIT
from handlers.messenger import NotSent, Sent, Upload
from handlers.replies import Button, Content, Copied, Document, Edit, Line, Toast
from handlers.texts.catalog import Catalog


class Recorder:
    """A messenger that notes each call and says the same each time."""

    def __init__(self, outcome: Any) -> None:
        self.outcome = outcome
        self.calls: list[tuple[str, dict[str, Any], float]] = []
        self.files: list[Any] = []

    async def call(self, method, params, files=None, *, timeout=30.0):  # noqa: ASYNC109 - the port's
        self.calls.append((method, dict(params), timeout))
        self.files.append(files)
        return self.outcome

    async def download(self, file_id):
        raise NotImplementedError


@pytest.fixture
def catalog(tmp_path):
    (tmp_path / "en.ftl").write_text("plain = { $words }\n", encoding="utf-8")
    (tmp_path / "ru.ftl").write_text("plain = ({ $words })\n", encoding="utf-8")
    return Catalog.load(tmp_path)


@pytest.fixture
def telegram():
    return Recorder(Sent({"message_id": 5}))


@pytest.fixture
def speech(telegram, catalog):
    return Speech(messenger=telegram, catalog=catalog)


def line(words="hello"):
    return Line("plain", {"words": words})


KEYBOARD = ((Button("5", data="ts:a:1:5"),),)
AS_SENT = {"inline_keyboard": [[{"text": "5", "callback_data": "ts:a:1:5"}]]}


async def test_a_message_goes_to_its_chat(speech, telegram):
    content = Content(lines=(line(), line("again")), language="en", keyboard=KEYBOARD)
    assert await speech.say(7, content) == Sent({"message_id": 5})
    ((method, params, _),) = telegram.calls
    assert method == "sendMessage"
    assert params == {
        "chat_id": 7,
        "text": "hello\nagain",
        "entities": [],
        "reply_markup": AS_SENT,
        "link_preview_options": {"is_disabled": True},
    }


async def test_who_the_bot_is_is_asked_by_what_changes_nothing(speech, telegram):
    await speech.greet()
    assert telegram.calls == [("getMe", {}, 10.0)]


async def test_a_message_without_buttons_has_no_keyboard_and_stays_in_its_topic(speech, telegram):
    await speech.say(-7, Content(lines=(line(),), language="en"), thread_id=3)
    ((_, params, _),) = telegram.calls
    assert "reply_markup" not in params
    assert params["message_thread_id"] == 3


async def test_a_reply_stands_below_what_it_answers_or_alone_where_that_is_gone(speech, telegram):
    await speech.say(-7, Content(lines=(line(),), language="en"), reply_to=55)
    ((_, params, _),) = telegram.calls
    assert params["reply_parameters"] == {"message_id": 55, "allow_sending_without_reply": True}


async def test_a_copy_goes_to_its_chat_and_topic_and_below_what_it_answers(speech, telegram):
    content = Content(lines=(line("Anna"),), language="ru", copied=Copied(chat_id=1001, message_id=5))
    assert await speech.say(-7, content, thread_id=3, reply_to=55) == Sent({"message_id": 5})
    ((method, params, _),) = telegram.calls
    assert method == "copyMessage"
    assert params == {
        "chat_id": -7,
        "from_chat_id": 1001,
        "message_id": 5,
        "caption": "(Anna)",
        "caption_entities": [],
        "message_thread_id": 3,
        "reply_parameters": {"message_id": 55, "allow_sending_without_reply": True},
    }


async def test_a_document_goes_with_its_file(speech, telegram):
    content = Content(lines=(line("Here"),), language="en", document=Document("my-data.json", "{}"))
    await speech.say(7, content)
    ((method, params, _),) = telegram.calls
    assert (method, params) == ("sendDocument", {"chat_id": 7, "caption": "Here", "caption_entities": []})
    assert telegram.files == [{"document": Upload(name="my-data.json", content=b"{}")}]


async def test_each_is_spoken_to_in_their_language(speech, telegram):
    for language in ("ru", "xx"):
        await speech.say(7, Content(lines=(line(),), language=language))
    assert [params["text"] for _, params, _ in telegram.calls] == ["(hello)", "hello"]


async def test_an_edit_replaces_words_and_takes_the_old_buttons_away(speech, telegram):
    await speech.edit(Edit(7, 5, Content(lines=(line(),), language="en")))
    ((method, params, _),) = telegram.calls
    assert method == "editMessageText"
    assert (params["chat_id"], params["message_id"], params["text"]) == (7, 5, "hello")
    assert params["reply_markup"] == {"inline_keyboard": []}


async def test_a_toast_without_words_only_ends_the_waiting_and_is_quick_to_give_up(speech, telegram):
    await speech.toast(Toast("c1", None, "en"))
    assert telegram.calls == [("answerCallbackQuery", {"callback_query_id": "c1"}, 10.0)]


@pytest.mark.parametrize("alert", [False, True])
async def test_a_toast_says_its_words_as_an_alert_or_not(speech, telegram, alert):
    await speech.toast(Toast("c1", line("Thank you!"), "ru", alert=alert))
    ((_, params, _),) = telegram.calls
    assert params == {"callback_query_id": "c1", "text": "(Thank you!)", "show_alert": alert}


async def test_a_toast_is_cut_to_what_telegram_shows(speech, telegram):
    await speech.toast(Toast("c1", line("😀" * 200), "en"))
    ((_, params, _),) = telegram.calls
    assert len(params["text"].encode("utf-16-le")) // 2 <= TOAST_LIMIT
    assert params["text"].endswith("…")


async def test_how_it_ended_is_told_as_it_is(catalog):
    speech = Speech(messenger=Recorder(NotSent("no route")), catalog=catalog)
    content = Content(lines=(line(),), language="en")
    assert await speech.say(7, content) == NotSent("no route")
    assert await speech.edit(Edit(7, 5, content)) == NotSent("no route")
    assert await speech.toast(Toast("c1", None, "en")) == NotSent("no route")


async def test_nothing_is_ever_read_as_markup(speech, telegram):
    await speech.say(7, Content(lines=(line("<b>*_`"),), language="en"))
    await speech.edit(Edit(7, 5, Content(lines=(line("<b>*_`"),), language="en")))
    assert all("parse_mode" not in params for _, params, _ in telegram.calls)
    assert {params["text"] for _, params, _ in telegram.calls} == {"<b>*_`"}
