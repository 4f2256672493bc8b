"""A person opens the shop's link, or comes back."""

from datetime import datetime

from handlers.customer.question import shown_order
from handlers.in_return import in_return
from handlers.replies import Line, Say
from handlers.shop import Shop
from handlers.texts.names import called
from handlers.updates import Command, Tap
from storage import contacts, purchases
from storage.database import Session
from storage.tables import Contact, Purchase


async def start(session: Session, command: Command, *, now: datetime, shop: Shop) -> list[Say]:
    """Join the order of the link to whoever opened it first, and note that they agreed to be asked.

    Opening a link, or /start alone, also ends an earlier /stop.
    """
    order = await purchases.by_token(session, command.argument) if command.argument else None
    if order is None:
        return [await _without_order(session, command, now=now, shop=shop)]
    owner = await contacts.owner_of_ref(session, order.contact_ref)
    known = await contacts.find(session, command.person.telegram_id)
    if owner is not None and (known is None or known.id != owner):
        return [_say(command, shop, known, Line("link-taken", {"shop": shop.name}))]
    contact = await contacts.meet(session, profile(command), now=now)
    if contact.id is None or not await contacts.take_ref(session, order.contact_ref, contact.id, now=now):
        return [_say(command, shop, contact, Line("link-taken", {"shop": shop.name}))]
    await contacts.consent(session, contact.id, now=now)
    return [_say(command, shop, contact, _welcome(contact, order, shop, now))]


async def _without_order(session: Session, command: Command, *, now: datetime, shop: Shop) -> Say:
    contact = await contacts.find(session, command.person.telegram_id)
    if command.argument:
        return _say(command, shop, contact, Line("link-unknown", {"shop": shop.name}))
    if contact is None or contact.id is None:
        return stranger(command, shop)
    stopped = contact.opted_out_at is not None
    await contacts.consent(session, contact.id, now=now)
    contact = await contacts.meet(session, profile(command), now=now)
    values = {"name": called(contact.first_name), "shop": shop.name}
    return _say(command, shop, contact, Line("start-again" if stopped else "start-known", {**values}))


def stranger(command: Command, shop: Shop) -> Say:
    """What somebody is told who has no order with us, as far as we know."""
    return _say(command, shop, None, Line("start-stranger", {"shop": shop.name}))


def _welcome(contact: Contact, order: Purchase, shop: Shop, now: datetime) -> Line:
    values = {"name": called(contact.first_name), "shop": shop.name}
    if order.cancelled_at is not None:
        return Line("start-known", {**values})
    arrived = order.received_at <= now
    return Line(
        "welcome-delivered" if arrived else "welcome", {**values, "order": shown_order(order.order_id)}
    )


def _say(command: Command, shop: Shop, contact: Contact | None, line: Line) -> Say:
    key = f"start:{command.person.telegram_id}:{command.update_id}"
    return in_return(command, contact, shop, line, key=key)


def profile(update: Command | Tap) -> contacts.Profile:
    """What an update tells of the person whose it is."""
    person = update.person
    return contacts.Profile(
        telegram_id=person.telegram_id,
        first_name=person.first_name,
        username=person.username,
        language_code=person.language_code,
    )
