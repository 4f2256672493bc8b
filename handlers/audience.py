"""From the people of the shop to the people of a wave: who is asked, and why the others aren't."""

from datetime import datetime

from handlers.shop import Shop
from handlers.survey.eligibility import OrderStanding, Standing, why_not
from handlers.texts import languages
from storage.facts import InvitationFacts
from storage.invitations import NewInvitation
from storage.kinds import SkipReason
from storage.tables import Contact, Purchase
from storage.waves import Person


def invite(person: Person, shop: Shop, *, now: datetime) -> NewInvitation:
    """One person of a wave: asked about the latest order that may be, or left out for one reason."""
    order = person.open_order or person.latest_order
    # Without an order to ask about, the latest one says why: if it has no other flaw, it was asked about.
    standing = _standing(person.contact, _order(order, asked=person.open_order is None, now=now))
    contact = person.contact
    return NewInvitation(
        contact=contact,
        order=order,
        skip_reason=why_not(standing),
        language=languages.choose(
            contact.language if contact else None,
            contact.language_code if contact else order.language if order else None,
            shop.language,
        ),
    )


def still_why_not(facts: InvitationFacts) -> SkipReason | None:
    """The reason, if there is one by now, not to send a question that is due."""
    return why_not(
        Standing(
            has_chat=facts.telegram_id is not None,
            erased=facts.erased_at is not None,
            is_staff=facts.is_staff and not facts.is_test,
            opted_out=facts.opted_out_at is not None,
            blocked=facts.blocked_at is not None,
            deactivated=facts.deactivated_at is not None,
            order=OrderStanding(cancelled=facts.order_cancelled_at is not None),
        )
    )


def _standing(contact: Contact | None, order: OrderStanding | None) -> Standing:
    if contact is None:
        return Standing(has_chat=False, order=order)
    return Standing(
        has_chat=contact.telegram_id is not None,
        erased=contact.erased_at is not None,
        is_staff=contact.is_staff,
        opted_out=contact.opted_out_at is not None,
        blocked=contact.blocked_at is not None,
        deactivated=contact.deactivated_at is not None,
        order=order,
    )


def _order(order: Purchase | None, *, asked: bool, now: datetime) -> OrderStanding | None:
    if order is None:
        return None
    return OrderStanding(
        cancelled=order.cancelled_at is not None,
        is_test=order.is_test,
        delivered=order.received_at <= now,
        asked_before=asked,
    )
