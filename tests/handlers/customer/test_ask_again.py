"""Asking once more: where there still is anything to ask, in the words of this moment, and not at night."""

from datetime import timedelta

import pytest

from handlers.customer import prompt
from handlers.customer.ask_again import decide
from handlers.replies import content_from
from storage.doubts import Again, Doubt
from storage.kinds import InvitationState, MessageKind
from tests.handlers.samples import ANNA, NOW, SHOP, answered, facts, ids

QUESTION = Doubt(1, "question:w1:c3", MessageKind.QUESTION, ANNA.telegram_id, 7)


def prompt_for(band: str) -> Doubt:
    return Doubt(2, f"prompt:7:{band}", MessageKind.PROMPT, ANNA.telegram_id, 7)


def decided(doubt, known, now=NOW):
    return decide(doubt, known, now=now, shop=SHOP)


def test_a_question_is_asked_again_in_words_that_are_made_when_it_is_sent():
    assert decided(QUESTION, facts(state=InvitationState.UNKNOWN)) == Again(QUESTION, NOW)


@pytest.mark.parametrize(
    "known",
    [
        *(facts(state=state) for state in InvitationState if state is not InvitationState.UNKNOWN),
        facts(state=InvitationState.UNKNOWN, expires_at=NOW),
    ],
    ids=lambda known: known.state,
)
def test_a_question_that_is_settled_isn_t(known):
    assert decided(QUESTION, known) is None


def test_a_prompt_is_said_again_in_the_words_for_the_score():
    again = decided(prompt_for("low"), answered(1))
    assert again is not None
    assert again.content is not None
    assert ids(content_from(again.content)) == ["prompt-low"]
    said = prompt.ask(answered(1), 1, SHOP, "en", chat_id=ANNA.telegram_id)
    assert said.content == content_from(again.content)


@pytest.mark.parametrize(
    "known",
    [
        answered(5),  # changed since: the prompt for a high score is a message of its own
        answered(1, reason="delivery"),
        answered(1, closed_at=NOW),
        answered(1, opted_out_at=NOW),
        answered(1, blocked_at=NOW),
        facts(state=InvitationState.SENT),
    ],
)
def test_a_prompt_that_has_lost_its_sense_isn_t(known):
    assert decided(prompt_for("low"), known) is None


@pytest.mark.parametrize(
    ("doubt", "known"),
    [(QUESTION, facts(state=InvitationState.UNKNOWN)), (prompt_for("low"), answered(1))],
    ids=["question", "prompt"],
)
def test_nobody_is_woken_by_it(doubt, known):
    night = NOW.replace(hour=20)  # eleven in Riga
    again = decided(doubt, known, night)
    assert again is not None
    assert again.not_before == night + timedelta(hours=10)
