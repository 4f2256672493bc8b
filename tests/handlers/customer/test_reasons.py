"""Quick answers: what can be one, which are offered, and in which words each reader finds them."""

import pytest

from handlers.customer import reasons
from handlers.customer.wording import UnclearWordingError
from handlers.replies import Line

SIZE = {"en": {"own1": "Size"}, "pl": {"own1": "Rozmiar", "question": "Jak było?"}, "zh": {"low": "为什么？"}}


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("  Size\n or  fit ", "Size or fit"),
        ("x" * reasons.LONGEST, "x" * reasons.LONGEST),
        ("👟" * 10, "👟" * 10),
        ("", ""),
        ("\u3164", ""),
        ("\u200b", ""),
    ],
)
def test_a_quick_answer_is_one_short_line(words, kept):
    assert reasons.checked(words) == kept


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("x" * 21, "A quick answer is at most 20 characters long, not 21."),
        ("👟" * 11, "A quick answer is at most 20 characters long, not 22."),
        ("{product}", "A quick answer is the same for everybody: it holds no braces."),
    ],
)
def test_what_fits_on_no_button_is_refused(words, sentence):
    with pytest.raises(UnclearWordingError) as refused:
        reasons.checked(words)
    assert str(refused.value) == sentence


def test_a_survey_from_before_they_could_be_chosen_offers_the_usual_ones():
    assert reasons.offered(None) == ("delivery", "quality", "price", "service")
    assert reasons.offered(["price", "own1"]) == ["price", "own1"]
    assert reasons.offered([]) == []


@pytest.mark.parametrize(
    ("languages", "read"),
    [
        (("pl", "en"), "Rozmiar"),
        (("ru", "pl"), "Rozmiar"),  # the reader has none: those of the shop's language
        (("ru", "uk"), "Size"),  # nor has the shop: whatever there is
        (("zh", "zh"), "Size"),  # other words in a language are none of this one's
    ],
)
def test_a_language_without_words_reads_those_of_another(languages, read):
    assert reasons.label("own1", SIZE, languages) == read
    assert reasons.said("own1", SIZE, languages) == {"reason": "own", "words": read}


def test_a_usual_one_is_said_by_the_catalogs():
    assert reasons.label("price", SIZE, ("pl",)) == Line("reason-price")
    assert reasons.said("price", SIZE, ("pl",)) == {"reason": "price"}


def test_one_that_lost_its_words_is_still_something_to_read():
    assert reasons.label("own6", None, ("en",)) == "own6"


def test_one_from_right_to_left_doesnt_turn_the_words_around_it():
    assert reasons.said("own1", {"en": {"own1": "מידה"}}, ("en",))["words"] == "\u2068מידה\u2069"
