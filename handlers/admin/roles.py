"""/grant and /revoke: who may do what, given by replying to a person or by their @name."""

import re
from datetime import datetime
from difflib import get_close_matches

from handlers.admin.rooms import ROLE_NAMES, answer
from handlers.replies import Line, Say
from handlers.rights import GRANTED_BY, Rights, can_hold_a_role, suffices
from handlers.shop import Shop
from handlers.updates import Command, Person
from storage import members
from storage.database import Session
from storage.kinds import Role
from storage.tables import Member, Room

_NAME = re.compile(r"@([A-Za-z0-9_]{3,32})", re.ASCII)
_ROLES = {role.value: role for role in Role}


async def grant(
    session: Session, command: Command, room: Room, *, rights: Rights, now: datetime, shop: Shop
) -> list[Say]:
    """/grant ROLE, in reply to the person, or with their @name.

    A misspelt role isn't guessed: whoever gives a right says which.
    """
    names, words = _read(command)
    role = _ROLES.get(words[0].casefold()) if len(words) == 1 else None
    if role is None or len(names) > 1 or _names_nobody(command, names):
        return [answer(command, room, shop, _how(words))]
    person = await _whom(session, command, names, now)
    if person is None:
        return [answer(command, room, shop, Line("grant-whom"))]
    if objection := await _objection(session, command, person, role, rights):
        return [answer(command, room, shop, *objection)]
    await members.set_role(session, person.telegram_id, role, by=command.person.telegram_id, now=now)
    return [answer(command, room, shop, Line("granted", {"who": person.first_name}), Line(ROLE_NAMES[role]))]


async def revoke(
    session: Session, command: Command, room: Room, *, rights: Rights, now: datetime, shop: Shop
) -> list[Say]:
    """/revoke, in reply to the person, or with their @name."""
    names, words = _read(command)
    person = None
    if not words and len(names) <= 1 and not _names_nobody(command, names):
        person = await _whom(session, command, names, now)
    if person is None:
        return [answer(command, room, shop, Line("revoke-how"))]
    if objection := await _objection(session, command, person, None, rights):
        return [answer(command, room, shop, *objection)]
    await members.set_role(session, person.telegram_id, None, by=command.person.telegram_id, now=now)
    return [answer(command, room, shop, Line("revoked", {"who": person.first_name}))]


async def see(session: Session, person: Person, now: datetime) -> None:
    """Note that somebody speaks where the team speaks; not an account that many people speak through."""
    if can_hold_a_role(person):
        await members.see(
            session, person.telegram_id, first_name=person.first_name, username=person.username, now=now
        )


async def _objection(
    session: Session, command: Command, person: Member, role: Role | None, rights: Rights
) -> tuple[Line, ...]:
    """Why whoever asks may not give a person this role, or (None) take the one they have; nothing if they may.

    Neither may a role be given that is above the giver's reach, nor one be taken that is; who owns by the
    settings does so whatever is said here; and the last owner stays one, since nobody could make the next.
    """
    own = await rights.role(session, command)
    has = await rights.role_of(session, person.telegram_id)
    if any(changed and not suffices(own, GRANTED_BY[changed]) for changed in (role, has)):
        return (Line("refused"), Line(ROLE_NAMES[Role.OWNER]))
    if has is not Role.OWNER or role is Role.OWNER:
        return ()
    if person.telegram_id in rights.owner_ids:
        return (Line("owner-by-settings", {"who": person.first_name}),)
    if rights.owner_ids or await members.another_owns(session, person.telegram_id):
        return ()
    return (Line("owner-last"),)


async def _whom(session: Session, command: Command, names: list[str], now: datetime) -> Member | None:
    """The person who was named or replied to; somebody the bot has seen."""
    if names:
        return await members.by_username(session, names[0])
    if command.target is None:
        return None
    await see(session, command.target, now)
    return await members.by_id(session, command.target.telegram_id)


def _read(command: Command) -> tuple[list[str], list[str]]:
    """The @names of a command, and its other words."""
    return _NAME.findall(command.argument), _NAME.sub(" ", command.argument).split()


def _names_nobody(command: Command, names: list[str]) -> bool:
    """Whether the reply is to a bot, or to what many people speak through, which can't hold a role."""
    return not names and command.target is not None and not can_hold_a_role(command.target)


def _how(words: list[str]) -> Line:
    """How /grant is written; where one word was all but a role, that role."""
    meant = get_close_matches(words[0].casefold(), list(_ROLES), n=1) if len(words) == 1 else []
    if meant and meant[0] != words[0].casefold():
        return Line("query-unclear", {"word": words[0][:100], "meant": meant[0]})
    return Line("grant-how")
