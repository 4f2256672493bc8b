"""Cells of the tables that shops send, as every kind of row reads them: moments, references, words."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LONGEST_VALUE: Final = 500
"""Characters of a value; a longer one is a mistake of the export."""

OLDEST_YEAR: Final = 2000
"""What is older is a spreadsheet's zero (1899-12-30) or a computer's (1970-01-01)."""

CLOCK_MAY_DIFFER: Final = timedelta(days=1)
"""A shop's clock and zone may be off; what lies further in the future hasn't happened yet."""

_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{2,8})*")

# What a spreadsheet makes of a long number, and of a formula that a leading + or - seemed to begin.
_MANGLED = re.compile(
    r"[0-9]([.,][0-9]+)?E\+[0-9]+|#(N/A|NAME\?|REF!|VALUE!|NUM!|NULL!|DIV/0!)", re.IGNORECASE
)

# How exports write that there is no customer. As refs they would make one person of all such rows.
_NOBODY = frozenset({"", "-", "0", "n/a", "na", "nan", "nil", "none", "null"})

_ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]+\S.*)?", re.ASCII)
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})(?: +(\d\d?)(:\d\d(?::\d\d)?))?", re.ASCII)
_SLASHED = re.compile(r"\d\d?/\d\d?/\d{4}.*", re.ASCII)


class BadRowError(ValueError):
    """A row that can't be taken; the message is its reason."""


def unquoted(row: Mapping[str, str], names: Iterable[str], *, longest: int = LONGEST_VALUE) -> dict[str, str]:
    """The cells of these columns without blanks around them, an absent one empty.

    Nor have they the quote that keeps a spreadsheet from calculating. Raises BadRowError for one that is too
    long or isn't text.
    """
    cells = {name: _unquoted(row.get(name) or "") for name in names}
    for name, value in cells.items():
        if len(value) > longest or "\0" in value:
            raise BadRowError(f"{name} is longer than {longest} characters or isn't text")
    return cells


def _unquoted(cell: str) -> str:
    cell = cell.strip()
    return cell[1:].strip() if re.match(r"'[=+@\-\t\r\n]", cell) else cell


def one_line(value: str) -> str | None:
    """What stands within a sentence and is split by: one line, single blanks."""
    return " ".join(value.split()) or None


def reference(name: str, value: str) -> str:
    """An order's or a customer's name, as written. Raises BadRowError where a spreadsheet has spoiled it."""
    if _MANGLED.fullmatch(value):
        raise BadRowError(
            f"{name} was spoiled by a spreadsheet: {value!r}; make its column text, and export anew"
        )
    return value


def customer(name: str, value: str) -> str | None:
    """The shop's name for a customer as it is kept and compared; None where the cell names nobody.

    Raises BadRowError where a spreadsheet has spoiled it.
    """
    ref = reference(name, value).casefold()
    return None if ref in _NOBODY else ref


def language(name: str, value: str) -> str | None:
    """A language's code. Raises BadRowError."""
    return matching(_LANGUAGE, name, value.lower(), "a code such as ru")


def matching(form: re.Pattern[str], name: str, value: str, example: str) -> str | None:
    """A value of this form, or none at all. Raises BadRowError."""
    if value and not form.fullmatch(value):
        raise BadRowError(f"{name} can't be {value!r}; write {example}")
    return value or None


def moment(
    name: str,
    value: str,
    *,
    zone: ZoneInfo,
    now: datetime,
    ahead: timedelta,
    remedy: str = "check it, or leave it empty",
) -> datetime | None:
    """A moment, or the midnight that begins a date, at most so far `ahead`; without a zone it is in `zone`.

    Where clocks go forward, a time that no clock showed is taken by the offset before; where they go
    back, the first of both is meant (PEP 495). Raises BadRowError.
    """
    if not value:
        return None
    if _SLASHED.fullmatch(value):
        raise BadRowError(f"{name} can be read in two ways: {value!r}; write 2026-05-03 or 2026-05-03 14:30")
    try:
        found = datetime.fromisoformat(_iso(value))
    except ValueError:
        raise BadRowError(f"{name} is no date: {value!r}; write 2026-05-03 or 2026-05-03 14:30") from None
    if found.year < OLDEST_YEAR:
        raise BadRowError(f"{name} is before {OLDEST_YEAR}: {value!r}; {remedy}")
    # The year first: the last hours of 9999 exist in no other zone.
    if found.year <= now.year + 2:
        found = (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
        if found <= now + ahead:
            return found
    raise BadRowError(f"{name} is too far in the future: {value!r}; {remedy}")


def _iso(value: str) -> str:
    """A moment as `datetime.fromisoformat` reads it: also 3.5.2026 14:30, and blanks before the zone.

    Raises ValueError.
    """
    if dotted := _DOTTED.fullmatch(value):
        day, month, year, hour, minutes = dotted.groups()
        return f"{year}-{month:0>2}-{day:0>2}" + (f" {hour:0>2}{minutes}" if hour else "")
    if not _ISO.fullmatch(value):
        raise ValueError(value)
    value = re.sub(r" +(?=[+-]\d\d:?\d\d$)", "", value)  # Shopify: 2025-10-02 17:09:33 -0300
    return re.sub(r" +(UTC|GMT|Z)$", "+00:00", value)
