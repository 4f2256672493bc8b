"""A shop's own words for a question and what follows it: which places they have, and filling these."""

import re
from collections.abc import Mapping
from typing import Final

from handlers.texts.bidi import isolated
from handlers.texts.units import utf16_length

PARTS: Final = ("question", "low", "middle", "high")
"""What can be said in own words: the question, and the prompt after a score of each band."""

PLACES: Final = ("name", "shop", "product", "order", "date")
"""What own words can be filled with, in braces."""

LONGEST: Final = 1000
"""UTF-16 units of own words: a question that is longer isn't read."""

_PLACE = re.compile(r"\{([^{}]*)\}")


class UnclearWordingError(ValueError):
    """Own words that can't be said; the message tells what to write instead."""


def checked(words: str) -> str:
    """Own words without the blanks around them. Raises UnclearWordingError for a place that there isn't."""
    words = words.strip()
    unknown = [place for place in _PLACE.findall(words) if place not in PLACES]
    if unknown or re.search(r"[{}]", _PLACE.sub("", words)):
        meant = f"{{{unknown[0]}}}" if unknown else "a brace of no pair"
        raise UnclearWordingError(
            f"Own words can hold {', '.join(f'{{{place}}}' for place in PLACES)}, not {meant}."
        )
    if utf16_length(words) > LONGEST:
        raise UnclearWordingError(
            f"Own words are at most {LONGEST} characters long, not {utf16_length(words)}."
        )
    return words


def filled(words: str, values: Mapping[str, str | None]) -> str | None:
    """Own words with each place filled; None where a value is missing, as the name of somebody nameless.

    What fills a place can't turn the words around it, and isn't searched for places again.
    """
    if any(not values[place] for place in _PLACE.findall(words)):
        return None
    return _PLACE.sub(lambda place: isolated(values[place[1]] or ""), words)
