"""/privacy: what is kept of a person, why, how long, who sees it, and what they can do about it."""

from handlers.in_return import in_return
from handlers.replies import Line, Say
from handlers.shop import Shop
from handlers.updates import Command
from storage import contacts
from storage.database import Session


async def explain(session: Session, command: Command, *, shop: Shop) -> list[Say]:
    """/privacy: the same for everybody, whether we know them or not."""
    contact = await contacts.find(session, command.person.telegram_id)
    key = f"privacy:{command.person.telegram_id}:{command.update_id}"
    return [in_return(command, contact, shop, Line("privacy", {"shop": shop.name}), key=key)]
