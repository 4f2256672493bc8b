"""What a person is called in a text."""

import unicodedata
from typing import Final

NAMELESS: Final = "nobody"
"""Selects the words for somebody without a name in every text that has a `$name`."""

# Letters and symbols that show nothing: the Hangul fillers and the blank of Braille.
_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")

_UNSEEN: Final = frozenset("CMZ")
"""Controls, marks on nothing, and separators (Unicode: General_Category)."""


def called(first_name: str) -> str:
    """The name as it is written, or `NAMELESS` where there is nothing in it to be seen or read out."""
    for character in first_name:
        if character not in _BLANK and unicodedata.category(character)[0] not in _UNSEEN:
            return first_name
    return NAMELESS
