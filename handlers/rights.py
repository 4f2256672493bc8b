"""Who may do what: one table, looked at each time somebody asks."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from handlers.updates import Command, Person
from storage import members
from storage.database import Session
from storage.kinds import Role

RANK: Final = (Role.VIEWER, Role.MARKETER, Role.ADMIN, Role.OWNER)
"""Each may do what those before may."""

NEEDED_IN_ROOM: Final[dict[str, Role | None]] = {
    "help": None,  # everybody in the room
    "nps": None,
    "csat": None,
    "ces": None,
    "scores": None,
    "waves": None,
    "why": Role.MARKETER,
    "wave": Role.MARKETER,
    "test": Role.MARKETER,
    "survey": Role.MARKETER,
    "language": Role.ADMIN,
    "grant": Role.ADMIN,
    "revoke": Role.ADMIN,
    "connect": Role.OWNER,
    "disconnect": Role.OWNER,
}
"""The commands of a room, and the role that each needs there."""

NEEDED_IN_PRIVATE: Final[dict[str, Role]] = {
    "nps": Role.VIEWER,
    "csat": Role.VIEWER,
    "ces": Role.VIEWER,
    "scores": Role.VIEWER,
    "why": Role.MARKETER,
    "wave": Role.MARKETER,
    "test": Role.MARKETER,
    "survey": Role.MARKETER,
}
"""The team's commands that also work in a private chat; whoever lacks the role is a customer there."""

GRANTED_BY: Final = {
    Role.OWNER: Role.OWNER,
    Role.ADMIN: Role.OWNER,
    Role.MARKETER: Role.ADMIN,
    Role.VIEWER: Role.ADMIN,
}
"""Who may give and take each role."""

SERVICE_ACCOUNTS: Final = frozenset({777000, 136817688, 1087968824})
"""Telegram, Channel_Bot and GroupAnonymousBot: the senders of what many different people write."""


def can_hold_a_role(person: Person) -> bool:
    """Whether this is one person: not an account that speaks for many, and no bot, whose name ends so.

    Telegram reserves names that end in "bot" for bots (core.telegram.org/bots/features: Creating a new bot).
    """
    named_a_bot = person.username is not None and person.username.casefold().endswith("bot")
    return person.telegram_id not in SERVICE_ACCOUNTS and not named_a_bot


@dataclass(frozen=True, slots=True)
class Rights:
    """Finds the role of whoever asks; `owner_ids` are owners by the settings, whatever is stored."""

    owner_ids: frozenset[int]

    @classmethod
    def of(cls, owner_ids: Collection[int]) -> "Rights":
        """The rights with these owners."""
        return cls(frozenset(owner_ids) - SERVICE_ACCOUNTS)

    async def role(self, session: Session, command: Command) -> Role | None:
        """The role of whoever sent a command; an anonymous administrator of the group acts as admin there."""
        if command.anonymous:
            return Role.ADMIN
        return await self.role_of(session, command.person.telegram_id)

    async def role_of(self, session: Session, telegram_id: int) -> Role | None:
        """The role of a person, as it is now."""
        if telegram_id in self.owner_ids:
            return Role.OWNER
        return await members.role_of(session, telegram_id)


def suffices(role: Role | None, needed: Role | None) -> bool:
    """Whether a role is enough where this one is needed; None needs none."""
    if needed is None:
        return True
    return role is not None and RANK.index(role) >= RANK.index(needed)
