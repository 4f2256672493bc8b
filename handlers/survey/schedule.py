"""When a plan that repeats asks: at one time of the local clocks, once each week, month or quarter."""

import calendar
import itertools
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from storage.kinds import Every

_MONTHS: Final = {Every.MONTH: 1, Every.QUARTER: 3}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One of a schedule's moments, in UTC, and the local day that it belongs to and is known by."""

    day: date
    moment: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """From `first_day` on, at `at` of the clocks in `zone`, once each period.

    A month that is too short for the day has it on its last day. A time that the clocks skip is the first
    moment after the gap; one that they show twice is the first of both.
    """

    every: Every
    first_day: date
    at: time  # whole seconds
    zone: ZoneInfo

    def after(self, moment: datetime) -> Iterator[Occurrence]:
        """The occurrences later than a moment, the next one first, without an end."""
        numbers = itertools.count(max(self._number(moment), 0))
        return itertools.dropwhile(lambda found: found.moment <= moment, map(self._occurrence, numbers))

    def latest(self, moment: datetime) -> Occurrence | None:
        """The last occurrence up to a moment, itself included; None before the first."""
        number = self._number(moment)
        found = (self._occurrence(number) for number in (number, number - 1) if number >= 0)
        return next((occurrence for occurrence in found if occurrence.moment <= moment), None)

    def _number(self, moment: datetime) -> int:
        """The period that a moment falls into, counted from the first; its occurrence may be yet to come."""
        day = moment.astimezone(self.zone).date()
        if self.every is Every.WEEK:
            return (day - self.first_day).days // 7
        months = 12 * (day.year - self.first_day.year) + day.month - self.first_day.month
        return months // _MONTHS[self.every]

    def _occurrence(self, number: int) -> Occurrence:
        day = self._day(number)
        return Occurrence(day, first_moment(day, self.at, self.zone))

    def _day(self, number: int) -> date:
        if self.every is Every.WEEK:
            return self.first_day + timedelta(weeks=number)
        years, month = divmod(self.first_day.month - 1 + number * _MONTHS[self.every], 12)
        year, month = self.first_day.year + years, month + 1
        return date(year, month, min(self.first_day.day, calendar.monthrange(year, month)[1]))


def first_moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first moment, in UTC, at which the clocks in a zone show this time of this day, or a later one."""
    wanted = datetime.combine(day, at)

    def shown(moment: datetime) -> datetime:
        return moment.astimezone(zone).replace(tzinfo=None)

    # Without a fold it is the first of two; and where the clocks skip it, a moment after the gap, as long
    # after its end as the wanted time is after its begin.
    moment = wanted.replace(tzinfo=zone).astimezone(UTC)
    if shown(moment) == wanted:
        return moment
    before = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC)
    seconds = range(int((moment - before).total_seconds()))
    return before + timedelta(
        seconds=bisect_left(seconds, wanted, key=lambda second: shown(before + timedelta(seconds=second)))
    )
