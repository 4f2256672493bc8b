"""A plain bot of aiogram: stores a tap with SQLModel, answers it, and edits the question."""

import asyncio
import sys

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from scheduler.clock import SystemClock
from tests.benchmarks.plain.taps import PlainTaps, open_engine


async def main(api_url: str, token: str, database_url: str) -> None:
    """Poll until killed."""
    # One connection: on SQLite more of them would only wait for each other, and fail.
    taps = PlainTaps(engine=open_engine(database_url, connections=1), now=SystemClock().now)
    dispatcher = Dispatcher()

    @dispatcher.callback_query(F.data.startswith("ts:a:"))
    async def tapped(query: CallbackQuery, event_update: Update) -> None:
        data = query.data or ""
        score = await taps.take(event_update.update_id, query.from_user.id, data)
        await query.answer("Thank you!")
        if score is not None and isinstance(query.message, Message):
            change = InlineKeyboardButton(text="Change", callback_data=f"ts:c:{data.split(':')[2]}:")
            await query.message.edit_text(
                f"{query.message.text}\n\nYour answer: {score} of 5",
                reply_markup=InlineKeyboardMarkup(inline_keyboard=[[change]]),
            )

    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url))
    await dispatcher.start_polling(Bot(token, session=session), handle_signals=False)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
