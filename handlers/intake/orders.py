"""Purchases as shops send them in a table: our own columns, each row read or refused with its reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from handlers.intake import cells
from handlers.intake.cells import CLOCK_MAY_DIFFER, BadRowError
from handlers.survey.delivery import received_at

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
    "fulfilled_at",
    "delivered_at",
    "store",
    "operator",
)
"""Only `order_id` is required."""

DELIVERY_ASSUMED: Final = timedelta(days=7)
"""From the purchase to the delivery, where nobody says anything of either and the shop nothing else."""

DELIVERY_AHEAD: Final = timedelta(days=365)
"""A delivery may be promised, but not for longer than this."""

_TEXTS = ("first_name", "product", "category", "store", "operator")
_CURRENCY = re.compile(r"[A-Z]{3}")

_ONE_MARK = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<part>[0-9]+))?")
_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?:(?P<group>[.,'’ \u00a0\u202f])[0-9]{3})(?:(?P=group)[0-9]{3})*)"
    r"(?:(?!(?P=group))[.,](?P<part>[0-9]+))?"
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads rows of one file; moments without a zone are the shop's."""

    zone: ZoneInfo
    now: datetime
    delivery: timedelta = DELIVERY_ASSUMED

    def read(self, row: Mapping[str, str]) -> dict[str, Any]:
        """The purchase in a row, by the names of its columns. Raises BadRowError."""
        found = cells.unquoted(row, COLUMNS)
        if not found["order_id"]:
            raise BadRowError("order_id is empty")
        purchased_at = self._moment("purchased_at", found, ahead=CLOCK_MAY_DIFFER)
        fulfilled_at = self._moment("fulfilled_at", found, ahead=CLOCK_MAY_DIFFER)
        delivered_at = self._moment("delivered_at", found, ahead=DELIVERY_AHEAD)
        received = received_at(
            delivered_at=delivered_at,
            fulfilled_at=fulfilled_at,
            purchased_at=purchased_at,
            assumed=self.delivery,
        )
        order_id = cells.reference("order_id", found["order_id"])
        return {
            "order_id": order_id,
            # An order without a customer's ref stands for itself: nobody else's can be the same.
            "contact_ref": cells.customer("contact_ref", found["contact_ref"]) or f"order:{order_id}",
            "purchased_at": purchased_at,
            "fulfilled_at": fulfilled_at,
            "delivered_at": delivered_at,
            "received_at": received or self.now,
            "amount_cents": _cents(found["amount"]),
            "currency": cells.matching(
                _CURRENCY, "currency", found["currency"].upper(), "three letters such as EUR"
            ),
            "language": cells.language("language", found["language"]),
            **{name: cells.one_line(found[name]) for name in _TEXTS},
        }

    def _moment(self, name: str, found: Mapping[str, str], *, ahead: timedelta) -> datetime | None:
        return cells.moment(name, found[name], zone=self.zone, now=self.now, ahead=ahead)


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
