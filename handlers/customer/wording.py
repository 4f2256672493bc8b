"""A shop's own words for a question and what follows it: which places they have, and filling these."""

import re
from collections.abc import Mapping
from typing import Final

from handlers.texts.bidi import isolated
from handlers.texts.units import utf16_length
from handlers.unclear import UnclearPlanError

QUESTION: Final = "question"

REMINDER: Final = "reminder"

PARTS: Final = (QUESTION, REMINDER, "low", "middle", "high")
"""What can be said in own words: the question, what a reminder says above it, the prompt after each band's scores."""

PLACES: Final = ("name", "shop", "product", "order", "date")
"""What own words can be filled with, in braces."""

LONGEST: Final = 1000
"""UTF-16 units of own words: a question that is longer isn't read."""

Wording = Mapping[str, Mapping[str, str]]
"""Own words by language and part, as a survey's version keeps them."""

_PLACE = re.compile(r"\{([^{}]*)\}")


class UnclearWordingError(UnclearPlanError):
    """Own words that can't be said; `line`, and in English the message, tells what to write instead."""


def checked(words: str) -> str:
    """Own words without the blanks around them. Raises UnclearWordingError for a place that there isn't."""
    words = words.strip()
    unknown = [place for place in _PLACE.findall(words) if place not in PLACES]
    if unknown or re.search(r"[{}]", _PLACE.sub("", words)):
        if not unknown:
            raise UnclearWordingError("wording-brace", known=shown_places())
        raise UnclearWordingError("wording-place", known=shown_places(), said=f"{{{unknown[0]}}}")
    if utf16_length(words) > LONGEST:
        raise UnclearWordingError("wording-long", most=str(LONGEST), length=str(utf16_length(words)))
    return words


def shown_places() -> str:
    """The places that there are, as they are written."""
    return ", ".join(f"{{{place}}}" for place in PLACES)


def filled(words: str, values: Mapping[str, str | None]) -> str | None:
    """Own words with each place filled; None where a value is missing, as the name of somebody nameless.

    What fills a place can't turn the words around it, and isn't searched for places again.
    """
    if any(not values[place] for place in _PLACE.findall(words)):
        return None
    return _PLACE.sub(lambda place: isolated(values[place[1]] or ""), words)
