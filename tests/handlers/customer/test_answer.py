"""What a tap on a score leads to, decided from values alone."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.customer.answer import EDIT_WINDOW, LONGEST_COMMENT, decide
from handlers.press import Act, Press
from handlers.replies import Edit, Line, Toast
from handlers.texts.units import utf16_length
from storage.facts import EARLY_TEXT_WINDOW, Answer, InvitationFacts
from storage.kinds import InvitationState, MessageKind, ResponseSource, SurveyKind
from tests.handlers.samples import ANNA, CHANGE, EVE, NOW, SHOP, answered, buttons, facts, ids, nps, on, tap

SECOND = timedelta(seconds=1)


def decided(known=None, press=None, *, at=NOW, seen=False, by=None):
    return decide(by or tap(), press or on(4), known, now=at, seen=seen, shop=SHOP)


def toast(decision):
    """What the toast says; every press gets exactly one, and it comes first."""
    first, *others = decision.replies
    assert isinstance(first, Toast)
    assert not any(isinstance(reply, Toast) for reply in others)
    return first.line.id if first.line else None


def edited(decision):
    """The content of the one edit; None where nothing is edited."""
    edits = [reply for reply in decision.replies if isinstance(reply, Edit)]
    assert len(edits) <= 1
    return edits[0].content if edits else None


def test_a_first_tap_is_an_answer():
    decision = decided(facts(), on(4))
    assert toast(decision) == "toast-thanks"
    assert ids(edited(decision)) == ["question-csat-arrived", "your-answer"]
    assert edited(decision).lines[1].values == {"score": "4", "highest": "5"}
    assert buttons(edited(decision)) == [["button-change"]]
    assert decision.facts == facts().answered(Answer(score=4, first_answered_at=NOW))
    assert decision.effects.answer == decision.facts.answer
    assert (decision.effects.invitation_id, decision.effects.score, decision.effects.at) == (7, 4, NOW)
    assert (decision.effects.lowest, decision.effects.highest) == (1, 5)
    assert decision.effects.telegram_message_id == 50
    assert decision.effects.source is ResponseSource.TAP


def test_the_edit_stands_where_the_tap_was():
    edit = decided(facts()).replies[1]
    assert (edit.chat_id, edit.message_id) == (ANNA.telegram_id, 50)


def test_a_tap_without_a_message_counts_and_edits_nothing():
    decision = decided(facts(), by=tap(message_id=None))
    assert decision.effects.answer.score == 4
    assert [type(reply) for reply in decision.replies] == [Toast]


@pytest.mark.parametrize(
    ("score", "band", "asks"),
    [
        (1, "low", "prompt-low"),
        (2, "low", "prompt-low"),
        (3, "middle", "prompt-middle"),
        (4, "high", "prompt-high"),
        (5, "high", "prompt-high"),
    ],
)
def test_every_score_is_followed_by_the_prompt_of_its_band(score, band, asks):
    (say,) = decided(facts(), on(score)).says
    assert (say.key, say.kind, say.chat_id) == (f"prompt:7:{band}", MessageKind.PROMPT, ANNA.telegram_id)
    assert (say.invitation_id, say.contact_id, say.not_before) == (7, 3, None)
    assert ids(say.content) == [asks]


@pytest.mark.parametrize("score", [1, 3, 5])
def test_a_shop_draws_its_own_bands(score):
    """Here 1-3 are low, 4 and 5 high, and nothing is between."""
    (say,) = decided(facts(low_to=3, high_from=4), on(score)).says
    assert say.key == f"prompt:7:{'high' if score == 5 else 'low'}"


@pytest.mark.parametrize(("before", "now", "band"), [(1, 5, "high"), (5, 1, "low"), (4, 3, "middle")])
def test_an_answer_that_is_changed_into_another_band_is_asked_about_anew(before, now, band):
    assert [say.key for say in decided(answered(before), on(now)).says] == [f"prompt:7:{band}"]


def test_whoever_has_stopped_is_counted_and_not_followed_up():
    decision = decided(facts(opted_out_at=NOW), on(1))
    assert toast(decision) == "toast-thanks"
    assert decision.effects.answer.score == 1
    assert decision.says == ()


@pytest.mark.parametrize("score", range(11))
def test_each_score_of_a_scale_from_0_is_an_answer(score):
    """0 is an answer, not the lack of one."""
    decision = decided(nps(), on(score))
    assert decision.effects.answer == Answer(score=score, first_answered_at=NOW)
    assert edited(decision).lines[1].values == {"score": str(score), "highest": "10"}
    (say,) = decision.says
    assert say.key == f"prompt:7:{'low' if score <= 6 else 'middle' if score <= 8 else 'high'}"


def test_an_answer_of_0_can_be_changed_and_changed_to():
    assert decided(answered(0, **scale_of(nps())), on(10)).effects.answer.score == 10
    assert decided(answered(10, **scale_of(nps())), on(0)).effects.answer.score == 0


def scale_of(known):
    return {name: getattr(known, name) for name in ("kind", "lowest", "highest", "low_to", "high_from")}


@pytest.mark.parametrize(
    ("scale", "choices"),
    [
        (facts(), ["0", "6", "10", "", "-1", "04", "4.0", "4 ", "x", "٤", "four"]),
        (nps(), ["11", "", "00", "010", "1e1"]),
        (facts(kind=SurveyKind.CES, highest=7), ["0", "8", ""]),
    ],
)
def test_a_damaged_score_changes_nothing(scale, choices):
    for choice in choices:
        decision = decided(scale, on(choice))
        assert toast(decision) == "toast-unclear", choice
        assert (decision.effects, decision.facts, len(decision.replies)) == (None, None, 1)


@pytest.mark.parametrize("after", [timedelta(0), SECOND, EDIT_WINDOW - SECOND])
def test_the_last_tap_inside_the_window_wins(after):
    decision = decided(answered(4), on(5), at=NOW + after)
    assert toast(decision) == "toast-thanks"
    assert decision.effects.answer == Answer(score=5, first_answered_at=NOW)
    assert decision.facts.answer == decision.effects.answer
    assert buttons(edited(decision)) == [["button-change"]]


def test_the_window_begins_with_the_first_tap_whatever_comes_between():
    changed = decided(answered(4), on(5), at=NOW + timedelta(minutes=14)).facts
    assert decided(changed, on(1), at=NOW + EDIT_WINDOW).effects.answer is None


@pytest.mark.parametrize("after", [EDIT_WINDOW, EDIT_WINDOW + SECOND, timedelta(days=300)])
@pytest.mark.parametrize("press", [on(1), CHANGE])
def test_after_the_window_nothing_changes(after, press):
    decision = decided(answered(4), press, at=NOW + after)
    assert toast(decision) == "toast-already"
    assert decision.facts is None
    assert edited(decision).lines[-1].values == {"score": "4", "highest": "5"}
    assert edited(decision).keyboard == ()


@pytest.mark.parametrize("press", [on(1), CHANGE])
def test_after_a_comment_nothing_changes(press):
    decision = decided(answered(4, closed_at=NOW, comment="Fine"), press, at=NOW + SECOND)
    assert toast(decision) == "toast-already"
    assert decision.facts is None
    assert edited(decision).keyboard == ()


def test_a_late_tap_is_kept_in_the_history_and_does_not_count():
    for known in (answered(4), facts(state=InvitationState.EXPIRED)):
        late = decided(known, on(1), at=NOW + timedelta(days=8))
        assert (late.effects.score, late.effects.answer, late.says) == (1, None, ())


@pytest.mark.parametrize("press", [on(4), CHANGE])
@pytest.mark.parametrize(
    "known",
    [
        facts(expires_at=NOW),
        facts(expires_at=NOW - timedelta(days=9)),
        facts(state=InvitationState.EXPIRED),
        facts(state=InvitationState.SKIPPED),
        facts(state=InvitationState.CANCELLED),
        facts(state=InvitationState.UNKNOWN, expires_at=NOW),
    ],
)
def test_a_question_whose_time_is_up_is_closed(known, press):
    decision = decided(known, press)
    assert toast(decision) == "question-closed"
    assert ids(edited(decision)) == ["question-csat-arrived", "question-closed"]
    assert edited(decision).keyboard == ()
    assert decision.facts is None
    assert decision.effects is None or decision.effects.answer is None


@pytest.mark.parametrize(
    "state",
    [
        InvitationState.DUE,
        InvitationState.SENDING,
        InvitationState.SENT,
        InvitationState.UNKNOWN,
        InvitationState.FAILED,
    ],
)
def test_a_tap_proves_that_the_question_arrived_whatever_we_knew(state):
    assert decided(facts(state=state)).facts.state is InvitationState.ANSWERED


def test_a_question_without_an_end_stays_open():
    assert decided(facts(expires_at=None), at=NOW + timedelta(days=999)).effects.answer.score == 4


def test_an_answer_of_the_last_second_can_still_be_changed_for_its_window():
    known = answered(4, expires_at=NOW + SECOND)
    assert decided(known, on(2), at=NOW + timedelta(minutes=5)).effects.answer.score == 2


def test_change_shows_the_scores_again_and_changes_nothing():
    decision = decided(answered(4), CHANGE)
    assert toast(decision) is None
    assert buttons(edited(decision)) == [["1", "2", "3", "4", "5"]]
    assert (decision.effects, decision.facts) == (None, None)


def test_a_clock_that_was_set_back_loses_no_tap():
    assert decided(answered(4), on(5), at=NOW - timedelta(hours=1)).effects.answer.score == 5


STRANGERS = [
    tap(EVE),
    tap(EVE, chat_id=ANNA.telegram_id),
    tap(EVE, chat_id=-100123),
    tap(EVE, chat_id=None, message_id=None),
]


@pytest.mark.parametrize("press", [on(4), CHANGE, on("x")])
@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_changes_nothing_and_learns_nothing(stranger, press):
    """Invariant 6: a tap counts only from the person who was asked."""
    decisions = [
        decided(known, press, by=stranger, seen=seen)
        for known in (
            facts(language="pl", first_name="Zofia"),
            facts(state=InvitationState.EXPIRED),
            answered(1, language="en", opted_out_at=NOW),
            nps(),
        )
        for seen in (False, True)
    ]
    assert all(decision == decisions[0] for decision in decisions)
    (only,) = decisions[0].replies
    assert only == Toast("c1", Line("toast-stranger"), "ru")
    assert (decisions[0].effects, decisions[0].facts) == (None, None)


@pytest.mark.parametrize("chat_id", [None, -100123, EVE.telegram_id])
def test_a_tap_in_another_chat_changes_nothing(chat_id):
    """Invariant 6: a tap counts only in the chat where the question stands."""
    decision = decided(facts(), by=tap(chat_id=chat_id))
    assert toast(decision) == "toast-unclear"
    assert (decision.effects, decision.facts, len(decision.replies)) == (None, None, 1)


@pytest.mark.parametrize("known", [None, facts(telegram_id=None)])
def test_a_question_that_nobody_was_asked_is_a_button_that_does_not_work(known):
    decision = decided(known)
    assert toast(decision) == "toast-unclear"
    assert (decision.effects, len(decision.replies)) == (None, 1)


def test_the_language_that_a_person_chose_comes_before_what_telegram_says():
    assert decided(facts(language="ru")).replies[0].language == "ru"
    assert decided(facts(language_code="ru")).replies[0].language == "en"


@pytest.mark.parametrize(
    ("known", "press", "at", "says"),
    [
        (answered(4), on(4), NOW, "toast-thanks"),
        (answered(4), on(4), NOW + timedelta(hours=1), "toast-thanks"),
        (answered(4, closed_at=NOW, comment="x"), on(4), NOW, "toast-thanks"),
        (answered(5), on(4), NOW, None),  # changed since
        (answered(5), on(4), NOW + timedelta(hours=1), "toast-already"),
        (facts(state=InvitationState.EXPIRED), on(4), NOW, "question-closed"),
        (answered(4), CHANGE, NOW, None),
        (answered(4), on("x"), NOW, "toast-unclear"),
    ],
)
def test_an_update_that_comes_again_is_acknowledged_again_and_changes_nothing(known, press, at, says):
    """Invariant 5: an update is handled once."""
    decision = decided(known, press, at=at, seen=True)
    assert toast(decision) == says
    assert (decision.effects, decision.facts) == (None, None)


def test_words_that_came_before_the_tap_are_its_comment_and_close_it():
    early = ((NOW - timedelta(minutes=2), "Late."), (NOW - SECOND, "And wet."))
    decision = decided(facts(early_texts=early), on(1))
    assert decision.effects.answer == Answer(
        score=1, first_answered_at=NOW, closed_at=NOW, comment="Late.\nAnd wet."
    )
    assert edited(decision).keyboard == ()
    assert [say.key for say in decision.says] == ["thanks:7"]


@pytest.mark.parametrize(
    ("age", "joined"),
    [(EARLY_TEXT_WINDOW, "x"), (EARLY_TEXT_WINDOW + timedelta(microseconds=1), None), (-SECOND, "x")],
)
def test_words_belong_to_a_tap_for_ten_minutes(age, joined):
    assert decided(facts(early_texts=((NOW - age, "x"),))).effects.answer.comment == joined


def test_a_happy_customer_who_wrote_first_is_thanked_too():
    decision = decided(facts(early_texts=((NOW, "Lovely!"),)), on(5))
    assert [say.key for say in decision.says] == ["thanks:7"]


def test_early_words_are_bounded():
    early = ((NOW, "😀" * 4000), (NOW, "b" * 4000))
    comment = decided(facts(early_texts=early)).effects.answer.comment
    assert utf16_length(comment) <= LONGEST_COMMENT
    assert comment.endswith("…")


SHIFTS = (
    timedelta(0),
    SECOND,
    timedelta(minutes=5),
    EDIT_WINDOW - timedelta(microseconds=1),
    EDIT_WINDOW,
    timedelta(days=3),
    timedelta(days=7),
)


@dataclass(frozen=True)
class Event:
    """Something happens a while after what happened before."""

    after: timedelta
    what: str
    choice: str
    number: int


EVENTS = st.lists(
    st.builds(
        Event,
        after=st.sampled_from(SHIFTS),
        what=st.sampled_from(["tap", "tap", "tap", "tap", "change", "comment", "stranger", "elsewhere"]),
        choice=st.sampled_from([*map(str, range(-1, 12)), "", "x", "04"]),
        number=st.integers(1, 12),  # few numbers: the same update often comes again
    ),
    max_size=20,
)


@settings(deadline=None)
@given(known=st.sampled_from([facts(), nps()]), events=EVENTS)
def test_whatever_happens_the_last_own_tap_in_time_is_the_answer(known: InvitationFacts, events: list[Event]):
    """Invariants 5 and 6, and "last tap wins", against the rules told once more in the plainest way."""
    at, handled = NOW, set()
    score: int | None = None
    first = at
    open_to_change = True
    for event in events:
        at += event.after
        if event.what == "comment":
            open_to_change = False
            if known.answer is not None:
                known = replace(known, answer=replace(known.answer, closed_at=known.answer.closed_at or at))
            continue
        if known.answer is None:
            open_to_change = True
        by = {"stranger": tap(EVE), "elsewhere": tap(chat_id=-1)}.get(event.what, tap())
        press = CHANGE if event.what == "change" else Press(Act.ANSWER, 7, event.choice)
        seen = event.number in handled
        decision = decide(by, press, known, now=at, seen=seen, shop=SHOP)
        handled.add(event.number)

        offered = {str(number) for number in range(known.lowest, known.highest + 1)}
        counts = event.what == "tap" and event.choice in offered and not seen
        if counts and score is None and at < NOW + timedelta(days=7):
            score, first = int(event.choice), at
        elif counts and score is not None and at - first < EDIT_WINDOW and open_to_change:
            score = int(event.choice)
        else:
            counts = False

        assert (decision.facts is not None) == counts
        assert (decision.effects is not None and decision.effects.answer is not None) == counts
        toast(decision)
        edited(decision)
        if event.what in ("stranger", "elsewhere") or seen:
            assert decision.effects is None
        known = decision.facts or known
        assert (known.answer.score if known.answer else None) == score
