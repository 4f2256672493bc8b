"""What Fluent would let pass in silence is an error with its line."""

import pytest

from handlers.texts.errors import BrokenCatalogError
from handlers.texts.reading import read_texts


@pytest.fixture
def read(tmp_path):
    def read(source, language="en"):
        path = tmp_path / f"{language}.ftl"
        path.write_text(source, "utf-8")
        return read_texts(path)

    return read


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("a = one\n    [two]\n", "en.ftl:2: "),
        ("a = one\n    *two*\n", "en.ftl:2: "),
        ("a = one\n    .two\n", "en.ftl:2: "),
        ("a = one\n    .two = 2\n", "en.ftl:2: a: a line that begins with a dot"),
        ("a =\n    .two = 2\n", "en.ftl:1: a has no words"),
        ("a = one\ntwo\n", "en.ftl:2: "),
        ("a = { $b\n", "en.ftl:"),
        ("a = 1\n\na = 2\n", "en.ftl:3: a stands here twice"),
        ("-a = 1\n-a = 2\n", "en.ftl:2: -a stands here twice"),
        ("a = 5 * 3\n", "en.ftl:1: an asterisk without its other"),
        ("a = { $b ->\n    [one] *x\n   *[other] y*\n }", "en.ftl:2: an asterisk without its other"),
        ("a = { b }\n", "en.ftl:1: a includes b, and there is none"),
        ("a = { -b }\n", "en.ftl:1: a includes -b, and there is none"),
        ("a = x { a }\n", "en.ftl:1: a includes itself"),
        ("c = { a }\n-a = { -b }\n-b = { -a }\na = 1", "en.ftl:2: -a includes itself"),
        ("-a = *x\n", "en.ftl:1: an asterisk without its other"),
        ("a = \U000f0001\n", "en.ftl:1: a character of Private Use Area A"),
        ('a = { "\\U0F0001" }\n', "en.ftl:1: a character of Private Use Area A"),
        (
            "a = { $b ->\n    [one] x\n   *[other] { $b ->\n    [csat] x\n   *[nps] y\n }\n }\n",
            "en.ftl:1: $b selects by number",
        ),
    ],
)
def test_problems_are_named_with_their_line(read, source, problem):
    with pytest.raises(BrokenCatalogError) as caught:
        read(source)
    assert str(caught.value).startswith(problem)


def test_all_problems_come_at_once(read):
    with pytest.raises(BrokenCatalogError) as caught:
        read("a = 1\na = *2\nb\n")
    assert [line.split(":")[1] for line in str(caught.value).splitlines()] == ["2", "2", "3"]


@pytest.mark.parametrize("language", ["xx", "english", "en_US", ""])
def test_a_file_is_named_by_its_language(read, language):
    with pytest.raises(BrokenCatalogError, match="CLDR knows no language"):
        read("a = 1\n", language)


def test_variables_are_found_wherever_they_stand(read):
    texts = read("""
-shop = { $case ->
   *[nominative] Shop
 }
a = { $x } { b } { -shop(case: "nominative") }
b = { $kind ->
    [nps] { $y }
   *[csat] { c }
 }
c = { NUMBER($count) ->
    [one] 1
   *[other] { $count }
 }
""")
    assert texts["a"].variables == {"x", "y", "kind", "count"}
    assert (texts["a"].counted, texts["a"].chosen) == ({"count"}, {"kind": {"nps", "csat"}})


def test_names_and_numbers_of_plural_rules_count_and_other_names_choose(read):
    texts = read("""
a = { $n ->
    [0] none
   *[other] some
 }
b = { $n ->
    [one] one
   *[csat] CSAT
 }
""")
    assert (texts["a"].counted, texts["a"].chosen) == ({"n"}, {})
    assert (texts["b"].counted, texts["b"].chosen) == (set(), {"n": {"one", "csat"}})


def test_comments_and_an_empty_file_are_fine(read):
    assert read("# nothing yet\n\n## a section\n") == {}


def test_a_file_that_is_not_utf_8_is_named(tmp_path):
    (tmp_path / "ru.ftl").write_bytes("a = Привет".encode("cp1251"))
    with pytest.raises(BrokenCatalogError, match=r"ru\.ftl isn't UTF-8"):
        read_texts(tmp_path / "ru.ftl")
