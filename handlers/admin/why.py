"""/why: what became of a person or an order, why they weren't asked, and from when on they may be."""

import re
from typing import Final

from handlers.admin import why_message
from handlers.admin.outlook import outlooks
from handlers.admin.score_view import Showing
from handlers.admin.why_message import LONGEST_NAME, MOST_SHOWN, Reading, Whom
from handlers.replies import Content, Line
from handlers.texts.units import clip
from handlers.updates import Command
from storage import contacts, explaining, plans
from storage.database import Session

CONSIDERED: Final = 100
"""Places in waves that are looked at, the newest; an ask among them explains those after it."""

_NAME: Final = re.compile(r"@([A-Za-z0-9_]{3,32})", re.ASCII)


async def explain(showing: Showing, command: Command) -> Content:
    """/why with an order's number or a customer's @name, or in reply to an alert or to the customer."""
    whom = await _whom(showing.session, command)
    lines = await _story(showing, whom) if isinstance(whom, Whom) else whom
    return Content(lines=lines, language=showing.language)


async def _story(showing: Showing, whom: Whom) -> tuple[Line, ...]:
    contact, order = whom.contact, whom.order
    places = await explaining.places(
        showing.session,
        contact_id=contact.id if contact else None,
        contact_ref=order.contact_ref if order else None,
        most=CONSIDERED,
    )
    found = await outlooks(showing.session, contact, order, now=showing.now, shop=showing.shop)
    reading = Reading(showing.shop, showing.language, showing.now)
    return (
        why_message.heading(whom),
        *(why_message.flaw(order, reading) if order else ()),
        *why_message.places(places, reading),
        *(why_message.coming(await plans.running(showing.session), order, reading) if order else ()),
        *why_message.prospects(found, whom, reading),
    )


async def _whom(session: Session, command: Command) -> Whom | tuple[Line, ...]:
    """Who is meant; or what to say to whoever asks, where that isn't clear. A word counts before a reply."""
    said = " ".join(command.argument.split())
    if name := _NAME.fullmatch(said):
        contact = await explaining.contact_called(session, name[1])
        if contact is not None:
            return Whom(contact, None, username=contact.username)
        return (Line("why-unknown-name", {"who": said}), Line("why-how"))
    if said:
        return await _by_order(session, said)
    if command.reply_to is not None:
        return await _by_reply(session, command, command.reply_to)
    return (Line("why-how"),)


async def _by_order(session: Session, number: str) -> Whom | tuple[Line, ...]:
    orders = await explaining.orders_called(session, number)
    if not orders:
        return (Line("why-unknown-order", {"order": clip(number, LONGEST_NAME)}), Line("why-how"))
    if len(orders) > 1:
        known = ", ".join(clip(order.order_id, LONGEST_NAME) for order in orders[:MOST_SHOWN])
        return (Line("why-which", {"orders": known}),)
    (order,) = orders
    contact = await explaining.contact_of(session, order.contact_id) if order.contact_id else None
    return Whom(contact, order)


async def _by_reply(session: Session, command: Command, reply_to: int) -> Whom | tuple[Line, ...]:
    """The person whom a message of ours tells of; else the one who wrote what is replied to."""
    told = await explaining.behind(session, chat_id=command.chat_id, telegram_message_id=reply_to)
    if told is not None:
        return Whom(*told)
    contact = await contacts.find(session, command.target.telegram_id) if command.target else None
    return Whom(contact, None) if contact else (Line("why-unknown-reply"), Line("why-how"))
