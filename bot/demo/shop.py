"""The demo's shop: the real orders of a file, with names and products that are invented."""

import csv
import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bot.errors import WrongUseError
from bot.simulator import ratings
from bot.simulator.ratings import Rating
from handlers.intake.history import REQUIRED
from handlers.intake.orders import COLUMNS

NAME: Final = "Kashmir Cafe"
VISITORS_ORDER: Final = "A1001"
VISITORS_PRODUCT: Final = "Mango lassi"

# The file has no names and no products; these are invented, by the order's number.
_NAMES: Final = (
    "Anna",
    "Ben",
    "Chloe",
    "David",
    "Emma",
    "Felix",
    "Grace",
    "Hugo",
    "Ivy",
    "Jonas",
    "Kira",
    "Liam",
)
_DISHES: Final = ("Karahi for two", "Chicken biryani", "Seekh kebab", "Daal and naan", "Family platter")

_PAST_DAYS: Final = 120
_PAST_COMMENTS: Final = {
    False: ("The driver called three times.", "It was cold again.", "Fewer chilies than ordered."),
    True: ("Best naan in town.", "Always on time.", "My kids ask for it."),
}


def read_orders(wanted: str) -> list[Rating]:
    """The first orders of the shop's file: a number of them, or "all". Raises WrongUseError."""
    everything = ratings.read_ratings()
    if wanted == "all":
        return everything
    if not wanted.isdecimal() or not 1 <= int(wanted) <= len(everything):
        raise WrongUseError(f"--orders takes a number from 1 to {len(everything)}, or all.")
    return everything[: int(wanted)]


def customers(
    orders: Sequence[Rating], tokens: Mapping[str, str], *, think: tuple[float, float]
) -> list[dict[str, Any]]:
    """The customers as the simulator's crowd takes them: each answers as the file says, after thinking."""
    chance = random.Random(7)  # noqa: S311 - who is who in a demo
    return [
        {
            "first_name": chance.choice(_NAMES),
            "link": tokens[str(order.order)],
            "answer": str(order.delivery) if order.delivery else None,
            "comment": "It came an hour late, and cold." if order.delivery == 1 else None,
            "think": think,
        }
        for order in orders
    ]


def write_orders(file: Path, orders: Sequence[Rating], *, now: datetime) -> None:
    """The orders as a shop would send them, in our own columns."""
    with file.open("w", newline="", encoding="utf-8") as target:
        table = csv.DictWriter(target, COLUMNS, restval="")
        table.writeheader()
        for order in orders:
            delivered = now - timedelta(days=1, minutes=order.order % 600)
            table.writerow(
                {
                    "order_id": order.order,
                    "contact_ref": f"customer-{order.order}",
                    "product": _DISHES[order.order % len(_DISHES)],
                    "category": "food",
                    "store": f"Kitchen {order.order % 3 + 1}",
                    "purchased_at": (delivered - timedelta(hours=1)).isoformat(),
                    "delivered_at": delivered.isoformat(),
                }
            )


def write_visitors_order(file: Path, *, delivered_at: datetime) -> None:
    """The one order of whoever looks at the page."""
    with file.open("w", newline="", encoding="utf-8") as target:
        table = csv.DictWriter(target, COLUMNS, restval="")
        table.writeheader()
        table.writerow(
            {
                "order_id": VISITORS_ORDER,
                "contact_ref": "visitor",
                "product": VISITORS_PRODUCT,
                "category": "drinks",
                "store": "Kitchen 1",
                "purchased_at": (delivered_at - timedelta(hours=1)).isoformat(),
                "delivered_at": delivered_at.isoformat(),
            }
        )


def write_history(file: Path, *, now: datetime) -> None:
    """NPS answers of the months before, as another tool would export them: invented, slowly rising."""
    chance = random.Random(11)  # noqa: S311 - the same history each time
    columns = (*REQUIRED, "comment", "product", "store")
    with file.open("w", newline="", encoding="utf-8") as target:
        table = csv.DictWriter(target, columns, restval="")
        table.writeheader()
        for number in range(4 * _PAST_DAYS):
            days = _PAST_DAYS - number / 4
            loved = chance.random() < 0.42 + 0.2 * number / (4 * _PAST_DAYS)
            score = chance.choice((9, 9, 10)) if loved else chance.choice((3, 5, 6, 6, 7, 7, 8, 8, 8))
            table.writerow(
                {
                    "contact": f"past-{number}",
                    "kind": "nps",
                    "score": score,
                    "answered_at": (now - timedelta(days=days, hours=1)).isoformat(),
                    "comment": chance.choice(_PAST_COMMENTS[loved]) if number % 9 == 0 else "",
                    "product": _DISHES[number % len(_DISHES)],
                    "store": f"Kitchen {number % 3 + 1}",
                }
            )


def read_links(links: Path) -> dict[str, str]:
    """Each order's deep link, from the file that an import has written."""
    with links.open(encoding="utf-8", newline="") as lines:
        return {row["order_id"]: row["link"] for row in csv.DictReader(lines)}


def payload(link: str) -> str:
    """What a deep link carries to the bot."""
    return link.partition("start=")[2]
