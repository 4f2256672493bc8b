"""From step to step of the planner, without a chat or a database."""

from datetime import UTC, datetime

import pytest

from handlers.marketer.audience_words import read_audience, write_audience
from handlers.marketer.draft_steps import (
    Drafted,
    action_of,
    choice,
    holds,
    narrowed,
    offered,
    pressed,
    typed,
)
from handlers.press import Act, Press, read
from handlers.survey.criteria import EVERYBODY
from handlers.unclear import UnclearPlanError
from storage.kinds import DraftStep
from tests.handlers.samples import SHOP

NOW = datetime(2026, 5, 5, 9, tzinfo=UTC)  # a Tuesday
OFFERS = [("category", "Shoes"), ("category", "Winter coats"), ("store", "Riga")]
COMPLETE = {"kind": "nps", "audience": "all", "at": "now"}


STEPS = tuple(step for step in DraftStep if step not in ("planned", "cancelled", "survey_words"))
"""Those that have buttons."""


def press(step, action, words=None, *, now=NOW):
    return pressed(Drafted(step, words or {}), action, offers=OFFERS, now=now, shop=SHOP)


def said(step, words, known=None):
    return typed(Drafted(step, known or {"kind": "nps"}), words, now=NOW, shop=SHOP)


def audience_after(*actions):
    words = {"kind": "nps"}
    for action in actions:
        words = press(DraftStep.AUDIENCE, action, words).words
    return words["audience"]


def test_a_new_wave_is_asked_for_its_question_its_people_its_time_and_its_details():
    draft = Drafted(DraftStep.KIND, {})
    steps = []
    for action in ("nps", "next", "now", "next"):
        draft = press(draft.step, action, draft.words)
        steps.append(draft.step)
    assert steps == [DraftStep.AUDIENCE, DraftStep.TIME, DraftStep.DETAILS, DraftStep.CARD]
    assert draft.words == COMPLETE
    assert draft.is_complete


@pytest.mark.parametrize(
    ("step", "action"),
    [(DraftStep.KIND, "csat"), (DraftStep.AUDIENCE, "next"), (DraftStep.TIME, "after")],
)
def test_what_is_changed_afterwards_leads_back_to_the_card(step, action):
    assert press(step, action, COMPLETE).step is DraftStep.CARD


@pytest.mark.parametrize(
    ("step", "before", "words"),
    [
        (DraftStep.AUDIENCE, DraftStep.KIND, {"kind": "nps"}),
        (DraftStep.TIME, DraftStep.AUDIENCE, {"kind": "nps"}),
        (DraftStep.DETAILS, DraftStep.CHANGE, COMPLETE),
        (DraftStep.AUDIENCE_WORDS, DraftStep.AUDIENCE, {"kind": "nps"}),
        (DraftStep.TIME_WORDS, DraftStep.TIME, {"kind": "nps"}),
        (DraftStep.NAME, DraftStep.DETAILS, COMPLETE),
        (DraftStep.CHANGE, DraftStep.CARD, COMPLETE),
        (DraftStep.KIND, DraftStep.CHANGE, COMPLETE),
    ],
)
def test_back_leads_to_where_it_came_from_and_changes_nothing(step, before, words):
    assert press(step, "back", words) == Drafted(before, words)


@pytest.mark.parametrize("step", STEPS)
def test_every_step_can_be_cancelled(step):
    assert press(step, "cancel", COMPLETE).step is DraftStep.CANCELLED


def test_tests_of_an_audience_narrow_it_and_a_second_press_takes_one_back():
    assert audience_after("b90", "first") == "bought:90d first-time"
    assert audience_after("b90", "first", "b90") == "first-time"
    assert audience_after("b90", "b90") == "all"
    assert audience_after("b90", "never", "all") == "all"


def test_of_two_that_nobody_can_be_both_the_last_counts():
    assert audience_after("b90", "b30") == "bought:30d"
    assert audience_after("first", "never", "repeat") == "never-asked repeat"


def test_values_of_a_field_are_alternatives_each_with_its_own_button():
    assert audience_after("o0", "o2", "o1") == 'category:Shoes,"Winter coats" store:Riga'
    assert audience_after("o0", "o1", "o0") == 'category:"Winter coats"'
    assert audience_after("o0", "o0") == "all"


def test_a_button_leaves_alone_what_was_said_in_words():
    after = press(DraftStep.AUDIENCE, "o0", {"kind": "nps", "audience": "not category:Shoes amount:>50"})
    assert after.words["audience"] == "not category:Shoes amount:>50 category:Shoes"


@pytest.mark.parametrize(
    ("action", "chosen"), [("b30", False), ("b90", True), ("o0", True), ("o1", False), ("o2", False)]
)
def test_a_chosen_test_is_seen_as_chosen(action, chosen):
    test = offered(action, OFFERS)
    assert test is not None
    assert holds(read_audience("bought:90d category:Shoes not store:Riga"), test) is chosen
    assert not holds(EVERYBODY, test)


@pytest.mark.parametrize("action", ["o3", "o-1", "o", "o٣", "b31", "plan", ""])
def test_a_button_that_there_is_not_does_nothing(action):
    assert press(DraftStep.AUDIENCE, action, {"kind": "nps"}) is None


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("now", {"at": "now"}),
        ("tomorrow", {"at": "2026-05-06 10:00"}),
        ("monday", {"at": "2026-05-11 10:00"}),
        ("month", {"at": "2026-05-06 10:00", "every": "month"}),
        ("quarter", {"at": "2026-05-06 10:00", "every": "quarter"}),
        ("after", {"after": "delivered+2d"}),
    ],
)
def test_a_time_by_button_replaces_all_that_was_said_of_the_time(action, words):
    before = {"kind": "nps", "at": "2027-01-01 10:00", "every": "week", "spread": "3h", "name": "x"}
    assert press(DraftStep.TIME, action, before).words == {"kind": "nps", "name": "x", **words}


def test_on_a_monday_monday_is_the_next_one():
    monday = datetime(2026, 5, 11, 6, tzinfo=UTC)
    assert press(DraftStep.TIME, "monday", {"kind": "nps"}, now=monday).words["at"] == "2026-05-18 10:00"


def test_a_shorter_time_to_answer_drops_a_reminder_that_would_come_too_late():
    assert press(DraftStep.OPEN, "3d", COMPLETE).words["reminder"] == "none"
    assert "reminder" not in press(DraftStep.OPEN, "14d", COMPLETE).words
    assert said(DraftStep.OPEN, "36h", COMPLETE).words == {**COMPLETE, "open": "36h", "reminder": "none"}


def test_a_reminder_by_button_is_refused_once_the_question_closes_earlier():
    assert press(DraftStep.REMINDER, "5d", COMPLETE).words["reminder"] == "5d"
    for words in ({**COMPLETE, "open": "5d"}, {**COMPLETE, "open": "36h", "reminder": "none"}):
        with pytest.raises(
            UnclearPlanError, match="A reminder after 5d comes when the question is closed already"
        ):
            press(DraftStep.REMINDER, "5d", words)
        assert press(DraftStep.REMINDER, "none", words).words["reminder"] == "none"


@pytest.mark.parametrize(
    ("step", "words", "after", "options"),
    [
        (DraftStep.AUDIENCE, "Bought:90d, not repeat", DraftStep.AUDIENCE, {"audience": "bought:90d not repeat"}),
        (DraftStep.AUDIENCE_WORDS, "audience=repeat", DraftStep.AUDIENCE, {"audience": "repeat"}),
        (DraftStep.TIME, "2026-06-05 10:00", DraftStep.DETAILS, {"at": "2026-06-05 10:00"}),
        (DraftStep.TIME_WORDS, "delivered+36h", DraftStep.DETAILS, {"after": "delivered+36h"}),
        (DraftStep.TIME_WORDS, "every=week", DraftStep.DETAILS, {"at": "now", "every": "week"}),
        (DraftStep.NAME, " Spring NPS ", DraftStep.DETAILS, {"name": "Spring NPS"}),
        (DraftStep.REMINDER, "4d", DraftStep.DETAILS, {"reminder": "4d"}),
        (DraftStep.DETAILS, "sample=20% open=2d reminder=1d", DraftStep.DETAILS,
         {"sample": "20%", "open": "2d", "reminder": "1d"}),
    ],
)  # fmt: skip
def test_words_are_taken_where_a_step_asks_for_them(step, words, after, options):
    assert said(step, words) == Drafted(after, {"kind": "nps", **options})


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (DraftStep.AUDIENCE, "bougth:90d"),
        (DraftStep.AUDIENCE_WORDS, "remidner=3d"),
        (DraftStep.TIME, "tomorrow"),
        (DraftStep.TIME_WORDS, "delivered+90d"),
        (DraftStep.DETAILS, "sample=0%"),
        (DraftStep.OPEN, "long"),
        (DraftStep.REMINDER, "9d"),
    ],
)
def test_words_that_make_no_sense_are_refused(step, words):
    with pytest.raises(UnclearPlanError):
        said(step, words)


def test_a_button_of_one_step_is_none_of_another():
    carried = {step: choice(step, "back") for step in STEPS}
    assert len(set(carried.values())) == len(carried)
    assert action_of(DraftStep.KIND, carried[DraftStep.TIME]) is None
    assert action_of(DraftStep.PLANNED, carried[DraftStep.TIME]) is None


def test_what_the_longest_button_carries_is_read_again():
    longest = Press(Act.DRAFT, 999_999_999_999_999, choice(DraftStep.CHANGE, DraftStep.AUDIENCE))
    assert read(longest.data()) == longest
    assert len(longest.data()) <= 64


def test_an_audience_by_buttons_is_one_in_words():
    for actions in (("b90", "o0", "o1"), ("first", "never", "o2")):
        words = audience_after(*actions)
        assert write_audience(read_audience(words)) == words


@pytest.mark.parametrize(
    ("step", "known", "after", "audience"),
    [
        (DraftStep.AUDIENCE, "all", DraftStep.AUDIENCE, "list:vip"),
        (DraftStep.AUDIENCE_WORDS, "repeat", DraftStep.AUDIENCE, "repeat list:vip"),
        (DraftStep.CARD, "list:new repeat", DraftStep.CARD, "list:new,vip repeat"),
        (DraftStep.TIME, "not list:new", DraftStep.TIME, "not list:new list:vip"),
    ],
)
def test_a_draft_is_narrowed_to_a_list_where_it_stands(step, known, after, audience):
    draft = narrowed(Drafted(step, {"kind": "nps", "audience": known}), "vip")
    assert (draft.step, draft.words["audience"]) == (after, audience)


def test_a_list_has_a_button_that_takes_it_away_and_brings_it_back():
    offers = [*OFFERS, ("list", "vip"), ("list", "new")]

    def after(action, audience):
        words = {"kind": "nps", "audience": audience}
        draft = pressed(Drafted(DraftStep.AUDIENCE, words), action, offers=offers, now=NOW, shop=SHOP)
        assert draft is not None
        return draft.words["audience"]

    assert after("o3", "list:vip list:new repeat") == "list:new repeat"
    assert after("o4", "list:new repeat") == "repeat"
    assert after("o3", "list:new") == "list:new,vip"
    assert after("o3", "not list:vip") == "not list:vip list:vip"
