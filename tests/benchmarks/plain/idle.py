"""A bot of one library that knows one command and waits for it."""

import asyncio
import sys
from typing import Any, Final

from tests.benchmarks.simulation import TOKEN


def aiogram(api_url: str) -> None:
    """Poll until killed."""
    from aiogram import Bot, Dispatcher  # noqa: PLC0415 - each process imports the one library that it measures
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415
    from aiogram.filters import CommandStart  # noqa: PLC0415
    from aiogram.types import Message  # noqa: PLC0415

    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def start(message: Message) -> None:
        await message.answer("Hello!")

    async def poll() -> None:
        session = AiohttpSession(api=TelegramAPIServer.from_base(api_url))
        await dispatcher.start_polling(Bot(TOKEN, session=session), handle_signals=False)

    asyncio.run(poll())


def ptb(api_url: str) -> None:
    """Poll until killed."""
    from telegram import Update  # noqa: PLC0415
    from telegram.ext import Application, CommandHandler, ContextTypes  # noqa: PLC0415

    async def start(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None:
            await update.message.reply_text("Hello!")

    built: Any = Application.builder().token(TOKEN).base_url(f"{api_url}/bot").build()
    built.add_handler(CommandHandler("start", start))
    built.run_polling()


LIBRARIES: Final = {"aiogram": aiogram, "python-telegram-bot": ptb}

if __name__ == "__main__":
    LIBRARIES[sys.argv[1]](sys.argv[2])
