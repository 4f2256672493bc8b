"""aiogram as a way to Telegram: its session carries the calls, and each one ends in an outcome."""

import asyncio
import io
import json
from collections.abc import Mapping
from typing import Any, Self

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import AiogramError, ClientDecodeError
from aiogram.methods import Response, TelegramMethod
from aiogram.types import BufferedInputFile, Update
from aiohttp import ClientError, ClientResponseError, ClientSession
from pydantic import PrivateAttr

from bot.adapters.http import DOWNLOAD_SECONDS, bounds, failed, proxy_for
from handlers.messenger import Outcome, Rejected, Sent, Unknown, Upload, refusal, refusal_in


class AiogramMessenger:
    """Telegram through aiogram, between `async with` and its end.

    `api_url` is None for Telegram's own; `connections` is how many requests may be in flight at once,
    beside the long poll. Raises `TokenValidationError` for a token that can't be one.
    """

    def __init__(self, *, token: str, api_url: str | None = None, connections: int = 16) -> None:
        server = TelegramAPIServer.from_base(api_url) if api_url else PRODUCTION
        self._proxy = proxy_for(server.base)
        self._session = _Session(server=server, proxy=self._proxy, connections=connections + 1)
        self._bot = Bot(token, session=self._session)
        self._token = token
        self._client: ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._client = await self._session.create_session()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._client is not None:
            # Not AiohttpSession.close: it sleeps for an end of TLS that aiohttp now waits for by itself.
            await self._client.close()

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
            given[name] = BufferedInputFile(await _content(upload), filename=upload.name)
        self._check_open()
        try:
            result = await self._bot(_Call.named(method, given), request_timeout=_bounds(timeout))
        except (AiogramError, OSError, UnicodeDecodeError) as error:
            return self._outcome(error)
        return Sent(result)

    async def download(self, file_id: str) -> bytes | Outcome:
        """See `Messenger.download`."""
        located = await self.call("getFile", {"file_id": file_id})
        if not isinstance(located, Sent):
            return located
        if not (path := located.result.get("file_path")):
            return Rejected(404, "Telegram has no path for this file")
        content = io.BytesIO()
        self._check_open()
        try:
            await self._bot.download_file(path, content, timeout=_bounds(DOWNLOAD_SECONDS))
        except ClientResponseError as error:
            return refusal(error.status, f"HTTP {error.status} instead of the file")
        except (ClientError, OSError) as error:
            return self._outcome(error)
        return content.getvalue()

    def _check_open(self) -> None:
        if self._client is None or self._client.closed:
            # aiogram would quietly open another session, which nobody closes.
            raise RuntimeError("AiogramMessenger works inside its `async with` only.")

    def _outcome(self, error: Exception) -> Outcome:
        """How a call ended that Telegram didn't carry out. No part of an answer's body is repeated here."""
        if isinstance(error, _RefusalError):
            return error.outcome
        if isinstance(error, ClientDecodeError | UnicodeDecodeError):
            return Unknown("an answer that isn't the Bot API's")
        cause = error.__cause__ or error
        return failed(cause, token=self._token, proxy=self._proxy)


class _RefusalError(AiogramError):
    """Telegram's refusal, read in full."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class _Session(AiohttpSession):
    """aiogram's own HTTP, but refusals are read before its exceptions, which don't have every error code.

    And it goes through the proxy that the environment names, for which aiogram's own needs another library.
    """

    def __init__(self, *, server: TelegramAPIServer, proxy: str | None, connections: int) -> None:
        super().__init__(api=server, limit=connections)
        self._through = proxy

    async def create_session(self) -> ClientSession:
        if self._session is None or self._session.closed:
            connector = self._connector_type(**self._connector_init)
            self._session = ClientSession(connector=connector, proxy=self._through)
        return self._session

    def check_response(
        self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str
    ) -> Response[Any]:
        if not 200 <= status_code < 300:
            raise _RefusalError(refusal_in(status_code, content))
        return super().check_response(bot, method, status_code, content)


class _Call(TelegramMethod[Any]):
    """Any method by name: no field of aiogram's own, so no default of its, and the result as it came."""

    __returning__ = Any
    _name: str = PrivateAttr()

    @classmethod
    def named(cls, name: str, params: dict[str, Any]) -> Self:
        call = cls.model_validate(params)
        call._name = name
        return call

    @property
    def __api_method__(self) -> str:  # type: ignore[override]
        return self._name


async def _content(upload: Upload) -> bytes:
    return (
        upload.content
        if isinstance(upload.content, bytes)
        else await asyncio.to_thread(upload.content.read_bytes)
    )


def _bounds(seconds: float) -> Any:
    """aiogram asks for an int and hands whatever it is given to aiohttp."""
    return bounds(seconds)


def update_as_dict(update: Update) -> dict[str, Any]:
    """An update of aiogram's as the Bot API's JSON."""
    # What wasn't sent stays out. An absent field may hold a `Default`, which isn't JSON, and counts as set in an
    # update that a host fed to its dispatcher without naming the bot: aiogram makes it anew with every field.
    as_json = update.model_dump_json(
        exclude_unset=True, exclude_none=True, by_alias=True, fallback=lambda _default: None
    )
    as_received: dict[str, Any] = json.loads(as_json)
    return as_received
