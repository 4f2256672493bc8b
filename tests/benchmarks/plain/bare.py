"""A library and nothing else: sends as many messages as it can with so many requests under way, or idles."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any, Final

from tests.benchmarks.plain.mailing import TEXT
from tests.benchmarks.simulation import TOKEN
from tests.benchmarks.worker import obey

Send = Callable[[int], Awaitable[Any]]


def _aiogram(api_url: str) -> Send:
    from aiogram import Bot  # noqa: PLC0415 - each process imports the one library that it measures
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415

    from tests.benchmarks.plain.mailing import _aiogram_keyboard  # noqa: PLC0415

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url)))
    keyboard = _aiogram_keyboard()
    return lambda chat: bot.send_message(chat, TEXT, reply_markup=keyboard)


def _ptb(api_url: str) -> Send:
    from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup  # noqa: PLC0415
    from telegram.request import HTTPXRequest  # noqa: PLC0415

    from tests.benchmarks.plain.mailing import LABELS  # noqa: PLC0415

    request = HTTPXRequest(connection_pool_size=64, pool_timeout=60)
    bot = Bot(TOKEN, base_url=f"{api_url}/bot", request=request)
    keyboard = InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=f"ts:a:1:{label}") for label in LABELS]]
    )
    return lambda chat: bot.send_message(chat, TEXT, reply_markup=keyboard)


LIBRARIES: Final = {"aiogram": _aiogram, "python-telegram-bot": _ptb}


async def main(library: str, api_url: str) -> None:
    """Obey."""
    send = LIBRARIES[library](api_url)

    async def to_all(first_chat: int, count: int, at_once: int) -> None:
        chats = iter(range(first_chat, first_chat + count))

        async def client() -> None:
            for chat in chats:
                await send(chat)

        async with asyncio.TaskGroup() as clients:
            for _ in range(at_once):
                clients.create_task(client())

    await obey({"send": to_all})


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
