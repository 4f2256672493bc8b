"""Holds the chats: who is in them, what was said, and whether the bot may speak."""

import asyncio
from dataclasses import dataclass
from typing import Any, Literal, Protocol, overload

from bot.simulator.accounts import Account
from bot.simulator.errors import bad_request, forbidden, upgraded
from bot.simulator.messages import Message

ChatType = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "left", "kicked"]


class HasId(Protocol):
    """A person, a group or a chat: whatever has the id of a chat."""

    @property
    def id(self) -> int:
        """The chat's id."""
        ...


@overload
def id_of(chat: int | HasId) -> int: ...
@overload
def id_of(chat: None) -> None: ...
@overload
def id_of(chat: int | HasId | None) -> int | None: ...
def id_of(chat: int | HasId | None) -> int | None:
    """The id of a chat that may be given as such."""
    return chat if chat is None or isinstance(chat, int) else chat.id


class Chat:
    """Any chat. `messages` are all of them in order, those of people and of the bot."""

    type: ChatType

    def __init__(self, *, id: int, title: str | None = None, username: str | None = None) -> None:  # noqa: A002
        self.id = id
        self.title = title
        self.username = username
        self.messages: list[Message] = []
        self.by_id: dict[int, Message] = {}
        self.actions: list[tuple[float, str]] = []
        self.pinned: list[Message] = []
        self._waiting: list[asyncio.Future[None]] = []

    def as_json(self) -> dict[str, Any]:
        """The Chat object (Bot API: Chat)."""
        raise NotImplementedError

    def check_bot_may_act(self) -> None:
        """Raise what Telegram answers when the bot can't reach this chat."""

    @property
    def name(self) -> str:
        """What a list of chats shows: the title, or the person's name."""
        return str(self.title)

    @property
    def from_bot(self) -> list[Message]:
        """What the bot has said here, in order, without what it deleted."""
        return [m for m in self.messages if m.from_bot and not m.deleted]

    @property
    def from_people(self) -> list[Message]:
        """What people have said here, in order."""
        return [m for m in self.messages if not m.from_bot and not m.deleted]

    def find(self, message_id: int | None) -> Message | None:
        """The message of that id, unless it is gone."""
        message = self.by_id.get(message_id) if message_id is not None else None
        return None if message is None or message.deleted else message

    def change(self) -> asyncio.Future[None]:
        """A future that is done with the next thing that happens here."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        return waiting

    def wake(self) -> None:
        """Let those who wait for a change look again."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    def transcript(self, *, last: int = 12) -> str:
        """The newest messages, one a line: for the text of a failed expectation."""
        lines = [
            f"  {message!r}{' (deleted)' if message.deleted else ''}" for message in self.messages[-last:]
        ]
        return "\n".join(lines) or "  (nothing)"


class PrivateChat(Chat):
    """The chat of one person with the bot; its id is the person's."""

    type: ChatType = "private"

    def __init__(self, *, account: Account) -> None:
        super().__init__(id=account.id, username=account.username)
        self.account = account
        self.started = False
        self.blocked = False
        self.deactivated = False
        self._json: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The Chat object; it carries the person's names."""
        if self._json is None:
            user = self.account.as_json()
            names = ("first_name", "last_name", "username")
            self._json = {"id": self.id, "type": "private"} | {n: user[n] for n in names if n in user}
        return self._json

    @property
    def name(self) -> str:
        """The person's name."""
        return self.account.full_name

    def check_bot_may_act(self) -> None:
        """A bot can't write to somebody who never started it, has blocked it, or is gone."""
        if self.deactivated:
            raise forbidden("user is deactivated")
        if self.account.is_bot:
            raise forbidden("bot can't send messages to bots")
        if self.blocked:
            raise forbidden("bot was blocked by the user")
        if not self.started:
            raise forbidden("bot can't initiate conversation with a user")


class Channel(Chat):
    """A channel, known only as somebody who speaks in a group or is forwarded from."""

    type: ChatType = "channel"

    def as_json(self) -> dict[str, Any]:
        """The Chat object."""
        chat: dict[str, Any] = {"id": self.id, "type": "channel", "title": self.title}
        return chat | {"username": self.username} if self.username else chat

    def check_bot_may_act(self) -> None:
        """The bot is in no channel."""
        raise forbidden("bot is not a member of the channel chat")


@dataclass(slots=True, kw_only=True)
class Membership:
    """What somebody is in a group."""

    account: Account
    status: Status
    anonymous: bool = False

    @property
    def present(self) -> bool:
        """Whether they are in the group."""
        return self.status in {"creator", "administrator", "member"}

    @property
    def is_admin(self) -> bool:
        """Whether they run the group."""
        return self.status in {"creator", "administrator"}

    def as_json(self) -> dict[str, Any]:
        """The ChatMember object (Bot API: ChatMember and its five kinds)."""
        member: dict[str, Any] = {"status": self.status, "user": self.account.as_json()}
        if self.status == "creator":
            return member | {"is_anonymous": self.anonymous}
        if self.status == "kicked":
            return member | {"until_date": 0}
        if self.status == "administrator":
            return member | _RIGHTS | {"can_be_edited": False, "is_anonymous": self.anonymous}
        return member


_RIGHTS = dict.fromkeys(
    (
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
        "can_pin_messages",
        "can_manage_topics",
        "can_manage_tags",
        # Newer than Bot API 10.1; a library that demands it stops at an object without it.
        "can_send_welcome_messages",
    ),
    True,
) | {"can_promote_members": False}


@dataclass(slots=True, kw_only=True)
class Topic:
    """A forum topic; its id is that of the message which created it."""

    name: str
    root: Message


class GroupChat(Chat):
    """A basic group or a supergroup, which may be a forum."""

    def __init__(
        self,
        *,
        id: int,  # noqa: A002
        title: str,
        type: ChatType,  # noqa: A002
        bot_id: int,
        username: str | None = None,
    ) -> None:
        super().__init__(id=id, title=title, username=username)
        self.type = type
        self.is_forum = False
        self.members: dict[int, Membership] = {}
        self.topics: dict[int, Topic] = {}
        self.migrated_to: int | None = None
        self.last_message_id = 0
        self.bot_id = bot_id
        self.bot_spoke_last = False

    def as_json(self) -> dict[str, Any]:
        """The Chat object."""
        chat: dict[str, Any] = {"id": self.id, "type": self.type, "title": self.title}
        if self.username:
            chat["username"] = self.username
        if self.is_forum:
            chat["is_forum"] = True
        return chat

    @property
    def bot(self) -> Membership | None:
        """What the bot is here; None when it has never been here."""
        return self.members.get(self.bot_id)

    def check_bot_may_act(self) -> None:
        """A bot can act in a group only while it is in it, and only under the group's present id."""
        if self.migrated_to is not None:
            raise upgraded(self.migrated_to)
        bot = self.bot
        if bot is None:
            raise bad_request("chat not found")
        if bot.status == "kicked":
            raise forbidden(f"bot was kicked from the {self.type} chat")
        if not bot.present:
            raise forbidden(f"bot is not a member of the {self.type} chat")
