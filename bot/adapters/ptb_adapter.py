"""python-telegram-bot as a way to Telegram: its requests carry the calls, and each one ends in an outcome."""

import asyncio
from collections.abc import Mapping
from enum import Enum
from json import JSONDecodeError
from typing import Any, Self

from telegram import Bot, File, InputFile, Update
from telegram.error import TelegramError

from bot.adapters.http import DOWNLOAD_SECONDS, failed, proxy_for
from bot.adapters.ptb_request import AiohttpRequest, RefusalError
from handlers.messenger import Outcome, Rejected, Sent, Unknown, Upload

_TELEGRAM = "https://api.telegram.org"
# Fields that PTB's Message adds with False where Telegram sent nothing.
_INVENTED = {"delete_chat_photo", "group_chat_created", "supergroup_chat_created", "channel_chat_created"}


class PtbMessenger:
    """Telegram through python-telegram-bot, between `async with` and its end.

    `api_url` is None for Telegram's own; `connections` is how many requests may be in flight at once,
    beside the long poll, which has a connection of its own.
    """

    def __init__(self, *, token: str, api_url: str | None = None, connections: int = 16) -> None:
        base = (api_url or _TELEGRAM).rstrip("/")
        self._proxy = proxy_for(base)
        polling = AiohttpRequest(proxy=self._proxy, connections=1)
        others = AiohttpRequest(proxy=self._proxy, connections=connections)
        self._requests = (polling, others)
        self._bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            get_updates_request=polling,
            request=others,
        )
        self._token = token
        self._open = False

    async def __aenter__(self) -> Self:
        # Not Bot.initialize: it calls getMe, so that nothing could start while Telegram is out of reach.
        await asyncio.gather(*(request.initialize() for request in self._requests))
        self._open = True
        return self

    async def __aexit__(self, *_: object) -> None:
        self._open = False
        await asyncio.gather(*(request.shutdown() for request in self._requests))

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Upload] | None = None,
        *,
        timeout: float = 30.0,  # noqa: ASYNC109 - the port's
    ) -> Outcome:
        """See `Messenger.call`."""
        given = {name: value for name, value in params.items() if value is not None and value != ""}
        for name, upload in (files or {}).items():
            given[name] = InputFile(await _content(upload), filename=upload.name)
        self._check_open()
        try:
            # The underscore, which PTB drops, spares us its advice (a warning) to use its own wrapper.
            result = await self._bot.do_api_request(f"{method}_", given, read_timeout=timeout)
        except TelegramError as error:
            return self._outcome(error)
        except (KeyError, TypeError):  # PTB takes `result` out of whatever JSON came
            return Unknown("an answer that isn't the Bot API's")
        return Sent(result)

    async def download(self, file_id: str) -> bytes | Outcome:
        """See `Messenger.download`."""
        located = await self.call("getFile", {"file_id": file_id})
        if not isinstance(located, Sent):
            return located
        if not (path := located.result.get("file_path")):
            return Rejected(404, "Telegram has no path for this file")
        file = File(file_id, "", file_path=f"{self._bot.base_file_url}/{path}")
        file.set_bot(self._bot)
        try:
            return bytes(await file.download_as_bytearray(read_timeout=DOWNLOAD_SECONDS))
        except TelegramError as error:
            return self._outcome(error)

    def _check_open(self) -> None:
        if not self._open:
            raise RuntimeError("PtbMessenger works inside its `async with` only.")

    def _outcome(self, error: Exception) -> Outcome:
        """How a call ended that Telegram didn't carry out. No part of an answer's body is repeated here."""
        if isinstance(error, RefusalError):
            return error.outcome
        cause = error.__cause__ or error
        if isinstance(cause, JSONDecodeError):
            return Unknown("an answer that isn't the Bot API's")
        return failed(cause, token=self._token, proxy=self._proxy)


async def _content(upload: Upload) -> bytes:
    return (
        upload.content
        if isinstance(upload.content, bytes)
        else await asyncio.to_thread(upload.content.read_bytes)
    )


def update_as_dict(update: Update) -> dict[str, Any]:
    """An update of PTB's as the Bot API's JSON, but without its empty lists, which PTB forgets."""
    as_received: dict[str, Any] = _as_received(update.to_dict())
    return as_received


def _as_received(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _as_received(item)
            for name, item in value.items()
            if not (item is False and name in _INVENTED)
        }
    if isinstance(value, list | tuple):
        return [_as_received(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, TelegramError):
        # InvalidCallbackData, which a host with `arbitrary_callback_data` makes of a button not its own.
        return getattr(value, "callback_data", None)
    return value
