"""Reads the real ratings of 10,616 delivered orders, and counts their cells as the truth to check against."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

Question = Literal["delivery", "food", "speed"]

FILE: Final = Path(__file__).parent / "data" / "food_delivery_ratings.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One order's answers, each 1-5, or None for a question that was left unanswered."""

    order: int
    delivery: int | None
    food: int | None
    speed: int | None


def read_ratings(path: Path = FILE) -> list[Rating]:
    """All orders, in the order of their numbers."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Rating(
                order=int(row["order_no"]),
                delivery=_cell(row["delivery"]),
                food=_cell(row["food"]),
                speed=_cell(row["speed"]),
            )
            for row in csv.DictReader(lines)
        ]


def count(ratings: Sequence[Rating], question: Question) -> Counter[int | None]:
    """How many orders have each answer; the unanswered ones under None."""
    if question not in get_args(Question):
        raise ValueError(f"there is no question {question!r}: {', '.join(get_args(Question))}")
    return Counter(getattr(rating, question) for rating in ratings)


def answered(ratings: Sequence[Rating], question: Question) -> int:
    """How many orders have an answer."""
    counted = count(ratings, question)
    return counted.total() - counted[None]


def satisfied(ratings: Sequence[Rating], question: Question) -> int:
    """How many orders have a 4 or a 5."""
    counted = count(ratings, question)
    return counted[4] + counted[5]


def _cell(text: str) -> int | None:
    return int(text) if text else None
