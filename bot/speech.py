"""Says, edits and toasts: our replies put into a language and handed to Telegram."""

from bot.wire import TOAST_LIMIT, edit_params, message_call
from handlers.messenger import Messenger, Outcome
from handlers.replies import Content, Edit, Toast
from handlers.texts.catalog import Catalog
from handlers.texts.units import clip


class Speech:
    """The bot's voice, whichever library carries it."""

    def __init__(self, *, messenger: Messenger, catalog: Catalog) -> None:
        self._messenger = messenger
        self._catalog = catalog

    async def say(
        self, chat_id: int, content: Content, *, thread_id: int | None = None, reply_to: int | None = None
    ) -> Outcome:
        """Send a message; `reply_to` may have been deleted meanwhile."""
        sending = message_call(content, self._catalog)
        params = {"chat_id": chat_id, **sending.params}
        if thread_id is not None:
            params["message_thread_id"] = thread_id
        if reply_to is not None:
            params["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
        return await self._messenger.call(sending.method, params, sending.files)

    async def greet(self) -> Outcome:
        """Ask who the bot is (Bot API: getMe)."""
        return await self._messenger.call("getMe", {}, timeout=10.0)

    async def edit(self, edit: Edit) -> Outcome:
        """Replace a message (Bot API: editMessageText)."""
        place = {"chat_id": edit.chat_id, "message_id": edit.message_id}
        return await self._messenger.call(
            "editMessageText", {**place, **edit_params(edit.content, self._catalog)}
        )

    async def toast(self, toast: Toast) -> Outcome:
        """End a button's waiting (Bot API: answerCallbackQuery)."""
        params: dict[str, object] = {"callback_query_id": toast.callback_id}
        if toast.line is not None:
            params["text"] = clip(self._catalog.plain(toast.line, toast.language), TOAST_LIMIT)
            params["show_alert"] = toast.alert
        return await self._messenger.call("answerCallbackQuery", params, timeout=10.0)
