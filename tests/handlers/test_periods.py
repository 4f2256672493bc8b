"""Periods are whole days of the shop's, read from words."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.periods import Period, UnclearWordError, read_period
from handlers.shop import Shop

TODAY = date(2026, 5, 5)
RIGA = Shop(name="Greenleaf", time_zone=ZoneInfo("Europe/Riga"), language="en")


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("1d", date(2026, 5, 5), date(2026, 5, 5)),
        (" 30D ", date(2026, 4, 6), date(2026, 5, 5)),
        ("3660d", date(2016, 4, 28), date(2026, 5, 5)),
        ("2026-04", date(2026, 4, 1), date(2026, 4, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2025Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2026-04-01..2026-04-14", date(2026, 4, 1), date(2026, 4, 14)),
        ("2026-04-03", date(2026, 4, 3), date(2026, 4, 3)),
        # What has begun ends today.
        ("2026-Q2", date(2026, 4, 1), date(2026, 5, 5)),
        ("2026-05", date(2026, 5, 1), date(2026, 5, 5)),
        ("all", None, date(2026, 5, 5)),
    ],
)
def test_a_period_is_read_as_whole_days(words: str, first: date | None, last: date) -> None:
    assert read_period(words, today=TODAY) == Period(first, last)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("", "7d"),
        ("0d", "90d"),
        ("30days", "30d"),
        ("3661d", "30d"),
        ("al", "all"),
        ("2026-13", "7d"),
        ("2026-04-14..2026-04-01", "2026-04-01..2026-04-14"),
        ("2026-06", "2026-05"),
        ("2026-04-01..", "7d"),
    ],
)
def test_a_period_that_is_not_understood_is_answered_by_one_that_is(words: str, meant: str) -> None:
    with pytest.raises(UnclearWordError) as refused:
        read_period(words, today=TODAY)
    assert (refused.value.word, refused.value.meant) == (words, meant)


def test_today_is_the_shops_day() -> None:
    assert RIGA.today(datetime(2026, 5, 5, 21, 30, tzinfo=UTC)) == date(2026, 5, 6)


def test_the_period_before_is_as_long_and_ends_where_this_one_begins() -> None:
    may = Period(date(2026, 5, 1), date(2026, 5, 31))
    assert may.before() == Period(date(2026, 3, 31), date(2026, 4, 30))
    assert Period(None, TODAY).before() is None


def test_a_day_whose_midnight_is_skipped_begins_where_the_clocks_go_on() -> None:
    cairo = Shop(name="Nile", time_zone=ZoneInfo("Africa/Cairo"), language="en")
    begin, end = Period(date(2026, 4, 24), date(2026, 4, 24)).moments(cairo)  # 0:00 became 1:00
    assert begin is not None
    assert begin.astimezone(UTC) == datetime(2026, 4, 23, 22, 0, tzinfo=UTC)
    assert end.astimezone(UTC) - begin.astimezone(UTC) == timedelta(hours=23)
