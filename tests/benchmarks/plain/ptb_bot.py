"""A plain bot of python-telegram-bot: stores a tap with SQLModel, answers it, and edits the question."""

import sys
from typing import Any, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from scheduler.clock import SystemClock
from tests.benchmarks.plain.taps import PlainTaps, open_engine

AT_ONCE: Final = 8
"""Updates handled side by side: PTB's requests collapse with more."""


def main(api_url: str, token: str, database_url: str) -> None:
    """Poll until killed."""
    # One connection: on SQLite more of them would only wait for each other, and fail.
    taps = PlainTaps(engine=open_engine(database_url, connections=1), now=SystemClock().now)

    async def tapped(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is None or query.data is None:
            return
        score = await taps.take(update.update_id, query.from_user.id, query.data)
        await query.answer("Thank you!")
        if score is not None and isinstance(query.message, Message):
            change = InlineKeyboardButton("Change", callback_data=f"ts:c:{query.data.split(':')[2]}:")
            await query.edit_message_text(
                f"{query.message.text}\n\nYour answer: {score} of 5",
                reply_markup=InlineKeyboardMarkup([[change]]),
            )

    built: Any = Application.builder().token(token).base_url(f"{api_url}/bot")
    application = built.concurrent_updates(AT_ONCE).build()
    application.add_handler(CallbackQueryHandler(tapped, pattern="^ts:a:"))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
