"""A shop's bot built with aiogram, and the agent as its guest: `python -m bot.adapters.examples.aiogram_host`.

What makes the agent a guest are the two lines with `agent` in `main`; all else is the shop's own.
"""

import asyncio
from typing import Final

import typer
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot import logs
from bot.adapters.aiogram_guest import mount
from bot.app import open_agent
from bot.settings import load

GOODS: Final = {"shoes": "Trail running shoes", "bottle": "Steel bottle"}


def shop_bot() -> Dispatcher:
    """The shop's own bot: a catalog with buttons, and an echo of whatever else is said."""
    dispatcher = Dispatcher()

    @dispatcher.message(Command("catalog"))
    async def catalog(message: Message) -> None:
        buttons = [
            [InlineKeyboardButton(text=name, callback_data=f"buy:{key}")] for key, name in GOODS.items()
        ]
        await message.answer("<b>Our catalog</b>", reply_markup=InlineKeyboardMarkup(inline_keyboard=buttons))

    @dispatcher.callback_query(F.data.startswith("buy:"))
    async def buy(press: CallbackQuery) -> None:
        await press.answer(f"{GOODS[str(press.data).removeprefix('buy:')]}: in your basket")

    @dispatcher.message(F.text)
    async def echo(message: Message) -> None:
        await message.answer(f"You said: {message.text}")

    return dispatcher


async def main() -> None:
    """Run the shop's bot, with the agent in it, until it is stopped."""
    settings = load()
    logs.configure(secrets=(settings.token,))
    bot = Bot(
        settings.token,
        session=AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_api_url)),
    )
    dispatcher = shop_bot()
    async with open_agent(settings, announce=typer.echo) as agent:
        mount(dispatcher, agent)
        await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
