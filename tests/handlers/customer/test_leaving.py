"""Whether a message whose turn has come still makes sense."""

from datetime import timedelta

import msgspec
import pytest

from handlers.customer import prompt
from handlers.customer.leaving import Drop, Go, Hold, LeaveOut, decide
from handlers.replies import Button, Content, Line
from handlers.survey.eligibility import Kept
from storage.asks import Ask
from storage.caps import Spent
from storage.kinds import InvitationState, MessageKind, SkipReason, SurveyKind
from storage.messages import DueMessage
from tests.handlers.samples import ANNA, NOW, SHOP, answered, buttons, facts, ids, nps

CONTENT = Content(lines=(Line("put-off"),), language="en")

DUE, SENT = InvitationState.DUE, InvitationState.SENT
CSAT, NPS = SurveyKind.CSAT, SurveyKind.NPS


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
    asked = ["question-csat-arrived", "scale-csat"]
    if kind is MessageKind.QUESTION:
        assert ids(go.content) == asked
    elif state is DUE:
        assert go == Drop(), "nobody is reminded of what they weren't asked"
    else:
        assert ids(go.content) == ["reminder", *asked]


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


# The daily limits of its wave

TOMORROW = NOW.replace(hour=6) + timedelta(days=1)  # nine in the morning in Riga
LATER = NOW + timedelta(days=7)


def limited(known, *, until=LATER, **spent):
    return at(
        NOW,
        MessageKind.QUESTION,
        known,
        spent=Spent(**{"daily_cap": None, "daily_answers": None} | spent, asks_until=until),
    )


@pytest.mark.parametrize(
    ("spent", "goes"),
    [
        ({"asked": 900, "answered": 900}, True),
        ({"daily_cap": 5, "asked": 4, "answered": 9}, True),
        ({"daily_cap": 5, "asked": 5}, False),
        ({"daily_cap": 5, "asked": 6}, False),
        ({"daily_answers": 3, "answered": 2, "asked": 9}, True),
        ({"daily_answers": 3, "answered": 3}, False),
        ({"daily_cap": 5, "asked": 4, "daily_answers": 3, "answered": 3}, False),
    ],
)
def test_a_question_goes_as_long_as_its_wave_asks_on_this_day(spent, goes):
    decision = limited(facts(state=DUE), **spent)
    assert isinstance(decision, Go) if goes else decision == Hold(TOMORROW)


def test_another_day_begins_when_the_person_is_awake():
    midnight = NOW.replace(hour=21)  # in Riga; in Tokyo it is six in the morning
    for zone, awake in (("America/New_York", midnight), ("Asia/Tokyo", midnight + timedelta(hours=3))):
        known = facts(state=DUE, time_zone=zone)
        assert limited(known, daily_cap=1, asked=1) == Hold(awake)


def test_whoever_would_be_asked_after_the_waves_last_day_is_left_out():
    last = {"daily_cap": 1, "asked": 1}
    assert limited(facts(state=DUE), until=TOMORROW, **last) == LeaveOut(SkipReason.DAILY_CAP)
    assert limited(facts(state=DUE), until=TOMORROW + timedelta(seconds=1), **last) == Hold(TOMORROW)


def test_whoever_may_not_be_asked_any_more_does_not_wait_for_another_day():
    gone = facts(state=DUE, blocked_at=NOW)
    assert limited(gone, daily_cap=1, asked=1) == LeaveOut(SkipReason.BLOCKED)


def test_one_that_comes_back_after_not_now_belongs_to_its_ask_and_is_not_limited():
    snoozed = facts(snoozed_at=NOW - timedelta(days=1))
    assert isinstance(limited(snoozed, daily_cap=1, asked=1), Go)


# At the moment of asking

NIGHT = NOW.replace(hour=19)  # ten in the evening in Riga
MORNING = NOW.replace(hour=6) + timedelta(days=1)


def at(moment, kind, known, **given):
    return decide(message(kind, content=None), known, now=moment, shop=SHOP, **given)


def test_nobody_is_asked_at_night():
    assert at(NIGHT, MessageKind.QUESTION, facts(state=DUE)) == Hold(MORNING)
    assert at(NIGHT, MessageKind.QUESTION, facts(snoozed_at=NIGHT - timedelta(days=1))) == Hold(MORNING)
    assert at(NIGHT, MessageKind.REMINDER, facts()) == Hold(MORNING)
    assert isinstance(at(MORNING, MessageKind.QUESTION, facts(state=DUE)), Go)


def test_the_night_is_that_of_the_person_where_it_is_known():
    in_new_york = facts(state=DUE, time_zone="America/New_York")
    assert isinstance(at(NIGHT, MessageKind.QUESTION, in_new_york), Go)
    assert at(NOW.replace(hour=9), MessageKind.QUESTION, in_new_york) == Hold(NOW.replace(hour=13))


@pytest.mark.parametrize("kind", [MessageKind.REPLY, MessageKind.ALERT])
def test_whoever_is_awake_enough_to_press_is_answered_at_night(kind):
    going = decide(message(kind), answered(1), now=NIGHT, shop=SHOP)
    assert going == Go(CONTENT)


def test_what_may_not_be_asked_any_more_does_not_wait_for_the_morning():
    left_out = at(NIGHT, MessageKind.QUESTION, facts(state=DUE, blocked_at=NOW))
    assert left_out == LeaveOut(SkipReason.BLOCKED)


def test_a_reminder_that_would_come_too_late_in_the_morning_is_dropped():
    assert at(NIGHT, MessageKind.REMINDER, facts(expires_at=MORNING)) == Drop()
    assert at(NIGHT, MessageKind.REMINDER, facts(expires_at=MORNING + timedelta(seconds=1))) == Hold(MORNING)


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ({CSAT: Ask(NOW - timedelta(hours=23), None)}, SkipReason.ASKED_TODAY),
        ({NPS: Ask(NOW - timedelta(hours=23), None)}, SkipReason.ASKED_TODAY),
        ({NPS: Ask(NOW - timedelta(days=29), None)}, SkipReason.ASKED_RECENTLY),
        ({CSAT: Ask(NOW - timedelta(days=40), NOW - timedelta(days=39))}, SkipReason.SAME_KIND_RECENTLY),
    ],
)
def test_the_clocks_are_looked_at_again(before, reason):
    assert at(NOW, MessageKind.QUESTION, facts(state=DUE), before=before) == LeaveOut(reason)
    # A test to oneself and a reminder belong to their own ask.
    assert isinstance(at(NOW, MessageKind.QUESTION, facts(state=DUE, is_test=True), before=before), Go)
    assert isinstance(at(NOW, MessageKind.REMINDER, facts(), before=before), Go)


@pytest.mark.parametrize("kind", [CSAT, NPS])
def test_a_question_that_comes_back_waits_a_day_after_another_and_for_nothing_else(kind):
    def comes_back(**asked):
        known = facts(expires_at=NOW + timedelta(hours=5), snoozed_at=NOW - timedelta(days=1))
        return at(NOW, MessageKind.QUESTION, known, before={kind: Ask(NOW - timedelta(**asked), NOW)})

    assert isinstance(comes_back(days=29), Go)
    assert isinstance(comes_back(hours=24), Go)
    assert comes_back(hours=20) == Hold(NOW + timedelta(hours=4))
    assert comes_back(hours=19) == Drop()  # by then it is closed
    just_now = {kind: Ask(NOW, None)}
    test = facts(is_test=True, snoozed_at=NOW)
    assert isinstance(at(NOW, MessageKind.QUESTION, test, before=just_now), Go)
    # One that is sent once more, since nobody knows whether it arrived, is the last that was asked.
    unknown = facts(state=InvitationState.UNKNOWN)
    assert isinstance(at(NOW, MessageKind.QUESTION, unknown, before=just_now), Go)


def test_people_are_kept_for_a_planned_nps_wave():
    reserved = LeaveOut(SkipReason.RESERVED)
    kept = (Kept(NOW - timedelta(days=1), NOW + timedelta(days=1)),)
    assert at(NOW, MessageKind.QUESTION, facts(state=DUE), kept=kept) == reserved
    assert isinstance(at(NOW, MessageKind.QUESTION, nps(state=DUE), kept=kept), Go)
    assert isinstance(at(NOW, MessageKind.QUESTION, facts(), kept=kept), Go)


@pytest.mark.parametrize("known", [facts(snoozed_at=NOW), facts(state=InvitationState.SENDING)])
def test_only_the_silent_are_reminded(known):
    assert at(NOW, MessageKind.REMINDER, known) == Drop()


def test_a_first_question_has_no_end_yet():
    """Its time begins with the sending: what an earlier attempt set says nothing."""
    assert isinstance(decided(MessageKind.QUESTION, facts(state=DUE, expires_at=NOW), content=None), Go)


def prompt_after(score, **changes):
    return prompt.ask(facts(**changes), score, SHOP, "en", chat_id=ANNA.telegram_id).content


@pytest.mark.parametrize("score", range(1, 6))
def test_a_prompt_goes_to_whoever_has_answered(score):
    content = prompt_after(score)
    assert decided(MessageKind.PROMPT, answered(score), content=content) == Go(content)


@pytest.mark.parametrize(
    "known",
    [
        answered(3),  # changed before the prompt could leave
        answered(5),
        answered(1, comment="Late.", closed_at=NOW),
        answered(1, closed_at=NOW),  # a picture says it too
        answered(1, opted_out_at=NOW),
        answered(1, blocked_at=NOW),
        answered(1, erased_at=NOW),
    ],
)
def test_a_prompt_that_has_lost_its_sense_is_dropped(known):
    assert decided(MessageKind.PROMPT, known, content=prompt_after(1)) == Drop()


def test_a_prompt_of_the_band_before_is_dropped_and_that_of_the_new_band_goes():
    changed = answered(5, low_to=2, high_from=3)
    assert decided(MessageKind.PROMPT, changed, content=prompt_after(2)) == Drop()
    new = prompt_after(5, low_to=2, high_from=3)
    assert decided(MessageKind.PROMPT, changed, content=new) == Go(new)


def test_a_prompt_from_before_there_were_three_is_one_after_a_low_score():
    old = Content(
        lines=(Line("prompt-low", {"name": "Anna"}),),
        language="en",
        keyboard=((Button(Line("button-skip"), data="ts:s:7:"),),),
    )
    assert decided(MessageKind.PROMPT, answered(2), content=old) == Go(old)
    assert decided(MessageKind.PROMPT, answered(4), content=old) == Drop()


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
