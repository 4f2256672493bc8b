"""Tells Telegram how updates come: to our address, or to whoever asks for them. Neither drops what waits."""

import asyncio
import itertools
import logging
from collections.abc import Mapping
from typing import Any, Final

from bot.errors import OperatorError
from bot.wire import ALLOWED_UPDATES
from handlers.messenger import Messenger, Outcome, Rejected, RetryAfter, Sent
from scheduler.pacing import backoff
from scheduler.sender import TokenRefusedError
from scheduler.stopping import StoppedError, comes, unless_stopped

logger = logging.getLogger(__name__)

PATH: Final = "/telegram"
"""Where updates come to, below PUBLIC_URL. It is no secret: each update shows one."""

CONNECTIONS: Final = 100
"""Updates on their way to us at once, as many as Telegram offers: taps that wait together are stored together."""


def webhook_params(*, public_url: str, secret: str) -> dict[str, Any]:
    """What Telegram is told (Bot API: setWebhook)."""
    return {
        "url": f"{public_url}{PATH}",
        "secret_token": secret,
        "allowed_updates": list(ALLOWED_UPDATES),
        "max_connections": CONNECTIONS,
        "drop_pending_updates": False,
    }


async def set_webhook(messenger: Messenger, over: asyncio.Event, *, public_url: str, secret: str) -> bool:
    """Have updates brought to us; it stays so until somebody changes it. False: `over` came first.

    Raises TokenRefusedError, and OperatorError where Telegram won't come to this address.
    """
    outcome = await _told(messenger, over, "setWebhook", webhook_params(public_url=public_url, secret=secret))
    if isinstance(outcome, Rejected):
        raise OperatorError(
            f"Telegram refuses PUBLIC_URL ({outcome.description}); it has to be an address that the internet "
            "reaches by https, with a certificate that browsers trust."
        )
    return outcome is not None


async def delete_webhook(messenger: Messenger, over: asyncio.Event) -> bool:
    """Have updates wait until they are asked for. False: `over` came first. Raises TokenRefusedError."""
    return await _told(messenger, over, "deleteWebhook", {"drop_pending_updates": False}) is not None


async def _told(
    messenger: Messenger, over: asyncio.Event, method: str, params: Mapping[str, Any]
) -> Sent | Rejected | None:
    """What Telegram said to a call, however long that takes: twice is as good as once. None: `over` came first."""
    for attempt in itertools.count(1):
        try:
            outcome: Outcome = await unless_stopped(over, messenger.call(method, params))
        except StoppedError:
            break
        rest = backoff(attempt, first=0.2)
        match outcome:
            case Rejected(401, _):
                raise TokenRefusedError
            case Sent() | Rejected():
                return outcome
            case RetryAfter(seconds):
                rest = seconds  # it takes about one such call a second: several processes that start at once
            case _:
                logger.warning("Telegram can't be told how updates come: %s", type(outcome).__name__)
        if await comes(over, rest):
            break
    return None
