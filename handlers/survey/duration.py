"""By when the questions of a wave have left: as fast as messages leave, in the hours and the numbers of each day."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.survey.quiet_hours import QuietHours


def left_by(
    number: int,
    begin: datetime,
    *,
    rate: float,
    quiet: QuietHours,
    zone: ZoneInfo,
    until: datetime,
    spread: timedelta | None = None,
    daily_cap: int | None = None,
) -> datetime:
    """When the last of so many questions leaves, in UTC: `rate` a second, with nothing else in line.

    Over a `spread` they become due evenly; on each of the zone's days at most `daily_cap` leave. A wave asks
    nobody from `until` on.
    """
    turn_of_last = begin + (spread or timedelta())
    left, today, left_today = 0.0, None, 0.0
    for opens, closes in _stretches(begin, quiet, zone):
        if opens >= until:
            break
        if (day := opens.astimezone(zone).date()) != today:
            today, left_today = day, 0.0
        may_leave = number if daily_cap is None else min(left + daily_cap - left_today, number)
        last = max(opens + timedelta(seconds=(number - left) / rate), turn_of_last)
        if last <= closes and may_leave == number:
            return min(last, until)
        by_pace = left + rate * (closes - opens).total_seconds()
        by_turn = number if spread is None else number * min((closes - begin) / spread, 1.0)
        left, before = min(by_pace, by_turn, may_leave), left
        left_today += left - before
    return until


def _stretches(begin: datetime, quiet: QuietHours, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """The times from `begin` on in which people are asked, each within one of the zone's days."""
    opens = quiet.hold(begin, zone)
    while True:
        day = opens.astimezone(zone).date()
        midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)
        evening = datetime.combine(day, time(quiet.begin), tzinfo=zone).astimezone(UTC)
        closes = evening if quiet.begin != quiet.end and opens < evening else midnight
        yield opens, closes
        opens = quiet.hold(closes, zone)
