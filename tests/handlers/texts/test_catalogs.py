"""The real catalogs: complete in every language, sound, and no more and no less than what the code says."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from babel import Locale
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

import handlers.texts
from handlers.replies import Line, Value
from handlers.texts.catalog import Catalog
from handlers.texts.languages import SPOKEN
from handlers.texts.reading import Text
from handlers.texts.tree import PLURALS, nodes, selections
from handlers.texts.units import utf16_length

ROOT = Path(__file__).parents[3]
TEXTS = ROOT / "handlers" / "texts"
PACKAGES = ("handlers", "scheduler", "bot")
NUMBERS = (0, 1, 2, 5, 11, 21, 1001, 1_000_000)
"""Between them, every plural category that an int has anywhere."""

SAME = {"role-marketer", "button-plan"}
"""What reads in another language as it does in English."""


@dataclass
class Said:
    """What a module says to people."""

    ids: dict[str, str] = field(default_factory=dict)
    """Where each id of a Line stands."""
    filled: list[tuple[str, str, set[str]]] = field(default_factory=list)
    """Where a Line is made with all its values in sight: the place, the id and the values' names."""
    made_up: list[str] = field(default_factory=list)
    """Where the id of a Line is put together out of pieces, which nobody can search for."""
    strings: set[str] = field(default_factory=set)
    """Every string constant: a Line may take its id from any."""


def said(source: str, name: str) -> Said:
    """Read what a module says, without importing it."""
    tree, found = ast.parse(source), Said()
    tables = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.strings.add(node.value)
        if isinstance(node, ast.Call) and _called(node.func) == "Line":
            place = f"{name}:{node.lineno}"
            given: dict[str | None, ast.expr] = {word.arg: word.value for word in node.keywords}
            given |= dict(zip(("id", "values"), node.args, strict=False))
            text_ids = list(_ids(given["id"], tables))
            found.ids |= {text_id: place for text_id in text_ids if text_id is not None}
            if None in text_ids:
                found.made_up.append(place)
            values = given.get("values", ast.Dict(keys=[], values=[]))
            if isinstance(values, ast.Dict) and all(isinstance(key, ast.Constant) for key in values.keys):
                names = {str(key.value) for key in values.keys if isinstance(key, ast.Constant)}
                found.filled += [(place, text_id, names) for text_id in text_ids if text_id is not None]
    return found


def _called(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def _ids(node: ast.expr, tables: Mapping[str, ast.Dict]) -> Iterator[str | None]:
    """Yield the ids that an expression may come to, as far as it shows; None where it makes one up."""
    match node:
        case ast.Constant(value=str(text_id)):
            yield text_id
        case ast.IfExp(body=yes, orelse=no):
            yield from (*_ids(yes, tables), *_ids(no, tables))
        case ast.Subscript(value=ast.Name(id=name)) if name in tables:
            for value in tables[name].values:
                yield from _ids(value, tables)
        case ast.JoinedStr() | ast.BinOp() | ast.Call(func=ast.Attribute(attr="format" | "join" | "replace")):
            yield None


def samples(text: Text) -> Iterator[dict[str, Value]]:
    """Yield values for a text that take it through each variant of each selection."""
    plain: dict[str, Value] = {
        name: 2 if name in text.counted else next(iter(text.chosen.get(name, {"Anna"})))
        for name in text.variables
    }
    yield plain
    yield from ({**plain, name: number} for name in text.counted for number in NUMBERS)
    yield from ({**plain, name: "else"} for name in text.chosen)
    yield from ({**plain, name: choice} for name, choices in text.chosen.items() for choice in choices)


def plurals(language: str) -> set[str]:
    """Return the plural categories that whole numbers have in a language (CLDR)."""
    form = Locale.parse(language, sep="-").plural_form
    return {form(number) for number in (*range(1000), 1_000_000)}


@pytest.fixture(scope="module")
def catalog():
    return Catalog.load()


@pytest.fixture(scope="module")
def code():
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [said(path.read_text("utf-8"), str(path.relative_to(ROOT))) for path in paths]


def resources():
    return {path.stem: FluentParser().parse(path.read_text("utf-8-sig")) for path in TEXTS.glob("*.ftl")}


def test_the_catalogs_are_those_that_the_product_loads():
    assert Path(handlers.texts.__file__).parent == TEXTS


def test_every_language_we_say_we_speak_has_its_catalog(catalog):
    assert set(SPOKEN) == set(catalog.languages)


def test_every_language_has_the_same_texts_and_fills_them_with_the_same_values(catalog):
    english = {text_id: text.variables for text_id, text in catalog.texts("en").items()}
    for language in catalog.languages:
        own = {text_id: text.variables for text_id, text in catalog.texts(language).items()}
        assert own == english, language


def test_every_language_selects_by_the_same_kind_of_value(catalog):
    for language in catalog.languages:
        for text_id, text in catalog.texts(language).items():
            english = catalog.texts("en")[text_id]
            assert not text.counted & english.chosen.keys(), f"{text_id} in {language}"
            assert text.chosen.keys() <= english.chosen.keys(), f"{text_id} in {language}"


def test_every_text_renders_in_every_language_whatever_the_numbers(catalog):
    for language in catalog.languages:
        for text_id, text in catalog.texts(language).items():
            for values in samples(text):
                rendered = catalog.render(Line(text_id, values), language)
                assert rendered.text.strip() == rendered.text != "", f"{text_id} in {language}"
                assert "{" not in rendered.text, f"{text_id} in {language}"
                for entity in rendered.entities:
                    assert entity.offset + entity.length <= utf16_length(rendered.text)


def test_every_plural_covers_what_whole_numbers_need_in_its_language():
    for language, resource in resources().items():
        for message in resource.body:
            for selectors, names, counts in selections(message):
                if counts and names & PLURALS - {"other"}:
                    missing = plurals(language) - names
                    assert not missing, f"{language}: ${', $'.join(selectors)} lacks {missing}"


def test_nothing_is_left_in_english(catalog):
    """But for what has no words, or is the same word: a marketer is a marketer in Polish."""
    english = catalog.texts("en")
    for language in set(catalog.languages) - {"en"}:
        left = set()
        for text_id, text in catalog.texts(language).items():
            counted = text.counted | english[text_id].counted
            values: dict[str, Value] = {name: 2 if name in counted else "—" for name in text.variables}
            words = catalog.plain(Line(text_id, values), language)
            if words == catalog.plain(Line(text_id, values), "en") and any(map(str.isalpha, words)):
                left.add(text_id)
        assert left <= SAME, language


def test_no_catalog_writes_a_percent_sign():
    """Where it stands differs: a percentage is a value, made by figures.percent."""
    signs = [
        (language, node.value)
        for language, resource in resources().items()
        for node in nodes(resource)
        if isinstance(node, ftl.TextElement | ftl.StringLiteral) and "%" in node.value
    ]
    assert signs == []


def test_every_text_is_said_and_every_text_said_exists(catalog, code):
    texts = catalog.texts("en").keys()
    assert [
        (text_id, place) for module in code for text_id, place in module.ids.items() if text_id not in texts
    ] == []
    included = {n.id.name for n in nodes(resources()["en"]) if isinstance(n, ftl.MessageReference)}
    assert texts - included - set().union(*(module.strings for module in code)) == set()


def test_every_line_brings_all_that_its_text_needs(catalog, code):
    texts = catalog.texts("en")
    assert [
        (place, text_id, missing)
        for module in code
        for place, text_id, names in module.filled
        if text_id in texts and (missing := texts[text_id].variables - names)
    ] == []


def test_no_id_is_put_together_from_pieces(code):
    assert [place for module in code for place in module.made_up] == []


def test_what_a_module_says_is_read_off_its_source():
    found = said(
        """
ASKS = {"csat": "ask-csat", "nps": "ask-nps"}
WORDS: dict[str, str] = {"a": "word-a"}
Line("one", {"name": x}); replies.Line(id="two", values={**name})
Line("three" if x else ASKS[kind], values=values); Line(WORDS["a"]); Line(text, {"name": x})
Line(f"ask-{kind}"); Line("ask-" + kind); Line("ask-{}".format(kind)); other("four")
""",
        "m.py",
    )
    assert found.ids == {
        "one": "m.py:4",
        "two": "m.py:4",
        "three": "m.py:5",
        "ask-csat": "m.py:5",
        "ask-nps": "m.py:5",
        "word-a": "m.py:5",
    }
    assert found.filled == [("m.py:4", "one", {"name"}), ("m.py:5", "word-a", set())]
    assert found.made_up == ["m.py:6"] * 3
    assert "four" in found.strings


def test_plural_categories_of_whole_numbers():
    assert plurals("en") == {"one", "other"}
    assert plurals("ru") == plurals("uk") == plurals("pl") == {"one", "few", "many"}
    assert plurals("zh") == {"other"}
