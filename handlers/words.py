"""Words as people type them: parted at blanks, but for those in quotes."""

import shlex
from typing import Final

PLAIN_QUOTES: Final = str.maketrans("“”„«»", '"""""')
"""Makes plain quotes of the typographic ones that phones' keyboards write."""


class OpenQuoteError(ValueError):
    """A quote that isn't closed."""


def split(said: str) -> list[str]:
    """The words, without the quotes around them. Raises OpenQuoteError."""
    lexer = shlex.shlex(said.translate(PLAIN_QUOTES), posix=True)
    lexer.whitespace_split = True
    lexer.commenters = lexer.escape = ""
    lexer.quotes = '"'
    try:
        return list(lexer)
    except ValueError:
        raise OpenQuoteError(said) from None
