"""python-telegram-bot as a way to Telegram: its requests carry the calls, and each one ends in an outcome."""

import asyncio
from collections.abc import Mapping
from enum import Enum
from json import JSONDecodeError
from typing import Any, Self

import httpx
from telegram import Bot, File, InputFile, Update
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from handlers.messenger import NotSent, Outcome, Rejected, Sent, Unknown, Upload, refusal, refusal_in

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_DOWNLOAD_SECONDS = 60.0
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
        polling, others = _Request(connection_pool_size=1), _Request(connection_pool_size=connections)
        self._requests = (polling, others)
        self._bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            get_updates_request=polling,
            request=others,
        )
        self._secret = token.rpartition(":")[2]
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
            async with asyncio.timeout(timeout):
                # The underscore, which PTB drops, spares us its advice (a warning) to use its own wrapper.
                result = await self._bot.do_api_request(f"{method}_", given, **_seconds(timeout))
        except (TelegramError, TimeoutError) as error:
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
            async with asyncio.timeout(_DOWNLOAD_SECONDS):
                return bytes(await file.download_as_bytearray(**_seconds(_DOWNLOAD_SECONDS)))
        except (TelegramError, TimeoutError) as error:
            return self._outcome(error)

    def _check_open(self) -> None:
        if not self._open:
            raise RuntimeError("PtbMessenger works inside its `async with` only.")

    def _outcome(self, error: Exception) -> Outcome:
        """How a call ended that Telegram didn't carry out. No part of an answer's body is repeated here."""
        if isinstance(error, _RefusalError):
            return error.outcome
        cause = error.__cause__ or error
        if isinstance(cause, JSONDecodeError):
            return Unknown("an answer that isn't the Bot API's")
        description = f"{type(cause).__name__}: {cause}".replace(self._secret, "...").removesuffix(": ")
        return NotSent(description) if isinstance(cause, _NEVER_SENT) else Unknown(description)


class _RefusalError(TelegramError):
    """Telegram's refusal, read in full."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("")
        self.outcome = outcome


class _Request(HTTPXRequest):
    """PTB's own HTTP, but refusals are read before its exceptions.

    Those make one of 401 and 404, of 413 and 502, and change the letters' case in a description.
    """

    async def do_request(self, url: str, method: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        status, body = await super().do_request(url, method, *args, **kwargs)
        if 200 <= status < 300:
            return status, body
        if method == "GET":
            raise _RefusalError(refusal(status, f"HTTP {status} instead of the file"))
        raise _RefusalError(refusal_in(status, body))


async def _content(upload: Upload) -> bytes:
    return (
        upload.content
        if isinstance(upload.content, bytes)
        else await asyncio.to_thread(upload.content.read_bytes)
    )


def _seconds(timeout: float) -> dict[str, Any]:
    """PTB's four bounds, half of the time at most for getting a connection: what fails then never left."""
    return {
        "pool_timeout": timeout / 4,
        "connect_timeout": timeout / 4,
        "write_timeout": timeout,
        "read_timeout": timeout,
    }


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
