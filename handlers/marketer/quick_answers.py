"""Which quick answers a survey offers after a change, and what its shop calls its own."""

from collections.abc import Collection, Mapping, Sequence

from handlers.customer import reasons
from handlers.customer.wording import UnclearWordingError, Wording

Words = Mapping[tuple[str, str], str]
"""Own words by language and part."""


def placed(words: Words, offered: Collection[str]) -> Words:
    """The words, with those of a new quick answer in the first place that is free.

    Raises UnclearWordingError where there is none.
    """
    if all(part != reasons.NEW for _, part in words):
        return words
    taken = {*offered, *(part for _, part in words)}
    place = next((place for place in reasons.OWN if place not in taken), None)
    if place is None:
        raise _too_many()
    return {
        (language, place if part == reasons.NEW else part): said for (language, part), said in words.items()
    }


def offered(wanted: Collection[str], words: Words, wording: Wording) -> Sequence[str]:
    """Those that are wanted and those that words are given for, in their order; own ones only with words.

    `wording` is what there is after the change. Raises UnclearWordingError for too many, or two of one name.
    """
    asked_for = {*wanted, *(part for _, part in words)}
    named = {part for parts in wording.values() for part, said in parts.items() if said}
    found = [
        reason
        for reason in reasons.ALL
        if reason in asked_for and (reason in reasons.USUAL or reason in named)
    ]
    if len(found) > reasons.MOST:
        raise _too_many()
    for parts in wording.values():
        seen: set[str] = set()
        for said in (parts[reason] for reason in found if parts.get(reason)):
            if said.casefold() in seen:
                raise UnclearWordingError("wording-quick-twice", said=said)
            seen.add(said.casefold())
    return tuple(found)


def _too_many() -> UnclearWordingError:
    return UnclearWordingError("wording-quick-many", most=str(reasons.MOST))
