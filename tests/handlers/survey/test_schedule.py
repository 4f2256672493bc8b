"""The moments of a plan that repeats: at the same local time, once each period, whatever the clocks do."""

import calendar
import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.survey.schedule import Occurrence, Schedule, first_moment
from storage.kinds import Every

RIGA = ZoneInfo("Europe/Riga")
NEW_YORK = ZoneInfo("America/New_York")
APIA = ZoneInfo("Pacific/Apia")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # its clocks change by half an hour
ZONES = (RIGA, NEW_YORK, APIA, KATHMANDU, LORD_HOWE, ZoneInfo("UTC"), ZoneInfo("America/Sao_Paulo"))

TEN = time(10)


def every(period: Every, first_day: date, at: time = TEN, zone: ZoneInfo = RIGA) -> Schedule:
    return Schedule(period, first_day, at, zone)


def first(schedule: Schedule, number: int) -> list[Occurrence]:
    begin = datetime.combine(schedule.first_day, time.min, tzinfo=UTC) - timedelta(days=2)
    return list(itertools.islice(schedule.after(begin), number))


def local(schedule: Schedule, number: int) -> list[str]:
    return [f"{found.moment.astimezone(schedule.zone):%Y-%m-%d %H:%M}" for found in first(schedule, number)]


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


# The same local time each period


def test_a_quarterly_wave_at_ten_in_riga_over_two_years_falls_at_ten_local_each_time():
    assert local(every(Every.QUARTER, date(2026, 12, 1)), 9) == [
        "2026-12-01 10:00",
        "2027-03-01 10:00",
        "2027-06-01 10:00",
        "2027-09-01 10:00",
        "2027-12-01 10:00",
        "2028-03-01 10:00",
        "2028-06-01 10:00",
        "2028-09-01 10:00",
        "2028-12-01 10:00",
    ]


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("period", Every)
def test_over_two_years_each_wave_is_at_ten_by_the_clocks_there(zone, period):
    moments = first(
        every(period, date(2026, 1, 5), zone=zone), {"week": 105, "month": 25, "quarter": 9}[period]
    )
    assert {found.moment.astimezone(zone).time() for found in moments} == {TEN}
    assert [found.moment.astimezone(zone).date() for found in moments] == [found.day for found in moments]
    assert moments[-1].day.year == 2028


def test_a_weekly_wave_keeps_its_weekday_over_the_end_of_a_year_and_both_changes_of_the_clocks():
    found = first(every(Every.WEEK, date(2026, 3, 22)), 45)
    assert {occurrence.day.isoweekday() for occurrence in found} == {7}
    assert [occurrence.moment for occurrence in found[:2]] == [utc(2026, 3, 22, 8), utc(2026, 3, 29, 7)]
    assert [found[31].moment, found[40].moment, found[41].moment] == [
        utc(2026, 10, 25, 8),
        utc(2026, 12, 27, 8),
        utc(2027, 1, 3, 8),
    ]


def test_a_monthly_wave_on_the_31st_is_on_the_last_day_of_a_shorter_month_and_comes_back_to_the_31st():
    days = [found.day.isoformat()[5:] for found in first(every(Every.MONTH, date(2027, 12, 31)), 6)]
    assert days == ["12-31", "01-31", "02-29", "03-31", "04-30", "05-31"]


def test_a_quarterly_wave_on_the_30th_of_november_is_on_the_last_of_february():
    days = [found.day.isoformat() for found in first(every(Every.QUARTER, date(2026, 11, 30)), 3)]
    assert days == ["2026-11-30", "2027-02-28", "2027-05-30"]


def test_a_wave_of_the_29th_of_february_is_on_the_29th_of_the_months_that_have_one():
    days = [found.day.isoformat() for found in first(every(Every.QUARTER, date(2028, 2, 29)), 5)]
    assert days == ["2028-02-29", "2028-05-29", "2028-08-29", "2028-11-29", "2029-02-28"]


# The nights on which clocks change


@pytest.mark.parametrize(
    ("zone", "at", "sunday", "moment", "shown"),
    [
        (RIGA, time(3, 30), date(2026, 3, 29), utc(2026, 3, 29, 1), "04:00"),
        (RIGA, time(3), date(2026, 3, 29), utc(2026, 3, 29, 1), "04:00"),
        (RIGA, time(3, 59, 59), date(2026, 3, 29), utc(2026, 3, 29, 1), "04:00"),
        (RIGA, time(4), date(2026, 3, 29), utc(2026, 3, 29, 1), "04:00"),
        (RIGA, time(3, 30), date(2026, 10, 25), utc(2026, 10, 25, 0, 30), "03:30"),
        (NEW_YORK, time(2, 30), date(2026, 3, 8), utc(2026, 3, 8, 7), "03:00"),
        (NEW_YORK, time(1, 30), date(2026, 11, 1), utc(2026, 11, 1, 5, 30), "01:30"),
        (NEW_YORK, time(2, 30), date(2026, 11, 1), utc(2026, 11, 1, 7, 30), "02:30"),
        (LORD_HOWE, time(2, 15), date(2026, 10, 4), utc(2026, 10, 3, 15, 30), "02:30"),
        (LORD_HOWE, time(1, 45), date(2026, 4, 5), utc(2026, 4, 4, 14, 45), "01:45"),
        (KATHMANDU, time(3, 30), date(2026, 3, 29), utc(2026, 3, 28, 21, 45), "03:30"),
        # Samoa had no 30 December 2011: what belongs to that day is at the next one's begin.
        (APIA, time(10), date(2011, 12, 30), utc(2011, 12, 30, 10), "00:00"),
        (APIA, time(10), date(2011, 12, 31), utc(2011, 12, 30, 20), "10:00"),
    ],
)
def test_a_time_that_is_skipped_is_after_the_gap_and_one_that_comes_twice_is_the_first(
    zone, at, sunday, moment, shown
):
    assert first_moment(sunday, at, zone) == moment
    assert f"{moment.astimezone(zone):%H:%M}" == shown


@pytest.mark.parametrize(
    ("zone", "at", "nights"),
    [
        (RIGA, time(3, 30), [date(2026, 3, 29), date(2026, 10, 25)]),
        (NEW_YORK, time(2, 30), [date(2026, 3, 8), date(2026, 11, 1)]),
        (NEW_YORK, time(1, 30), [date(2026, 3, 8), date(2026, 11, 1)]),
    ],
)
def test_a_wave_in_the_hour_that_changes_happens_exactly_once_on_both_nights(zone, at, nights):
    """Followed hour by hour through the year, as ticks would."""
    schedule = every(Every.WEEK, date(2026, 1, 4), at, zone)
    happened = []
    moment = utc(2026, 1, 1)
    while moment < utc(2027, 1, 1):
        later = moment + timedelta(minutes=30)
        coming = next(schedule.after(moment))
        happened += [coming] if coming.moment <= later else []
        moment = later
    assert [sum(found.day == night for found in happened) for night in nights] == [1, 1]
    assert len(happened) == len({found.day for found in happened}) == 52


@settings(max_examples=300, deadline=None)
@example(zone=APIA, day=date(2011, 12, 30), at=TEN)
@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(1995, 1, 1), date(2037, 1, 1)),
    at=st.times().map(lambda at: at.replace(microsecond=0)),
)
def test_it_is_the_first_moment_at_which_the_clocks_show_so_much(zone, day, at):
    moment = first_moment(day, at, zone)
    wanted = datetime.combine(day, at)
    assert moment.astimezone(zone).replace(tzinfo=None) >= wanted
    for earlier in (
        timedelta(seconds=1),
        timedelta(minutes=31),
        timedelta(hours=1, minutes=1),
        timedelta(days=1),
    ):
        assert (moment - earlier).astimezone(zone).replace(tzinfo=None) < wanted


# Any schedule, at any moment

schedules = st.builds(
    Schedule,
    st.sampled_from(Every),
    st.dates(date(2005, 1, 1), date(2030, 1, 1)),
    st.times().map(lambda at: at.replace(microsecond=0)),
    st.sampled_from(ZONES),
)
moments = st.integers(0, 36 * 365 * 24 * 3600).map(
    lambda seconds: utc(2000, 1, 1) + timedelta(seconds=seconds)
)


@settings(max_examples=300, deadline=None)
@given(schedules, moments)
def test_what_has_been_and_what_comes_are_neighbours_and_none_is_left_out_between(schedule, moment):
    latest, coming = schedule.latest(moment), next(schedule.after(moment))
    assert coming.moment > moment
    if latest is None:
        assert coming.day == schedule.first_day
    else:
        assert latest.moment <= moment
        assert next(schedule.after(latest.moment)) == coming
        assert schedule.latest(latest.moment) == latest
        assert schedule.latest(latest.moment - timedelta(microseconds=1)) != latest


@settings(max_examples=200, deadline=None)
@given(schedules)
def test_there_is_one_each_period_and_at_its_time(schedule):
    found = first(schedule, 30)
    assert found[0].day == schedule.first_day
    for number, occurrence in enumerate(found):
        day = occurrence.day
        if schedule.every is Every.WEEK:
            assert day - schedule.first_day == timedelta(weeks=number)
        else:
            step = 1 if schedule.every is Every.MONTH else 3
            begin = 12 * schedule.first_day.year + schedule.first_day.month
            assert 12 * day.year + day.month - begin == number * step
            assert day.day == min(schedule.first_day.day, calendar.monthrange(day.year, day.month)[1])
        assert occurrence.moment == first_moment(day, schedule.at, schedule.zone)
