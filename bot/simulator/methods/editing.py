"""The methods that change or remove a message of the bot."""

from typing import Any

from bot.simulator.chats import GroupChat
from bot.simulator.errors import NOT_MODIFIED, bad_request
from bot.simulator.keyboards import checked_markup
from bot.simulator.messages import Message
from bot.simulator.methods.sending import caption_fields, text_fields
from bot.simulator.parameters import (
    DeleteMessage,
    Edit,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
)
from bot.simulator.request import Files
from bot.simulator.world import World

DELETABLE_FOR = 48 * 3600  # seconds; Bot API: deleteMessage
_MEDIA = ("photo", "document", "voice")


def edit_message_text(world: World, params: EditMessageText, files: Files) -> dict[str, Any]:
    """Bot API: editMessageText. Without a reply_markup the inline keyboard goes."""
    message = _to_edit(world, params)
    if params.rich_message is not None:
        raise bad_request("rich_message: the simulator shows plain messages only")
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    fields = text_fields(params.text or "", params.entities, params.parse_mode)
    return _changed(world, message, params, {"entities": None} | fields)


def edit_message_caption(world: World, params: EditMessageCaption, files: Files) -> dict[str, Any]:
    """Bot API: editMessageCaption."""
    message = _to_edit(world, params)
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    fields = caption_fields(params.caption, params.caption_entities, params.parse_mode)
    return _changed(world, message, params, {"caption": None, "caption_entities": None} | fields)


def edit_message_media(world: World, params: EditMessageMedia, files: Files) -> dict[str, Any]:
    """Bot API: editMessageMedia, for photos and documents."""
    message = _to_edit(world, params)
    media = params.media
    if media.type not in {"photo", "document"}:
        raise bad_request(f"media.type {media.type!r}: the simulator knows photo and document")
    fields: dict[str, Any] = dict.fromkeys((*_MEDIA, "text", "entities", "caption", "caption_entities"))
    fields |= caption_fields(media.caption, media.caption_entities, media.parse_mode)
    if media.type == "photo":
        fields["photo"] = world.files.sent_photo(media.media, files, field="media.media")
    else:
        fields["document"] = world.files.sent_document(media.media, files, field="media.media")
    return _changed(world, message, params, fields)


def edit_message_reply_markup(
    world: World,
    params: EditMessageReplyMarkup,
    files: Files,
) -> dict[str, Any]:
    """Bot API: editMessageReplyMarkup."""
    return _changed(world, _to_edit(world, params), params, {})


def delete_message(world: World, params: DeleteMessage, files: Files) -> bool:
    """Bot API: deleteMessage."""
    chat = world.chat_to_act_in(params.chat_id)
    message = chat.find(params.message_id)
    if message is None:
        raise bad_request("message to delete not found")
    admin = isinstance(chat, GroupChat) and chat.bot is not None and chat.bot.is_admin
    others = isinstance(chat, GroupChat) and not message.from_bot
    too_old = world.clock.now() - message.json["date"] > DELETABLE_FOR
    if not admin and (others or too_old):
        raise bad_request("message can't be deleted for everyone")
    world.delete(message)
    return True


def _to_edit(world: World, params: Edit) -> Message:
    if params.inline_message_id:
        raise bad_request("MESSAGE_ID_INVALID: inline_message_id is of no message here")
    if params.chat_id is None:
        raise bad_request("chat_id is empty")
    if params.message_id is None:
        raise bad_request("message identifier is not specified: message_id")
    message = world.chat_to_act_in(params.chat_id).find(params.message_id)
    if message is None:
        raise bad_request("message to edit not found")
    # Bot API, "Updating messages": only those without reply_markup or with an inline keyboard.
    if not message.from_bot or (message.markup is not None and "inline_keyboard" not in message.markup):
        raise bad_request("message can't be edited")
    return message


def _changed(world: World, message: Message, params: Edit, fields: dict[str, Any]) -> dict[str, Any]:
    markup = checked_markup(params.reply_markup, inline_only=True)
    if markup == message.json.get("reply_markup") and all(
        message.json.get(name) == value for name, value in fields.items()
    ):
        raise bad_request(NOT_MODIFIED)
    world.change(message, fields, markup=markup)
    return message.as_json()
