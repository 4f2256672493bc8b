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
        ("don't #1", ["don't", "#1"]),
        ("", []),
    ],
)
def test_blanks_part_words_but_not_within_quotes(said, words):
    assert split(said) == words


def test_a_quote_that_is_not_closed_is_refused():
    with pytest.raises(OpenQuoteError):
        split('name="Spring')
