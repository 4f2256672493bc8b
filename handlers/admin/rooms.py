"""/connect and /disconnect: an owner makes a group a room, in the topic where it is done."""

from datetime import datetime
from typing import Final

from handlers.in_return import in_place
from handlers.replies import Content, Line, Say
from handlers.shop import Shop
from handlers.texts import languages
from handlers.updates import Command
from storage import rooms
from storage.database import Session
from storage.kinds import Role
from storage.tables import Room

ROLE_NAMES: Final = {
    Role.OWNER: "role-owner",
    Role.ADMIN: "role-admin",
    Role.MARKETER: "role-marketer",
    Role.VIEWER: "role-viewer",
}


async def connect(session: Session, command: Command, *, now: datetime, shop: Shop) -> list[Say]:
    """Make this group a room; the scores of the shop can be asked here from now on."""
    if command.group is None:
        return [answer(command, None, shop, Line("connect-where"))]
    group = command.group
    await rooms.connect(
        session, chat_id=group.chat_id, thread_id=group.thread_id, title=group.title[:200], now=now
    )
    room = await rooms.of_chat(session, group.chat_id)  # one that comes back has its language still
    return [answer(command, room, shop, Line("connected", {"shop": shop.name}))]


async def disconnect(session: Session, command: Command, *, now: datetime, shop: Shop) -> list[Say]:
    """Let this group be a room no longer: nothing is told and nothing answered here."""
    if command.group is None:
        return [answer(command, None, shop, Line("connect-where"))]
    room = await rooms.of_chat(session, command.group.chat_id)
    await rooms.disconnect(session, command.group.chat_id, now=now)
    return [answer(command, room, shop, Line("disconnected"))]


def answer(command: Command, room: Room | None, shop: Shop, *lines: Line) -> Say:
    """Answer a command where it was given: in its group and topic, in the room's language."""
    return in_place(command, Content(lines=lines, language=spoken_in(room, command, shop)))


def spoken_in(room: Room | None, command: Command, shop: Shop) -> str:
    """A room's own language, at first the shop's; a person's in a private chat."""
    if command.group is None:
        return languages.choose(command.person.language_code, shop.language)
    return languages.choose(room.language if room else None, shop.language)
