"""What can happen: the updates we act on, without anything of a Telegram library."""

from dataclasses import dataclass
from datetime import datetime

from storage.kinds import AttachmentKind


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever did it (Bot API: User)."""

    telegram_id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The group in which something happened, and the forum topic, if it has topics."""

    chat_id: int
    title: str
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A command, its name in lower case, without slash and without the bot's name.

    In a group, `anonymous` says that an administrator wrote it in the group's name, `reply_to` is the message
    that it answers, and `target` whose message that is.
    """

    update_id: int
    person: Person
    message_id: int
    name: str
    argument: str
    sent_at: datetime
    group: Group | None = None
    anonymous: bool = False
    target: Person | None = None
    reply_to: int | None = None

    @property
    def chat_id(self) -> int:
        """Where it was written: the group, or the private chat, which has the person's own id."""
        return self.group.chat_id if self.group else self.person.telegram_id


@dataclass(frozen=True, slots=True)
class Attached:
    """A photo, a voice message or the like (Bot API: File); its bytes stay with Telegram."""

    kind: AttachmentKind
    file_id: str
    name: str | None = None  # a document's, as its sender's program gave it
    size: int | None = None  # in bytes, as far as Telegram says


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a private chat; `reply_to` is the message of ours that they answer.

    With an attachment they are its caption, and may be missing.
    """

    update_id: int
    person: Person
    message_id: int
    text: str
    sent_at: datetime
    reply_to: int | None = None
    attached: Attached | None = None

    @property
    def chat_id(self) -> int:
        """The private chat, which has the person's own id."""
        return self.person.telegram_id


@dataclass(frozen=True, slots=True)
class GroupText:
    """Words in a group in answer to a message of ours, `reply_to`; what people say to each other isn't ours.

    With a document they are its caption, and may be missing.
    """

    update_id: int
    person: Person
    group: Group
    message_id: int
    text: str
    reply_to: int
    anonymous: bool = False
    attached: Attached | None = None

    @property
    def chat_id(self) -> int:
        """The group's."""
        return self.group.chat_id


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
class Migrated:
    """A group became a supergroup, which has another id."""

    update_id: int
    chat_id: int
    new_chat_id: int


@dataclass(frozen=True, slots=True)
class Removed:
    """The bot was taken out of a group."""

    update_id: int
    chat_id: int


@dataclass(frozen=True, slots=True)
class Other:
    """An update that means nothing to us; `telegram_id` is the person's where there is one."""

    update_id: int
    telegram_id: int | None = None


Update = Command | Text | GroupText | Tap | Blocked | Unblocked | Migrated | Removed | Other


def person_id(update: Update) -> int | None:
    """Whose update it is: updates of one person are handled in their order, and those about a group."""
    match update:
        case Other(telegram_id=whose):
            return whose
        case Migrated() | Removed():
            return update.chat_id
    return update.person.telegram_id


def lines_of(update: Update) -> tuple[int, ...]:
    """Whose earlier updates come first: those of the person, and those of the group in which it happened.

    Highest first, the people's above zero, the groups' below: updates that wait for two lines each wait for
    them in this order, so never for one another.
    """
    chats = [person_id(update)]
    match update:
        case Command() | GroupText() | Tap():
            chats.append(update.chat_id)
        case Migrated():
            chats.append(update.new_chat_id)
    return tuple(sorted({chat for chat in chats if chat is not None}, reverse=True))
