"""The words after /nps: a period, filters, a split."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.admin.score_query import Query, read_query
from handlers.periods import UnclearWordError, read_period

TODAY = date(2026, 5, 5)


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("", Query()),
        ("7d", Query(period="7d")),
        ("by:store", Query(by="store")),
        ("2026-Q1 PRODUCT:shoes By:Wave", Query(period="2026-q1", where={"product": "shoes"}, by="wave")),
        ('product:"Trail running shoes"', Query(where={"product": "Trail running shoes"})),
        ("product:«Красные туфли» store:Рига", Query(where={"product": "Красные туфли", "store": "Рига"})),
        ("store:Riga store:Ogre", Query(where={"store": "Ogre"})),
        ("category:it's", Query(where={"category": "it's"})),
        ("wave:10:30", Query(where={"wave": "10:30"})),
    ],
)
def test_words_are_read_in_any_order(words: str, query: Query) -> None:
    assert read_query(words, today=TODAY) == query
    assert (
        read_query(
            " ".join(reversed(words.split(" "))) if '"' not in words and "«" not in words else words,
            today=TODAY,
        ).period
        == query.period
    )


@pytest.mark.parametrize(
    ("words", "word", "meant"),
    [
        ("prodct:shoes", "prodct:shoes", "product:shoes"),
        ("7d by:shop", "by:shop", "by:store"),
        ("by:", "by:", "by:product"),
        ("product:", "product:", "product:…"),
        ("30 d", "30", "30d"),
        ("store", "store", "store:…"),
        ('product:"Trail', 'product:"Trail', 'product:"Trail"'),
    ],
)
def test_a_word_that_is_not_understood_is_answered_by_what_was_meant(
    words: str, word: str, meant: str
) -> None:
    with pytest.raises(UnclearWordError) as unclear:
        read_query(words, today=TODAY)
    assert (unclear.value.word, unclear.value.meant) == (word, meant)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_answered(words: str) -> None:
    with suppress(UnclearWordError):
        query = read_query(words, today=TODAY)
        assert read_period(query.period, today=TODAY).last <= TODAY
