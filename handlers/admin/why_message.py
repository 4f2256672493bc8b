"""What became of a person in the waves, and from when they may be asked, as the team reads it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.admin.outlook import Outlook
from handlers.customer.question import shown_order
from handlers.marketer.audience_words import ALL
from handlers.replies import Line
from handlers.shop import Shop
from handlers.survey.eligibility import FLOOR, USUAL, OrderStanding, Standing, why_not
from handlers.texts import figures
from handlers.texts.units import clip
from storage.explaining import Place
from storage.kinds import InvitationState, SkipReason, SurveyKind, WaveState
from storage.tables import Contact, Plan, Purchase

MOST_SHOWN: Final = 5
"""Places in waves that are told of one by one, the newest."""

MOST_PLANS: Final = 3
"""Plans that are told of."""

LONGEST_NAME: Final = 60
"""UTF-16 units of a person's, an order's or a wave's name."""

LONGEST_PRODUCT: Final = 200
"""UTF-16 units of a product's name, which is told once."""

NO_ORDER: Final = "none"
"""Stands for an order that needn't be named; the number of one is shown with #."""

_ASKED: Final = (
    InvitationState.SENDING,
    InvitationState.SENT,
    InvitationState.UNKNOWN,
    InvitationState.ANSWERED,
    InvitationState.EXPIRED,
)

_OUTCOMES: Final = {
    InvitationState.DUE: "why-waiting",
    InvitationState.SENDING: "why-leaving",
    InvitationState.SENT: "why-open",
    InvitationState.UNKNOWN: "why-unsure",
    InvitationState.ANSWERED: "why-answered",
    InvitationState.EXPIRED: "why-closed",
    InvitationState.FAILED: "why-failed",
    InvitationState.CANCELLED: "why-cancelled",
}

_SPANS: Final = {
    SkipReason.ASKED_TODAY: (FLOOR, timedelta(), timedelta()),
    SkipReason.ASKED_RECENTLY: (USUAL.between_asks, timedelta(), timedelta()),
    SkipReason.SAME_KIND_RECENTLY: (USUAL.after_silence, USUAL.after_answer, USUAL.after_silence),
}
"""How long an earlier ask, the answer to it and "not now" or "don't ask me" give each of these reasons."""


@dataclass(frozen=True, slots=True)
class Whom:
    """Who was meant: a person, an order, or both; with the name by which they were found."""

    contact: Contact | None
    order: Purchase | None
    username: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How moments are told: as the shop's days, in a language, with the year where it isn't this one."""

    shop: Shop
    language: str
    now: datetime

    def day(self, moment: datetime) -> str:
        """The day of a moment."""
        of, today = self.shop.today(moment), self.shop.today(self.now)
        shown = figures.day if of.year == today.year else figures.day_and_year
        return shown(of, self.language)


def heading(whom: Whom) -> Line:
    """Whose story it is."""
    contact, order = whom.contact, whom.order
    parts = (
        clip(
            (contact.first_name if contact else "") or (order.first_name if order else "") or "", LONGEST_NAME
        ),
        whom.username and f"@{whom.username}",
        order and _order(order.order_id),
        order and order.product and clip(order.product, LONGEST_PRODUCT),
    )
    return Line("why-head", {"about": " · ".join(part for part in parts if part) or "—"})


def flaw(order: Purchase, reading: Reading) -> Iterator[Line]:
    """What is wrong with the order itself, if anything is."""
    standing = OrderStanding(
        cancelled=order.cancelled_at is not None,
        is_test=order.is_test,
        delivered=order.received_at <= reading.now,
    )
    if reason := why_not(Standing(order=standing), now=reading.now):
        yield Line("why-order", {"reason": reason.value})


def places(known: Sequence[Place], reading: Reading) -> Iterator[Line]:
    """The newest places, each in a line; `known` are more of them, the newest first."""
    for place in known[:MOST_SHOWN]:
        yield _place(place, known, reading)
    if not known:
        yield Line("why-nothing")


def _place(place: Place, known: Sequence[Place], reading: Reading) -> Line:
    about = " · ".join((reading.day(place.at), *_what(place), *_about_order(place)))
    if place.skip_reason is not None:
        return _skipped(place, place.skip_reason, known, reading, about)
    return Line(
        _outcome(place),
        {
            "about": about,
            "until": reading.day(place.expires_at or place.at),
            "score": str(place.score),
            "highest": str(place.highest),
            "day": reading.day(place.answered_at or place.at),
        },
    )


def _outcome(place: Place) -> str:
    """The text for somebody who was not left out."""
    if place.declined_at and place.state in (InvitationState.SENT, InvitationState.EXPIRED):
        return "why-declined"
    if place.snoozed_at and place.state is InvitationState.SENT:
        return "why-put-off"
    if place.wave_state is WaveState.PAUSED and place.state is InvitationState.DUE:
        return "why-paused"
    return _OUTCOMES[place.state]


def _skipped(place: Place, reason: SkipReason, known: Sequence[Place], reading: Reading, about: str) -> Line:
    cause = next((ask for ask in known if _caused(place, ask)), None)
    if cause is None or cause.asked_at is None:
        return Line("why-skipped", {"about": about, "reason": reason.value})
    today = reading.shop.today
    days = (today(place.created_at) - today(cause.asked_at)).days
    return Line("why-skipped-after", {"about": about, "days": days, "ask": " · ".join(_what(cause))})


def _caused(skipped: Place, ask: Place) -> bool:
    """Whether somebody was left alone then for the sake of this ask.

    One who was left out at the last moment isn't told by it: what came in between is younger than their place.
    """
    if skipped.skip_reason not in _SPANS or ask.state not in _ASKED:
        return False
    if skipped.skip_reason is SkipReason.SAME_KIND_RECENTLY and ask.kind is not skipped.kind:
        return False
    declined_at = max((moment for moment in (ask.declined_at, ask.snoozed_at) if moment), default=None)
    happened = (ask.asked_at, ask.answered_at, declined_at)
    moments = zip(happened, _SPANS[skipped.skip_reason], strict=True)
    return any(
        moment is not None and timedelta() <= skipped.created_at - moment < span for moment, span in moments
    )


def coming(plans: Sequence[Plan], order: Purchase, reading: Reading) -> Iterator[Line]:
    """When the plans that ask everybody after each purchase come to an order that they haven't come to yet."""
    if order.cancelled_at is not None or order.is_test:
        return
    turns = (
        (order.received_at + timedelta(seconds=plan.delay_seconds), plan)
        for plan in plans
        if plan.delay_seconds is not None and plan.audience == ALL and plan.sample_percent is None
    )
    for turn, plan in [(turn, plan) for turn, plan in turns if turn > reading.now][:MOST_PLANS]:
        about = (plan.kind.upper(), clip(plan.name, LONGEST_NAME), _order(order.order_id))
        yield Line("why-coming", {"about": " · ".join(about), "day": reading.day(turn)})


def prospects(found: Sequence[Outlook], whom: Whom, reading: Reading) -> Iterator[Line]:
    """From when on each survey may ask; those of which the same is true in one line."""
    same: defaultdict[tuple[str, tuple[tuple[str, str], ...]], list[SurveyKind]] = defaultdict(list)
    for outlook in found:
        same[_prospect(outlook, whom, reading)].append(outlook.kind)
    for (text, values), kinds in same.items():
        yield Line(text, {"kinds": ", ".join(kind.upper() for kind in kinds), **dict(values)})
    if not found:
        yield Line("why-no-order")


def _prospect(outlook: Outlook, whom: Whom, reading: Reading) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text for an outlook and its values; the order is named only where it isn't the one that was meant."""
    if outlook.kept_until is not None:
        return "why-kept", (("day", reading.day(outlook.kept_until)),)
    if isinstance(outlook.since, SkipReason):
        return "why-never", (("reason", outlook.since.value),)
    meant = whom.order is not None and outlook.order.id == whom.order.id
    named = NO_ORDER if meant or outlook.kind is SurveyKind.NPS else _order(outlook.order.order_id)
    if outlook.since <= reading.now:
        return "why-now", (("order", named),)
    return "why-from", (("order", named), ("day", reading.day(outlook.since)))


def _what(place: Place) -> tuple[str, str]:
    return place.kind.upper(), clip(place.wave, LONGEST_NAME)


def _about_order(place: Place) -> tuple[str, ...]:
    """NPS asks about the shop, whatever was bought."""
    return (_order(place.order_id),) if place.order_id and place.kind is not SurveyKind.NPS else ()


def _order(order_id: str) -> str:
    return clip(shown_order(order_id), LONGEST_NAME)
