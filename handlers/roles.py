"""/grant and /revoke: who may do what, given by replying to a person or by their @name."""

import re
from datetime import datetime
from difflib import get_close_matches

from handlers.replies import Line, Say
from handlers.rights import GRANTED_BY, Rights, suffices
from handlers.rooms import ROLE_NAMES, answer
from handlers.shop import Shop
from handlers.updates import Command, Person
from storage import members
from storage.database import Session
from storage.kinds import Role
from storage.tables import Member, Room

_NAME = re.compile(r"@([A-Za-z0-9_]{3,32})")


async def grant(
    session: Session, command: Command, room: Room, *, rights: Rights, now: datetime, shop: Shop
) -> list[Say]:
    """/grant ROLE, in reply to the person, or with their @name."""
    words = _NAME.sub(" ", command.argument).split()
    role = _role(words[0]) if len(words) == 1 else None
    if role is None:
        return [answer(command, room, shop, Line("grant-how"))]
    person = await _whom(session, command, now)
    if person is None:
        return [answer(command, room, shop, Line("grant-whom"))]
    own = await rights.role(session, command)
    has = await rights.role_of(session, person.telegram_id)
    # Neither may a role be given that is above the giver's reach, nor one be taken that is.
    if not suffices(own, GRANTED_BY[role]) or (has is not None and not suffices(own, GRANTED_BY[has])):
        return [answer(command, room, shop, Line("refused"), Line(ROLE_NAMES[Role.OWNER]))]
    await members.set_role(session, person.telegram_id, role, by=command.person.telegram_id, now=now)
    return [answer(command, room, shop, Line("granted", {"who": person.first_name}), Line(ROLE_NAMES[role]))]


async def revoke(
    session: Session, command: Command, room: Room, *, rights: Rights, now: datetime, shop: Shop
) -> list[Say]:
    """/revoke, in reply to the person, or with their @name."""
    person = await _whom(session, command, now)
    if person is None:
        return [answer(command, room, shop, Line("revoke-how"))]
    own = await rights.role(session, command)
    has = await rights.role_of(session, person.telegram_id)
    if person.telegram_id in rights.owner_ids or (has and not suffices(own, GRANTED_BY[has])):
        return [answer(command, room, shop, Line("refused"), Line(ROLE_NAMES[Role.OWNER]))]
    await members.set_role(session, person.telegram_id, None, by=command.person.telegram_id, now=now)
    return [answer(command, room, shop, Line("revoked", {"who": person.first_name}))]


async def _whom(session: Session, command: Command, now: datetime) -> Member | None:
    """The person who was named or replied to; somebody the bot has seen."""
    if named := _NAME.search(command.argument):
        return await members.by_username(session, named[1])
    if command.target is None:
        return None
    await see(session, command.target, now)
    return await members.by_id(session, command.target.telegram_id)


async def see(session: Session, person: Person, now: datetime) -> None:
    """Note that somebody speaks where the team speaks."""
    await members.see(
        session, person.telegram_id, first_name=person.first_name, username=person.username, now=now
    )


def _role(word: str) -> Role | None:
    close = get_close_matches(word.casefold(), [role.value for role in Role], n=1, cutoff=0.75)
    return Role(close[0]) if close else None
