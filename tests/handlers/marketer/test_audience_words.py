"""An audience in words: what is understood, what isn't and what was meant instead."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.marketer.audience_words import (
    EXAMPLES,
    LONGEST,
    UnclearAudienceError,
    read_audience,
    typed_audience,
    write_audience,
)
from handlers.marketer.wave_words import AUDIENCE, read_options
from handlers.survey.criteria import (
    COMPARISONS,
    EVERYBODY,
    FIELDS,
    Amount,
    Bought,
    Criteria,
    Criterion,
    FirstTime,
    LastScore,
    Listed,
    NeverAsked,
    Repeat,
    Said,
    Speaks,
)
from handlers.texts.languages import SPOKEN
from handlers.unclear import UnclearPlanError

SHOES = Criterion(Said("category", ("shoes",)))
COATS = Criterion(Said("category", ("shoes", "winter coats")))


def criteria(*tests):
    return Criteria(tuple(test if isinstance(test, Criterion) else Criterion(test) for test in tests))


NEITHER = criteria(Criterion(Said("store", ("Riga", "Tallinn")), negated=True))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("all", EVERYBODY),
        (" ALL ", EVERYBODY),
        ("bought:30d", criteria(Bought(timedelta(days=30)))),
        ("bought:90d,category:shoes", criteria(Bought(timedelta(days=90)), SHOES)),
        ("bought:90d category:shoes", criteria(Bought(timedelta(days=90)), SHOES)),
        ("category:shoes and repeat", criteria(SHOES, Repeat())),
        ("Category:shoes, not Repeat", criteria(SHOES, Criterion(Repeat(), negated=True))),
        ("all category:shoes", criteria(SHOES)),
        ("category:Trail running, first-time", criteria(Said("category", ("Trail running",)), FirstTime())),
        ("category:Trail running never-asked", criteria(Said("category", ("Trail running",)), NeverAsked())),
        ('category:"Shoes, trail"', criteria(Said("category", ("Shoes, trail",)))),
        ('category:"Книги «Мир»"', criteria(Said("category", ("Книги «Мир»",)))),
        ("category:«Мир»", criteria(Said("category", ("«Мир»",)))),
        ('category:a,"b:c","and"', criteria(Said("category", ("a", "b:c", "and")))),
        ('category: " a "', criteria(Said("category", (" a ",)))),
        ('product:24" monitor', criteria(Said("product", ('24" monitor',)))),
        ("store:Riga store:Tallinn", criteria(Said("store", ("Riga", "Tallinn")))),
        ("store:Riga,store:Riga", criteria(Said("store", ("Riga",)))),
        ("language:ru language:UK", criteria(Speaks(("ru", "uk")))),
        ("language:ru,UK", criteria(Speaks(("ru", "uk")))),
        ("language:ru, uk,repeat", criteria(Speaks(("ru", "uk")), Repeat())),
        ("category:shoes,", criteria(SHOES)),
        ("category:shoes, winter coats,bought:90d", criteria(COATS, Bought(timedelta(days=90)))),
        ('bought:90d,category:shoes,"winter coats"', criteria(Bought(timedelta(days=90)), COATS)),
        ('store:"Riga, Old Town",Tallinn', criteria(Said("store", ("Riga, Old Town", "Tallinn")))),
        ("amount:>50", criteria(Amount(">", 5000))),
        ("amount:<=49.9", criteria(Amount("<=", 4990))),
        ("amount:50", criteria(Amount("=", 5000))),
        ("amount:>50,5", criteria(Amount(">", 5050))),
        ("amount:>50,05,repeat", criteria(Amount(">", 5005), Repeat())),
        ("last-score:<=6", criteria(LastScore("<=", 6))),
        ("not store:Riga not store:Tallinn", NEITHER),
        ("not store:Riga,Tallinn", NEITHER),
        ("list:VIP", criteria(Listed(("vip",)))),
        (
            "list:vip,new and not list:old",
            criteria(Listed(("vip", "new")), Criterion(Listed(("old",)), negated=True)),
        ),
    ],
)
def test_words_mean_criteria(words, meant):
    assert read_audience(words) == meant


@pytest.mark.parametrize(
    ("words", "word", "meant"),
    [
        ("", "", "all"),
        ("evrybody", "evrybody", "never-asked"),
        ("categry:shoes", "categry:shoes", "category:…"),
        ("category:", "category:", "category:…"),
        ("category", "category", "category:…"),
        ("bought:3", "bought:3", "bought:30d"),
        ("bought:0d", "bought:0d", "bought:30d"),
        ("bought:9999d", "bought:9999d", "bought:30d"),
        ("language:fr", "language:fr", "language:ru"),
        ("amount:>lots", "amount:>lots", "amount:>50"),
        ("amount:>1,000", "amount:>1,000", "amount:>50"),
        ("last-score:6.5", "last-score:6.5", "last-score:<=6"),
        ("repeat:2", "repeat:2", "repeat"),
        ("category:shoes repeat,repaet", "repaet", "repeat"),
        ("bought:30d,shoes", "shoes", "store:…"),
        ("language:ru,fr", "language:fr", "language:ru"),
        ("list:", "list:", "list:…"),
        ("lst:vip", "lst:vip", "list:…"),
        ("all not", "all not", "not repeat"),
        ("not not repeat", "not", "bought:30d"),
    ],
)
def test_an_unclear_word_is_answered_by_what_was_meant(words, word, meant):
    with pytest.raises(UnclearAudienceError) as unclear:
        read_audience(words)
    assert (unclear.value.word, unclear.value.meant) == (word, meant)
    assert str(unclear.value).startswith("I know the audiences all, bought, product, category")


def test_alternatives_are_written_with_commas_however_they_were_said():
    written = 'language:ru,uk not category:a,"b, c",d store:"and"'
    said = 'language:ru language:uk not category:a,"b, c" not category:d store:"and"'
    assert write_audience(read_audience(said)) == written
    assert write_audience(read_audience(written)) == written


def test_what_somebody_types_may_be_so_long_and_what_is_stored_longer():
    assert typed_audience("x" * LONGEST) == "x" * LONGEST
    with pytest.raises(UnclearPlanError, match="up to 500 characters, not 501"):
        typed_audience("x" * (LONGEST + 1))
    stores = tuple(f"Store {number}" for number in range(LONGEST))
    assert read_audience(" ".join(f'store:"{name}"' for name in stores)) == criteria(Said("store", stores))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("category:“Trail running”", "Trail running"),
        ("category:„Trail running“", "Trail running"),
        ("category:”Trail, running”", "Trail, running"),
        ("category:«Книги, „Мир“»", "Книги, „Мир“"),
        ('category:"Книги, «Мир»"', "Книги, «Мир»"),
        ('category:“Книги, "Мир"”', 'Книги, "Мир"'),
        ("category:«Книги, «Мир»»", "Книги, «Мир»"),
        ("category:Книги «Мир, труд»", 'Книги "Мир, труд"'),
        ('category:„Trail, running"', "Trail, running"),
        ("category:24” monitor", "24” monitor"),
    ],
)
def test_whatever_quotes_somebody_types_are_read(said, value):
    assert read_audience(typed_audience(said)) == criteria(Said("category", (value,)))


def test_each_example_but_those_that_want_a_value_is_understood():
    for example in EXAMPLES:
        if "…" not in example:
            assert write_audience(read_audience(example)) == example


VALUES = st.text(
    st.one_of(
        st.sampled_from(" \t\u00a0,:=\\/\"'“”„«»‘’()<>ab"),
        st.characters(codec="utf-8"),
    ),
    min_size=1,
    max_size=12,
) | st.sampled_from(["all", "AND", "not", "repeat", "category:shoes"])
"""Words as shops have them, and what is easily taken for something else."""

ALTERNATIVES = st.lists(VALUES, min_size=1, max_size=4, unique=True).map(tuple)
TESTS = st.one_of(
    st.integers(1, 3660).map(lambda days: Bought(timedelta(days=days))),
    st.builds(Amount, st.sampled_from(list(COMPARISONS)), st.integers(0, 99_999_999)),
    st.builds(LastScore, st.sampled_from(list(COMPARISONS)), st.integers(0, 10)),
    st.sampled_from([FirstTime(), Repeat(), NeverAsked()]),
    st.builds(Said, st.sampled_from(FIELDS), ALTERNATIVES),
    st.lists(VALUES.map(str.casefold), min_size=1, max_size=3, unique=True).map(tuple).map(Listed),
    st.lists(st.sampled_from(SPOKEN), min_size=1, unique=True).map(tuple).map(Speaks),
)


def field_of(criterion):
    """What two criteria mustn't share, since words about it are alternatives; else the criterion itself."""
    match criterion.test:
        case Said(field):
            return field, criterion.negated
        case Speaks() | Listed() as test:
            return type(test), criterion.negated
    return criterion


@given(st.lists(st.builds(Criterion, TESTS, st.booleans()), max_size=6, unique_by=field_of))
def test_what_is_written_is_read_as_the_same_and_may_be_typed(every):
    meant = Criteria(tuple(every))
    written = write_audience(meant)
    assert read_audience(written) == meant
    if len(written) <= LONGEST:
        assert read_audience(typed_audience(written)) == meant
        assert read_audience(read_options(written)[AUDIENCE]) == meant
