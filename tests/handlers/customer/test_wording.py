"""A shop's own words: which places they have, and what is said where one can't be filled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.customer import prompt, question
from handlers.customer.wording import LONGEST, PARTS, PLACES, UnclearWordingError, checked, filled
from handlers.survey.scales import Band
from handlers.texts.languages import SPOKEN
from handlers.texts.units import utf16_length
from storage.kinds import SurveyKind
from tests.handlers.house import words_of
from tests.handlers.samples import SHOP, answered, facts, ids

VALUES = {"name": "Anna", "shop": "Greenleaf", "product": "Shoes", "order": "#1001", "date": "3 May"}


def own(words, *, part="question", language="en", **changes):
    return facts(wording={language: {part: words}}, **changes)


def asked(known, language="en"):
    return words_of(question.asking(known, SHOP, language)).splitlines()[0]


# The words themselves


@pytest.mark.parametrize("words", ["How was it?", "{name}{shop}{product}{order}{date}", "x" * LONGEST])
def test_words_with_the_places_that_there_are_can_be_said(words):
    assert checked(f"  {words}\n") == words


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("{nmae}, happy?", "{nmae}"),
        ("{name}, happy with {Product}?", "{Product}"),
        ("{ name }", "{ name }"),
        ("{$name}", "{$name}"),
        ("{}", "{}"),
        ("{name", "a brace of no pair"),
        ("name}", "a brace of no pair"),
        ("{{name}}", "a brace of no pair"),
    ],
)
def test_a_place_that_there_is_not_is_refused_with_those_that_there_are(words, meant):
    with pytest.raises(UnclearWordingError) as refused:
        checked(words)
    assert str(refused.value) == (
        f"Own words can hold {{name}}, {{shop}}, {{product}}, {{order}}, {{date}}, not {meant}."
    )


def test_words_that_nobody_would_read_are_refused():
    with pytest.raises(UnclearWordingError, match="at most 1000 characters"):
        checked("😀" * (LONGEST // 2 + 1))


@given(st.lists(st.sampled_from([*"{}ab ", *(f"{{{place}}}" for place in PLACES)]), max_size=12))
def test_whatever_is_let_in_can_be_filled(pieces):
    try:
        kept = checked("".join(pieces))
    except UnclearWordingError:
        return
    said = filled(kept, VALUES)
    assert said is not None
    assert not set(said) & {"{", "}"}


def test_what_fills_a_place_is_not_searched_for_places():
    assert filled("{name} and {shop}", VALUES | {"name": "{shop}"}) == "{shop} and Greenleaf"


def test_a_name_from_right_to_left_doesnt_turn_the_words_around_it():
    assert filled("{name}, happy?", VALUES | {"name": "עדי"}) == "\u2068עדי\u2069, happy?"


# As they are said


@pytest.mark.parametrize("kind", SurveyKind)
def test_a_question_is_asked_in_the_shops_own_words(kind):
    known = own("{name}, *{product}* of {order} from {shop} on {date}?", kind=kind)
    content = question.asking(known, SHOP, "en")
    assert words_of(content).splitlines()[0] == (
        "Anna, *Trail running shoes* of #1001 from Greenleaf on 3 May?"
    )
    assert len(content.lines) == 2  # the ends of the scale are said below
    after = words_of(question.answered(known, SHOP, "en", 4, changeable=True))
    assert after.startswith("Anna, *Trail running shoes* of #1001")


def test_a_date_stands_in_the_words_as_their_language_writes_it():
    assert asked(own("Доставлен {date}", language="ru"), "ru") == "Доставлен 3 мая"


@pytest.mark.parametrize("language", SPOKEN)
def test_another_languages_words_are_never_said(language):
    other = "en" if language == "ru" else "ru"
    assert asked(own("?!", language=other), language) == asked(facts(), language)


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("{name}, happy?", {"first_name": ""}),
        ("{name}, happy?", {"first_name": "\u3164"}),
        ("{product}: happy?", {"product": None}),
        ("{order}: happy?", {"order_id": None}),
        ("Since {date}: happy?", {"delivered_at": None}),
    ],
)
def test_where_a_place_stays_empty_the_usual_words_are_said(words, missing):
    assert asked(own(words, **missing)) == asked(facts(**missing))
    assert asked(own("Happy?", **missing)) == "Happy?"


def test_a_reminder_says_its_own_words_above_the_question():
    known = own("{name}, one minute for {shop}?", part="reminder")
    said = words_of(question.reminding(known, SHOP, "en"))
    assert said.startswith("Anna, one minute for Greenleaf?\nAnna, your Trail running shoes arrived")
    usual = words_of(question.reminding(facts(), SHOP, "en"))
    assert usual.startswith("A gentle reminder, in case it slipped by:\nAnna, your Trail")
    nameless = own("{name}, one minute?", part="reminder", first_name="")
    assert words_of(question.reminding(nameless, SHOP, "en")).startswith("A gentle reminder")
    assert asked(known) == asked(facts())


def test_a_reminder_and_its_question_fit_into_a_message_whatever_fills_them():
    words = {"question": "{product}" * (LONGEST // 9), "reminder": "{product}" * (LONGEST // 9)}
    known = facts(wording={"en": words}, product="😀" * 500)
    said = words_of(question.reminding(known, SHOP, "en"))
    assert utf16_length(said) <= 4096
    assert said.endswith("1 = not at all, 5 = very")


@pytest.mark.parametrize("part", [part for part in PARTS if part not in ("question", "reminder")])
def test_each_prompt_has_its_own_words_and_keeps_them(part):
    band = Band(part)
    score = {"low": 1, "middle": 3, "high": 5}[part]
    known = own("{name}, why {product}?", part=part)

    def follow_up(to):
        return prompt.ask(known, to, SHOP, "en", chat_id=1001).content

    assert words_of(follow_up(score)) == "Anna, why Trail running shoes?"
    assert all(ids(follow_up(other)) != ["own-words"] for other in (1, 3, 5) if other != score)
    given = answered(score, wording=known.wording)
    for content in (
        prompt.after_reason(given, band, "price", SHOP, "en"),
        prompt.after_skip(given, band, SHOP, "en"),
        prompt.outlived(given, band, SHOP, "en"),
    ):
        assert words_of(content).splitlines()[0] == "Anna, why Trail running shoes?"


def test_the_answer_stays_in_sight_whatever_fills_the_words():
    known = own("{product}" * (LONGEST // 9), product="😀" * 500)
    text = words_of(question.answered(known, SHOP, "en", 4, changeable=True))
    assert utf16_length(text) < 4096
    assert text.endswith("…\nYour answer: 4 of 5")
