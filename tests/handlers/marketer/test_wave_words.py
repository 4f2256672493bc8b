"""A plan in one line."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.marketer.audience_words import write_audience
from handlers.marketer.wave_words import OPTIONS, read_line, read_options, understood
from handlers.unclear import UnclearPlanError
from storage.kinds import SurveyKind
from tests.handlers.samples import NOW, SHOP


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("nps", {"kind": "nps"}),
        (
            'nps audience=bought:90d,category:shoes at="2026-05-05 10:00" reminder=3d',
            {
                "kind": "nps",
                "audience": "bought:90d,category:shoes",
                "at": "2026-05-05 10:00",
                "reminder": "3d",
            },
        ),
        # Quotes can be left out: what isn't a word by itself belongs to the one before it.
        ("nps at=2026-05-05 10:00", {"kind": "nps", "at": "2026-05-05 10:00"}),
        ("nps name=Spring wave open=2d", {"kind": "nps", "name": "Spring wave", "open": "2d"}),
        # And so can "audience=".
        (
            "nps at=now bought:90d not repeat",
            {"kind": "nps", "at": "now", "audience": "bought:90d not repeat"},
        ),
        ("csat category:winter shoes", {"kind": "csat", "audience": "category:winter shoes"}),
        ("csat last-score:<=6 amount:>=50", {"kind": "csat", "audience": "last-score:<=6 amount:>=50"}),
        ("csat repeat audience=bought:30d", {"kind": "csat", "audience": "repeat bought:30d"}),
        # Its values keep their quotes, which may hold commas; quotes around all of it, or around a word, go.
        ('csat category:"Shoes, boots"', {"kind": "csat", "audience": 'category:"Shoes, boots"'}),
        ('csat category:a, "b, c" repeat', {"kind": "csat", "audience": 'category:a, "b, c" repeat'}),
        ("csat category:Книги «Мир»", {"kind": "csat", "audience": 'category:Книги "Мир"'}),
        ('csat category:"Книги «Мир»"', {"kind": "csat", "audience": 'category:"Книги «Мир»"'}),
        ('csat audience="bought:9d not repeat"', {"kind": "csat", "audience": "bought:9d not repeat"}),
        (
            "csat audience=“category:«Книги, журналы» repeat”",
            {"kind": "csat", "audience": 'category:"Книги, журналы" repeat'},
        ),
        ('csat "not category:Trail running"', {"kind": "csat", "audience": "not category:Trail running"}),
        ('csat "audience=bought:9d repeat"', {"kind": "csat", "audience": "bought:9d repeat"}),
        ("csat amount:>50,5", {"kind": "csat", "audience": "amount:>50,5"}),
        ("csat name=«Книги „Мир“»", {"kind": "csat", "name": "Книги „Мир“"}),
        ("csat Daily_Cap=50 OPEN=1d open=2d", {"kind": "csat", "daily-cap": "50", "open": "2d"}),
    ],
)
def test_a_line_is_read_into_options(said, words):
    assert read_line(said) == words


def test_an_option_that_there_is_not_is_answered_by_the_one_that_was_meant():
    with pytest.raises(UnclearPlanError, match="not 'remidner'; did you mean reminder"):
        read_line("csat remidner=3d")


def test_words_of_one_step_belong_to_what_it_asks_for():
    assert read_options("2026-05-05 10:00", last="at") == {"at": "2026-05-05 10:00"}


def test_a_line_means_what_the_command_line_means():
    said = (
        "nps bought:90d at=2026-06-05 10:00 every=quarter spread=3h sample=20% daily-cap=500 daily-answers=50"
    )
    wanted = understood(read_line(f"{said} name=Spring open=5d reminder=2d"), now=NOW, shop=SHOP, seed=7)
    assert (wanted.kind, wanted.name, write_audience(wanted.audience)) == (
        SurveyKind.NPS,
        "Spring",
        "bought:90d",
    )
    assert wanted.at == datetime(2026, 6, 5, 7, tzinfo=UTC)
    assert wanted.repeats is not None
    assert (wanted.open_for, wanted.remind_after) == (timedelta(days=5), timedelta(days=2))
    assert wanted.limits.model_dump() == {
        "spread_seconds": 3 * 3600,
        "sample_percent": 20,
        "sample_seed": 7,
        "daily_cap": 500,
        "daily_answers": 50,
    }
    assert understood(read_line("csat after=delivered+2d"), now=NOW, shop=SHOP).after == timedelta(days=2)


def test_a_wave_of_which_nothing_else_is_said_goes_to_everybody_at_once():
    wanted = understood(read_line("csat"), now=NOW, shop=SHOP)
    assert (wanted.at, write_audience(wanted.audience)) == (NOW, "all")


def test_every_option_is_one_of_the_command_line():
    assert set(OPTIONS) == {
        "audience", "at", "every", "after", "name", "open", "reminder",
        "spread", "sample", "daily-cap", "daily-answers",
    }  # fmt: skip
