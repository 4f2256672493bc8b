"""The first call of all: who the bot is, and whether Telegram knows its token."""

import asyncio
from typing import Any, Final

from bot.errors import OperatorError
from bot.settings import Settings
from handlers.messenger import Messenger, NotSent, Rejected, RetryAfter, Sent

GREETINGS: Final = 5
"""Tries of the first call, while Telegram answers at all."""

TOKEN_REFUSED: Final = "Telegram doesn't know BOT_TOKEN; copy it anew from @BotFather into .env."  # noqa: S105


async def introduce(messenger: Messenger, settings: Settings) -> str:
    """The bot's name, as getMe says. Raises OperatorError where Telegram can't be reached or won't say."""
    for attempt in range(GREETINGS):
        match await messenger.call("getMe", {}):
            case Sent(me):
                return _username(me)
            case Rejected(401, _):
                raise OperatorError(TOKEN_REFUSED)
            case NotSent():
                raise OperatorError(
                    f"Telegram can't be reached at {settings.telegram_api_url}; "
                    "check the network, or TELEGRAM_API_URL."
                )
            case RetryAfter(seconds):
                await asyncio.sleep(min(seconds, 30.0))
            case _:
                await asyncio.sleep(0.2 * 2**attempt)
    raise OperatorError(
        f"{settings.telegram_api_url} doesn't answer as Telegram does; try again later, or check TELEGRAM_API_URL."
    )


def _username(me: dict[str, Any]) -> str:
    return str(me["username"])
