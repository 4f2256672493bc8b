"""Whether a message whose turn has come still makes sense."""

from datetime import timedelta

import msgspec
import pytest

from handlers.leaving import Drop, Go, LeaveOut, decide
from handlers.replies import Content, Line
from storage.kinds import InvitationState, MessageKind, SkipReason
from storage.messages import DueMessage
from tests.handlers.samples import ANNA, NOW, SHOP, answered, buttons, facts, ids

CONTENT = Content(lines=(Line("put-off"),), language="en")

DUE, SENT = InvitationState.DUE, InvitationState.SENT


def message(kind, content=CONTENT):
    return stored(kind, None if content is None else msgspec.to_builtins(content))


def stored(kind, content):
    return DueMessage(
        id=1,
        kind=kind,
        chat_id=ANNA.telegram_id,
        thread_id=None,
        invitation_id=7,
        content=content,
        attempt=0,
    )


def decided(kind, known, **changes):
    return decide(message(kind, **changes), known, now=NOW, shop=SHOP)


ASKS = (MessageKind.QUESTION, MessageKind.REMINDER)


@pytest.mark.parametrize("kind", ASKS)
@pytest.mark.parametrize("state", [DUE, SENT, InvitationState.UNKNOWN])
def test_a_question_is_made_when_it_leaves(kind, state):
    go = decided(kind, facts(state=state), content=None)
    assert isinstance(go, Go)
    assert ids(go.content) == ["question-csat-arrived", "scale-csat"]


@pytest.mark.parametrize(
    ("language", "code", "spoken"),
    [(None, "ru", "ru"), ("en", "ru", "en"), (None, "xx", "en"), (None, None, "en")],
)
def test_a_question_is_asked_in_the_person_s_language(language, code, spoken):
    go = decided(MessageKind.QUESTION, facts(language=language, language_code=code), content=None)
    assert go.content.language == spoken


def test_a_question_that_comes_back_has_no_not_now():
    go = decided(MessageKind.QUESTION, facts(snoozed_at=NOW - timedelta(days=1)), content=None)
    assert buttons(go.content)[-1] == ["button-never"]


@pytest.mark.parametrize("kind", ASKS)
@pytest.mark.parametrize(
    "known",
    [
        None,
        answered(5),
        answered(5, state=SENT),
        facts(expires_at=NOW),
        facts(state=InvitationState.UNKNOWN, expires_at=NOW),
        facts(state=InvitationState.EXPIRED),
        facts(state=InvitationState.SKIPPED),
        facts(state=InvitationState.CANCELLED),
    ],
)
def test_a_question_that_is_settled_is_not_asked(kind, known):
    assert decided(kind, known, content=None) == Drop()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"opted_out_at": NOW}, SkipReason.OPTED_OUT),
        ({"blocked_at": NOW}, SkipReason.BLOCKED),
        ({"deactivated_at": NOW}, SkipReason.DEACTIVATED),
        ({"telegram_id": None}, SkipReason.NO_CHAT),
        ({"erased_at": NOW}, SkipReason.ERASED),
        ({"is_staff": True}, SkipReason.STAFF),
        ({"order_cancelled_at": NOW}, SkipReason.CANCELLED_ORDER),
    ],
)
def test_whoever_may_not_be_asked_any_more_is_left_out_and_not_asked_again(changes, reason):
    assert decided(MessageKind.QUESTION, facts(state=DUE, **changes), content=None) == LeaveOut(reason)
    # Once it was asked, the invitation keeps its state; only what would ask again goes.
    assert decided(MessageKind.QUESTION, facts(state=SENT, **changes), content=None) == Drop()


def test_a_first_question_has_no_end_yet():
    """Its time begins with the sending: what an earlier attempt set says nothing."""
    assert isinstance(decided(MessageKind.QUESTION, facts(state=DUE, expires_at=NOW), content=None), Go)


@pytest.mark.parametrize("score", [1, 2])
def test_a_prompt_goes_to_the_unhappy(score):
    assert decided(MessageKind.PROMPT, answered(score)) == Go(CONTENT)


@pytest.mark.parametrize(
    "known",
    [
        answered(3),  # changed before the prompt could leave
        answered(1, comment="Late.", closed_at=NOW),
        answered(1, opted_out_at=NOW),
        answered(1, blocked_at=NOW),
        answered(1, erased_at=NOW),
    ],
)
def test_a_prompt_that_has_lost_its_sense_is_dropped(known):
    assert decided(MessageKind.PROMPT, known) == Drop()


@pytest.mark.parametrize("kind", [MessageKind.REPLY, MessageKind.ALERT])
@pytest.mark.parametrize("known", [None, answered(1), answered(1, opted_out_at=NOW), facts()])
def test_what_somebody_waits_for_goes(kind, known):
    assert decided(kind, known) == Go(CONTENT)


@pytest.mark.parametrize("kind", MessageKind)
def test_nothing_goes_to_the_erased(kind):
    """Invariant 10: who is erased is left alone."""
    assert decided(kind, answered(1, erased_at=NOW)) == Drop()


@pytest.mark.parametrize("kind", [MessageKind.REPLY, MessageKind.PROMPT, MessageKind.ALERT])
@pytest.mark.parametrize(
    "content", [None, {}, {"lines": "x"}, {"words": ["of another version"], "language": "en"}]
)
def test_what_cannot_be_read_does_not_hold_up_the_line(kind, content):
    assert decide(stored(kind, content), answered(1), now=NOW, shop=SHOP) == Drop()
