"""From the people of the shop to the people of a wave: who is asked, and why the others aren't."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.shop import Shop
from handlers.survey.eligibility import RESERVED_FOR, OrderStanding, Recent, Standing, why_not
from handlers.texts import languages
from storage import asks, contacts, invitations
from storage.asks import NEVER, Asks
from storage.database import Session
from storage.facts import InvitationFacts
from storage.invitations import NewInvitation
from storage.kinds import SkipReason, SurveyKind
from storage.tables import Contact, Survey, Wave
from storage.waves import Person


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked, when, and what holds for everybody who might be."""

    kind: SurveyKind
    now: datetime
    is_test: bool = False
    nps_planned: bool = False  # soon enough to keep its people for it

    @property
    def reserved(self) -> bool:
        """Whether people are kept for another survey than this."""
        return self.nps_planned and self.kind is not SurveyKind.NPS and not self.is_test


async def add_people(
    session: Session, wave: Wave, survey: Survey, people: Sequence[Person], *, shop: Shop, now: datetime
) -> None:
    """Add a page of people to a wave: each is asked, or left out for one reason, by all that is known of them."""
    asking = Asking(
        survey.kind,
        now,
        is_test=wave.is_test,
        nps_planned=await asks.reserving(session, now=now, within=RESERVED_FOR),
    )
    held = await contacts.hold(session, [_id_of(person) for person in people if person.contact])
    before = await asks.of_contacts(session, held)
    invited = [
        invite(
            replace(person, contact=held.get(_id_of(person))),
            asking,
            shop,
            before=before.get(_id_of(person), NEVER),
        )
        for person in people
    ]
    await invitations.add_page(session, wave=wave, survey_of_wave=survey, people=invited, now=now)


def _id_of(person: Person) -> int:
    return person.contact.id or 0 if person.contact else 0


def invite(person: Person, asking: Asking, shop: Shop, *, before: Asks = NEVER) -> NewInvitation:
    """One person of a wave: asked about the order that is chosen, or left out for one reason.

    NPS asks about the shop: the order only says what the person bought, and to have one is enough.
    """
    standing = _standing(person.contact, _order(person, asking), asking, before)
    contact, order = person.contact, person.open_order or person.latest_order
    return NewInvitation(
        contact=contact,
        order=order,
        about_order=asking.kind is not SurveyKind.NPS,
        skip_reason=why_not(standing, now=asking.now),
        language=languages.choose(
            contact.language if contact else None,
            contact.language_code if contact else order.language if order else None,
            shop.language,
        ),
        not_before=shop.quiet_hours.hold(asking.now, zone_of(contact.time_zone if contact else None, shop)),
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
            order=OrderStanding(cancelled=facts.order_cancelled_at is not None),
            recent=_recent(before, asking),
            reserved=asking.reserved,
        ),
        now=asking.now,
    )


def zone_of(time_zone: str | None, shop: Shop) -> ZoneInfo:
    """Where a person's days begin: their own zone where it is known, else the shop's."""
    return ZoneInfo(time_zone) if time_zone else shop.time_zone


def _standing(contact: Contact | None, order: OrderStanding | None, asking: Asking, before: Asks) -> Standing:
    if contact is None:
        return Standing(has_chat=False, order=order)
    return Standing(
        has_chat=contact.telegram_id is not None,
        erased=contact.erased_at is not None,
        is_staff=contact.is_staff and not asking.is_test,
        opted_out=contact.opted_out_at is not None,
        blocked=contact.blocked_at is not None,
        deactivated=contact.deactivated_at is not None,
        order=order,
        recent=_recent(before, asking),
        reserved=asking.reserved,
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
    )


def _order(person: Person, asking: Asking) -> OrderStanding | None:
    """The order asked about; where there is none to ask about, the latest says why: if it has no other flaw,
    it was asked about before."""
    order = person.open_order or person.latest_order
    if order is None:
        return None
    return OrderStanding(
        cancelled=order.cancelled_at is not None,
        is_test=order.is_test,
        delivered=order.received_at <= asking.now,
        too_late=person.too_late,
        asked_before=person.open_order is None,
    )
