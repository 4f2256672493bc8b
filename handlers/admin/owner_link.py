"""The one-time link that makes its opener the owner, where the settings name none."""

import hashlib
from datetime import datetime, timedelta
from typing import Final

from handlers.admin.roles import see
from handlers.customer.start import start
from handlers.in_return import in_return
from handlers.replies import Line, Say
from handlers.rights import Rights
from handlers.shop import Shop
from handlers.updates import Command
from storage import belonging, members
from storage.database import Session
from storage.kinds import Role

PREFIX: Final = "own-"
VALID_FOR: Final = timedelta(days=1)


async def offer(session: Session, token: str, *, rights: Rights, now: datetime) -> str | None:
    """The payload of a link with this random token; None where there is an owner already.

    Either way the links before it end: one that was printed long ago must not make a second owner.
    """
    await members.end_owner_links(session)
    if rights.owner_ids or await members.has_owner(session):
        return None
    await members.add_owner_link(session, _hash(token), valid_until=now + VALID_FOR)
    return PREFIX + token


async def open_link(session: Session, command: Command, *, now: datetime, shop: Shop) -> list[Say]:
    """Make whoever opens the link first the owner; it works once, and while there is no owner.

    Any other link is an order's: the random token of one may begin as this link does.
    """
    token = command.argument.removeprefix(PREFIX)
    if await members.has_owner(session) or not await members.open_owner_link(session, _hash(token), now=now):
        return await start(session, command, now=now, shop=shop)
    await see(session, command.person, now)
    person = command.person.telegram_id
    await members.set_role(session, person, Role.OWNER, by=person, now=now)
    key = f"owner:{person}:{command.update_id}"
    return [in_return(command, None, shop, Line("owner-welcome", {"shop": shop.name}), key=key)]


async def is_known(session: Session, payload: str) -> bool:
    """Whether a payload is that of a link to own the bot, also of one that is old or used."""
    return payload.startswith(PREFIX) and await belonging.knows_owner_link(
        session, _hash(payload.removeprefix(PREFIX))
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
