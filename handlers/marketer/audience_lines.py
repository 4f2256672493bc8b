"""An audience as the team reads it: a line for each thing that must hold of somebody who is meant."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from handlers.replies import Line, Value
from handlers.survey.criteria import (
    Amount,
    Bought,
    Criteria,
    Criterion,
    FirstTime,
    LastScore,
    Listed,
    NeverAsked,
    Repeat,
    Said,
    Speaks,
)
from handlers.texts import figures
from handlers.texts.units import clip

MOST: Final = 12
"""Lines of an audience; the last says how many more there are."""

LONGEST_VALUES: Final = 200
"""UTF-16 units of the alternatives in a line."""

_SIGNS: Final = {">=": "≥", "<=": "≤"}


def lines(criteria: Criteria, language: str) -> Sequence[Line]:
    """What an audience means; an audience of everybody says so."""
    found = [line for criterion in criteria.every for line in _lines(criterion, language)]
    if len(found) > MOST:
        found = [*found[: MOST - 1], Line("audience-more", {"left": len(found) - MOST + 1})]
    return found or [Line("audience-all")]


def _lines(criterion: Criterion, language: str) -> Iterator[Line]:
    known: dict[str, Value] = {"negated": "yes" if criterion.negated else "no"}
    match criterion.test:
        case Bought(within):
            yield Line("audience-bought", {**known, "days": within.days})
        case Said(field, words):
            values = clip(", ".join(words), LONGEST_VALUES)
            yield Line("audience-field", {**known, "field": field, "values": values})
        case Amount(sign, cents):
            places = 2 if cents % 100 else 0
            amount = figures.decimal(Decimal(cents) / 100, places, language) if places else str(cents // 100)
            yield Line("audience-amount", {**known, "limit": f"{_SIGNS.get(sign, sign)} {amount}"})
        case Speaks(languages):
            spoken = ", ".join(figures.tongue(each, language) for each in languages)
            yield Line("audience-language", {**known, "values": spoken})
        case Listed(lists):
            yield Line("audience-list", {**known, "values": clip(", ".join(lists), LONGEST_VALUES)})
        case LastScore(sign, score):
            yield Line("audience-last-score", {**known, "limit": f"{_SIGNS.get(sign, sign)} {score}"})
        case FirstTime():
            yield Line("audience-first-time", known)
        case Repeat():
            yield Line("audience-repeat", known)
        case NeverAsked():
            yield Line("audience-never-asked", known)
