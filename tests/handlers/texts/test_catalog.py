"""Lines become words: values in their gaps, bold where the file says so, in the reader's language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies import Line, Value
from handlers.texts.catalog import Catalog
from handlers.texts.errors import BrokenCatalogError, UnfilledTextError, UnknownTextError
from handlers.texts.template import Entity, Rendered

ENGLISH = """
-shop = Greenleaf *Garden*
hello = Hi { $name }!
arrived = { $name }, your *{ $product }* arrived.
    1 = not at all, 5 = very
bold-twice = *{ $a }*{ $b }*{ $c }*
product = { $product } costs 5 { "*" } 3, *really*
answers = { $count ->
    [0] none
    [one] { $count } answer
   *[other] *{ $count }* answers
 } to { $wave }
order = Order #{ $order }
asked = { $kind ->
    [nps] Recommend { $name }?
   *[csat] Satisfied, { $kind }?
 }
from-shop = From { -shop }: { hello }
only-english = Only *here*
wrong-function = { NUMBER($name) }
"""
RUSSIAN = """
hello = Привет, { $name }!
answers = { $count ->
    [one] { $count } ответ
    [few] { $count } ответа
   *[many] { $count } ответов
 } на { $wave }
"""


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    directory = tmp_path_factory.mktemp("texts")
    (directory / "en.ftl").write_text(ENGLISH, "utf-8")
    (directory / "ru.ftl").write_text(RUSSIAN, "utf-8-sig")
    (directory / "pt-BR.ftl").write_text("hello = Oi { $name }!", "utf-8")
    return Catalog.load(directory)


def marked(rendered, kind="bold"):
    """Cut out what the entities cover, the way Telegram counts."""
    units = rendered.text.encode("utf-16-le")
    assert {entity.type for entity in rendered.entities} <= {kind}
    return [units[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le") for e in rendered.entities]


def test_values_go_in_and_bold_is_an_entity(catalog):
    rendered = catalog.render(Line("arrived", {"name": "Anna", "product": "Trail shoes"}), "en")
    assert rendered == Rendered(
        "Anna, your Trail shoes arrived.\n1 = not at all, 5 = very", (Entity("bold", 11, 11),)
    )


def test_offsets_are_utf_16_units(catalog):
    rendered = catalog.render(Line("arrived", {"name": "👩‍👧 Ann", "product": "👟 é"}), "en")
    assert rendered.entities == (Entity("bold", 5 + 4 + 7, 4),)
    assert marked(rendered) == ["👟 é"]


@pytest.mark.parametrize(
    "value", ["*x*", "_x_", "<b>x</b>", "&amp;", "{ $name }", "\U000f0000\U000f0001", "]*["]
)
def test_markup_in_a_value_is_shown_as_it_is(catalog, value):
    rendered = catalog.render(Line("arrived", {"name": value, "product": value}), "en")
    assert rendered.text.startswith(f"{value}, your {value} arrived.")
    assert marked(rendered) == [value]


@given(name=st.text(), product=st.text(min_size=1))
def test_bold_covers_exactly_its_value_whatever_that_is(catalog, name, product):
    rendered = catalog.render(Line("arrived", {"name": name, "product": product}), "en")
    (bold,) = marked(rendered)
    assert rendered.text.endswith(f", your {bold} arrived.\n1 = not at all, 5 = very")
    assert (
        bold.strip("\u2066\u2067\u2068\u2069") == product.strip("\u2066\u2067\u2068\u2069")
        or "\u2069" in bold
    )


def test_an_empty_value_leaves_no_entity_and_adjacent_bold_is_one_or_two(catalog):
    empty = catalog.render(Line("bold-twice", {"a": "", "b": "b", "c": "c"}), "en")
    assert (empty.text, marked(empty)) == ("bc", ["c"])
    full = catalog.render(Line("bold-twice", {"a": "aa", "b": "b", "c": "c"}), "en")
    assert (full.text, marked(full)) == ("aabc", ["aa", "c"])


def test_a_literal_asterisk_is_fluents_string_literal(catalog):
    rendered = catalog.render(Line("product", {"product": "It"}), "en")
    assert rendered.text == "It costs 5 * 3, really"
    assert marked(rendered) == ["really"]


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("en", 0, "none to x"),
        ("en", 1, "1 answer to x"),
        ("en", 1001, "1,001 answers to x"),
        ("ru", 1, "1 ответ на x"),
        ("ru", 3, "3 ответа на x"),
        ("ru", 11, "11 ответов на x"),
        ("ru", 1001, "1\N{NO-BREAK SPACE}001 ответ на x"),
    ],
)
def test_ints_are_counted_and_grouped_as_the_language_does(catalog, language, count, text):
    assert catalog.plain(Line("answers", {"count": count, "wave": "x"}), language) == text


def test_bold_inside_a_variant(catalog):
    assert marked(catalog.render(Line("answers", {"count": 1001, "wave": "x"}), "en")) == ["1,001"]


def test_an_id_is_a_string_and_shown_as_it_is(catalog):
    assert catalog.plain(Line("order", {"order": "1001"}), "en") == "Order #1001"


@pytest.mark.parametrize(
    ("kind", "text"),
    [("nps", "Recommend Ann?"), ("csat", "Satisfied, csat?"), ("*x*", "Satisfied, *x*?")],
)
def test_a_string_selects_the_variant_of_its_name_or_else_the_default(catalog, kind, text):
    rendered = catalog.render(Line("asked", {"kind": kind, "name": "Ann"}), "en")
    assert rendered == Rendered(text)


def test_terms_and_included_texts(catalog):
    rendered = catalog.render(Line("from-shop", {"name": "Ann"}), "en")
    assert rendered.text == "From Greenleaf Garden: Hi Ann!"
    assert marked(rendered) == ["Garden"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("ru", "Привет, Ann!"), ("pt-BR", "Oi Ann!"), ("de", "Hi Ann!"), ("", "Hi Ann!")],
)
def test_a_language_that_we_do_not_have_is_english(catalog, language, text):
    assert catalog.languages == ("en", "pt-BR", "ru")
    assert catalog.plain(Line("hello", {"name": "Ann"}), language) == text


def test_a_text_missing_in_a_language_is_english(catalog):
    assert catalog.render(Line("only-english"), "ru") == Rendered("Only here", (Entity("bold", 5, 4),))


def test_a_line_with_a_language_of_its_own_is_said_in_that(catalog):
    hello: dict[str, Value] = {"name": "Anna"}
    lines = (Line("hello", hello, "ru"), Line("hello", hello))
    assert catalog.render_all(lines, "en").text == "Привет, Anna!\nHi Anna!"
    assert catalog.plain(Line("hello", hello, "en"), "ru") == "Hi Anna!"


def test_an_unknown_text_is_an_error(catalog):
    with pytest.raises(UnknownTextError, match="nothing-like-it"):
        catalog.render(Line("nothing-like-it"), "ru")


@pytest.mark.parametrize(
    "line",
    [
        Line("hello"),
        Line("hello", {"nom": "Ann"}),
        Line("from-shop"),
        Line("answers", {"count": "1", "wave": "x"}),
        Line("asked", {"kind": 1, "name": "x"}),
        Line("wrong-function", {"name": "Ann"}),
    ],
    ids=lambda line: line.id,
)
def test_values_that_do_not_fit_are_an_error_each_time(catalog, line):
    for _ in range(2):
        with pytest.raises(UnfilledTextError, match=line.id):
            catalog.render(line, "en")


def test_several_lines_stand_below_each_other(catalog):
    rendered = catalog.render_all(
        (Line("hello", {"name": "😀"}), Line("only-english"), Line("only-english")), "en"
    )
    assert rendered.text == "Hi 😀!\nOnly here\nOnly here"
    assert marked(rendered) == ["here", "here"]
    assert catalog.render_all((), "en") == Rendered("")


def test_right_to_left_values_are_isolated_and_others_are_not(catalog):
    assert catalog.plain(Line("hello", {"name": "Анна"}), "en") == "Hi Анна!"
    assert catalog.plain(Line("hello", {"name": "אנה"}), "en") == "Hi \u2068אנה\u2069!"
    bold = catalog.render(Line("arrived", {"name": "x", "product": "נעל"}), "en")
    assert marked(bold) == ["\u2068נעל\u2069"]


def test_the_default_language_must_be_there(tmp_path):
    (tmp_path / "ru.ftl").write_text("hello = Привет", "utf-8")
    with pytest.raises(BrokenCatalogError, match=r"no en\.ftl"):
        Catalog.load(tmp_path)
    assert Catalog.load(tmp_path, default="ru").plain(Line("hello"), "en") == "Привет"


def test_every_file_with_a_problem_is_named(tmp_path):
    (tmp_path / "en.ftl").write_text("hello = Hi\nnonsense\n", "utf-8")
    (tmp_path / "ru.ftl").write_text("hello = *Привет\n", "utf-8")
    with pytest.raises(BrokenCatalogError, match=r"(?s)en\.ftl:2: .*ru\.ftl:1: "):
        Catalog.load(tmp_path)
