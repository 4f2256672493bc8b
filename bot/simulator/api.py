"""Takes a call apart, checks it, and hands it to the method that it names."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

from bot.simulator.calls import Call
from bot.simulator.chats import Chat
from bot.simulator.errors import BotApiError, bad_request
from bot.simulator.limits import COUNTED, Limits
from bot.simulator.methods import answering, chats, commands, editing, sending, session
from bot.simulator.parameters import (
    AnswerCallbackQuery,
    ChatOnly,
    CopyMessage,
    DeleteMessage,
    DeleteWebhook,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    GetChatAdministrators,
    GetChatMember,
    GetFile,
    GetUpdates,
    Nothing,
    Params,
    PinChatMessage,
    ScopedCommands,
    SendChatAction,
    SendDocument,
    SendMessage,
    SendPhoto,
    SetMyCommands,
    SetWebhook,
    UnpinChatMessage,
)
from bot.simulator.polling import Polling
from bot.simulator.request import Files, typed
from bot.simulator.webhook import Webhook
from bot.simulator.world import World

Work = Callable[[World, Any, Files], Any]


class Method(NamedTuple):
    """A method under its exact name; without `work` it is done by the long poll or the webhook."""

    name: str
    shape: type[Params]
    work: Work | None = None


METHODS: Final = (
    Method("getMe", Nothing, session.get_me),
    Method("close", Nothing, session.close),
    Method("logOut", Nothing, session.log_out),
    Method("getUpdates", GetUpdates),
    Method("setWebhook", SetWebhook),
    Method("deleteWebhook", DeleteWebhook),
    Method("getWebhookInfo", Nothing),
    Method("sendMessage", SendMessage, sending.send_message),
    Method("sendPhoto", SendPhoto, sending.send_photo),
    Method("sendDocument", SendDocument, sending.send_document),
    Method("copyMessage", CopyMessage, sending.copy_message),
    Method("editMessageText", EditMessageText, editing.edit_message_text),
    Method("editMessageCaption", EditMessageCaption, editing.edit_message_caption),
    Method("editMessageMedia", EditMessageMedia, editing.edit_message_media),
    Method("editMessageReplyMarkup", EditMessageReplyMarkup, editing.edit_message_reply_markup),
    Method("deleteMessage", DeleteMessage, editing.delete_message),
    Method("answerCallbackQuery", AnswerCallbackQuery, answering.answer_callback_query),
    Method("sendChatAction", SendChatAction, answering.send_chat_action),
    Method("getFile", GetFile, chats.get_file),
    Method("getChat", ChatOnly, chats.get_chat),
    Method("getChatMember", GetChatMember, chats.get_chat_member),
    Method("getChatAdministrators", GetChatAdministrators, chats.get_chat_administrators),
    Method("pinChatMessage", PinChatMessage, chats.pin_chat_message),
    Method("unpinChatMessage", UnpinChatMessage, chats.unpin_chat_message),
    Method("leaveChat", ChatOnly, chats.leave_chat),
    Method("setMyCommands", SetMyCommands, commands.set_my_commands),
    Method("deleteMyCommands", ScopedCommands, commands.delete_my_commands),
    Method("getMyCommands", ScopedCommands, commands.get_my_commands),
)


class BotApi:
    """The Bot API without HTTP: a method's name and raw parameters in, its result or a BotApiError out."""

    def __init__(self, *, world: World, limits: Limits, polling: Polling, webhook: Webhook) -> None:
        self._world = world
        self._limits = limits
        self._methods = {method.name.lower(): method for method in METHODS}
        self._special: dict[str, Callable[[Any], Awaitable[Any]]] = {
            "getUpdates": polling.get_updates,
            "setWebhook": webhook.set,
            "deleteWebhook": webhook.delete,
            "getWebhookInfo": webhook.info,
        }

    def name(self, written: str) -> str:
        """The exact name of a method, whose case doesn't matter; as written if there is none such."""
        method = self._methods.get(written.lower())
        return method.name if method else written

    async def perform(self, call: Call, raw: dict[str, Any], files: Files) -> Any:
        """Do what the call says. Raises BotApiError, and writes into the log what it was about."""
        method = self._methods.get(call.method.lower())
        if method is None:
            raise BotApiError(404, "method not found")
        if self._world.logged_out_until > self._world.clock.now():
            raise bad_request("Logged out")
        params = typed(raw, method.shape, files)
        call.understood(params)
        if method.work is None:
            return await self._special[method.name](params)
        if method.name in COUNTED:
            self._count(call, params)
        result = method.work(self._world, params, files)
        if isinstance(result, dict):
            call.message_id = result.get("message_id")
        return result

    def _count(self, call: Call, params: Any) -> None:
        chat: Chat | None = None
        if params.chat_id is not None:
            chat = self._world.find_chat(params.chat_id)
            call.chat_id = chat.id
        if chat is not None:
            paid = bool(getattr(params, "allow_paid_broadcast", False))
            self._limits.check(call.method, chat, paid=paid)
