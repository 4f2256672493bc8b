"""Bot API JSON to our updates, our replies to Bot API calls: one decoder, one writer, for both libraries."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import msgspec

from handlers.messenger import Upload
from handlers.replies import Button, Content, Keyboard
from handlers.texts.catalog import Catalog
from handlers.texts.template import Entity, Rendered
from handlers.texts.units import ELLIPSIS, clip, utf16_length
from handlers.updates import (
    Attached,
    Blocked,
    Command,
    Group,
    GroupText,
    Migrated,
    Other,
    Person,
    Removed,
    Tap,
    Text,
    Unblocked,
    Update,
)
from storage.kinds import AttachmentKind

CAPTION_LIMIT: Final = 1024
"""UTF-16 units of a document's or a photo's caption (Bot API: sendDocument)."""

MESSAGE_LIMIT: Final = 4096
"""UTF-16 units of a message's text (Bot API: sendMessage)."""

TOAST_LIMIT: Final = 200
"""UTF-16 units of a toast (Bot API: answerCallbackQuery)."""

ALLOWED_UPDATES: Final = ("message", "callback_query", "my_chat_member")
"""What we ask Telegram for; it sticks from the last call, so it is said with each."""

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL | re.ASCII)


# What neither the database nor a clock can hold came from no Telegram.
_Id = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
_Date = Annotated[int, msgspec.Meta(ge=0, le=2**32)]


class _Part(msgspec.Struct):
    """A part of an update, without U+0000: no Telegram sends it, and no database keeps it.

    PostgreSQL refuses a text that holds one, and SQLite's JSON ends a text there.
    """

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, str) and "\0" in value:
                setattr(self, name, value.replace("\0", ""))


class _User(_Part):
    id: _Id
    first_name: str = ""
    username: str | None = None
    language_code: str | None = None


class _Chat(_Part):
    id: _Id
    type: str = ""
    title: str = ""


class _MessageRef(_Part):
    """A message without its content: also an old one, of which Telegram sends no more (`date` 0)."""

    message_id: _Id
    chat: _Chat
    sender: _User | None = msgspec.field(default=None, name="from")


class _File(_Part):
    file_id: str
    file_name: str | None = None
    file_size: Annotated[int, msgspec.Meta(ge=0)] | None = None


class _Message(_Part):
    message_id: _Id
    chat: _Chat
    date: _Date = 0
    sender: _User | None = msgspec.field(default=None, name="from")
    text: str | None = None
    caption: str | None = None
    photo: list[_File] = []
    video: _File | None = None
    video_note: _File | None = None
    voice: _File | None = None
    audio: _File | None = None
    document: _File | None = None
    reply_to_message: _MessageRef | None = None
    forward_origin: Any = None
    sender_chat: _Chat | None = None
    message_thread_id: _Id | None = None
    is_topic_message: bool = False
    migrate_to_chat_id: _Id | None = None


class _Callback(_Part):
    id: str
    sender: _User = msgspec.field(name="from")
    message: _MessageRef | None = None
    data: str = ""


class _Member(_Part):
    status: str


class _MemberChange(_Part):
    chat: _Chat
    sender: _User = msgspec.field(name="from")
    new_chat_member: _Member


class _Numbered(_Part):
    update_id: _Id


class _Update(_Numbered):
    message: _Message | None = None
    callback_query: _Callback | None = None
    my_chat_member: _MemberChange | None = None


class UnreadableUpdateError(ValueError):
    """The update has no number, so that it can't even be set aside."""


def number_of(raw: object) -> int | None:
    """An update's number, with which it is acknowledged; None for what is no update at all."""
    try:
        return msgspec.convert(raw, _Numbered).update_id
    except msgspec.ValidationError:
        return None


def decode(raw: Mapping[str, Any], *, username: str = "") -> Update:
    """An update as it means something to us; one of an unknown form is `Other`, and holds nobody up.

    `username` is the bot's own: in a group, a command for another bot isn't ours.

    Raises UnreadableUpdateError for what is no update at all.
    """
    try:
        update = msgspec.convert(raw, _Update)
    except msgspec.ValidationError:
        if (number := number_of(raw)) is None:
            raise UnreadableUpdateError("Telegram sent an update without update_id.") from None
        return Other(number)
    if update.callback_query is not None:
        return _tap(update.update_id, update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update.update_id, update.my_chat_member)
    if update.message is not None and update.message.sender is not None:
        return _said(update.update_id, update.message, _person(update.message.sender), username)
    return Other(update.update_id)


def _said(update_id: int, message: _Message, person: Person, username: str) -> Update:
    if message.migrate_to_chat_id is not None:
        return Migrated(update_id, message.chat.id, message.migrate_to_chat_id)
    attached = _attached(message)
    if not message.text and attached is None:
        return Other(update_id, person.telegram_id)
    # A forwarded command is somebody else's: in a private chat it is read as words.
    command = _COMMAND.fullmatch(message.text or "") if message.forward_origin is None else None
    if message.chat.type != "private":
        return _in_group(update_id, message, person, command, username)
    if command:
        return _command(update_id, message, person, command)
    answered = message.reply_to_message
    sent_at = datetime.fromtimestamp(message.date, UTC)
    return Text(
        update_id=update_id,
        person=person,
        message_id=message.message_id,
        text=message.text or message.caption or "",
        sent_at=sent_at,
        reply_to=answered.message_id if answered else None,
        attached=attached,
    )


def _attached(message: _Message) -> Attached | None:
    """What hangs on a message. Of a photo's sizes the last is the largest (Bot API: Message.photo)."""
    for kind in AttachmentKind:
        found = getattr(message, kind.value)
        if found:
            file: _File = found[-1] if isinstance(found, list) else found
            return Attached(kind, file.file_id, file.file_name, file.file_size)
    return None


def _in_group(
    update_id: int, message: _Message, person: Person, command: re.Match[str] | None, username: str
) -> Update:
    """A group's talk isn't ours, but for what answers us; a command is, unless it names another bot.

    What a channel says, or somebody forwards, is nobody's of the group.
    """
    named = command[2] if command else None
    speaks_as, answered = message.sender_chat, message.reply_to_message
    by_another = speaks_as is not None and speaks_as.id != message.chat.id
    if by_another or (named and named.casefold() != username.casefold()):
        return Other(update_id, person.telegram_id)
    topic = message.message_thread_id if message.is_topic_message else None
    group = Group(message.chat.id, message.chat.title, topic)
    if command is None:
        # Of what can hang on a message a file alone answers a question of ours.
        file = _attached(message) if message.document else None
        own = (message.text or file) and message.forward_origin is None
        if not own or not answered or not _is_ours(answered, username):
            return Other(update_id, person.telegram_id)
        return GroupText(
            update_id=update_id,
            person=person,
            group=group,
            message_id=message.message_id,
            text=message.text or message.caption or "",
            reply_to=answered.message_id,
            anonymous=speaks_as is not None,
            attached=file,
        )
    # In a topic, what answers nobody answers the topic's first message, by Telegram's account.
    replied = answered if answered and answered.message_id != topic else None
    return replace(
        _command(update_id, message, person, command),
        group=group,
        anonymous=speaks_as is not None,
        target=_person(replied.sender) if replied and replied.sender else None,
        reply_to=replied.message_id if replied else None,
    )


def _is_ours(message: _MessageRef, username: str) -> bool:
    named = message.sender.username if message.sender else None
    return named is not None and named.casefold() == username.casefold()


def _command(update_id: int, message: _Message, person: Person, command: re.Match[str]) -> Command:
    return Command(
        update_id=update_id,
        person=person,
        message_id=message.message_id,
        name=command[1].lower(),
        argument=(command[3] or "").strip(),
        sent_at=datetime.fromtimestamp(message.date, UTC),
    )


def _tap(update_id: int, callback: _Callback) -> Tap:
    return Tap(
        update_id=update_id,
        person=_person(callback.sender),
        callback_id=callback.id,
        chat_id=callback.message.chat.id if callback.message else None,
        message_id=callback.message.message_id if callback.message else None,
        data=callback.data,
    )


def _membership(update_id: int, change: _MemberChange) -> Update:
    person = _person(change.sender)
    status = change.new_chat_member.status
    if change.chat.type != "private":
        gone = status in ("kicked", "left")
        return Removed(update_id, change.chat.id) if gone else Other(update_id, person.telegram_id)
    blocked = status == "kicked"
    return Blocked(update_id, person) if blocked else Unblocked(update_id, person)


def _person(user: _User) -> Person:
    return Person(user.id, user.first_name, user.username, user.language_code)


@dataclass(frozen=True, slots=True)
class OutgoingCall:
    """A Bot API call that sends a message, without its addressee."""

    method: str
    params: dict[str, Any]
    files: dict[str, Upload]


def message_call(content: Content, catalog: Catalog) -> OutgoingCall:
    """How a message is sent (Bot API: sendMessage, sendDocument, copyMessage)."""
    keyboard = {"reply_markup": _markup(content, catalog)} if content.keyboard else {}
    if content.copied is not None:
        source = {"from_chat_id": content.copied.chat_id, "message_id": content.copied.message_id}
        return OutgoingCall("copyMessage", source | _caption(content, catalog) | keyboard, {})
    if content.document is not None:
        upload = Upload(name=content.document.name, content=content.document.text.encode())
        return OutgoingCall("sendDocument", _caption(content, catalog) | keyboard, {"document": upload})
    return OutgoingCall("sendMessage", _words(content, catalog) | keyboard, {})


def edit_params(content: Content, catalog: Catalog) -> dict[str, Any]:
    """Text, entities and keyboard of an edited message (Bot API: editMessageText).

    An empty keyboard is said too, since an edit without one would leave the old buttons.
    """
    return _words(content, catalog) | {"reply_markup": _markup(content, catalog)}


def _words(content: Content, catalog: Catalog) -> dict[str, Any]:
    """There is never a parse_mode: what people wrote can't break or inject markup."""
    text, entities = _fitting(content, catalog, MESSAGE_LIMIT)
    return {"text": text, "entities": entities, "link_preview_options": {"is_disabled": True}}


def _caption(content: Content, catalog: Catalog) -> dict[str, Any]:
    if not content.lines:
        return {}
    text, entities = _fitting(content, catalog, CAPTION_LIMIT)
    return {"caption": text, "caption_entities": entities}


def _fitting(content: Content, catalog: Catalog, limit: int) -> tuple[str, list[dict[str, Any]]]:
    """The lines and their entities, cut to so many UTF-16 units."""
    rendered = catalog.render_all(content.lines, content.language)
    text = clip(rendered.text, limit)
    return text, [msgspec.to_builtins(entity) for entity in _within(text, rendered)]


def _markup(content: Content, catalog: Catalog) -> dict[str, Any]:
    return {"inline_keyboard": _keyboard(content.keyboard, content.language, catalog)}


def _within(text: str, rendered: Rendered) -> Sequence[Entity]:
    """The entities of a text that may have been cut: those that are left of them, before its "…"."""
    if text == rendered.text:
        return rendered.entities
    end = utf16_length(text) - utf16_length(ELLIPSIS)
    return [
        Entity(entity.type, entity.offset, min(entity.length, end - entity.offset))
        for entity in rendered.entities
        if entity.offset < end
    ]


def _keyboard(keyboard: Keyboard, language: str, catalog: Catalog) -> list[list[dict[str, str]]]:
    return [[_button(button, language, catalog) for button in row] for row in keyboard]


def _button(button: Button, language: str, catalog: Catalog) -> dict[str, str]:
    label = button.label if isinstance(button.label, str) else catalog.plain(button.label, language)
    carried = {"callback_data": button.data, "url": button.url, "style": button.style}
    return {"text": label, **{name: value for name, value in carried.items() if value is not None}}
