"""By when the questions of a wave have left: by the pace, the window, the day's number and the quiet hours."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.survey.duration import left_by
from handlers.survey.quiet_hours import USUAL, QuietHours

RIGA = ZoneInfo("Europe/Riga")
NONE = QuietHours(0, 0)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=RIGA)


def last(number, begin="2026-05-05 10:00", *, rate=25.0, quiet=USUAL, open_for=timedelta(days=7), **limits):
    begin = at(begin)
    return left_by(number, begin, rate=rate, quiet=quiet, zone=RIGA, until=begin + open_for, **limits)


@pytest.mark.parametrize(
    ("number", "begin", "expected"),
    [
        (1250, "2026-05-05 10:00", "2026-05-05 10:00:50"),
        (1250, "2026-05-05 22:00", "2026-05-06 09:00:50"),
        (3000, "2026-05-05 20:59", "2026-05-06 09:01:00"),  # half of them wait for the morning
        (1_500_000, "2026-05-05 10:00", "2026-05-06 14:40:00"),
        (3000, "2026-03-28 20:59", "2026-03-29 09:01:00"),  # the clocks go forward in that night
    ],
)
def test_as_many_leave_as_the_pace_allows_but_not_in_the_quiet_hours(number, begin, expected):
    assert last(number, begin) == at(expected)


def test_without_quiet_hours_the_night_counts_too():
    assert last(3000, "2026-05-05 23:59", quiet=NONE) == at("2026-05-06 00:01")


def test_quiet_hours_within_a_day_hold_up_the_rest():
    assert last(3000, "2026-05-05 11:59", quiet=QuietHours(12, 14)) == at("2026-05-05 14:01")


@pytest.mark.parametrize(
    ("number", "spread", "expected"),
    [
        (1250, timedelta(hours=3), "2026-05-05 13:00:00"),
        (450_000, timedelta(hours=3), "2026-05-05 15:00:00"),  # more than leave in the window
        (1250, timedelta(hours=12), "2026-05-06 09:00:04"),  # whose turn is at night are asked in the morning
        (1250, timedelta(days=2), "2026-05-07 10:00:00"),
    ],
)
def test_who_is_spread_over_a_window_is_asked_by_its_end(number, spread, expected):
    left = last(number, spread=spread)
    assert at(expected) <= left < at(expected) + timedelta(seconds=2)


def test_a_daily_number_takes_its_days():
    assert last(1250, daily_cap=500) == at("2026-05-07 09:00:10")
    assert last(500, daily_cap=500) == at("2026-05-05 10:00:20")
    assert last(1000, "2026-05-05 11:59", quiet=QuietHours(12, 14), daily_cap=500) == at(
        "2026-05-06 00:00:20"
    )


def test_a_wave_asks_nobody_once_it_is_over():
    assert last(1250, daily_cap=1, open_for=timedelta(days=3)) == at("2026-05-08 10:00")


@given(
    number=st.integers(1, 10**7),
    hours=st.integers(0, 200),
    rate=st.floats(0.01, 1000),
    quiet=st.builds(QuietHours, st.integers(0, 23), st.integers(0, 23)),
    spread=st.none() | st.timedeltas(timedelta(minutes=10), timedelta(days=7)),
    daily_cap=st.none() | st.integers(1, 10**6),
)
def test_more_people_never_take_less_time(number, hours, rate, quiet, spread, daily_cap):
    begin = at("2026-03-27 00:00") + timedelta(hours=hours)
    until = begin + timedelta(days=60)

    def of(many):
        return left_by(
            many, begin, rate=rate, quiet=quiet, zone=RIGA, until=until, spread=spread, daily_cap=daily_cap
        )

    one, all_of_them = of(1), of(number)
    assert begin <= one <= all_of_them + timedelta(milliseconds=1)
    assert all_of_them <= until
    assert (
        all_of_them == until
        or not quiet.holds(all_of_them - timedelta(microseconds=1), RIGA)
        or (all_of_them == quiet.hold(begin, RIGA))
    )
