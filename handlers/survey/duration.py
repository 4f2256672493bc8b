"""The course of a wave: how many of its questions leave, and when the last one, by what limits each day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from itertools import count
from math import ceil
from zoneinfo import ZoneInfo

from handlers.survey.quiet_hours import QuietHours

Turn = tuple[datetime, ZoneInfo]
"""When somebody may be asked at the earliest, and where they live."""


@dataclass(frozen=True, slots=True)
class Course:
    """How many questions leave, and when the last of them does, in UTC; None where none does."""

    number: int
    last: datetime | None


def course(
    turns: Mapping[Turn, int],
    begin: datetime,
    *,
    rate: float,
    quiet: QuietHours,
    zone: ZoneInfo,
    until: datetime,
    daily_cap: int | None = None,
) -> Course:
    """What becomes of a wave that begins at `begin`, with nothing else in line; how many have each turn is given.

    `rate` a second leave. On each of the shop's days, which its `zone` tells, at most `daily_cap` do: the others
    wait for its next morning, as long as that is before `until`, and are left out else.
    """
    line = _Line(turns)
    now, today, left_today = begin.astimezone(UTC), None, 0
    left, last = 0, None
    while line:
        turn, place, waiting = line.first()
        now = max(now, turn.astimezone(UTC))
        if (day := now.astimezone(zone).date()) != today:
            today, left_today = day, 0
        room = waiting if daily_cap is None else min(waiting, daily_cap - left_today)
        midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)
        if not room:
            morning, shops_morning = quiet.hold(midnight, place), quiet.hold(midnight, zone)
            if morning < until:
                # The line lets them wait together for the shop's own morning, as long as the wave asks by then.
                line.add(max(morning, shops_morning) if shops_morning < until else morning, place, waiting)
        elif (awake := quiet.hold(now, place)) > now:
            line.add(awake, place, waiting)
        else:
            closes = min(midnight, _evening(now, quiet, place))
            leaving = min(room, max(ceil((closes - now).total_seconds() * rate), 1))
            left, left_today = left + leaving, left_today + leaving
            now += timedelta(seconds=leaving / rate)
            last = now
            line.add(turn, place, waiting - leaving)
    return Course(left, last)


def _evening(now: datetime, quiet: QuietHours, place: ZoneInfo) -> datetime:
    """When the hour at which quiet hours begin comes next, whether there are any or not."""
    local = now.astimezone(place)
    day = local.date() + timedelta(days=0 if local.hour < quiet.begin else 1)
    return datetime.combine(day, time(quiet.begin), tzinfo=place).astimezone(UTC)


class _Line:
    """Who waits, by their turns; those of one turn together."""

    def __init__(self, turns: Mapping[Turn, int]) -> None:
        self._numbers = count()  # so that no two zones are compared
        self._waiting = dict(turns)
        self._order = [(moment, next(self._numbers), place) for moment, place in turns]
        heapify(self._order)

    def __bool__(self) -> bool:
        return bool(self._order)

    def first(self) -> tuple[datetime, ZoneInfo, int]:
        """Take out those whose turn is first."""
        moment, _, place = heappop(self._order)
        return moment, place, self._waiting.pop((moment, place))

    def add(self, moment: datetime, place: ZoneInfo, number: int) -> None:
        """Let so many wait for a moment; none is nobody."""
        if not number:
            return
        if (moment, place) not in self._waiting:
            heappush(self._order, (moment, next(self._numbers), place))
        self._waiting[moment, place] = self._waiting.get((moment, place), 0) + number
