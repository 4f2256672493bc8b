"""From when on a question may count its delay: when the customer has the order, as far as anybody knows."""

from datetime import datetime, timedelta
from typing import Final

ON_ITS_WAY: Final = timedelta(days=7)
"""Assumed between the shipping of an order and its arrival: "fulfilled" means shipped, not received."""


def received_at(
    *,
    delivered_at: datetime | None,
    fulfilled_at: datetime | None,
    purchased_at: datetime | None,
    assumed: timedelta,
) -> datetime | None:
    """The delivery where it is known, else a week after the shipping, else `assumed` after the purchase.

    None where nothing is known of the order at all.
    """
    if delivered_at is not None:
        return delivered_at
    if fulfilled_at is not None:
        return fulfilled_at + ON_ITS_WAY
    return purchased_at + assumed if purchased_at is not None else None
