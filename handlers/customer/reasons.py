"""The quick answers under a prompt: the usual ones and a shop's own, and how each is said in a language."""

from collections.abc import Sequence
from typing import Final

from handlers.customer.wording import UnclearWordingError, Wording
from handlers.replies import Line, Value
from handlers.texts.bidi import isolated
from handlers.texts.names import NAMELESS, called
from handlers.texts.units import utf16_length

USUAL: Final = {
    "delivery": "reason-delivery",
    "quality": "reason-quality",
    "price": "reason-price",
    "service": "reason-service",
}
"""Those that every survey offers until its shop takes them away, and the texts of their buttons."""

MOST: Final = 6
"""So many stand under a prompt: three rows, which are read at a glance."""

OWN: Final = tuple(f"own{number}" for number in range(1, MOST + 1))
"""The places for a shop's own ones. What stands in each is told by the version of its survey alone."""

NEW: Final = "own"
"""The first place that is free, in what is to be changed of a survey; nothing that is stored is called so."""

ALL: Final = (*USUAL, *OWN)
"""Whatever a button or an answer can name, in the order of the buttons."""

LONGEST: Final = 20
"""UTF-16 units of one: two stand side by side on a phone."""


def checked(words: str) -> str:
    """An own quick answer on one line. Raises UnclearWordingError for what fits on no button.

    Words without anything to be seen are none: Telegram takes no button without a label.
    """
    words = " ".join(words.split())
    if "{" in words or "}" in words:
        raise UnclearWordingError("wording-quick-place")
    if utf16_length(words) > LONGEST:
        raise UnclearWordingError("wording-quick-long", most=str(LONGEST), length=str(utf16_length(words)))
    return "" if called(words) == NAMELESS else words


def offered(stored: Sequence[str] | None) -> Sequence[str]:
    """Which stand under the prompts of a survey's version; see Survey.quick_answers."""
    return tuple(USUAL) if stored is None else stored


def label(reason: str, wording: Wording | None, languages: Sequence[str]) -> Line | str:
    """What stands on its button; of `languages`, see `own`."""
    return Line(USUAL[reason]) if reason in USUAL else own(reason, wording, languages)


def said(reason: str, wording: Wording | None, languages: Sequence[str]) -> dict[str, Value]:
    """What fills a text in which a quick answer is said (`quick-answer` in the catalogs)."""
    if reason in USUAL:
        return {"reason": reason}
    return {"reason": "own", "words": isolated(own(reason, wording, languages))}


def own(reason: str, wording: Wording | None, languages: Sequence[str]) -> str:
    """A shop's own one in the first of these languages that has words for it, else in any that has.

    One that is only understood by some is better than one that nobody can choose, or read.
    """
    words = {language: parts[reason] for language, parts in (wording or {}).items() if reason in parts}
    return next((words[language] for language in (*languages, *words) if language in words), reason)
