"""What stands on the buttons of a scale; whatever it is, the score behind it is the number."""

from typing import Final

from storage.kinds import Symbols

_FACES: Final = {
    3: "🙁😐🙂",
    4: "😠🙁🙂😄",
    5: "😠🙁😐🙂😄",
    6: "😠🙁😕🙂😊😄",
    7: "😠🙁😕😐🙂😊😄",
}
"""By how many there are. More than seven faces nobody tells apart."""


def offered(symbols: Symbols, lowest: int, highest: int) -> bool:
    """Whether a scale can be shown so."""
    return symbols is not Symbols.FACES or highest - lowest + 1 in _FACES


def label(symbols: Symbols, score: int, *, lowest: int, highest: int) -> str:
    """What stands for a score. Raises KeyError for faces on a scale that they aren't offered for."""
    match symbols:
        case Symbols.FACES:
            return _FACES[highest - lowest + 1][score - lowest]
        case Symbols.STARS:
            return f"{score} ★"
        case Symbols.DIGITS:
            return str(score)
