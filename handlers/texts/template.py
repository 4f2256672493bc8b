"""A text with its numbers and grammar settled, its bold words known, and gaps where people's words go.

Fluent makes it, with a mark for each gap; filling the gaps is joining strings. Fluent costs some 30 µs a
text, and most texts differ in nothing but names, so nearly every message is only a filling.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from handlers.texts.bidi import isolated
from handlers.texts.units import utf16_length

BOLD = "\U000f0000"
"""Stands where bold begins or ends."""
_GAPS = "\U000f0001"
_LAST_MARK = "\U000ffffd"
_MARKS = re.compile(f"([{BOLD}-{_LAST_MARK}])")


class Entity(msgspec.Struct, frozen=True):
    """A stretch of formatted text, counted in UTF-16 code units: a MessageEntity of the Bot API."""

    type: str
    offset: int
    length: int


class Rendered(msgspec.Struct, frozen=True):
    """Words ready to be sent, and what is bold in them."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Words and their length in UTF-16 units, or the place of some, where `gap` names a value."""

    words: str
    units: int
    gap: str | None
    bold: bool


def gap(number: int) -> str:
    """Return the mark of one gap: the first is 0."""
    return chr(ord(_GAPS) + number)


def holds_marks(words: str) -> bool:
    """Whether there is a mark in `words`, or a character that could be one."""
    return _MARKS.search(words) is not None


class Template:
    """What is left of a text when only strings are missing."""

    __slots__ = ("_pieces", "_plain")

    def __init__(self, marked: str, names: Sequence[str]) -> None:
        """Take words with marks in them; `names[i]` is the value that belongs into `gap(i)`."""
        pieces = []
        bold = False
        for part in filter(None, _MARKS.split(marked)):
            if part == BOLD:
                bold = not bold
            elif _MARKS.match(part):
                pieces.append(Piece("", 0, names[ord(part) - ord(_GAPS)], bold))
            else:
                pieces.append(Piece(part, utf16_length(part), None, bold))
        self._pieces = tuple(pieces)
        self._plain = not any(piece.bold for piece in pieces)

    def fill(self, values: Mapping[str, Any]) -> Rendered:
        """Return the words with the values in their gaps; nothing in a value is read as markup.

        What is in a gap is a string. Lines that turn right to left are isolated from the words around them.
        """
        if self._plain:
            return Rendered(
                "".join([p.words if p.gap is None else isolated(values[p.gap]) for p in self._pieces])
            )
        words = []
        entities = []
        end = 0
        start: int | None = None  # of the bold that we are in
        for piece in self._pieces:
            if piece.bold and start is None:
                start = end
            elif not piece.bold and start is not None:
                entities.append(Entity("bold", start, end - start))
                start = None
            if piece.gap is None:
                words.append(piece.words)
                end += piece.units
            else:
                value = isolated(values[piece.gap])
                words.append(value)
                end += utf16_length(value)
        if start is not None:
            entities.append(Entity("bold", start, end - start))
        # A value may be empty; Telegram refuses a message with an entity of no length.
        return Rendered("".join(words), tuple([entity for entity in entities if entity.length > 0]))
