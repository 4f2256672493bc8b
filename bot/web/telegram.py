"""Telegram's way in: an update that it brings is answered once its effect is committed."""

import asyncio
import hmac
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import msgspec
from fastapi import Request, Response
from starlette.requests import ClientDisconnect

from bot.reception import Reception
from bot.wire import number_of
from scheduler.faults import Outage, where

logger = logging.getLogger(__name__)

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
"""Where Telegram shows the secret (Bot API: setWebhook, secret_token)."""

BODY_SECONDS: Final = 20.0
"""How long an update may take to come in. Whoever dawdles must not hold up our end."""

RETRY_SECONDS: Final = 5
"""When to offer it again that the database was away for; Telegram keeps to a rhythm of its own."""


class TelegramRoute:
    """For both libraries, since neither's own webhook waits for the commit.

    Telegram offers again whatever isn't answered with 2xx. So nothing is answered before it is stored, and
    nothing that can never be stored is offered for ever: the reception sets it aside. Replies leave as
    calls of their own: one in the answer to an update has no outcome, so that a 429 would go unseen.
    """

    def __init__(self, *, secret: str, reception: Reception) -> None:
        self._secret = secret.encode()
        self._reception = reception
        self._outage = Outage(meanwhile="Telegram offers its updates again")
        self._warned = False

    async def take(self, request: Request) -> Response:
        """200 once it is stored; 503 while the database is away; 403 for whoever doesn't know the secret."""
        if not self._is_telegram(request):
            return Response(status_code=HTTPStatus.FORBIDDEN)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await request.body()
        except TimeoutError:
            return Response(status_code=HTTPStatus.REQUEST_TIMEOUT, headers={"Connection": "close"})
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)  # nobody is there to read it
        update = _update(body)
        if update is None:
            logger.warning("What came with the right secret is no update; %d bytes were refused", len(body))
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        return await self._stored(update)

    def _is_telegram(self, request: Request) -> bool:
        # Starlette reads headers as Latin-1, and compare_digest takes no other text than ASCII.
        shown = request.headers.get(SECRET_HEADER, "").encode("latin-1")
        if hmac.compare_digest(shown, self._secret):
            return True
        if not self._warned:
            self._warned = True  # once: anybody can send anything to a public address
            logger.warning(
                "An update with a wrong secret was refused; if Telegram sent it, restart the agent"
            )
        return False

    async def _stored(self, update: Mapping[str, Any]) -> Response:
        try:
            await self._reception.take(update)
        except Exception as error:  # noqa: BLE001 - Telegram hears of it, and offers the update again
            if self._outage.explains(error):
                return Response(
                    status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(RETRY_SECONDS)}
                )
            logger.error("An update can't be taken: %s", where(error))  # noqa: TRY400 - without its own words
            return Response(status_code=HTTPStatus.INTERNAL_SERVER_ERROR)
        self._outage.over()
        return Response()


def _update(body: bytes) -> Mapping[str, Any] | None:
    """The update in a request's body; None for what Telegram never sends."""
    try:
        update = msgspec.json.decode(body)
    except (ValueError, RecursionError):  # ValueError: also what isn't UTF-8
        return None
    return update if number_of(update) is not None else None
