"""Periods: whole days in the shop's zone, read from words."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Final

from handlers.shop import Shop

PRESETS: Final = ("7d", "30d", "90d", "all")
"""The periods that have a button."""

USUAL: Final = "30d"

LONGEST_DAYS: Final = 3660
"""Days of a period: ten years."""

_DAYS = re.compile(r"([1-9][0-9]{0,3})d", re.ASCII)
_QUARTER = re.compile(r"(20[0-9]{2})-?q([1-4])", re.ASCII)
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"(20[0-9]{2})", re.ASCII)


class UnclearWordError(ValueError):
    """A word that isn't understood; `meant` is the nearest that would be."""

    def __init__(self, word: str, meant: str) -> None:
        super().__init__(f"I don't understand {word!r}; write something such as {meant!r}.")
        self.word = word
        self.meant = meant


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both included, today too; `first` is None for all time."""

    first: date | None
    last: date

    @classmethod
    def of_days(cls, days: int, *, today: date) -> "Period":
        """The last `days` days."""
        return cls(today - timedelta(days=days - 1), today)

    @property
    def days(self) -> int | None:
        """How many days it has; None for all time."""
        return None if self.first is None else (self.last - self.first).days + 1

    def before(self) -> "Period | None":
        """The period of the same length that ends where this one begins; there is none before all time."""
        if self.first is None or self.days is None:
            return None
        return Period.of_days(self.days, today=self.first - timedelta(days=1))

    def moments(self, shop: Shop) -> tuple[datetime | None, datetime]:
        """The moment at which it begins, and the one at which it is over."""
        begin = None if self.first is None else _midnight(self.first, shop)
        return begin, _midnight(self.last + timedelta(days=1), shop)

    def as_json(self) -> dict[str, str | None]:
        """Both days, as the command line prints them."""
        return {"from": self.first.isoformat() if self.first else None, "to": self.last.isoformat()}


def read_period(word: str, *, today: date) -> Period:
    """Read 30d, 2026-Q2, 2026-05, 2026, 2026-05-01..2026-05-14, one day, or all; one that has begun ends today.

    Raises UnclearWordError.
    """
    plain = word.strip().casefold()
    if plain == "all":
        return Period(None, today)
    if (found := _DAYS.fullmatch(plain)) and int(found[1]) <= LONGEST_DAYS:
        return Period.of_days(int(found[1]), today=today)
    try:
        first, last = _calendar(plain)
    except ValueError:
        raise UnclearWordError(word, nearest(plain, PRESETS)) from None
    if first > last:
        raise UnclearWordError(word, f"{last}..{first}")
    if first > today:
        raise UnclearWordError(word, f"{today:%Y-%m}")
    return Period(first, min(last, today))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like this one; the first if none is."""
    choices = list(known)
    close = get_close_matches(word.casefold(), choices, n=1, cutoff=0.4)
    return close[0] if close else choices[0]


def _calendar(plain: str) -> tuple[date, date]:
    """The days that a calendar period names. Raises ValueError."""
    if found := _QUARTER.fullmatch(plain):
        month = 3 * int(found[2]) - 2
        return date(int(found[1]), month, 1), _end_of_month(int(found[1]), month + 2)
    if found := _MONTH.fullmatch(plain):
        return date(int(found[1]), int(found[2]), 1), _end_of_month(int(found[1]), int(found[2]))
    if found := _YEAR.fullmatch(plain):
        return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    first, dots, last = plain.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last if dots else first)


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _midnight(day: date, shop: Shop) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=shop.time_zone)
