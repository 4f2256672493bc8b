"""Who may be asked: one pure function, the same for the preview, for filling and at the moment of sending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from storage.kinds import SkipReason

FLOOR: Final = timedelta(hours=24)
"""Never two asks to one person within this time; nothing overrides it."""

RESERVED_FOR: Final = timedelta(days=30)
"""So long before a planned NPS wave its people are asked nothing else."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """How long a person is left alone, in exact elapsed time: after any ask, and after one of the same kind."""

    between_asks: timedelta = timedelta(days=30)
    after_answer: timedelta = timedelta(days=90)  # to a survey of the same kind
    after_silence: timedelta = timedelta(days=30)  # or a "not now" or "don't ask me", from that on


USUAL: Final = Clocks()


@dataclass(frozen=True, slots=True)
class OrderStanding:
    """What matters of the order that the question is about."""

    cancelled: bool = False  # or refunded
    is_test: bool = False
    delivered: bool = True
    too_late: bool = False
    asked_before: bool = False  # about this order, by a survey of this kind


@dataclass(frozen=True, slots=True)
class Recent:
    """When the person was last asked by any survey, and was asked, answered and declined one of the same kind."""

    asked_at: datetime | None = None
    same_kind_asked_at: datetime | None = None
    same_kind_answered_at: datetime | None = None
    same_kind_declined_at: datetime | None = None


NEVER: Final = Recent()
"""Somebody who was never asked anything."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A time for which a person is kept for an NPS wave; it has no end that is known where they wait in one."""

    since: datetime
    until: datetime | None

    def covers(self, moment: datetime) -> bool:
        """Whether it is then."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Standing:
    """What matters of a person; `order` is None where the survey isn't about an order."""

    has_chat: bool = True
    erased: bool = False
    is_staff: bool = False
    opted_out: bool = False
    blocked: bool = False
    deactivated: bool = False
    order: OrderStanding | None = None
    recent: Recent = NEVER
    kept: Sequence[Kept] = ()  # for NPS waves, where this is another survey
    sampled_out: bool = False  # not drawn, where a wave asks a share of its audience


def why_not(person: Standing, *, now: datetime, clocks: Clocks = USUAL) -> SkipReason | None:
    """The one reason for which this person may not be asked; None: they may.

    The first that holds is the one given: what the person decided comes before what befell the order, and
    that before the clocks. Chance comes last: whoever else may not be asked has a reason of more weight, and the
    drawn are so many of a hundred of those who may.
    """
    order, recent = person.order or OrderStanding(), person.recent

    def within(moment: datetime | None, span: timedelta) -> bool:
        return moment is not None and now - moment < span

    reasons = (
        (SkipReason.ERASED, person.erased),
        (SkipReason.NO_CHAT, not person.has_chat),
        (SkipReason.STAFF, person.is_staff),
        (SkipReason.OPTED_OUT, person.opted_out),
        (SkipReason.BLOCKED, person.blocked),
        (SkipReason.DEACTIVATED, person.deactivated),
        (SkipReason.CANCELLED_ORDER, order.cancelled),
        (SkipReason.TEST_ORDER, order.is_test),
        (SkipReason.NOT_DELIVERED, not order.delivered),
        (SkipReason.TOO_LATE, order.too_late),
        (SkipReason.ALREADY_ASKED, order.asked_before),
        (SkipReason.ASKED_TODAY, within(recent.asked_at, FLOOR)),
        (SkipReason.ASKED_RECENTLY, within(recent.asked_at, clocks.between_asks)),
        (
            SkipReason.SAME_KIND_RECENTLY,
            within(recent.same_kind_answered_at, clocks.after_answer)
            or within(recent.same_kind_asked_at, clocks.after_silence)
            or within(recent.same_kind_declined_at, clocks.after_silence),
        ),
        (SkipReason.RESERVED, any(kept.covers(now) for kept in person.kept)),
        (SkipReason.SAMPLED_OUT, person.sampled_out),
    )
    return next((reason for reason, holds in reasons if holds), None)


def may_be_asked_from(person: Standing, *, now: datetime, clocks: Clocks = USUAL) -> datetime | SkipReason:
    """The first moment from `now` on at which this person may be asked, if nothing but time changes.

    Where no waiting helps, the reason that is left when every clock has run out; so it is where they are kept for
    an NPS wave by then, since that asks them first.
    """
    earliest = _clocks_run_out(person, now, clocks)
    return why_not(person, now=earliest, clocks=clocks) or earliest


def kept_until(person: Standing, *, now: datetime, clocks: Clocks = USUAL) -> datetime | None:
    """When the NPS wave asks that a person is kept for when every clock has run out; None: nobody knows."""
    earliest = _clocks_run_out(person, now, clocks)
    return next((kept.until for kept in person.kept if kept.covers(earliest)), None)


def _clocks_run_out(person: Standing, now: datetime, clocks: Clocks) -> datetime:
    recent = person.recent
    clocks_run = (
        (recent.asked_at, max(FLOOR, clocks.between_asks)),
        (recent.same_kind_answered_at, clocks.after_answer),
        (recent.same_kind_asked_at, clocks.after_silence),
        (recent.same_kind_declined_at, clocks.after_silence),
    )
    return max([now, *(moment + span for moment, span in clocks_run if moment is not None)])
