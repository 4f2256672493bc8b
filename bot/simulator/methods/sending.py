"""The methods that put a new message into a chat."""

from typing import Any

from bot.simulator.chats import Chat, GroupChat
from bot.simulator.errors import bad_request
from bot.simulator.keyboards import checked_markup
from bot.simulator.messages import Message
from bot.simulator.parameters import CopyMessage, Send, SendDocument, SendMessage, SendPhoto
from bot.simulator.request import Files
from bot.simulator.text import MAX_CAPTION, MAX_TEXT, Entity, formatted
from bot.simulator.world import World

_COPIED = (
    *("text", "entities", "caption", "caption_entities"),
    *("photo", "document", "voice", "audio", "video", "video_note", "contact"),
)
_UNCAPTIONED = {"text", "video_note", "contact"}


def send_message(world: World, params: SendMessage, files: Files) -> dict[str, Any]:
    """Bot API: sendMessage."""
    chat = world.chat_to_act_in(params.chat_id)
    fields = text_fields(params.text, params.entities, params.parse_mode)
    if params.link_preview_options is not None and params.link_preview_options.is_disabled:
        fields["link_preview_options"] = {"is_disabled": True}
    return _sent(world, chat, params, fields).as_json()


def send_photo(world: World, params: SendPhoto, files: Files) -> dict[str, Any]:
    """Bot API: sendPhoto."""
    chat = world.chat_to_act_in(params.chat_id)
    fields = caption_fields(params.caption, params.caption_entities, params.parse_mode)
    fields["photo"] = world.files.sent_photo(params.photo, files, field="photo")
    fields |= _flags(
        params, show_caption_above_media="show_caption_above_media", has_spoiler="has_media_spoiler"
    )
    return _sent(world, chat, params, fields).as_json()


def send_document(world: World, params: SendDocument, files: Files) -> dict[str, Any]:
    """Bot API: sendDocument."""
    chat = world.chat_to_act_in(params.chat_id)
    fields = caption_fields(params.caption, params.caption_entities, params.parse_mode)
    fields["document"] = world.files.sent_document(params.document, files, field="document")
    return _sent(world, chat, params, fields).as_json()


def copy_message(world: World, params: CopyMessage, files: Files) -> dict[str, int]:
    """Bot API: copyMessage."""
    chat = world.chat_to_act_in(params.chat_id)
    source = world.chat_to_act_in(params.from_chat_id).find(params.message_id)
    if source is None:
        raise bad_request("message to copy not found")
    fields = {name: source.json[name] for name in _COPIED if name in source.json}
    if not fields:
        raise bad_request("message can't be copied")
    if params.caption is not None and not _UNCAPTIONED & fields.keys():
        for name in ("caption", "caption_entities"):
            fields.pop(name, None)
        fields |= caption_fields(params.caption, params.caption_entities, params.parse_mode)
    return {"message_id": _sent(world, chat, params, fields).id}


def text_fields(text: str, entities: list[Entity] | None, parse_mode: str | None) -> dict[str, Any]:
    """The `text` and `entities` of a message, checked."""
    refuse_markup(parse_mode)
    kept, marked = formatted(text, entities, field="text", limit=MAX_TEXT)
    if not kept:
        raise bad_request("message text is empty")
    return {"text": kept, "entities": marked} if marked else {"text": kept}


def caption_fields(
    caption: str | None, entities: list[Entity] | None, parse_mode: str | None
) -> dict[str, Any]:
    """The `caption` and `caption_entities` of a message, checked; nothing for an empty caption."""
    refuse_markup(parse_mode)
    kept, marked = formatted(caption or "", entities, field="caption", limit=MAX_CAPTION)
    if not kept:
        return {}
    return {"caption": kept, "caption_entities": marked} if marked else {"caption": kept}


def refuse_markup(parse_mode: str | None) -> None:
    """Refuse a parse mode: this bot sends entities, so one comes from its library's defaults by mistake."""
    if parse_mode:
        raise bad_request(
            f"the simulator doesn't parse markup: send entities instead of parse_mode {parse_mode}"
        )


def _sent(world: World, chat: Chat, params: Send, fields: dict[str, Any]) -> Message:
    if params.business_connection_id:
        raise bad_request("business connection not found: business_connection_id")
    if params.direct_messages_topic_id is not None:
        raise bad_request("direct_messages_topic_id: the chat has no direct messages topics")
    markup = checked_markup(params.reply_markup)
    thread = _thread(chat, params.message_thread_id)
    fields |= _flags(params, protect_content="has_protected_content")
    if params.message_effect_id:
        fields["effect_id"] = params.message_effect_id
    return world.post(
        chat, sender=world.bot, fields=fields, reply_to=_reply_to(chat, params), markup=markup, thread=thread
    )


def _reply_to(chat: Chat, params: Send) -> Message | None:
    reply = params.reply_parameters
    if reply is None:
        return None
    if reply.chat_id not in {None, chat.id, str(chat.id)}:
        raise bad_request("reply_parameters.chat_id: the simulator replies within one chat only")
    found = chat.find(reply.message_id)
    if found is None and not reply.allow_sending_without_reply:
        raise bad_request("message to be replied not found")
    if found is not None and reply.quote is not None and reply.quote not in found.text:
        raise bad_request("QUOTE_TEXT_INVALID: reply_parameters.quote isn't in the message")
    return found


def _thread(chat: Chat, thread: int | None) -> int | None:
    if thread is None:
        return None
    # A reply in a supergroup carries a thread id too; only a forum's topics can be written to by it.
    if not isinstance(chat, GroupChat) or thread not in chat.topics:
        raise bad_request("message thread not found")
    return thread


def _flags(params: Send, **names: str) -> dict[str, Any]:
    return {shown: True for name, shown in names.items() if getattr(params, name)}
