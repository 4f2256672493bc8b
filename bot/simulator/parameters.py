"""Gives each method of the Bot API its parameters as a type; what isn't listed here is refused.

Fields and their types are those of the Bot API 10.1. Where the Bot API takes a JSON-serialised object,
a form may send it as a string.
"""

from typing import Any

from msgspec import Struct

from bot.simulator.text import Entity

ChatId = int | str


class Params(Struct, kw_only=True, forbid_unknown_fields=True):
    """The parameters of one call."""


class Nothing(Params, kw_only=True):
    """Bot API: getMe, getWebhookInfo, close, logOut."""


class LinkPreviewOptions(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Bot API: LinkPreviewOptions."""

    is_disabled: bool | None = None
    url: str | None = None
    prefer_small_media: bool | None = None
    prefer_large_media: bool | None = None
    show_above_text: bool | None = None


class ReplyParameters(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Bot API: ReplyParameters."""

    message_id: int
    chat_id: ChatId | None = None
    allow_sending_without_reply: bool | None = None
    quote: str | None = None
    quote_parse_mode: str | None = None
    quote_entities: list[Entity] | None = None
    quote_position: int | None = None
    checklist_task_id: int | None = None
    poll_option_id: str | None = None


class Send(Params, kw_only=True):
    """What all the methods that send a message have in common."""

    chat_id: ChatId
    business_connection_id: str | None = None
    message_thread_id: int | None = None
    direct_messages_topic_id: int | None = None
    disable_notification: bool | None = None
    protect_content: bool | None = None
    allow_paid_broadcast: bool | None = None
    message_effect_id: str | None = None
    suggested_post_parameters: dict[str, Any] | None = None
    reply_parameters: ReplyParameters | None = None
    reply_markup: dict[str, Any] | None = None


class SendMessage(Send, kw_only=True):
    """Bot API: sendMessage."""

    text: str
    parse_mode: str | None = None
    entities: list[Entity] | None = None
    link_preview_options: LinkPreviewOptions | None = None


class SendPhoto(Send, kw_only=True):
    """Bot API: sendPhoto."""

    photo: str
    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: list[Entity] | None = None
    show_caption_above_media: bool | None = None
    has_spoiler: bool | None = None


class SendDocument(Send, kw_only=True):
    """Bot API: sendDocument."""

    document: str
    thumbnail: str | None = None
    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: list[Entity] | None = None
    disable_content_type_detection: bool | None = None


class CopyMessage(Send, kw_only=True):
    """Bot API: copyMessage."""

    from_chat_id: ChatId
    message_id: int
    video_start_timestamp: int | None = None
    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: list[Entity] | None = None
    show_caption_above_media: bool | None = None


class Edit(Params, kw_only=True):
    """What all the methods that edit a message have in common."""

    business_connection_id: str | None = None
    chat_id: ChatId | None = None
    message_id: int | None = None
    inline_message_id: str | None = None
    reply_markup: dict[str, Any] | None = None


class EditMessageText(Edit, kw_only=True):
    """Bot API: editMessageText."""

    text: str | None = None
    parse_mode: str | None = None
    entities: list[Entity] | None = None
    link_preview_options: LinkPreviewOptions | None = None
    rich_message: dict[str, Any] | None = None


class EditMessageCaption(Edit, kw_only=True):
    """Bot API: editMessageCaption."""

    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: list[Entity] | None = None
    show_caption_above_media: bool | None = None


class InputMedia(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Bot API: InputMediaPhoto and InputMediaDocument, told apart by `type`."""

    type: str
    media: str
    thumbnail: str | None = None
    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: list[Entity] | None = None
    show_caption_above_media: bool | None = None
    has_spoiler: bool | None = None
    disable_content_type_detection: bool | None = None


class EditMessageMedia(Edit, kw_only=True):
    """Bot API: editMessageMedia."""

    media: InputMedia


class EditMessageReplyMarkup(Edit, kw_only=True):
    """Bot API: editMessageReplyMarkup."""


class DeleteMessage(Params, kw_only=True):
    """Bot API: deleteMessage."""

    chat_id: ChatId
    message_id: int


class AnswerCallbackQuery(Params, kw_only=True):
    """Bot API: answerCallbackQuery."""

    callback_query_id: str
    text: str | None = None
    show_alert: bool | None = None
    url: str | None = None
    cache_time: int | None = None


class SendChatAction(Params, kw_only=True):
    """Bot API: sendChatAction."""

    chat_id: ChatId
    action: str
    business_connection_id: str | None = None
    message_thread_id: int | None = None


class GetFile(Params, kw_only=True):
    """Bot API: getFile."""

    file_id: str


class ChatOnly(Params, kw_only=True):
    """Bot API: getChat, leaveChat."""

    chat_id: ChatId


class GetChatMember(Params, kw_only=True):
    """Bot API: getChatMember."""

    chat_id: ChatId
    user_id: int


class GetChatAdministrators(Params, kw_only=True):
    """Bot API: getChatAdministrators."""

    chat_id: ChatId
    return_bots: bool | None = None


class PinChatMessage(Params, kw_only=True):
    """Bot API: pinChatMessage."""

    chat_id: ChatId
    message_id: int
    business_connection_id: str | None = None
    disable_notification: bool | None = None


class UnpinChatMessage(Params, kw_only=True):
    """Bot API: unpinChatMessage; without a message_id the newest pinned message."""

    chat_id: ChatId
    message_id: int | None = None
    business_connection_id: str | None = None


class BotCommand(Struct, kw_only=True, forbid_unknown_fields=True):
    """Bot API: BotCommand."""

    command: str
    description: str


class BotCommandScope(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Bot API: BotCommandScope and its seven kinds."""

    type: str
    chat_id: ChatId | None = None
    user_id: int | None = None


class ScopedCommands(Params, kw_only=True):
    """Bot API: getMyCommands, deleteMyCommands."""

    scope: BotCommandScope | None = None
    language_code: str | None = None


class SetMyCommands(ScopedCommands, kw_only=True):
    """Bot API: setMyCommands."""

    commands: list[BotCommand]


class GetUpdates(Params, kw_only=True):
    """Bot API: getUpdates."""

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


class SetWebhook(Params, kw_only=True):
    """Bot API: setWebhook."""

    url: str
    certificate: str | None = None
    ip_address: str | None = None
    max_connections: int | None = None
    allowed_updates: list[str] | None = None
    drop_pending_updates: bool | None = None
    secret_token: str | None = None


class DeleteWebhook(Params, kw_only=True):
    """Bot API: deleteWebhook."""

    drop_pending_updates: bool | None = None
