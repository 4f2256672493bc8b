"""What we can do in return: toasts and edits leave at once, best effort; the others become Messages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from storage.kinds import MessageKind
from storage.messages import NewMessage

Value = str | int
"""What a text can be filled with: strings as they are (ids, names, formatted dates), ints for plurals."""


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words to say: the id of a text in `handlers/texts/*.ftl` and what it is filled with.

    With a `language` it is said in that one, whatever its message speaks.
    """

    id: str
    values: dict[str, Value] = {}
    language: str | None = None


class Button(msgspec.Struct, frozen=True, omit_defaults=True):
    """A button under a message: a label (a text of ours, or a symbol as it is) and what a press brings back.

    `data` is 1-64 bytes (Bot API: InlineKeyboardButton); `url` makes it a link instead.
    """

    label: Line | str
    data: str | None = None
    url: str | None = None
    style: str | None = None


Keyboard = tuple[tuple[Button, ...], ...]
"""Rows of buttons, top to bottom."""


class Document(msgspec.Struct, frozen=True):
    """A file that we made: its name and its text."""

    name: str
    text: str


class Copied(msgspec.Struct, frozen=True):
    """A message that stands in another chat, whatever it holds: a photo, a voice (Bot API: copyMessage)."""

    chat_id: int
    message_id: int


class Content(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message without its addressee: lines (shown below each other) and buttons.

    With a document, or with what is copied, the lines are its caption.
    """

    lines: tuple[Line, ...]
    language: str
    keyboard: Keyboard = ()
    document: Document | None = None
    copied: Copied | None = None


@dataclass(frozen=True, slots=True)
class Toast:
    """The answer to a callback query; None says nothing, which only ends the button's waiting."""

    callback_id: str
    line: Line | None
    language: str
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """New content for a message of ours that already stands in a chat."""

    chat_id: int
    message_id: int
    content: Content


Reply = Toast | Edit


@dataclass(frozen=True, slots=True)
class Say:
    """A message that must leave once; `key` is unique for ever, which makes saying it twice harmless."""

    key: str
    chat_id: int
    content: Content | None  # None: made when it is sent
    kind: MessageKind = MessageKind.REPLY
    contact_id: int | None = None
    invitation_id: int | None = None
    thread_id: int | None = None
    not_before: datetime | None = None  # None: now
    reply_to_key: str | None = None  # the message of ours that it answers

    def as_message(self, now: datetime) -> NewMessage:
        """The row to put in line."""
        return NewMessage(
            key=self.key,
            kind=self.kind,
            not_before=self.not_before or now,
            chat_id=self.chat_id,
            thread_id=self.thread_id,
            contact_id=self.contact_id,
            invitation_id=self.invitation_id,
            reply_to_key=self.reply_to_key,
            content=None if self.content is None else msgspec.to_builtins(self.content),
        )


def content_from(stored: dict[str, Any]) -> Content:
    """The content of a message as it was put in line. Raises msgspec.ValidationError for anything else."""
    return msgspec.convert(stored, Content)
