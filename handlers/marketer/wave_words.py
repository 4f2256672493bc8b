"""A plan in one line, as it is written in the chat: `nps audience=bought:90d at="2026-05-05 10:00" reminder=3d`."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from handlers.marketer import planning
from handlers.marketer.audience_words import ALL, is_word, read_audience, typed_audience
from handlers.marketer.planning import Wanted
from handlers.periods import nearest
from handlers.shop import Shop
from handlers.unclear import UnclearPlanError
from handlers.words import QUOTED, OpenQuoteError, quoted_words, unquoted

KIND: Final = "kind"
AUDIENCE: Final = "audience"

OPTIONS: Final[Mapping[str, str]] = {
    AUDIENCE: "audience",
    "at": "at",
    "every": "every",
    "after": "after",
    "name": "name",
    "open": "open_for",
    "reminder": "reminder",
    "spread": "spread",
    "sample": "sample",
    "daily-cap": "daily_cap",
    "daily-answers": "daily_answers",
}
"""What can stand before an equals sign, and what `planning.read` calls it."""

_NAME = re.compile(r"[^\W\d_]+(?:[-_][^\W\d_]+)*")


def read_line(said: str) -> dict[str, str]:
    """The words of a plan by option; the first is the kind of the survey. Raises UnclearPlanError."""
    kind, *rest = _split(said)
    return {KIND: unquoted(kind), **read_options(rest)}


def read_options(said: str | list[str], *, last: str = AUDIENCE) -> dict[str, str]:
    """Options with their values. Words of an audience need no `audience=` before them.

    Any other word belongs to the value before it (`last`, where there is none), so that quotes can be left
    out. Raises UnclearPlanError for an option that there isn't, and for an audience that is too long.
    """
    options: dict[str, str] = {}
    for quoted in _split(said) if isinstance(said, str) else said:
        word = unquoted(quoted)
        name, equals, value = word.partition("=")
        option = name.casefold().replace("_", "-")
        if equals and option in OPTIONS:
            last = option
            if option == AUDIENCE and quoted.startswith(f"{name}="):
                value = _without_quotes_around_all(quoted.removeprefix(f"{name}="))
            # Twice the same is a second thought; only of an audience all that is said holds.
            options[option] = f"{options.get(AUDIENCE, '')} {value}".strip() if option == AUDIENCE else value
        elif equals and _NAME.fullmatch(name):
            raise UnclearPlanError(
                "plan-option-unknown", known=", ".join(OPTIONS), said=name, meant=nearest(option, OPTIONS)
            )
        elif is_word(word) or last == AUDIENCE:
            known = options.get(AUDIENCE, "")
            options[AUDIENCE] = f"{known} {_in_audience(quoted, after=known)}".strip()
        else:
            options[last] = f"{options.get(last, '')} {word}".strip()
    if AUDIENCE in options:
        options[AUDIENCE] = typed_audience(options[AUDIENCE])
    return options


def _in_audience(quoted: str, *, after: str) -> str:
    """A word among those of an audience: its values keep their quotes, which may hold commas; whole words don't."""
    word = _without_quotes_around_all(quoted)
    is_value = after.endswith((",", ":")) or (word != quoted and not _is_audience(word))
    return quoted if is_value else word


def _is_audience(words: str) -> bool:
    try:
        read_audience(words)
    except UnclearPlanError:
        return False
    return True


def _without_quotes_around_all(quoted: str) -> str:
    return unquoted(quoted) if QUOTED.fullmatch(quoted) else quoted


def understood(words: Mapping[str, str], *, now: datetime, shop: Shop, seed: int | None = None) -> Wanted:
    """The plan that these words mean at this moment; `seed` draws its sample. Raises UnclearPlanError."""
    named = {OPTIONS[option]: value for option, value in words.items() if option in OPTIONS}
    return planning.read(
        kind=words[KIND],
        audience=named.pop(AUDIENCE, ALL),
        now=now,
        shop=shop,
        seed=seed,
        **named,
    )


def _split(said: str) -> list[str]:
    try:
        return quoted_words(said) or [""]
    except OpenQuoteError:
        raise UnclearPlanError("plan-quote-open", said=said) from None
