"""The open question after a low score."""

import pytest

from handlers import prompt
from handlers.press import Act, Press, read
from handlers.texts.languages import SPOKEN
from storage.kinds import MessageKind
from tests.handlers.house import words_of
from tests.handlers.samples import answered, buttons, facts, ids

CHAT = 1001


def test_the_prompt_offers_reasons_and_a_way_out():
    say = prompt.ask_what_went_wrong(facts(), "en", chat_id=CHAT)
    assert (say.kind, say.chat_id, say.contact_id, say.invitation_id) == (MessageKind.PROMPT, CHAT, 3, 7)
    assert say.content is not None
    assert buttons(say.content) == [
        ["reason-delivery", "reason-quality"],
        ["reason-price", "reason-service"],
        ["button-skip"],
    ]
    presses = [read(button.data or "") for row in say.content.keyboard for button in row]
    assert presses == [*(Press(Act.REASON, 7, reason) for reason in prompt.REASONS), Press(Act.SKIP, 7)]


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("reason", prompt.REASONS)
def test_every_reason_can_be_said_in_every_language(language, reason):
    shown = words_of(prompt.after_reason(answered(1), language, reason)).splitlines()[1]
    others = {
        words_of(prompt.after_reason(answered(1), language, other)).splitlines()[1]
        for other in prompt.REASONS
        if other != reason
    }
    assert shown not in others


def test_after_a_reason_words_are_still_welcome():
    content = prompt.after_reason(answered(1), "en", "price")
    assert words_of(content).splitlines()[1:] == [
        "Your answer: Price",
        "Thank you. Would you like to add a few words?",
    ]
    assert buttons(content) == [["button-skip"]]


def test_whoever_has_written_is_not_asked_for_words_again():
    content = prompt.after_reason(answered(1, comment="Late."), "en", "delivery")
    assert ids(content) == ["prompt-low", "prompt-reason"]
    assert content.keyboard == ()


def test_a_skipped_prompt_keeps_the_reason_in_sight():
    assert ids(prompt.after_skip(answered(1), "en")) == ["prompt-low", "prompt-skipped"]
    chosen = prompt.after_skip(answered(1, reason="price"), "en")
    assert ids(chosen) == ["prompt-low", "prompt-reason", "prompt-skipped"]
    assert chosen.keyboard == ()


@pytest.mark.parametrize("language", SPOKEN)
def test_somebody_without_a_name_is_spoken_to_without_one(language):
    nameless = facts(first_name="")
    for say in (
        prompt.ask_what_went_wrong(nameless, language, chat_id=CHAT),
        prompt.thank(nameless, language, chat_id=CHAT),
    ):
        assert say.content is not None
        words = words_of(say.content)
        assert "nobody" not in words
        assert " ," not in words
        assert not words.startswith(",")
