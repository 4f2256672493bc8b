"""Purchases as shops send them in a table: our own columns, each row read or refused with its reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

COLUMNS: Final = (
    "order_id",
    "contact_ref",
    "first_name",
    "language",
    "product",
    "category",
    "amount",
    "currency",
    "purchased_at",
    "delivered_at",
    "store",
    "operator",
)
"""Only `order_id` is required."""

DELIVERY_ASSUMED: Final = timedelta(days=7)
"""Added to the moment of purchase where nobody says when the order was delivered."""

LONGEST_VALUE: Final = 500
"""Characters of a value; a longer one is a mistake of the export."""

OLDEST_YEAR: Final = 2000
"""What is older is a spreadsheet's zero (1899-12-30) or a computer's (1970-01-01)."""

CLOCK_MAY_DIFFER: Final = timedelta(days=1)
"""A shop's clock and zone may be off; what lies further in the future wasn't bought yet."""

DELIVERY_AHEAD: Final = timedelta(days=365)
"""A delivery may be promised, but not for longer than this."""

_TEXTS = ("first_name", "product", "category", "store", "operator")
_CURRENCY = re.compile(r"[A-Z]{3}")
_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{2,8})*")

# What a spreadsheet makes of a long number, and of a formula that a leading + or - seemed to begin.
_MANGLED = re.compile(
    r"[0-9]([.,][0-9]+)?E\+[0-9]+|#(N/A|NAME\?|REF!|VALUE!|NUM!|NULL!|DIV/0!)", re.IGNORECASE
)

# How exports write that there is no customer. As refs they would make one person of all such orders.
_NOBODY = frozenset({"-", "0", "n/a", "na", "nan", "nil", "none", "null"})

_ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]+\S.*)?", re.ASCII)
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})(?: +(\d\d?)(:\d\d(?::\d\d)?))?", re.ASCII)
_SLASHED = re.compile(r"\d\d?/\d\d?/\d{4}.*", re.ASCII)

_ONE_MARK = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<part>[0-9]+))?")
_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?:(?P<group>[.,'’ \u00a0\u202f])[0-9]{3})(?:(?P=group)[0-9]{3})*)"
    r"(?:(?!(?P=group))[.,](?P<part>[0-9]+))?"
)


class BadRowError(ValueError):
    """A row that can't be taken; the message is its reason."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads rows of one file; moments without a zone are the shop's."""

    zone: ZoneInfo
    now: datetime

    def read(self, row: Mapping[str, str]) -> dict[str, Any]:
        """The purchase in a row, by the names of its columns. Raises BadRowError."""
        cells = {name: _unquoted(row.get(name) or "") for name in COLUMNS}
        for name, value in cells.items():
            if len(value) > LONGEST_VALUE or "\0" in value:
                raise BadRowError(f"{name} is longer than {LONGEST_VALUE} characters or isn't text")
        if not cells["order_id"]:
            raise BadRowError("order_id is empty")
        purchased_at = self._moment("purchased_at", cells, ahead=CLOCK_MAY_DIFFER)
        delivered_at = self._moment("delivered_at", cells, ahead=DELIVERY_AHEAD)
        assumed = purchased_at + DELIVERY_ASSUMED if purchased_at else self.now
        order_id, contact_ref = _reference("order_id", cells), _reference("contact_ref", cells).casefold()
        return {
            "order_id": order_id,
            # An order without a customer's ref stands for itself: nobody else's can be the same.
            "contact_ref": f"order:{order_id}" if contact_ref in _NOBODY or not contact_ref else contact_ref,
            "purchased_at": purchased_at,
            "delivered_at": delivered_at,
            "received_at": delivered_at or assumed,
            "amount_cents": _cents(cells["amount"]),
            "currency": _matching(
                _CURRENCY, "currency", cells["currency"].upper(), "three letters such as EUR"
            ),
            "language": _matching(_LANGUAGE, "language", cells["language"].lower(), "a code such as ru"),
            # They stand within a sentence, and answers are split by them: one line, single blanks.
            **{name: " ".join(cells[name].split()) or None for name in _TEXTS},
        }

    def _moment(self, name: str, cells: Mapping[str, str], *, ahead: timedelta) -> datetime | None:
        """A moment, or the midnight that begins a date.

        Where clocks go forward, a time that no clock showed is taken by the offset before; where they go
        back, the first of both is meant (PEP 495).
        """
        if not (value := cells[name]):
            return None
        if _SLASHED.fullmatch(value):
            raise BadRowError(
                f"{name} can be read in two ways: {value!r}; write 2026-05-03 or 2026-05-03 14:30"
            )
        try:
            moment = datetime.fromisoformat(_iso(value))
        except ValueError:
            raise BadRowError(f"{name} is no date: {value!r}; write 2026-05-03 or 2026-05-03 14:30") from None
        if moment.year < OLDEST_YEAR:
            raise BadRowError(f"{name} is before {OLDEST_YEAR}: {value!r}; check it, or leave it empty")
        # The year first: the last hours of 9999 exist in no other zone.
        if moment.year <= self.now.year + 2:
            moment = (moment if moment.tzinfo else moment.replace(tzinfo=self.zone)).astimezone(UTC)
            if moment <= self.now + ahead:
                return moment
        raise BadRowError(f"{name} is too far in the future: {value!r}; check it, or leave it empty")


def _unquoted(cell: str) -> str:
    """A cell without blanks around it, and without the quote that keeps a spreadsheet from calculating."""
    cell = cell.strip()
    return cell[1:].strip() if re.match(r"'[=+@\-\t\r\n]", cell) else cell


def _reference(name: str, cells: Mapping[str, str]) -> str:
    """An order's or a customer's name, as written. Raises BadRowError where a spreadsheet has spoiled it."""
    if _MANGLED.fullmatch(cells[name]):
        raise BadRowError(
            f"{name} was spoiled by a spreadsheet: {cells[name]!r}; make its column text, and export anew"
        )
    return cells[name]


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


def _cents(value: str) -> int | None:
    """An amount in hundredths. One that can be read in two ways is refused, as 1,234 is: it may be 1.234."""
    if not value:
        return None
    if value.startswith(("-", "\N{MINUS SIGN}")):
        raise BadRowError(f"amount is below zero: {value!r}; leave it empty, or the row out")
    if ambiguous := re.fullmatch("([1-9][0-9]{0,2})[.,]([0-9]{3})", value):
        whole, rest = ambiguous.groups()
        raise BadRowError(
            f"amount can be read in two ways: {value!r}; write {whole}{rest}.00 or {whole}.{rest[:2]}"
        )
    found = _ONE_MARK.fullmatch(value) or _GROUPED.fullmatch(value)
    if found is None:
        raise BadRowError(f"amount is no number: {value!r}; write 49.90")
    part = (found["part"] or "").rstrip("0")
    if len(part) > 2:
        raise BadRowError(f"amount has parts of a cent: {value!r}; write 49.90")
    cents = int(re.sub("[^0-9]", "", found["whole"]) + part.ljust(2, "0"))
    if cents >= 10**15:
        raise BadRowError(f"amount is out of range: {value!r}; write 49.90")
    return cents


def _matching(form: re.Pattern[str], name: str, value: str, example: str) -> str | None:
    if value and not form.fullmatch(value):
        raise BadRowError(f"{name} can't be {value!r}; write {example}")
    return value or None
