"""The question as the customer sees it."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.customer import question
from handlers.press import Act, Press, read
from handlers.replies import Line
from handlers.shop import Shop
from handlers.texts.languages import SPOKEN
from handlers.texts.units import utf16_length
from storage.kinds import SurveyKind, Symbols
from tests.handlers.house import CATALOG, words_of
from tests.handlers.samples import NOW, SHOP, answered, buttons, facts, nps

NUMBERS = ["1", "2", "3", "4", "5"]


def asked(language="en", shop=SHOP, **changes):
    return words_of(question.asking(facts(**changes), shop, language))


@pytest.mark.parametrize(
    ("changes", "language", "words"),
    [
        ({}, "en", "Anna, your Trail running shoes arrived on 3 May. How satisfied are you?"),
        ({}, "ru", "Anna, ваш заказ (Trail running shoes) доставлен 3 мая. Насколько вы довольны?"),
        ({"delivered_at": None}, "en", "Anna, how satisfied are you with Trail running shoes?"),
        ({"product": None}, "en", "Anna, how satisfied are you with your order #1001?"),
        ({"product": None, "order_id": "#7"}, "ru", "Anna, насколько вы довольны заказом #7?"),
        (
            {},
            "uk",
            "Anna, ваше замовлення (Trail running shoes) доставлено 3 травня. Наскільки ви задоволені?",
        ),
        ({}, "pl", "Anna, Twoje zamówienie (Trail running shoes) dotarło 3 maja. Jak oceniasz"),
        ({}, "zh", "Anna，您购买的“Trail running shoes”已于5月3日送达，您满意吗？"),
        ({"product": None, "order_id": None}, "en", "Anna, how satisfied are you with Greenleaf?"),
        ({"kind": SurveyKind.NPS}, "en", "Anna, how likely are you to recommend Greenleaf"),
        ({"kind": SurveyKind.CES}, "en", "Anna, how far do you agree that Greenleaf made it easy"),
    ],
)
def test_a_question_is_about_the_most_that_we_know(changes, language, words):
    assert asked(language, **changes).startswith(words)


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("kind", SurveyKind)
def test_every_kind_of_question_names_the_ends_of_its_scale_in_every_language(language, kind):
    *_, ends = asked(language, kind=kind, lowest=0, highest=9).splitlines()
    low, high = re.split("[,，] ?", ends)
    assert low.startswith("0 ")
    assert high.startswith("9 ")


def test_the_day_is_the_day_in_the_shop_s_zone():
    moment = datetime(2026, 5, 3, 22, 30, tzinfo=UTC)
    assert "on 4 May" in asked(delivered_at=moment)
    west = Shop(name="Greenleaf", time_zone=ZoneInfo("America/Lima"), language="en")
    assert "on 3 May" in asked(delivered_at=moment, shop=west)


@pytest.mark.parametrize(
    ("lowest", "highest", "rows"),
    [
        (1, 5, [NUMBERS]),
        (1, 3, [NUMBERS[:3]]),
        (1, 7, [[*NUMBERS, "6", "7"]]),
        (0, 10, [["0", *NUMBERS], ["6", "7", "8", "9", "10"]]),
        (1, 10, [NUMBERS, ["6", "7", "8", "9", "10"]]),
    ],
)
def test_there_is_a_button_for_each_score(lowest, highest, rows):
    keyboard = question.scores(facts(lowest=lowest, highest=highest))
    assert [[button.label for button in row] for row in keyboard] == rows
    for button in (button for row in keyboard for button in row):
        assert read(button.data or "") == Press(Act.ANSWER, 7, str(button.label))


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize(
    ("symbols", "highest", "rows", "ends", "answer"),
    [
        (Symbols.FACES, 5, [["😠", "🙁", "😐", "🙂", "😄"]], ("😠", "😄"), "🙂"),
        (Symbols.FACES, 7, [["😠", "🙁", "😕", "😐", "🙂", "😊", "😄"]], ("😠", "😄"), "😐"),
        (Symbols.STARS, 3, [["1 ★", "2 ★", "3 ★"]], ("1 ★", "3 ★"), None),
        (Symbols.STARS, 5, [["1 ★", "2 ★", "3 ★", "4 ★", "5 ★"]], ("1 ★", "5 ★"), None),
    ],
)
def test_symbols_change_what_is_shown_and_never_the_score(symbols, highest, rows, ends, answer, language):
    known = facts(symbols=symbols, highest=highest)
    keyboard = question.scores(known)
    assert [[button.label for button in row] for row in keyboard] == rows
    pressed = [read(button.data or "") for row in keyboard for button in row]
    assert pressed == [Press(Act.ANSWER, 7, str(score)) for score in range(1, highest + 1)]
    *_, scale = words_of(question.asking(known, SHOP, language)).splitlines()
    low, high = re.split("[,，] ?", scale)
    assert low.startswith(f"{ends[0]} ")
    assert high.startswith(f"{ends[1]} ")
    score = min(4, highest)
    *_, given = words_of(question.answered(known, SHOP, language, score, changeable=True)).splitlines()
    assert [int(number) for number in re.findall("[0-9]+", given)] == [score, highest]
    assert (answer is None) or given.endswith(answer)
    assert answer is not None or "★" not in given


@pytest.mark.parametrize(
    ("known", "ways_out"),
    [
        (facts(), [["button-later", "button-never"]]),
        (facts(snoozed_at=NOW), [["button-never"]]),
        (answered(4), []),
        (answered(4, snoozed_at=NOW), []),
    ],
)
def test_the_ways_out_are_those_that_are_left(known, ways_out):
    assert buttons(question.asking(known, SHOP, "en")) == [NUMBERS, *ways_out]


@pytest.mark.parametrize(("changeable", "keyboard"), [(True, [["button-change"]]), (False, [])])
def test_an_answer_stands_below_its_question(changeable, keyboard):
    content = question.answered(nps(), SHOP, "en", 0, changeable=changeable)
    assert words_of(content).endswith("?\nYour answer: 0 of 10")
    assert buttons(content) == keyboard


def test_a_settled_question_has_no_buttons_and_says_why():
    content = question.settled(facts(), SHOP, "en", Line("put-off"))
    assert words_of(content).endswith("How satisfied are you?\nOf course. We'll ask once more tomorrow.")
    assert content.keyboard == ()


NAMES = [
    "Anna",
    "*Anna*",
    "<b>Anna</b> &amp; [x](http://x)",
    "{ $product }",
    "👩‍👩‍👧 Anna",
    "עדי",
    "\u202eanna",
    "nobody's",
    "A" * 64,
    "O'Brien\u2069",
]


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("name", NAMES)
def test_names_and_products_are_shown_as_they_are_and_only_the_product_is_bold(language, name):
    content = question.asking(facts(first_name=name, product=f"{name} 2"), SHOP, language)
    shown = CATALOG.render_all(content.lines, language)
    visible = name.replace("\u2069", "")
    assert visible in shown.text
    (bold,) = shown.entities
    units = shown.text.encode("utf-16-le")
    assert f"{visible} 2" in units[2 * bold.offset : 2 * (bold.offset + bold.length)].decode("utf-16-le")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Hello, your Trail running shoes arrived on 3 May. How satisfied are you?"),
        ({"delivered_at": None}, "Hello, how satisfied are you with Trail running shoes?"),
        ({"kind": SurveyKind.NPS}, "Hello, how likely are you to recommend Greenleaf"),
    ],
)
@pytest.mark.parametrize("name", ["", "  ", "\u3164", "\u200b"])
def test_somebody_without_a_name_is_asked_without_one(changes, words, name):
    assert asked(first_name=name, **changes).startswith(words)


@pytest.mark.parametrize("language", SPOKEN)
def test_the_longest_question_fits_a_message(language):
    longest = facts(first_name="😀" * 32, product="😀" * 500)
    content = question.answered(longest, SHOP, language, 5, changeable=True)
    assert utf16_length(words_of(content)) < 4096


@pytest.mark.parametrize(("order_id", "shown"), [("1001", "#1001"), ("#1001", "#1001"), ("A-7/b", "#A-7/b")])
def test_an_order_has_one_number_sign(order_id, shown):
    assert question.shown_order(order_id) == shown
