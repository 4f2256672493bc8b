"""What a wave would do if it left as it is planned: who would be asked, who not and why, how precise it would be."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from handlers.marketer.audience import Asking, consider, zone_of
from handlers.marketer.audience_words import UnclearAudienceError, write_audience
from handlers.periods import nearest
from handlers.shop import Shop
from handlers.survey.criteria import Criteria, Criterion, Said, folded
from handlers.survey.duration import Course, Turn, course
from handlers.survey.scoring import answers_needed, expected_margin
from handlers.unclear import UnclearPlanError
from storage import contact_lists, people, reports
from storage.database import Session
from storage.invitations import NewInvitation
from storage.kinds import SkipReason, SurveyKind
from storage.people import Person
from storage.reports import Delivery, Scope
from storage.tables import Limits

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
    """How many would be asked and left out; `rate` is the share of the asked that is expected to answer.

    A daily number of answers makes `asked` the most that may be, since nobody knows when people answer: `at_least`
    are asked if all who answer do so at once.
    """

    kind: SurveyKind
    asked: int
    left_out: Mapping[SkipReason, int]
    rate: float
    rate_is_measured: bool
    of_first: int | None = None  # only so many people were looked at; None: everybody
    at_least: int | None = None  # None: `asked` is certain, as far as nothing changes
    last: datetime | None = None  # when the last of them is asked, where that is known

    @property
    def audience(self) -> int:
        """Everybody who is meant, asked or not."""
        return self.asked + sum(self.left_out.values())

    @property
    def answers(self) -> int:
        """Answers to expect."""
        return round(self.asked * self.rate)

    @property
    def fewest(self) -> "Preview | None":
        """The same if all who answer do so at once; None where that makes no difference."""
        if self.at_least is None or self.at_least == self.asked:
            return None
        return replace(self, asked=self.at_least, at_least=None)

    @property
    def margin(self) -> float | None:
        """The margin to expect of these answers, in points; None where none are expected."""
        return expected_margin(self.kind, self.answers) if self.answers else None

    @property
    def people_for_precision(self) -> int | None:
        """How many would have to be asked for a margin of `PRECISE` points; None where nobody answers."""
        return ceil(answers_needed(self.kind, PRECISE) / self.rate) if self.rate else None


async def preview(
    session: Session,
    asking: Asking,
    shop: Shop,
    *,
    now: datetime,
    open_for: timedelta,
    most: int | None = None,
) -> Preview:
    """Look at everybody as filling would at the moment of `asking`, by the same rule; nothing is stored.

    A wave with a daily limit asks for as long as a question of its beginning is open, which is `open_for`; whom
    its days have no room for is left out.

    With `most` only at so many people: that of a large shop takes its time. How many answer is told by the
    questions that have closed by `now`.
    """
    reasons: Counter[SkipReason] = Counter()
    turns: Counter[Turn] = Counter()
    after, looked_at = "", 0
    while found := await people.page(session, asking.kind, after=after, most=_page(most, looked_at)):
        if looked_at == most:
            break
        invited = await consider(session, found, asking, shop)
        reasons.update(one.skip_reason for one in invited if one.skip_reason)
        turns.update(_turns(found, invited, asking, shop))
        after = found[-1].cursor
        looked_at += len(found)
    known = await reports.closed_delivery(session, Scope(asking.kind, since=now - LOOK_BACK), now=now)
    measured = known.delivered >= ENOUGH_DELIVERIES
    meant = Preview(
        kind=asking.kind,
        asked=turns.total(),
        left_out={reason: reasons[reason] for reason in SkipReason if reasons[reason]},
        rate=_share(known) if measured else ASSUMED_RATE,
        rate_is_measured=measured,
        of_first=looked_at if found else None,
    )
    if meant.of_first is not None:
        return meant
    return _limited(
        meant, turns, asking.limits or Limits(), shop, begin=max(asking.now, now), open_for=open_for
    )


def _turns(
    found: Sequence[Person], invited: Sequence[NewInvitation], asking: Asking, shop: Shop
) -> Iterator[Turn]:
    """From when on each who is asked may be, to the minute: a million people have no more turns than that."""
    places = {
        person.contact.id: zone_of(person.contact.time_zone, shop) for person in found if person.contact
    }
    for one in invited:
        if one.skip_reason is None and one.contact_id is not None:
            turn = one.not_before or asking.now
            yield turn.replace(second=0, microsecond=0), places[one.contact_id]


def _limited(
    meant: Preview,
    turns: Mapping[Turn, int],
    limits: Limits,
    shop: Shop,
    *,
    begin: datetime,
    open_for: timedelta,
) -> Preview:
    """Of those who are meant, whom the days of a wave have room for."""

    def of(daily_cap: int | None) -> Course:
        return course(
            turns,
            begin,
            rate=shop.send_rate,
            quiet=shop.quiet_hours,
            zone=shop.time_zone,
            until=begin + open_for,
            daily_cap=daily_cap,
        )

    certain = of(limits.daily_cap)
    over = meant.asked - certain.number
    seen = replace(
        meant,
        asked=certain.number,
        left_out={**meant.left_out, SkipReason.DAILY_CAP: over} if over else meant.left_out,
        last=certain.last,
    )
    # When there are as many answers as that, everybody has been asked.
    if limits.daily_answers is None or seen.asked <= limits.daily_answers:
        return seen
    if not seen.rate:
        return replace(seen, at_least=seen.asked, last=None)
    at_once = ceil(limits.daily_answers / seen.rate)
    at_least = of(at_once if limits.daily_cap is None else min(at_once, limits.daily_cap)).number
    return replace(seen, at_least=at_least, last=None)


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
        spelling.setdefault(folded(value), value)
    # Quotes around all that was typed may be the shop's own, as in store:«Mir».
    found: list[str] = []
    for word in said.words:
        plain = folded(word)
        own = spelling.get(plain) or spelling.get(f'"{plain}"')
        if own is None:
            meant = Criterion(Said(said.field, (spelling[nearest(plain, spelling)],)))
            raise UnclearAudienceError(f"{said.field}:{word}", write_audience(Criteria((meant,))))
        found.append(own)
    return Said(said.field, tuple(dict.fromkeys(found)))
