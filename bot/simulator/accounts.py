"""Describes who can speak in a chat: people, bots, channels, and Telegram's own stand-ins for them."""

from dataclasses import dataclass
from typing import Any, Final


@dataclass(slots=True, kw_only=True)
class Account:
    """A user of Telegram (Bot API: User)."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_premium: bool = False
    is_bot: bool = False

    def as_json(self) -> dict[str, Any]:
        """The User object, without the fields that are not set."""
        user: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.last_name is not None:
            user["last_name"] = self.last_name
        if self.username is not None:
            user["username"] = self.username
        if self.language_code is not None:
            user["language_code"] = self.language_code
        if self.is_premium:
            user["is_premium"] = True
        return user

    @property
    def full_name(self) -> str:
        """First and last name, as a client shows them."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name


# Bot API: Message.from, "for backward compatibility, if the message was sent on behalf of a chat".
ANONYMOUS_ADMIN: Final = Account(id=1087968824, is_bot=True, first_name="Group", username="GroupAnonymousBot")
SPEAKING_CHANNEL: Final = Account(id=136817688, is_bot=True, first_name="Channel", username="Channel_Bot")
TELEGRAM: Final = Account(id=777000, first_name="Telegram")


@dataclass(slots=True, kw_only=True)
class BotAccount(Account):
    """The bot under test; `privacy` is BotFather's privacy mode for groups."""

    is_bot: bool = True
    privacy: bool = True

    def as_me(self) -> dict[str, Any]:
        """The User object as getMe answers it, with what only a bot is told about itself."""
        return self.as_json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_guest_queries": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
            "supports_join_request_queries": False,
        }
