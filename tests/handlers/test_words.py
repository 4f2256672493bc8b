"""Words as people type them."""

import pytest

from handlers.words import OpenQuoteError, split


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("nps  at=now", ["nps", "at=now"]),
        ('name="Spring NPS" x', ["name=Spring NPS", "x"]),
        ("name=“Spring NPS”", ["name=Spring NPS"]),
        ("name=„Wiosna 2026”", ["name=Wiosna 2026"]),
        ("name=«Весна 2026»", ["name=Весна 2026"]),
        ("name=”Spring NPS”", ["name=Spring NPS"]),
        ("name=«Книги „Мир“» x", ["name=Книги „Мир“", "x"]),
        ('name="Книги «Мир»"', ["name=Книги «Мир»"]),
        ('name="The ""best"" one"', ['name=The "best" one']),
        ('name=„Wiosna 2026"', ["name=Wiosna 2026"]),
        ('name="" x', ["name=", "x"]),
        ("don't #1", ["don't", "#1"]),
        ("", []),
    ],
)
def test_blanks_part_words_but_not_within_quotes(said, words):
    assert split(said) == words


@pytest.mark.parametrize("said", ['name="Spring', "name=«Весна", 'name="Spring" "', "name=Весна»"])
def test_a_quote_that_is_not_closed_is_refused(said):
    with pytest.raises(OpenQuoteError):
        split(said)
