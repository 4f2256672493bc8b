"""Which quick answers a survey offers after a change."""

import pytest

from handlers.customer import reasons
from handlers.customer.wording import UnclearWordingError
from handlers.marketer.surveys import Changes, Form, ImpossibleSurveyError, changed
from handlers.survey.scales import Bands, Scale
from storage.kinds import SurveyKind

USUAL = tuple(reasons.USUAL)
CSAT = Form(Scale(SurveyKind.CSAT, 1, 5), Bands(low_to=2, high_from=4))
NAMES = ("Size", "Colour", "Fit", "Box", "Smell", "Shop")


def own(*names, language="en", after=CSAT):
    """A form with these as well, each added by itself."""
    for name in names:
        after = changed(after, Changes(words={(language, reasons.NEW): name}))
    return after


def without(form, *away):
    return changed(form, Changes(quick_answers=[one for one in form.quick_answers if one not in away]))


def refusal(changes, form):
    with pytest.raises((UnclearWordingError, ImpossibleSurveyError)) as refused:
        changed(form, changes)
    return str(refused.value)


def test_usual_ones_are_taken_away_and_brought_back_in_their_order():
    assert without(CSAT, "price").quick_answers == ("delivery", "quality", "service")
    assert without(CSAT, *USUAL).quick_answers == ()
    back = changed(without(CSAT, "price"), Changes(quick_answers=("service", "price", "quality", "delivery")))
    assert back == CSAT


def test_words_make_a_new_one_in_all_the_languages_they_are_given_in():
    words = {("en", reasons.NEW): " Size ", ("pl", reasons.NEW): "Rozmiar", ("ru", "low"): "Жаль"}
    form = changed(CSAT, Changes(words=words))
    assert form.quick_answers == (*USUAL, "own1")
    assert form.wording == {"en": {"own1": "Size"}, "pl": {"own1": "Rozmiar"}, "ru": {"low": "Жаль"}}
    assert own("Fit", after=form).quick_answers == (*USUAL, "own1", "own2")


def test_another_word_for_one_leaves_the_others_as_they_were():
    form = own("Size", "Fit")
    form = changed(form, Changes(words={("en", "own1"): "Sizes", ("ru", "own2"): "Посадка"}))
    assert form.wording == {"en": {"own1": "Sizes", "own2": "Fit"}, "ru": {"own2": "Посадка"}}


def test_one_that_is_taken_away_is_gone_with_its_words_and_its_place_is_free():
    form = without(own("Size", "Fit"), "own1")
    assert (form.quick_answers, form.wording) == ((*USUAL, "own2"), {"en": {"own2": "Fit"}})
    assert own("Colour", after=form).wording == {"en": {"own2": "Fit", "own1": "Colour"}}


def test_one_is_there_as_long_as_it_has_words_in_some_language():
    form = changed(own("Size"), Changes(words={("ru", "own1"): "Размер"}))
    form = changed(form, Changes(words={("en", "own1"): ""}))
    assert (form.quick_answers, form.wording) == ((*USUAL, "own1"), {"ru": {"own1": "Размер"}})
    assert changed(form, Changes(words={("ru", "own1"): "\u3164"})) == CSAT


def test_no_words_make_no_new_one():
    assert changed(CSAT, Changes(words={("en", reasons.NEW): " "})) == CSAT


def test_six_are_the_most_whichever_they_are():
    many = "There are at most 6 quick answers; take one away first."
    full = own("Size", "Fit")
    assert len(full.quick_answers) == reasons.MOST
    assert refusal(Changes(words={("en", reasons.NEW): "Colour"}), full) == many
    others = own(*NAMES, after=without(CSAT, *USUAL))
    assert others.quick_answers == reasons.OWN
    assert refusal(Changes(words={("en", reasons.NEW): "Sound"}), others) == many
    assert refusal(Changes(quick_answers=(*others.quick_answers, "price")), others) == many
    swapped = changed(
        others, Changes(words={("en", "own1"): ""}, quick_answers=("price", *others.quick_answers[1:]))
    )
    assert swapped.quick_answers == ("price", *reasons.OWN[1:])


def test_two_of_one_name_are_refused_in_one_language_alone():
    form = own("Size")
    assert refusal(Changes(words={("en", reasons.NEW): "SIZE"}), form) == (
        "There is a quick answer “SIZE” already."
    )
    assert own("Size", language="pl", after=form).quick_answers == (*USUAL, "own1", "own2")
    assert own("Size", after=without(form, "own1")) == form


def test_an_own_one_without_words_can_be_offered_to_nobody():
    assert refusal(Changes(quick_answers=("price", "own3")), CSAT) == (
        'own3 has no words yet; give it some: --say en:own3="...".'
    )
    given = Changes(quick_answers=("price", "own3"), words={("en", "own3"): "Size"})
    assert changed(CSAT, given).quick_answers == ("price", "own3")
