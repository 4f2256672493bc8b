"""Who pressed, and whether it is theirs to press."""

from dataclasses import replace

import pytest

from handlers.pressed import Pressed, recognise
from handlers.replies import Content, Edit, Line, Toast
from tests.handlers.samples import ANNA, EVE, NOW, SHOP, facts, tap


def recognised(by, known):
    return recognise(by, known, now=NOW, shop=SHOP)


def test_the_person_who_was_asked_is_recognised_in_their_chat():
    pressed = recognised(tap(), facts())
    assert isinstance(pressed, Pressed)
    assert (pressed.chat_id, pressed.language) == (ANNA.telegram_id, "en")
    assert pressed.edit(Content((), "en")) == (Edit(ANNA.telegram_id, 50, Content((), "en")),)
    assert pressed.toast("toast-thanks") == (Toast("c1", Line("toast-thanks"), "en"),)
    assert pressed.toast(None) == (Toast("c1", None, "en"),)


def test_what_was_typed_waits_for_no_toast():
    pressed = recognised(tap(), facts())
    assert isinstance(pressed, Pressed)
    assert replace(pressed, callback_id=None).toast("toast-thanks") == ()


def test_a_message_that_telegram_doesnt_name_isnt_edited():
    pressed = recognised(tap(message_id=None), facts())
    assert isinstance(pressed, Pressed)
    assert pressed.edit(Content((), "en")) == ()


@pytest.mark.parametrize(
    ("by", "known", "text", "language"),
    [
        (tap(EVE), facts(language="en"), "toast-stranger", "ru"),
        (tap(EVE, chat_id=ANNA.telegram_id), facts(), "toast-stranger", "ru"),
        (tap(EVE), None, "toast-unclear", "ru"),
        (tap(EVE), facts(telegram_id=None), "toast-unclear", "ru"),
        (tap(chat_id=-100), facts(language="ru"), "toast-unclear", "ru"),
        (tap(chat_id=None), facts(), "toast-unclear", "en"),
    ],
)
def test_anybody_else_and_any_other_chat_gets_a_toast_alone(by, known, text, language):
    """Invariant 6: a tap counts only from the person who was asked, in the chat where the question stands."""
    assert recognised(by, known) == Toast("c1", Line(text), language)
