"""The message of /survey in a team's chat: read, pressed and answered in one line each."""

from typing import Any, Final

from handlers.replies import Content, Edit, Toast, content_from
from handlers.updates import Group, GroupText, Person, Tap
from storage.tables import message_table, survey_table
from tests.handlers.house import CATALOG, words_of
from tests.handlers.team_house import ANONYMOUS, MAX, ROOM, TeamHouse

MESSAGE: Final = 77
MEANWHILE = "That has changed meanwhile. Here is how it stands."
CHANGED = "Changed. New waves are asked so."


def labels(content: Content) -> list[list[str]]:
    """What stands on the buttons."""
    return [
        [
            button.label if isinstance(button.label, str) else CATALOG.plain(button.label, content.language)
            for button in row
        ]
        for row in content.keyboard
    ]


class Shown:
    """The message of /survey as somebody sees it, and what they do with it."""

    def __init__(self, team: TeamHouse, content: Content, *, chat_id: int = ROOM.chat_id) -> None:
        self.team = team
        self.content = content
        self.chat_id = chat_id
        self.said: str | None = None  # the last toast, or the last sentence below what was typed

    @property
    def text(self) -> str:
        return words_of(self.content)

    def data(self, label: str) -> str:
        """What a press on this button brings back."""
        for row, names in zip(self.content.keyboard, labels(self.content), strict=True):
            for button, name in zip(row, names, strict=True):
                if name == label and button.data:
                    return button.data
        raise AssertionError(f"No button {label!r} among {labels(self.content)}")

    async def press(self, *path: str, by: Person = MAX) -> "Shown":
        for label in path:
            await self.brings(self.data(label), by=by)
        return self

    async def brings(self, data: str, *, by: Person = MAX) -> "Shown":
        """A press comes in with this data."""
        number = next(self.team.house.numbers)
        tap = Tap(number, by, f"c{number}", self.chat_id, MESSAGE, data)
        self.said = None
        for reply in await self.team.house.handle(tap):
            match reply:
                case Toast(line=line):
                    self.said = CATALOG.plain(line, reply.language) if line else None
                case Edit(content=content):
                    assert (reply.chat_id, reply.message_id) == (self.chat_id, MESSAGE)
                    self.content = content
        return self

    async def reply(self, words: str, *, by: Person = MAX, to: int = MESSAGE, group: Group = ROOM) -> "Shown":
        """Somebody answers the message with words."""
        house = self.team.house
        number, before = next(house.numbers), len(await house.rows(message_table))
        anonymous = by is ANONYMOUS
        for reply in await house.handle(GroupText(number, by, group, number, words, to, anonymous)):
            assert isinstance(reply, Edit)
            self.content = reply.content
        said = [words_of(content_from(row["content"])) for row in (await house.rows(message_table))[before:]]
        self.said = next(iter(said), None)
        return self


async def opened(
    team: TeamHouse, kind: str = "csat", *, by: Person = MAX, group: Group | None = ROOM
) -> Shown:
    (content,) = await team.says(by, "survey", kind, group=group)
    return Shown(team, content, chat_id=group.chat_id if group else by.telegram_id)


async def versions(team: TeamHouse, kind: str = "csat") -> list[dict[str, Any]]:
    """All of a survey, the oldest first."""
    return [row for row in await team.house.rows(survey_table) if row["kind"] == kind]


async def newest(team: TeamHouse, kind: str = "csat") -> dict[str, Any]:
    return (await versions(team, kind))[-1]
