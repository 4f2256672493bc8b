"""A person opens the shop's link, or comes back."""

from datetime import datetime

from handlers.question import shown_order
from handlers.replies import Content, Line, Say
from handlers.shop import Shop
from handlers.texts import languages
from handlers.updates import Command
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
        return _say(command, shop, None, Line("start-stranger", {"shop": shop.name}))
    stopped = contact.opted_out_at is not None
    contact = await contacts.meet(session, profile(command), now=now)
    await contacts.consent(session, contact.id or 0, now=now)
    values = {"name": contact.first_name, "shop": shop.name}
    return _say(command, shop, contact, Line("start-again" if stopped else "start-known", {**values}))


def _welcome(contact: Contact, order: Purchase, shop: Shop, now: datetime) -> Line:
    values = {"name": contact.first_name, "shop": shop.name, "order": shown_order(order.order_id)}
    return Line("welcome-delivered" if order.received_at <= now else "welcome", {**values})


def _say(command: Command, shop: Shop, contact: Contact | None, line: Line) -> Say:
    language = languages.choose(
        contact.language if contact else None, command.person.language_code, shop.language
    )
    return Say(
        key=f"start:{command.person.telegram_id}:{command.message_id}",
        chat_id=command.person.telegram_id,
        contact_id=contact.id if contact else None,
        content=Content(lines=(line,), language=language),
    )


def profile(command: Command) -> contacts.Profile:
    """What a command tells of the person who sent it."""
    person = command.person
    return contacts.Profile(
        telegram_id=person.telegram_id,
        first_name=person.first_name,
        username=person.username,
        language_code=person.language_code,
    )
