"""What this chat is for: when somebody asks, and in return for whatever we have no use for."""

from datetime import datetime

from handlers.in_return import in_return
from handlers.replies import Line, Say
from handlers.shop import Shop
from handlers.updates import Command, Text
from storage import contacts
from storage.database import Session


async def asked_for(session: Session, command: Command, *, shop: Shop) -> list[Say]:
    """/help is answered each time."""
    return [await _help(session, command, shop, once_per=str(command.update_id))]


async def once_a_day(session: Session, update: Text | Command, *, now: datetime, shop: Shop) -> list[Say]:
    """Anything else: one line, however much somebody writes on one of the shop's days."""
    today = now.astimezone(shop.time_zone).date()
    return [await _help(session, update, shop, once_per=today.isoformat())]


async def _help(session: Session, update: Text | Command, shop: Shop, *, once_per: str) -> Say:
    person = update.person.telegram_id
    contact = await contacts.find(session, person)
    line = Line("help-customer", {"shop": shop.name})
    return in_return(update, contact, shop, line, key=f"help:{person}:{once_per}")
