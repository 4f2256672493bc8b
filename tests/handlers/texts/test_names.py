"""What people are called."""

import pytest

from handlers.replies import Line, Value
from handlers.texts.catalog import Catalog
from handlers.texts.names import NAMELESS, called


@pytest.mark.parametrize(
    "name", ["Anna", "Ольга", "李", "עדי", "👩‍👩‍👧", "7", "★", " A ", "e\u0301", "\u200fעדי", "-"]
)
def test_a_name_is_said_as_it_is_written(name):
    assert called(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "\u00a0",
        "\u200b\u200d",
        "\u202e",
        "\u3164",
        "\u2800\u2800",
        "\u115f",
        "\u0301",
        "\ufe0f",
        "\x00",
    ],
)
def test_a_name_that_shows_nothing_is_no_name(name):
    assert called(name) == NAMELESS


def test_every_text_that_says_a_name_has_words_for_somebody_without_one():
    catalog = Catalog.load()
    for language in catalog.languages:
        for text_id, text in catalog.texts(language).items():
            if "name" in text.variables:
                assert NAMELESS in text.chosen.get("name", ()), f"{text_id} in {language}"
                values: dict[str, Value] = {**dict.fromkeys(text.variables, "x"), "name": NAMELESS}
                words = catalog.render(Line(text_id, values), language).text
                assert NAMELESS not in words
                assert words[0].isalpha(), f"{text_id} in {language}"
                assert not words[0].islower(), f"{text_id} in {language}"  # Chinese has no capitals
