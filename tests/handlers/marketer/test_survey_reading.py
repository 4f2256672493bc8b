"""What is to be changed of a survey, as it is written on the command line."""

import pytest

from handlers.customer import reasons
from handlers.marketer.survey_reading import read_quick_answers, read_scale, read_words
from handlers.marketer.surveys import ImpossibleSurveyError


@pytest.mark.parametrize(
    ("said", "bounds"), [("1-7", (1, 7)), ("0-10", (0, 10)), (" 1 - 7 ", (1, 7)), ("1–7", (1, 7))]
)
def test_a_scale_is_read(said, bounds):
    assert read_scale(said) == bounds


@pytest.mark.parametrize("said", ["", "7", "1-", "1..7", "1-7-9", "one-seven", "-1-7", "1-70000", "١-٧"])
def test_what_is_no_scale_is_refused(said):
    with pytest.raises(ImpossibleSurveyError, match="A scale is written as 1-7"):
        read_scale(said)


def test_words_are_read_with_whatever_is_in_them():
    assert read_words(["ru:question=Ну как, {name}: да=5?", "EN : Low = Why?", "zh:high="]) == {
        ("ru", "question"): "Ну как, {name}: да=5?",
        ("en", "low"): " Why?",
        ("zh", "high"): "",
    }


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("Ну как?", "Own words are written as ru:question=\"...\", not 'Ну как?'."),
        ("ru=Ну как?", "Own words are written as ru:question=\"...\", not 'ru=Ну как?'."),
        ("ru:question", "Own words are written as ru:question=\"...\", not 'ru:question'."),
        ("de:question=Na?", "We speak en, ru, uk, pl, zh, not 'de'."),
        (
            "ru:ask=Ну как?",
            (
                "The parts of a survey are question, reminder, low, middle, high, "
                "and for quick answers own1 to own6, not 'ask'."
            ),
        ),
    ],
)
def test_words_that_belong_nowhere_are_refused(said, sentence):
    with pytest.raises(ImpossibleSurveyError) as refused:
        read_words([said])
    assert str(refused.value) == sentence


def test_words_for_a_new_quick_answer_and_for_one_that_there_is_are_read():
    assert read_words(["en:own=Size", "pl:own=Rozmiar", "en:own2=Fit", "en:reminder=Well?"]) == {
        ("en", "own"): "Size",
        ("pl", "own"): "Rozmiar",
        ("en", "own2"): "Fit",
        ("en", "reminder"): "Well?",
    }


def test_words_that_are_given_twice_are_refused_before_some_are_lost():
    with pytest.raises(ImpossibleSurveyError, match="en:own is given twice; give it once"):
        read_words(["en:own=Size", "EN:own=Fit"])


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("delivery, Price,own1", ["delivery", "price", "own1"]),
        ("usual", tuple(reasons.USUAL)),
        (" NONE ", ()),
    ],
)
def test_quick_answers_are_read(said, meant):
    assert read_quick_answers(said) == meant


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("", ""),
        ("weather", "weather"),
        ("price,", ""),
        ("price,none", "none"),
        ("own7", "own7"),
        ("own", "own"),
    ],
)
def test_quick_answers_that_there_are_not_are_refused(said, word):
    with pytest.raises(ImpossibleSurveyError) as refused:
        read_quick_answers(said)
    assert str(refused.value) == (
        "The quick answers are delivery, quality, price, service and own1 to own6, "
        f'or by itself "usual" or "none", not {word!r}.'
    )
