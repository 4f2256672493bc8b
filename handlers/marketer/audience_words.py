"""An audience in words: `bought:90d category:shoes not language:ru`, read and written."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Final

from handlers.periods import nearest
from handlers.survey.criteria import (
    EVERYBODY,
    FIELDS,
    Amount,
    Bought,
    Criteria,
    Criterion,
    FirstTime,
    LastScore,
    Listed,
    NeverAsked,
    OrderTest,
    PersonTest,
    Repeat,
    Said,
    Speaks,
    joined,
)
from handlers.texts.languages import SPOKEN
from handlers.unclear import UnclearPlanError
from handlers.words import MARKS, QUOTED, plain_quotes, quoted, unquoted

ALL: Final = "all"
LONGEST: Final = 500
"""Characters of an audience that somebody types; what presses and lists make of one may be longer."""

LONGEST_AGO: Final = 3660
"""Days: ten years."""

_PLAIN: Final[Mapping[str, PersonTest]] = {
    "first-time": FirstTime(),
    "repeat": Repeat(),
    "never-asked": NeverAsked(),
}
_JOINS: Final = ("and", "not")
EXAMPLES: Final = (
    ALL,
    "bought:30d",
    *(f"{name}:…" for name in FIELDS),
    "language:ru",
    "amount:>50",
    *_PLAIN,
    "last-score:<=6",
    "list:…",
)
"""Every word there is, with a value that it takes."""

_LISTS: Final = (*FIELDS, "language", "list")
"""The words whose value can be several, with commas between: alternatives."""

_PART = re.compile(rf"(?:{QUOTED.pattern}|[^\s,])+|,")
_ALTERNATIVE = re.compile(rf"(?:{QUOTED.pattern}|[^,])+")
_MARKED = re.compile(rf'[\s,:"{MARKS}]')
_DAYS = re.compile(r"([1-9][0-9]{0,3})d", re.ASCII)
_COMPARED = re.compile(r"(>=|<=|>|<|=)?([0-9]{1,9}(?:[.][0-9]{1,2})?)", re.ASCII)


class UnclearAudienceError(UnclearPlanError):
    """A word of an audience that isn't understood; `meant` is the nearest that would be."""

    def __init__(self, word: str, meant: str) -> None:
        known = dict.fromkeys(example.partition(":")[0] for example in EXAMPLES)
        super().__init__("plan-audience-unclear", known=", ".join(known), said=word, meant=meant)
        self.word: Final = word
        self.meant: Final = meant


def typed_audience(said: str) -> str:
    """What somebody typed, as `read_audience` reads it: in plain quotes, whichever their keyboard has.

    Raises UnclearPlanError for more than anybody reads again; of what is stored nothing is too long.
    """
    if len(said) > LONGEST:
        raise UnclearPlanError("plan-audience-long", most=LONGEST, length=len(said))
    return plain_quotes(said)


def read_audience(words: str) -> Criteria:
    """Read the words of an audience, all of which must hold; those about the same field are alternatives.

    Between words stand blanks or commas, and commas between the alternatives of one; `not` before one turns it
    round; a value with blanks may stand in quotes. Raises UnclearAudienceError for the first that is unclear.
    """
    every: list[Criterion] = []
    everybody, negated = False, False
    for word in _words(words):
        if word.casefold() == "not" and not negated:
            negated = True
        elif word.casefold() == ALL and not negated:
            everybody = True
        else:
            for each in _alternatives(word):
                _add(every, Criterion(_test(each), negated))
            negated = False
    if negated or not (every or everybody):
        raise UnclearAudienceError(words, "not repeat" if negated else ALL)
    return Criteria(tuple(every)) if every else EVERYBODY


def write_audience(criteria: Criteria) -> str:
    """The words that `read_audience` understands as these criteria."""
    return " ".join(map(_written, criteria.every)) or ALL


def is_word(said: str) -> bool:
    """Whether something is, or begins, a word of an audience; what it compares with may still be unclear."""
    name, colon, _ = said.partition(":")
    plain = name.strip(" ,").casefold()
    if colon:
        return plain in FIELDS or plain in _READERS
    return plain in (*_PLAIN, *_JOINS, ALL)


def _words(said: str) -> Iterator[str]:
    """Words of an audience; what follows a value without being a word itself belongs to the value."""
    word, comma = "", False
    for part in (found[0] for found in _PART.finditer(said)):
        if part == ",":
            comma = True
        elif _continues(word, part, comma=comma):
            word, comma = f"{word}{',' if comma else ' '}{part}", False
        else:
            if word:
                yield word
            word, comma = "" if part.casefold() == "and" else part, False
    if word:
        yield word


def _continues(word: str, part: str, *, comma: bool) -> bool:
    """Whether what follows a word belongs to its value: any after a blank; after a comma alternatives, and cents."""
    name, colon, _ = word.partition(":")
    bare = QUOTED.sub("", part)  # what stands in quotes is a value, whatever it looks like
    is_value = ":" not in bare and bare.casefold() not in (*_PLAIN, *_JOINS, ALL)
    is_cents = name.casefold() == "amount" and part.isdecimal()
    return bool(colon) and is_value and (not comma or name.casefold() in _LISTS or is_cents)


def _alternatives(word: str) -> Iterator[str]:
    """A word for each of its alternatives; itself where it has none."""
    name, colon, value = word.partition(":")
    if not colon or name.casefold() not in _LISTS or not value:
        yield word
        return
    yield from (f"{name}:{found[0]}" for found in _ALTERNATIVE.finditer(value))


def _add(every: list[Criterion], new: Criterion) -> None:
    """Words about the same field are alternatives, as no order is of two categories; so are those that mustn't hold."""
    for place, criterion in enumerate(every):
        both = joined(criterion.test, new.test) if criterion.negated == new.negated else None
        if both is not None:
            every[place] = replace(criterion, test=both)
            return
    if new not in every:
        every.append(new)


def _test(word: str) -> OrderTest | PersonTest:
    name, colon, value = word.partition(":")
    plain, value = name.strip().casefold(), _value(value)
    if not colon and plain in _PLAIN:
        return _PLAIN[plain]
    if colon and plain in _READERS and (test := _READERS[plain](value)):
        return test
    if colon and plain in FIELDS and value:
        return Said(plain, (value,))
    names = {example.partition(":")[0]: example for example in EXAMPLES}
    raise UnclearAudienceError(word, names[nearest(plain, names)])


def _value(said: str) -> str:
    """Without the quotes around all of it; blanks in them count."""
    value = said.strip()
    return unquoted(value) if QUOTED.fullmatch(value) else value


def _bought(value: str) -> Bought | None:
    found = _DAYS.fullmatch(value.casefold())
    if found is None or int(found[1]) > LONGEST_AGO:
        return None
    return Bought(timedelta(days=int(found[1])))


def _language(value: str) -> Speaks | None:
    return Speaks((value.casefold(),)) if value.casefold() in SPOKEN else None


def _amount(value: str) -> Amount | None:
    found = _COMPARED.fullmatch(value.replace(" ", "").replace(",", "."))
    return Amount(found[1] or "=", int(Decimal(found[2]) * 100)) if found else None


def _last_score(value: str) -> LastScore | None:
    found = _COMPARED.fullmatch(value.replace(" ", ""))
    if found is None or "." in found[2]:
        return None
    return LastScore(found[1] or "=", int(found[2]))


def _list(value: str) -> Listed | None:
    return Listed((value.casefold(),)) if value else None


_READERS: Final[Mapping[str, Callable[[str], OrderTest | PersonTest | None]]] = {
    "bought": _bought,
    "language": _language,
    "amount": _amount,
    "last-score": _last_score,
    "list": _list,
}


def _written(criterion: Criterion) -> str:
    match criterion.test:
        case Bought(within):
            word = f"bought:{within.days}d"
        case Said(field, words):
            word = f"{field}:{_listed(words)}"
        case Amount(sign, cents):
            word = f"amount:{sign}{Decimal(cents) / 100:f}"
        case Speaks(languages):
            word = f"language:{_listed(languages)}"
        case Listed(lists):
            word = f"list:{_listed(lists)}"
        case LastScore(sign, score):
            word = f"last-score:{sign}{score}"
        case FirstTime() | Repeat() | NeverAsked() as plain:
            word = next(word for word, test in _PLAIN.items() if test == plain)
    return f"not {word}" if criterion.negated else word


def _listed(alternatives: Sequence[str]) -> str:
    return ",".join(map(_quoted, alternatives))


def _quoted(value: str) -> str:
    """In quotes where it would be read, or typed again, as something else: as several values, or as another word."""
    is_word = value.casefold() in (*_PLAIN, *_JOINS, ALL)
    return quoted(value) if is_word or _MARKED.search(value) else value
