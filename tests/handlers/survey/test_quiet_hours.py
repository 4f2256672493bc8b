"""Quiet hours: by the clocks where a person lives, over both nights on which those are changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.survey.quiet_hours import USUAL, QuietHours

RIGA, NEW_YORK = ZoneInfo("Europe/Riga"), ZoneInfo("America/New_York")


def at(text, zone=RIGA, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-05-05 20:59:59.999999", "2026-05-05 20:59:59.999999"),
        ("2026-05-05 21:00", "2026-05-06 09:00"),
        ("2026-05-05 23:59", "2026-05-06 09:00"),
        ("2026-05-06 00:00", "2026-05-06 09:00"),
        ("2026-05-06 08:59", "2026-05-06 09:00"),
        ("2026-05-06 09:00", "2026-05-06 09:00"),
        ("2026-12-31 22:00", "2027-01-01 09:00"),
        ("2026-03-28 22:00", "2026-03-29 09:00"),  # the night on which clocks go forward
        ("2026-03-29 04:30", "2026-03-29 09:00"),
        ("2026-10-24 22:00", "2026-10-25 09:00"),  # and back
        ("2026-10-25 03:30", "2026-10-25 09:00"),
    ],
)
def test_whoever_sleeps_is_asked_at_nine(moment, until):
    assert USUAL.hold(at(moment), RIGA) == at(until)


@pytest.mark.parametrize(("evening", "hours"), [("2026-03-07", 11), ("2026-06-01", 12), ("2026-10-31", 13)])
def test_a_night_is_as_long_as_the_clocks_make_it(evening, hours):
    begin = at(f"{evening} 21:00", NEW_YORK).astimezone(UTC)
    assert USUAL.hold(begin, NEW_YORK) - begin == timedelta(hours=hours)


def test_the_end_that_clocks_skip_is_the_hour_that_they_show_instead():
    quiet = QuietHours(begin=22, end=3)
    assert quiet.hold(at("2026-03-29 02:30"), RIGA) == at("2026-03-29 04:00")


def test_the_hour_that_clocks_show_twice_is_quiet_twice():
    until_four, until_three = QuietHours(begin=22, end=4), QuietHours(begin=22, end=3)
    for fold in (0, 1):
        twice = at("2026-10-25 03:30", fold=fold).astimezone(UTC)
        assert until_four.hold(twice, RIGA) == at("2026-10-25 04:00").astimezone(UTC)
        assert until_three.hold(twice, RIGA) == twice


def test_quiet_hours_within_a_day_end_on_that_day():
    noon = QuietHours(begin=12, end=14)
    assert noon.hold(at("2026-05-05 13:00"), RIGA) == at("2026-05-05 14:00")
    assert noon.hold(at("2026-05-05 23:00"), RIGA) == at("2026-05-05 23:00")


def test_none_at_all_is_possible():
    assert QuietHours(begin=0, end=0).hold(at("2026-05-05 03:00"), RIGA) == at("2026-05-05 03:00")


@pytest.mark.parametrize("hours", [(-1, 9), (21, 24)])
def test_what_is_no_hour_is_refused(hours):
    with pytest.raises(ValueError, match="is no hour of a day"):
        QuietHours(*hours)


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ZONES = st.sampled_from(
    [RIGA, NEW_YORK, ZoneInfo("Asia/Kolkata"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]
)


@given(moment=MOMENTS, zone=ZONES, begin=st.integers(0, 23), end=st.integers(0, 23))
def test_nobody_waits_longer_than_needed_nor_is_woken(moment, zone, begin, end):
    quiet = QuietHours(begin=begin, end=end)
    until = quiet.hold(moment, zone)
    assert until >= moment
    assert not quiet.holds(until, zone)
    step = moment
    while step < until:
        assert quiet.holds(step, zone)
        step += timedelta(minutes=15)
