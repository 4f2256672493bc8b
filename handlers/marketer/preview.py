"""What a wave would do if it left as it is planned: who would be asked, who not and why, how precise it would be."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from handlers.marketer.audience import Asking, consider
from handlers.marketer.audience_words import UnclearAudienceError
from handlers.periods import nearest
from handlers.shop import Shop
from handlers.survey.criteria import Criteria, Said
from handlers.survey.scoring import answers_needed, expected_margin
from handlers.unclear import UnclearPlanError
from storage import contact_lists, people, reports
from storage.database import Session
from storage.kinds import SkipReason, SurveyKind
from storage.reports import Delivery, Scope

PAGE: Final = 500
"""People looked at together."""

ASSUMED_RATE: Final = 0.3
"""The share of those asked that answers, until the shop's own is known."""

ENOUGH_DELIVERIES: Final = 100
"""From so many questions of a kind on that were delivered and have closed, the shop's own share counts."""

LOOK_BACK: Final = timedelta(days=365)
"""So far back the shop's own share is taken from."""

PRECISE: Final = 5.0
"""Points of margin that most decisions need; how many people that takes is said beside what is to be expected."""


@dataclass(frozen=True, slots=True)
class Preview:
    """How many would be asked and left out; `rate` is the share of the asked that is expected to answer."""

    kind: SurveyKind
    asked: int
    left_out: Mapping[SkipReason, int]
    rate: float
    rate_is_measured: bool
    of_first: int | None = None  # only so many people were looked at; None: everybody

    @property
    def audience(self) -> int:
        """Everybody who is meant, asked or not."""
        return self.asked + sum(self.left_out.values())

    @property
    def answers(self) -> int:
        """Answers to expect."""
        return round(self.asked * self.rate)

    @property
    def margin(self) -> float | None:
        """The margin to expect of these answers, in points; None where none are expected."""
        return expected_margin(self.kind, self.answers) if self.answers else None

    @property
    def people_for_precision(self) -> int | None:
        """How many would have to be asked for a margin of `PRECISE` points; None where nobody answers."""
        return ceil(answers_needed(self.kind, PRECISE) / self.rate) if self.rate else None


async def preview(
    session: Session, asking: Asking, shop: Shop, *, now: datetime, most: int | None = None
) -> Preview:
    """Look at everybody as filling would at the moment of `asking`, by the same rule; nothing is stored.

    With `most` only at so many people: that of a large shop takes its time. How many answer is told by the
    questions that have closed by `now`.
    """
    reasons: Counter[SkipReason | None] = Counter()
    after, looked_at = "", 0
    while found := await people.page(session, asking.kind, after=after, most=_page(most, looked_at)):
        if looked_at == most:
            break
        reasons.update(invited.skip_reason for invited in await consider(session, found, asking, shop))
        after = found[-1].cursor
        looked_at += len(found)
    asked = reasons.pop(None, 0)
    known = await reports.closed_delivery(session, Scope(asking.kind, since=now - LOOK_BACK), now=now)
    measured = known.delivered >= ENOUGH_DELIVERIES
    return Preview(
        kind=asking.kind,
        asked=asked,
        left_out={reason: reasons[reason] for reason in SkipReason if reasons[reason]},
        rate=_share(known) if measured else ASSUMED_RATE,
        rate_is_measured=measured,
        of_first=looked_at if found else None,
    )


def _page(most: int | None, looked_at: int) -> int:
    """How many to look at next; after the last of so many one more, which tells whether there are others."""
    return PAGE if most is None else min(PAGE, max(most - looked_at, 1))


def _share(known: Delivery) -> float:
    return known.answered / known.delivered


async def as_stored(session: Session, criteria: Criteria) -> Criteria:
    """The criteria with the shop's own spelling of each word.

    Raises UnclearAudienceError for a word that none of the shop's orders has, if any has one in that field,
    and for a list that there isn't; UnclearPlanError where there is none at all.
    """
    await _check_lists(session, criteria)
    every = []
    for criterion in criteria.every:
        if isinstance(criterion.test, Said):
            every.append(replace(criterion, test=await _as_stored(session, criterion.test)))
        else:
            every.append(criterion)
    return Criteria(tuple(every))


async def _check_lists(session: Session, criteria: Criteria) -> None:
    known = await contact_lists.names(session) if criteria.lists else ()
    for name in criteria.lists:
        if not known:
            raise UnclearPlanError("plan-list-none", said=f"list:{name}")
        if name not in known:
            raise UnclearAudienceError(f"list:{name}", f"list:{nearest(name, known)}")


async def _as_stored(session: Session, said: Said) -> Said:
    stored = await people.values_of(session, said.field)
    if not stored:
        return said
    spelling: dict[str, str] = {}
    for value in stored:
        spelling.setdefault(value.casefold(), value)
    for word in said.words:
        if word.casefold() not in spelling:
            meant = spelling[nearest(word, spelling)]
            raise UnclearAudienceError(f"{said.field}:{word}", f"{said.field}:{meant}")
    return Said(said.field, tuple(dict.fromkeys(spelling[word.casefold()] for word in said.words)))
