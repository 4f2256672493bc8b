"""Words as people type them: parted at blanks, but for those in quotes."""

import re
from typing import Final

QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')
"""Something in plain quotes, in which a quote is doubled, as in CSV."""

MARKS: Final = "“”„«»"
"""The quotes that phones' keyboards write instead."""

_TYPED: Final = re.compile(
    rf"""
    (?P<plain> {QUOTED.pattern} )
    | « (?P<angled> (?: [^«»] | «[^«»]*» )* ) »
    | [“„”] (?P<curly> [^“„”]* ) [“”]
    | ["{MARKS}] (?P<mixed> [^"{MARKS}]* ) ["{MARKS}]
    """,
    re.VERBOSE,
)
_WORD: Final = re.compile(rf'(?:{QUOTED.pattern}|[^\s"{MARKS}])+')


class OpenQuoteError(ValueError):
    """A quote that isn't closed."""


def split(said: str) -> list[str]:
    """The words, without the quotes around them. Raises OpenQuoteError."""
    return [unquoted(word) for word in quoted_words(said)]


def quoted_words(said: str) -> list[str]:
    """The words with their quotes, which are plain ones. Raises OpenQuoteError."""
    plain = plain_quotes(said)
    if _WORD.sub("", plain).strip():
        raise OpenQuoteError(said)
    return _WORD.findall(plain)


def plain_quotes(said: str) -> str:
    """The same with plain quotes around what stands in any; quotes within quotes of another kind stay."""
    return _TYPED.sub(_plain, said)


def unquoted(word: str) -> str:
    """A word without its plain quotes."""
    return QUOTED.sub(lambda found: found[0][1:-1].replace('""', '"'), word)


def quoted(word: str) -> str:
    """A word in plain quotes."""
    doubled = word.replace('"', '""')
    return f'"{doubled}"'


def _plain(found: re.Match[str]) -> str:
    return found[0] if found["plain"] is not None else quoted(found[found.lastgroup or 0])
