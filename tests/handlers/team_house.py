"""The conversation with a team: a connected group, another group, and people with each role."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from handlers.conversation import Conversation
from handlers.replies import Content, content_from
from handlers.updates import Command, Group, Person
from storage import members, rooms
from storage.kinds import Role
from storage.tables import member_table, message_table, room_table
from tests.handlers.house import BOT_ID, House, open_house, words_of
from tests.handlers.samples import NOW

ROOM: Final = Group(-1001, "Team")
ELSEWHERE: Final = Group(-2002, "Strangers")

OLGA: Final = Person(10, "Olga", "olga", "en")  # owns by the settings
MARIA: Final = Person(11, "Maria", "maria", "en")  # owns by a grant
ADAM: Final = Person(12, "Adam", "adam", "en")
MAX: Final = Person(13, "Max", "max", "en")
VERA: Final = Person(14, "Vera", "vera", "en")
ZOE: Final = Person(15, "Zoe", "zoe", "en")  # speaks in the room, and has no role
BEN: Final = Person(16, "Ben", "ben", "en")  # whom roles are given to and taken from
ANONYMOUS: Final = Person(1087968824, "Group", "GroupAnonymousBot")

ROLES: Final = {
    MARIA: Role.OWNER,
    ADAM: Role.ADMIN,
    MAX: Role.MARKETER,
    VERA: Role.VIEWER,
    ZOE: None,
    BEN: None,
}


class TeamHouse:
    """What the team writes, in one line each, and what is put in line for it."""

    def __init__(self, house: House, *, owner_ids: Collection[int]) -> None:
        self.house = house
        self.conversation = Conversation(
            bot_id=BOT_ID,
            writer=house.writer,
            shop=house.shop,
            owner_ids=owner_ids,
            now=lambda: house.now,
            messages_waiting=house.wake,
        )
        house.conversation = self.conversation

    async def says(
        self,
        person: Person,
        name: str,
        argument: str = "",
        *,
        group: Group | None = ROOM,
        to: Person | None = None,
        reply_to: int | None = None,
    ) -> list[Content]:
        """Somebody writes a command, in reply `to` somebody or to a message; returns what is put in line for that."""
        number = next(self.house.numbers)
        before = len(await self.house.rows(message_table))
        command = Command(
            number,
            person,
            number,
            name,
            argument,
            self.house.now,
            group=group,
            anonymous=person is ANONYMOUS and group is not None,
            target=to,
            reply_to=reply_to,
        )
        await self.house.handle(command)
        rows = (await self.house.rows(message_table))[before:]
        rows = [row for row in rows if row["content"] is not None]  # a question gets its words when it leaves
        assert {row["chat_id"] for row in rows} <= {command.chat_id}
        assert {row["thread_id"] for row in rows} <= {group.thread_id if group else None}
        return [content_from(row["content"]) for row in rows]

    async def reads(self, person: Person, name: str, argument: str = "", **where: Any) -> str:
        """The same, as the one answer is read."""
        (content,) = await self.says(person, name, argument, **where)
        return words_of(content)

    async def give(self, person: Person, role: Role | None) -> None:
        """A person was seen and has this role."""
        async with self.house.writer.unit() as session:
            await members.see(
                session,
                person.telegram_id,
                first_name=person.first_name,
                username=person.username,
                now=self.house.now,
            )
            await members.set_role(session, person.telegram_id, role, by=1, now=self.house.now)
            await session.commit()

    async def connect(self, group: Group = ROOM) -> None:
        """This group alone is a room."""
        async with self.house.writer.unit() as session:
            for other in (ROOM, ELSEWHERE):
                await rooms.disconnect(session, other.chat_id, now=NOW)
            await rooms.connect(
                session, chat_id=group.chat_id, thread_id=group.thread_id, title=group.title, now=NOW
            )
            await session.commit()

    async def role(self, person: Person) -> str | None:
        """The role that is stored for a person."""
        roles = {row["telegram_id"]: row["role"] for row in await self.house.rows(member_table)}
        return roles.get(person.telegram_id)

    async def rooms(self) -> set[int]:
        """The groups that are rooms."""
        return {row["chat_id"] for row in await self.house.rows(room_table) if row["disconnected_at"] is None}


@asynccontextmanager
async def open_team(
    path: Path, *, owner_ids: Collection[int] = (OLGA.telegram_id,)
) -> AsyncIterator[TeamHouse]:
    """A team over the migrated database in a file: ROOM is connected, everybody has their role."""
    async with open_house(path) as house:
        team = TeamHouse(house, owner_ids=owner_ids)
        await team.connect()
        for person, role in ROLES.items():
            await team.give(person, role)
        yield team
