"""How many questions of a wave leave, and by when: by the pace, the window, the day's number and the quiet hours."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.survey.duration import Course, course
from handlers.survey.quiet_hours import USUAL, QuietHours

RIGA = ZoneInfo("Europe/Riga")
NEW_YORK = ZoneInfo("America/New_York")
NONE = QuietHours(0, 0)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=RIGA)


def evenly(number, begin, spread, place=RIGA):
    """So many people, whose turns fill the window."""
    every = spread / number
    return Counter((begin + every * place_in_line, place) for place_in_line in range(number))


def run(number, begin="2026-05-05 10:00", *, quiet=USUAL, open_for=timedelta(days=7), spread=None, **limits):
    begin = at(begin)
    turns = {(begin, RIGA): number} if spread is None else evenly(number, begin, spread)
    return course(turns, begin, quiet=quiet, zone=RIGA, until=begin + open_for, **{"rate": 25.0} | limits)


def last(number, *given, **named):
    """When the last of them leaves, who all do."""
    done = run(number, *given, **named)
    assert done.number == number
    return done.last


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
        (45_000, timedelta(minutes=20), "2026-05-05 10:30:00"),  # more than leave in the window
        (1250, timedelta(hours=12), "2026-05-06 09:00:04"),  # whose turn is at night are asked in the morning
        (1250, timedelta(days=2), "2026-05-07 10:00:00"),
    ],
)
def test_who_is_spread_over_a_window_is_asked_by_its_end(number, spread, expected):
    left = last(number, spread=spread)
    assert abs(at(expected) - left) <= max(timedelta(seconds=2), spread / number)


def test_a_daily_number_takes_its_days():
    assert last(1250, daily_cap=500) == at("2026-05-07 09:00:10")
    assert last(500, daily_cap=500) == at("2026-05-05 10:00:20")
    assert last(1000, "2026-05-05 11:59", quiet=QuietHours(12, 14), daily_cap=500) == at(
        "2026-05-06 00:00:20"
    )


@pytest.mark.parametrize(
    ("begin", "open_for", "days"),
    [
        ("2026-05-05 10:00", timedelta(days=3), 4),  # from ten until ten on the third day after
        ("2026-05-05 08:00", timedelta(days=3), 3),  # which ends before the morning
        ("2026-05-05 08:59", timedelta(days=3, minutes=1), 3),
        ("2026-05-05 08:59", timedelta(days=3, minutes=2), 4),
        ("2026-05-05 23:00", timedelta(hours=1), 1),  # in the next morning, and whoever has no room then
        ("2026-03-27 10:00", timedelta(days=3), 4),  # the clocks go forward meanwhile
    ],
)
def test_whom_no_day_has_room_for_while_the_wave_asks_is_left_out(begin, open_for, days):
    assert run(100, begin, daily_cap=10, open_for=open_for).number == 10 * days


def test_a_wave_without_a_daily_number_asks_everybody_however_long_it_takes():
    assert last(1250, spread=timedelta(days=7), open_for=timedelta(hours=1)) > at("2026-05-12 09:50")


def test_a_day_that_the_wave_began_too_late_in_leaves_its_number_to_those_that_follow():
    """Of the 2,000 that the first day has room for only 1,500 leave before the night."""
    assert run(9000, "2026-05-05 20:59", daily_cap=2000, open_for=timedelta(days=3)) == Course(
        number=7500, last=at("2026-05-08 09:01:20")
    )


def test_each_is_asked_by_day_where_they_live():
    """In New York it is nine in the morning at four in the afternoon of Riga."""
    begin = at("2026-05-05 10:00")
    turns = {(begin, RIGA): 25, (begin, NEW_YORK): 25}
    done = course(turns, begin, rate=25, quiet=USUAL, zone=RIGA, until=begin + timedelta(hours=1))
    assert done == Course(50, at("2026-05-05 16:00:01"))


def test_nobody_is_done_at_no_moment():
    begin = at("2026-05-05 10:00")
    assert course({}, begin, rate=25, quiet=USUAL, zone=RIGA, until=begin) == Course(0, None)


@given(
    number=st.integers(1, 10**7),
    hours=st.integers(0, 200),
    rate=st.floats(0.5, 1000),
    quiet=st.builds(QuietHours, st.integers(0, 23), st.integers(0, 23)),
    spread=st.none() | st.timedeltas(timedelta(minutes=10), timedelta(days=7)),
    daily_cap=st.none() | st.integers(1, 10**6),
    place=st.sampled_from([RIGA, NEW_YORK, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Apia")]),
)
def test_more_people_never_take_less_time_and_no_day_has_more_than_its_number(
    number, hours, rate, quiet, spread, daily_cap, place
):
    begin = at("2026-03-27 00:00") + timedelta(hours=hours)
    until = begin + timedelta(days=10)

    def of(many):
        turns = evenly(10, begin, spread, place) if spread else {(begin, place): 1}
        turns = {turn: -(-people * many // len(turns)) for turn, people in turns.items()}
        done = course(turns, begin, rate=rate, quiet=quiet, zone=RIGA, until=until, daily_cap=daily_cap)
        return sum(turns.values()), done

    (_, one), (meant, every) = of(1), of(number)
    assert begin <= one.last <= every.last + timedelta(milliseconds=1)
    assert one.number <= every.number <= meant
    days = (every.last.astimezone(RIGA).date() - begin.date()).days + 1
    if daily_cap is None:
        assert every.number == meant
    else:
        assert every.number <= daily_cap * days
        assert every.number == meant or every.number >= daily_cap
