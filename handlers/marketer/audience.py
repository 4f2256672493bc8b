"""From the people of the shop to the people of a wave: who is asked, and why the others aren't."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.marketer import reserving
from handlers.marketer.audience_words import read_audience
from handlers.marketer.customers import customers
from handlers.marketer.reserving import Reservations, reservations
from handlers.shop import Shop
from handlers.survey.criteria import EVERYBODY, Criteria, Customer
from handlers.survey.eligibility import Kept, OrderStanding, Recent, Standing, why_not
from handlers.survey.sampling import drawn, within
from storage import asks, invitations
from storage.asks import NEVER, Asks
from storage.database import Session
from storage.facts import InvitationFacts
from storage.invitations import NewInvitation
from storage.kinds import SkipReason, SurveyKind
from storage.people import ContactFacts, OrderFacts, Person
from storage.tables import Limits, Survey, Wave


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked, when, of whom, and what holds for everybody who might be."""

    kind: SurveyKind
    now: datetime
    is_test: bool = False
    reserving: Reservations | None = None  # what keeps people from being asked; None: nothing does
    criteria: Criteria = EVERYBODY
    limits: Limits | None = None
    began: datetime | None = None  # what the questions are spread from; None: now

    @property
    def yields(self) -> bool:
        """Whether people may be kept from this survey, for an NPS."""
        return self.kind is not SurveyKind.NPS and not self.is_test

    def draws(self, contact_id: int) -> bool:
        """Whether a person is in the sample; where there is none, everybody is."""
        limits = self.limits
        return limits is None or drawn(contact_id, seed=limits.sample_seed, percent=limits.sample_percent)

    def turn_of(self, contact_id: int) -> datetime:
        """When a person is asked at the earliest."""
        if self.limits is None or self.limits.spread_seconds is None:
            return self.now
        return (self.began or self.now) + within(timedelta(seconds=self.limits.spread_seconds), contact_id)


async def add_people(
    session: Session, wave: Wave, survey: Survey, found: Sequence[Person], *, shop: Shop, now: datetime
) -> None:
    """Add those of a page of people whom a wave means: each is asked, or left out for one reason."""
    criteria = read_audience(wave.audience)
    asking = await asking_for(session, survey.kind, criteria, now=now, is_test=wave.is_test, limits=wave)
    invited = await consider(session, found, replace(asking, began=wave.began_at), shop)
    await invitations.add_page(session, wave=wave, survey_of_wave=survey, people=invited, now=now)


async def asking_for(
    session: Session,
    kind: SurveyKind,
    criteria: Criteria,
    *,
    now: datetime,
    is_test: bool = False,
    limits: Limits | None = None,
    ahead: bool = False,
) -> Asking:
    """What holds for everybody who might be asked at `now`; `ahead`: also for whom people will be kept later."""
    asking = Asking(kind, now, is_test=is_test, criteria=criteria, limits=limits)
    if not asking.yields:
        return asking
    return replace(asking, reserving=await reservations(session, now=now, ahead=ahead))


async def consider(
    session: Session, found: Sequence[Person], asking: Asking, shop: Shop
) -> list[NewInvitation]:
    """Those of a page of people who are meant, each asked or left out for one reason; nothing is stored."""
    ids = [person.contact.id for person in found if person.contact]
    before = await asks.of_contacts(session, ids)
    who = await customers(session, found, asking.criteria, asking.kind, before=before, shop=shop)
    times = await kept_from(session, found, asking, before=before, shop=shop)
    invited = []
    for person, customer in zip(found, who, strict=True):
        number = person.contact.id if person.contact else 0
        new = invite(
            person,
            customer,
            asking,
            shop,
            before=before.get(number, NEVER),
            kept=times.get(number, ()),
        )
        if new is not None:
            invited.append(new)
    return invited


async def kept_from(
    session: Session, found: Sequence[Person], asking: Asking, *, before: Mapping[int, Asks], shop: Shop
) -> Mapping[int, Sequence[Kept]]:
    """For which times these people are kept from being asked, by contact."""
    if asking.reserving is None:
        return {}
    return await reserving.kept(session, found, asking.reserving, before=before, shop=shop)


def invite(
    person: Person,
    customer: Customer[OrderFacts],
    asking: Asking,
    shop: Shop,
    *,
    before: Asks = NEVER,
    kept: Sequence[Kept] = (),
) -> NewInvitation | None:
    """One person of a wave: asked about the order that is chosen, or left out for one reason; None: not meant.

    The latest order that may be asked about is the one. Where there is none, the latest says why: if it has no
    other flaw, it was asked about before. NPS asks about the shop: the order only says what the person bought,
    and to have one is enough.
    """
    contact = person.contact
    fitting = asking.criteria.fitting(customer, now=asking.now)
    if not fitting:
        return None
    order = order_for(person, fitting, asking)
    reason = why_not(standing_of(person, order, asking, before=before, kept=kept), now=asking.now)
    return NewInvitation(
        contact_id=contact.id if contact else None,
        chat_id=contact.telegram_id if contact else None,
        purchase_id=order.id,
        about_order=asking.kind is not SurveyKind.NPS,
        skip_reason=reason,
        language=customer.language,
        not_before=_turn_of(contact, asking, shop) if contact and reason is None else None,
    )


def _turn_of(contact: ContactFacts, asking: Asking, shop: Shop) -> datetime:
    """When a person is asked at the earliest: by day, where they live."""
    return shop.quiet_hours.hold(asking.turn_of(contact.id), zone_of(contact.time_zone, shop))


def order_for(person: Person, orders: Sequence[OrderFacts], asking: Asking) -> OrderFacts:
    """The order that somebody is asked about: the latest that may be, else the latest, which says why none may."""
    return next((order for order in orders if _is_open(order, person, asking)), orders[0])


def standing_of(
    person: Person, order: OrderFacts, asking: Asking, *, before: Asks = NEVER, kept: Sequence[Kept] = ()
) -> Standing:
    """What the rule looks at where somebody would be asked about this order.

    One that may not be asked about, and has no other flaw, was asked about before.
    """
    return _standing(
        person.contact,
        OrderStanding(
            cancelled=order.cancelled,
            is_test=order.is_test,
            delivered=order.received_at <= asking.now,
            too_late=person.too_late_before is not None and order.received_at < person.too_late_before,
            asked_before=not _is_open(order, person, asking),
        ),
        asking,
        before,
        kept,
    )


def _is_open(order: OrderFacts, person: Person, asking: Asking) -> bool:
    """Whether an order may be asked about."""
    return (
        order.received_at <= asking.now
        and not order.cancelled
        and not order.is_test
        and order.id not in person.asked_about
    )


def still_why_not(
    facts: InvitationFacts, asking: Asking, *, before: Asks = NEVER, kept: Sequence[Kept] = ()
) -> SkipReason | None:
    """The reason, if there is one by now, not to send a question that is due."""
    return why_not(
        Standing(
            has_chat=facts.telegram_id is not None,
            erased=facts.erased_at is not None,
            is_staff=facts.is_staff and not asking.is_test,
            opted_out=facts.opted_out_at is not None,
            blocked=facts.blocked_at is not None,
            deactivated=facts.deactivated_at is not None,
            order=OrderStanding(
                cancelled=facts.order_cancelled_at is not None,
                is_test=facts.order_is_test and not asking.is_test,
            ),
            recent=_recent(before, asking),
            kept=kept if asking.yields else (),
        ),
        now=asking.now,
    )


def zone_of(time_zone: str | None, shop: Shop) -> ZoneInfo:
    """Where a person's days begin: their own zone where it is known, else the shop's."""
    return ZoneInfo(time_zone) if time_zone else shop.time_zone


def _standing(
    contact: ContactFacts | None, order: OrderStanding, asking: Asking, before: Asks, kept: Sequence[Kept]
) -> Standing:
    if contact is None:
        return Standing(has_chat=False, order=order)
    return Standing(
        has_chat=contact.telegram_id is not None,
        erased=contact.erased,
        is_staff=contact.is_staff and not asking.is_test,
        opted_out=contact.opted_out,
        blocked=contact.blocked,
        deactivated=contact.deactivated,
        order=order,
        recent=_recent(before, asking),
        kept=kept,
        sampled_out=not asking.draws(contact.id),
    )


def _recent(before: Asks, asking: Asking) -> Recent:
    """What the clocks look at; a test disturbs nobody but the one who wants it."""
    if asking.is_test:
        return Recent()
    same = before.get(asking.kind)
    return Recent(
        asked_at=max((ask.asked_at for ask in before.values() if ask.asked_at), default=None),
        same_kind_asked_at=same.asked_at if same else None,
        same_kind_answered_at=same.answered_at if same else None,
        same_kind_declined_at=same.declined_at if same else None,
    )
