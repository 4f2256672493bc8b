"""From the people of the shop to the people of a wave: who is asked, and why the others aren't."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.marketer.audience_words import read_audience
from handlers.shop import Shop
from handlers.survey.criteria import EVERYBODY, Criteria, Customer, LastScore
from handlers.survey.eligibility import RESERVED_FOR, OrderStanding, Recent, Standing, why_not
from handlers.survey.sampling import in_sample, within
from handlers.texts import languages
from storage import asks, contact_lists, invitations, people
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
    nps_planned: bool = False  # soon enough to keep its people for it
    criteria: Criteria = EVERYBODY
    limits: Limits | None = None
    began: datetime | None = None  # what the questions are spread from; None: now

    @property
    def reserved(self) -> bool:
        """Whether people are kept for another survey than this."""
        return self.nps_planned and self.kind is not SurveyKind.NPS and not self.is_test

    def draws(self, contact_id: int) -> bool:
        """Whether a person is in the sample; where there is none, everybody is."""
        if self.limits is None or self.limits.sample_percent is None:
            return True
        seed = self.limits.sample_seed or 0
        return in_sample(contact_id, seed=seed, percent=self.limits.sample_percent)

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
) -> Asking:
    """What holds for everybody who might be asked at `now`."""
    planned = await asks.reserving(session, now=now, within=RESERVED_FOR)
    return Asking(kind, now, is_test=is_test, nps_planned=planned, criteria=criteria, limits=limits)


async def consider(
    session: Session, found: Sequence[Person], asking: Asking, shop: Shop
) -> list[NewInvitation]:
    """Those of a page of people who are meant, each asked or left out for one reason; nothing is stored."""
    ids = [person.contact.id for person in found if person.contact]
    before = await asks.of_contacts(session, ids)
    scores: Mapping[int, int] = {}
    if asking.criteria.wants(LastScore):
        scores = await people.last_scores(session, ids, asking.kind)
    lists = await _lists_of(session, found, asking.criteria.lists)
    invited = []
    for person in found:
        who = person.contact.id if person.contact else 0
        new = invite(
            person,
            asking,
            shop,
            before=before.get(who, NEVER),
            last_score=scores.get(who),
            lists=lists.get(person.cursor, ()),
        )
        if new is not None:
            invited.append(new)
    return invited


async def _lists_of(
    session: Session, found: Sequence[Person], wanted: Collection[str]
) -> Mapping[str, Collection[str]]:
    """In which of these lists each person is, by cursor: a contact by any name, anybody else by their orders' one."""
    if not wanted:
        return {}
    linked = {person.cursor: person.contact.id for person in found if person.contact}
    refs = {person.cursor: person.orders[0].contact_ref for person in found if not person.contact}
    of_contacts = await contact_lists.of_contacts(session, linked.values(), wanted)
    of_refs = await contact_lists.of_refs(session, set(refs.values()), wanted)
    return {
        **{cursor: of_contacts.get(contact_id, ()) for cursor, contact_id in linked.items()},
        **{cursor: of_refs.get(ref, ()) for cursor, ref in refs.items()},
    }


def invite(
    person: Person,
    asking: Asking,
    shop: Shop,
    *,
    before: Asks = NEVER,
    last_score: int | None = None,
    lists: Collection[str] = (),
) -> NewInvitation | None:
    """One person of a wave: asked about the order that is chosen, or left out for one reason; None: not meant.

    The latest order that may be asked about is the one. Where there is none, the latest says why: if it has no
    other flaw, it was asked about before. NPS asks about the shop: the order only says what the person bought,
    and to have one is enough.
    """
    contact = person.contact
    language = languages.choose(
        contact.language if contact else None,
        contact.language_code if contact else _latest_language(person),
        shop.language,
    )
    fitting = asking.criteria.fitting(
        Customer(
            orders=person.orders if person.due is None else person.due,
            number_of_orders=sum(not order.cancelled and not order.is_test for order in person.orders),
            language=language,
            asked_before=any(ask.asked_at for ask in before.values()),
            last_score=last_score,
            lists=lists,
        ),
        now=asking.now,
    )
    if not fitting:
        return None
    order = order_for(person, fitting, asking)
    reason = why_not(standing_of(person, order, asking, before=before), now=asking.now)
    return NewInvitation(
        contact_id=contact.id if contact else None,
        chat_id=contact.telegram_id if contact else None,
        purchase_id=order.id,
        about_order=asking.kind is not SurveyKind.NPS,
        skip_reason=reason,
        language=language,
        not_before=_turn_of(contact, asking, shop) if contact and reason is None else None,
    )


def _turn_of(contact: ContactFacts, asking: Asking, shop: Shop) -> datetime:
    """When a person is asked at the earliest: by day, where they live."""
    return shop.quiet_hours.hold(asking.turn_of(contact.id), zone_of(contact.time_zone, shop))


def order_for(person: Person, orders: Sequence[OrderFacts], asking: Asking) -> OrderFacts:
    """The order that somebody is asked about: the latest that may be, else the latest, which says why none may."""
    return next((order for order in orders if _is_open(order, person, asking)), orders[0])


def standing_of(person: Person, order: OrderFacts, asking: Asking, *, before: Asks = NEVER) -> Standing:
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
    )


def _latest_language(person: Person) -> str | None:
    return person.orders[0].language if person.orders else None


def _is_open(order: OrderFacts, person: Person, asking: Asking) -> bool:
    """Whether an order may be asked about."""
    return (
        order.received_at <= asking.now
        and not order.cancelled
        and not order.is_test
        and order.id not in person.asked_about
    )


def still_why_not(facts: InvitationFacts, asking: Asking, *, before: Asks = NEVER) -> SkipReason | None:
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
            reserved=asking.reserved,
        ),
        now=asking.now,
    )


def zone_of(time_zone: str | None, shop: Shop) -> ZoneInfo:
    """Where a person's days begin: their own zone where it is known, else the shop's."""
    return ZoneInfo(time_zone) if time_zone else shop.time_zone


def _standing(contact: ContactFacts | None, order: OrderStanding, asking: Asking, before: Asks) -> Standing:
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
        reserved=asking.reserved,
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
