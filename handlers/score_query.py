"""What a person asks of the scores: a period, filters and a split, read from the words after the command."""

import re
import shlex
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Final

FIELDS: Final = ("product", "category", "store", "operator", "channel", "language", "wave")
"""What answers can be filtered by, and split by."""

PRESETS: Final = ("7d", "30d", "90d", "all")
"""The periods that have a button."""

USUAL: Final = "30d"

_DAYS = re.compile(r"([1-9][0-9]{0,3})d", re.ASCII)
_QUARTER = re.compile(r"([0-9]{4})-?q([1-4])", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"(20[0-9]{2})", re.ASCII)


class UnclearQueryError(ValueError):
    """A word that isn't understood; `meant` is the nearest that would be, or an example."""

    def __init__(self, word: str, meant: str) -> None:
        super().__init__(f"{word!r} isn't understood; {meant!r} would be.")
        self.word = word
        self.meant = meant


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in the shop's zone, both included; `first` is None for all time."""

    words: str
    first: date | None
    last: date

    @property
    def days(self) -> int | None:
        """How many days it has; None for all time."""
        return None if self.first is None else (self.last - self.first).days + 1

    def before(self) -> "Period | None":
        """The period of equal length that ends where this one begins; None before all time."""
        if self.first is None or self.days is None:
            return None
        last = self.first - timedelta(days=1)
        return Period(self.words, last - timedelta(days=self.days - 1), last)


@dataclass(frozen=True, slots=True)
class Query:
    """A question about the scores, as words: they are read anew each time, since "30d" moves with the day."""

    period: str = USUAL
    where: Mapping[str, str] = field(default_factory=dict)
    by: str | None = None

    def over(self, period: str) -> "Query":
        """The same question about another period."""
        return replace(self, period=period)

    def split(self, by: str | None) -> "Query":
        """The same question, split by a field, or not split."""
        return replace(self, by=by)


def read_query(words: str, *, today: date) -> Query:
    """Read words such as `90d product:shoes by:store`. Raises UnclearQueryError for the first unclear one."""
    query = Query()
    for word in _split(words):
        name, colon, value = word.partition(":")
        if not colon:
            read_period(word, today=today)
            query = query.over(word.casefold())
        elif name.casefold() == "by":
            query = query.split(_field(value, word, prefix="by:"))
        elif value:
            query = replace(query, where={**query.where, _field(name, word): value})
        else:
            raise UnclearQueryError(word, f"{_field(name, word)}:…")
    return query


def read_period(word: str, *, today: date) -> Period:
    """Read a period: 30d, 2026-Q2, 2026-05, 2026, 2026-05-01..2026-05-14, a day, or all.

    A period that has begun ends today. Raises UnclearQueryError.
    """
    plain = word.casefold()
    if plain == "all":
        return Period(plain, None, today)
    if found := _DAYS.fullmatch(plain):
        return Period(plain, today - timedelta(days=int(found[1]) - 1), today)
    try:
        first, last = _calendar(plain)
    except (ValueError, TypeError):
        raise UnclearQueryError(
            word, _nearest(word, (*PRESETS, *(f"{name}:" for name in FIELDS), "by:"))
        ) from None
    if first > last:
        raise UnclearQueryError(word, f"{last}..{first}")
    if first > today:
        raise UnclearQueryError(word, f"{today:%Y-%m}")
    return Period(plain, first, min(last, today))


def _calendar(plain: str) -> tuple[date, date]:
    """The days that a calendar period names. Raises ValueError."""
    if found := _QUARTER.fullmatch(plain):
        year, month = int(found[1]), 3 * int(found[2]) - 2
        return date(year, month, 1), _end_of_month(year, month + 2)
    if found := _MONTH.fullmatch(plain):
        year, month = int(found[1]), int(found[2])
        return date(year, month, 1), _end_of_month(year, month)
    if found := _YEAR.fullmatch(plain):
        return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    first, dots, last = plain.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last if dots else first)


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _field(name: str, word: str, *, prefix: str = "") -> str:
    plain = name.casefold()
    if plain in FIELDS:
        return plain
    raise UnclearQueryError(word, prefix + _nearest(plain, FIELDS) + ("" if prefix else ":…"))


def _nearest(word: str, known: Iterable[str]) -> str:
    choices = list(known)
    close = get_close_matches(word.casefold(), choices, n=1, cutoff=0.5)
    return close[0] if close else choices[0]


def _split(words: str) -> list[str]:
    # People's phones turn quotes into typographic ones.
    plain = words.translate(str.maketrans("“”„«»", '"""""'))
    lexer = shlex.shlex(plain, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.quotes = '"'
    lexer.escape = ""
    try:
        return list(lexer)
    except ValueError:
        raise UnclearQueryError(words, f'{words}"') from None
