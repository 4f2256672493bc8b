"""What was asked for and can't be done: said in the language of whoever asked, and in English on the command line."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from handlers import texts
from handlers.replies import Line, Value
from handlers.texts.catalog import Catalog
from handlers.texts.reading import read_texts
from handlers.texts.units import clip

LONGEST_SAID: Final = 200
"""UTF-16 units of what was said, where it is said back."""

ENGLISH: Final = "en"
"""What the command line speaks."""


class UnclearPlanError(ValueError):
    """A word that isn't understood, or makes no sense; `line` says what was meant, and so does `str` in English."""

    def __init__(self, text: str, **values: Value) -> None:
        """Take the id of a text in `handlers/texts/*.ftl`, and what it is filled with."""
        super().__init__(text, values)
        said = {
            name: clip(value, LONGEST_SAID) if isinstance(value, str) else value
            for name, value in values.items()
        }
        self.line: Final = Line(text, said)

    def __str__(self) -> str:
        """The line as it is read on the command line."""
        return _english().plain(self.line, ENGLISH)


@lru_cache(maxsize=1)
def _english() -> Catalog:
    """Read when something is unclear there, which is seldom, and never in the chat."""
    return Catalog({ENGLISH: read_texts(Path(texts.__path__[0]) / f"{ENGLISH}.ftl")}, default=ENGLISH)
