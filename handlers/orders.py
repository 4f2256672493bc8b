"""Purchases as shops send them in a table: our own columns, each row read or refused with its reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
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

_CURRENCY = re.compile(r"[A-Z]{3}")
_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


class BadRowError(ValueError):
    """A row that can't be taken; the message is its reason."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads rows of one file; moments without a zone are the shop's."""

    zone: ZoneInfo
    now: datetime

    def read(self, row: Mapping[str, str]) -> dict[str, Any]:
        """The purchase in a row, by the names of its columns. Raises BadRowError."""
        cells = {name: _unquoted((row.get(name) or "").strip()) for name in COLUMNS}
        for name, value in cells.items():
            if len(value) > LONGEST_VALUE or "\0" in value:
                raise BadRowError(f"{name} is longer than {LONGEST_VALUE} characters or isn't text")
        if not cells["order_id"]:
            raise BadRowError("order_id is empty")
        purchased_at = self._moment("purchased_at", cells)
        delivered_at = self._moment("delivered_at", cells)
        assumed = purchased_at + DELIVERY_ASSUMED if purchased_at else self.now
        return {
            "order_id": cells["order_id"],
            # An order without a customer's ref stands for itself: nobody else's can be the same.
            "contact_ref": cells["contact_ref"].casefold() or f"order:{cells['order_id']}",
            "purchased_at": purchased_at,
            "delivered_at": delivered_at,
            "received_at": delivered_at or assumed,
            "amount_cents": _cents(cells["amount"]),
            "currency": _matching(
                _CURRENCY, "currency", cells["currency"].upper(), "three letters such as EUR"
            ),
            "language": _matching(_LANGUAGE, "language", cells["language"], "a code such as ru"),
            **{
                name: cells[name] or None
                for name in ("first_name", "product", "category", "store", "operator")
            },
        }

    def _moment(self, name: str, cells: Mapping[str, str]) -> datetime | None:
        if not (value := cells[name]):
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise BadRowError(f"{name} is no date: {value!r}; write 2026-05-03 or 2026-05-03T14:30") from None
        return (moment if moment.tzinfo else moment.replace(tzinfo=self.zone)).astimezone(UTC)


def _unquoted(cell: str) -> str:
    """A cell that was quoted lest a spreadsheet takes it for a formula, as in a file of ours, is read back."""
    return cell[1:] if re.match("'[=+@-]", cell) else cell


def _cents(value: str) -> int | None:
    if not value:
        return None
    try:
        amount = Decimal(value.replace(",", "."))
        cents = int((amount * 100).to_integral_value())
    except (InvalidOperation, OverflowError, ValueError):
        raise BadRowError(f"amount is no number: {value!r}; write 49.90") from None
    if not 0 <= cents < 10**15:
        raise BadRowError(f"amount is out of range: {value!r}")
    return cents


def _matching(form: re.Pattern[str], name: str, value: str, example: str) -> str | None:
    if value and not form.fullmatch(value):
        raise BadRowError(f"{name} can't be {value!r}; write {example}")
    return value or None
