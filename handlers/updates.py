"""What can happen: the updates we act on, without anything of a Telegram library."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever did it (Bot API: User)."""

    telegram_id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A command in a private chat: its name in lower case, without slash and without the bot's name."""

    update_id: int
    person: Person
    message_id: int
    name: str
    argument: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a private chat; `reply_to` is the message of ours that they answer."""

    update_id: int
    person: Person
    message_id: int
    text: str
    sent_at: datetime
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Tap:
    """A press on a button of ours. `data` comes from outside: any client can send anything."""

    update_id: int
    person: Person
    callback_id: str
    chat_id: int | None
    message_id: int | None
    data: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """A person blocked the bot."""

    update_id: int
    person: Person


@dataclass(frozen=True, slots=True)
class Unblocked:
    """A person let the bot back in."""

    update_id: int
    person: Person


@dataclass(frozen=True, slots=True)
class Other:
    """An update that means nothing to us; `telegram_id` is the person's where there is one."""

    update_id: int
    telegram_id: int | None = None


Update = Command | Text | Tap | Blocked | Unblocked | Other


def person_id(update: Update) -> int | None:
    """Whose update it is: updates of one person are handled in their order."""
    return update.telegram_id if isinstance(update, Other) else update.person.telegram_id
