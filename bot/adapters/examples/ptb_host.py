"""A shop's bot built with python-telegram-bot, and the agent as its guest: `python -m bot.adapters.examples.ptb_host`.

What makes the agent a guest are the two lines with `agent` in `main`; all else is the shop's own.
"""

import asyncio
import signal
from typing import Any, Final

import typer
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot import logs
from bot.adapters.ptb_guest import mount
from bot.app import open_agent
from bot.settings import Settings, load

GOODS: Final = {"shoes": "Trail running shoes", "bottle": "Steel bottle"}


async def catalog(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """The catalog, with a button for each of the goods."""
    if update.message is not None:
        buttons = [[InlineKeyboardButton(name, callback_data=f"buy:{key}")] for key, name in GOODS.items()]
        await update.message.reply_text("Our catalog", reply_markup=InlineKeyboardMarkup(buttons))


async def buy(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """A button of the catalog was pressed."""
    if update.callback_query is not None:
        key = str(update.callback_query.data).removeprefix("buy:")
        await update.callback_query.answer(f"{GOODS[key]}: in your basket")


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Whatever else is said."""
    if update.message is not None:
        await update.message.reply_text(f"You said: {update.message.text}")


def shop_bot(settings: Settings) -> Application[Any, Any, Any, Any, Any, Any]:
    """The shop's own bot: a catalog with buttons, and an echo."""
    application = (
        ApplicationBuilder().token(settings.token).base_url(f"{settings.telegram_api_url}/bot").build()
    )
    application.add_handler(CommandHandler("catalog", catalog))
    application.add_handler(CallbackQueryHandler(buy, pattern="^buy:"))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    return application


async def main() -> None:
    """Run the shop's bot, with the agent in it, until it is stopped."""
    settings = load(telegram_library="python-telegram-bot")
    logs.configure(secrets=(settings.token,))
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    application = shop_bot(settings)
    async with open_agent(settings, announce=typer.echo) as agent, application:
        mount(application, agent)
        await run_until(stop, application)


async def run_until(stop: asyncio.Event, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Poll until told to stop: what `Application.run_polling` does, on a loop that the agent shares."""
    updater = application.updater
    if updater is None:
        return
    await application.start()
    await updater.start_polling()
    try:
        await stop.wait()
    finally:
        await updater.stop()
        await application.stop()


if __name__ == "__main__":
    asyncio.run(main())
