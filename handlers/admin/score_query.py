"""What a person asks of the scores: a period, filters and a split, read from the words after the command."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

from handlers.periods import PRESETS, USUAL, UnclearWordError, nearest, read_period
from handlers.words import OpenQuoteError, split
from storage.reports import FIELDS

LONGEST_VALUE: Final = 200
"""Characters of a filter's value."""


class Query(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question about the scores, as words: they are read anew each time, since "30d" moves with the day."""

    period: str = USUAL
    where: Mapping[str, str] = {}
    by: str | None = None


def read_query(words: str, *, today: date) -> Query:
    """Read words such as `90d product:shoes by:store`. Raises UnclearWordError for the first unclear one."""
    query = Query()
    for word in _split(words):
        name, colon, value = word.partition(":")
        if not colon:
            query = _over(query, word, today)
        elif name.casefold() == "by":
            query = msgspec.structs.replace(query, by=_field(value, word, before="by:"))
        elif value := value.strip()[:LONGEST_VALUE]:
            where = {**query.where, _field(name, word, after=f":{value}"): value}
            query = msgspec.structs.replace(query, where=where)
        else:
            raise UnclearWordError(word, f"{nearest(name, FIELDS)}:…")
    return query


def _over(query: Query, word: str, today: date) -> Query:
    try:
        read_period(word, today=today)
    except UnclearWordError as unclear:
        if unclear.meant in PRESETS:  # it may as well have been meant as a filter
            meant = nearest(word, (*PRESETS, *(f"{name}:…" for name in FIELDS), "by:…"))
            raise UnclearWordError(word, meant) from None
        raise
    return msgspec.structs.replace(query, period=word.casefold())


def _field(name: str, word: str, *, before: str = "", after: str = "") -> str:
    plain = name.strip().casefold()
    if plain in FIELDS:
        return plain
    raise UnclearWordError(word, before + nearest(plain, FIELDS) + after)


def _split(words: str) -> list[str]:
    try:
        return split(words)
    except OpenQuoteError:
        raise UnclearWordError(words, f'{words}"') from None
