"""The usual ways to write to many people, each as a process of its own that waits for its list and then sends."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from tests.benchmarks.simulation import TOKEN
from tests.benchmarks.worker import obey

TEXT: Final = "Hello Anna, your Shoes have arrived.\n\nHow satisfied are you with them?"
LABELS: Final = ("1", "2", "3", "4", "5")

Send = Callable[[Sequence[int], float], Coroutine[Any, Any, None]]
"""Send to these chats, so many messages a second."""


@asynccontextmanager
async def _aiogram(api_url: str) -> AsyncIterator[Any]:
    from aiogram import Bot  # noqa: PLC0415 - each process imports the one library that it measures
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415

    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url))
    async with Bot(TOKEN, session=session) as bot:
        yield bot


def _aiogram_keyboard() -> Any:
    from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup  # noqa: PLC0415

    row = [InlineKeyboardButton(text=label, callback_data=f"ts:a:1:{label}") for label in LABELS]
    return InlineKeyboardMarkup(inline_keyboard=[row])


@asynccontextmanager
async def aiogram_broadcaster(api_url: str, database_url: str) -> AsyncIterator[Send]:
    """aiogram-broadcaster as its manual shows it; with its SQLAlchemy storage if a database is named."""
    from aiogram_broadcaster import Broadcaster  # noqa: PLC0415
    from aiogram_broadcaster.contents import TextContent  # noqa: PLC0415
    from aiogram_broadcaster.intervals import SimpleInterval  # noqa: PLC0415

    storage: Any = None
    if database_url:
        from aiogram_broadcaster.storages.sqlalchemy import SQLAlchemyStorage  # noqa: PLC0415

        storage = SQLAlchemyStorage.from_url(database_url)
        await storage.startup()
    async with _aiogram(api_url) as bot:
        broadcaster = Broadcaster(bot, storage=storage)

        async def send(chats: Sequence[int], rate: float) -> None:
            mailer = await broadcaster.create_mailer(
                chats=chats,
                content=TextContent(text=TEXT, reply_markup=_aiogram_keyboard()),
                interval=SimpleInterval(interval=1 / rate) if rate else None,
            )
            await mailer.start()

        yield send


@asynccontextmanager
async def aiogram_broadcast(api_url: str, _database_url: str) -> AsyncIterator[Send]:
    """aiogram-broadcast as its manual shows it, with its subscribers in memory."""
    from aiogram_broadcast import BroadcastService  # noqa: PLC0415

    async with _aiogram(api_url) as bot:

        async def send(chats: Sequence[int], rate: float) -> None:
            service = BroadcastService(bot, _InMemory(chats), rate_limit=1 / rate)
            await service.broadcast_text(TEXT, reply_markup=_aiogram_keyboard())

        yield send


class _InMemory:
    """All that aiogram-broadcast asks of its storage while it sends."""

    def __init__(self, chats: Sequence[int]) -> None:
        self._chats = chats

    async def get_all_subscriber_ids(self, state: Any = None) -> list[int]:
        return list(self._chats)

    async def update_subscriber_state(self, user_id: int, state: Any) -> bool:
        return True


@asynccontextmanager
async def ptb_rate_limiter(api_url: str, _database_url: str) -> AsyncIterator[Send]:
    """python-telegram-bot's own AIORateLimiter, with everything handed to it at once."""
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup  # noqa: PLC0415
    from telegram.error import TelegramError  # noqa: PLC0415
    from telegram.ext import AIORateLimiter, ExtBot  # noqa: PLC0415

    keyboard = InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=f"ts:a:1:{label}") for label in LABELS]]
    )

    async def send(chats: Sequence[int], rate: float) -> None:
        limiter = AIORateLimiter(overall_max_rate=rate, overall_time_period=1)
        bot: Any = ExtBot(TOKEN, base_url=f"{api_url}/bot", rate_limiter=limiter)

        async def one(chat: int) -> None:
            try:
                await bot.send_message(chat, TEXT, reply_markup=keyboard)
            except TelegramError as error:
                logging.getLogger(__name__).info("%s", error)

        async with bot:
            await asyncio.gather(*(one(chat) for chat in chats))

    yield send


WAYS: Final = {way.__name__: way for way in (aiogram_broadcaster, aiogram_broadcast, ptb_rate_limiter)}


async def main(way: str, api_url: str, database_url: str = "") -> None:
    """Wait for the list, and send."""
    logging.disable(logging.CRITICAL)
    async with WAYS[way](api_url, database_url) as send:
        sending: set[asyncio.Task[None]] = set()

        async def start(chats: Sequence[int], rate: float) -> None:
            task = asyncio.create_task(send(chats, rate))
            sending.add(task)
            task.add_done_callback(sending.discard)

        await obey({"start": start})


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
