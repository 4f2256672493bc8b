"""Bots of a shop's own, one a library, that do all they can to get in a guest's way.

Their default parse mode is HTML, which the simulated Telegram refuses: they say otherwise each time, and a message
of the agent's that fell under it wouldn't arrive.
"""

import asyncio
from contextlib import suppress
from typing import Any, Final, Protocol

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.types import Update as AiogramUpdate
from telegram import InlineKeyboardButton as PtbButton
from telegram import InlineKeyboardMarkup as PtbMarkup
from telegram import Update as PtbUpdate
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    Defaults,
    MessageHandler,
    TypeHandler,
    _callbackdatacache,
    filters,
)

from bot.adapters import aiogram_guest, ptb_guest
from bot.app import Agent

CATALOG: Final = "Catalog"
IN_BASKET: Final = "In your basket"
HOW_MANY: Final = "How many?"
PARDON: Final = "Pardon?"


class Host(Protocol):
    """What the tests do with a host, whatever carries it."""

    seen: list[Any]
    """The updates that came through to the host, as its library's objects, in their order."""
    errors: list[object]

    def mount(self, agent: Agent) -> None:
        """Take the agent in."""

    async def prepare(self) -> None:
        """Be ready to be fed."""

    async def start(self) -> None:
        """Begin to poll."""

    async def stop(self) -> None:
        """Poll no more."""

    async def feed(self, raw: dict[str, Any]) -> Any:
        """Hand the host one update, as a webhook of its own would; returns the library's object."""


class _Form(StatesGroup):
    quantity = State()


class AiogramHost:
    """Default HTML, a catch-all router, a form in the FSM, and a middleware that came before the guest."""

    def __init__(self, *, token: str, api_url: str) -> None:
        self.seen: list[Any] = []
        self.errors: list[object] = []
        self.bot = Bot(
            token,
            session=AiohttpSession(api=TelegramAPIServer.from_base(api_url)),
            default=DefaultBotProperties(parse_mode="HTML"),
        )
        self.dispatcher = Dispatcher()
        self.dispatcher.update.outer_middleware(self._note)
        self.dispatcher.errors.register(self._fail)
        self.dispatcher.include_router(self._catch_all())
        self._polling: asyncio.Task[None] | None = None

    def mount(self, agent: Agent) -> None:
        aiogram_guest.mount(self.dispatcher, agent)

    async def prepare(self) -> None:
        pass

    async def start(self) -> None:
        self._polling = asyncio.create_task(
            self.dispatcher.start_polling(self.bot, handle_signals=False, polling_timeout=1)
        )

    async def stop(self) -> None:
        if self._polling is not None:
            with suppress(RuntimeError):
                await self.dispatcher.stop_polling()
            await self._polling
        await self.bot.session.close()

    async def feed(self, raw: dict[str, Any]) -> Any:
        update = AiogramUpdate.model_validate(raw, context={"bot": self.bot})
        await self.dispatcher.feed_update(self.bot, update)
        return update

    async def _note(self, handler: Any, event: Any, data: dict[str, Any]) -> Any:
        self.seen.append(event)
        return await handler(event, data)

    async def _fail(self, event: Any) -> None:
        self.errors.append(event.exception)

    def _catch_all(self) -> Router:
        router = Router()

        @router.message()
        async def words(message: Message, state: FSMContext) -> None:
            button = InlineKeyboardButton(text="Buy", callback_data="buy:7")
            if message.text == "/catalog":
                markup = InlineKeyboardMarkup(inline_keyboard=[[button]])
                await message.answer(CATALOG, parse_mode=None, reply_markup=markup)
            elif message.text == "/order":
                await state.set_state(_Form.quantity)
                await message.answer(HOW_MANY, parse_mode=None)
            elif await state.get_state():
                await state.clear()
                await message.answer(f"{message.text} it is", parse_mode=None)
            elif message.text or message.photo:
                await message.answer(PARDON, parse_mode=None)

        @router.callback_query()
        async def button(press: CallbackQuery) -> None:
            await press.answer(IN_BASKET if press.data == "buy:7" else PARDON)

        return router


class PtbHost:
    """Default HTML, handlers that don't block, concurrent updates, arbitrary callback data, a form, a catch-all."""

    def __init__(self, *, token: str, api_url: str, concurrent: bool = True) -> None:
        self.seen: list[Any] = []
        self.errors: list[object] = []
        self.application = (
            ApplicationBuilder()
            .token(token)
            .base_url(f"{api_url}/bot")
            .defaults(Defaults(parse_mode="HTML", block=False))
            .arbitrary_callback_data(True)
            .concurrent_updates(concurrent)
            .build()
        )
        form = ConversationHandler(
            entry_points=[CommandHandler("order", self._order, block=True)],
            states={0: [MessageHandler(filters.TEXT, self._quantity, block=True)]},
            fallbacks=[],
        )
        self.application.add_handler(TypeHandler(PtbUpdate, self._note), group=-1)
        self.application.add_handler(form)
        self.application.add_handler(CommandHandler("catalog", self._catalog))
        self.application.add_handler(CallbackQueryHandler(self._button))
        self.application.add_handler(MessageHandler(filters.ALL, self._pardon))
        self.application.add_error_handler(self._fail)

    def mount(self, agent: Agent) -> None:
        ptb_guest.mount(self.application, agent)

    async def prepare(self) -> None:
        await self.application.initialize()
        await self.application.start()

    async def start(self) -> None:
        await self.prepare()
        assert self.application.updater is not None
        await self.application.updater.start_polling(timeout=1)

    async def stop(self) -> None:
        assert self.application.updater is not None
        if self.application.updater.running:
            await self.application.updater.stop()
        if self.application.running:
            await self.application.stop()
        await self.application.shutdown()

    async def feed(self, raw: dict[str, Any]) -> Any:
        update = PtbUpdate.de_json(raw, self.application.bot)
        self.application.bot.insert_callback_data(update)
        await self.application.process_update(update)
        return update

    async def _note(self, update: PtbUpdate, _: ContextTypes.DEFAULT_TYPE) -> None:
        self.seen.append(update)

    async def _fail(self, _: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        self.errors.append(context.error)

    async def _order(self, update: PtbUpdate, _: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.message
        await update.message.reply_text(HOW_MANY, parse_mode=None)
        return 0

    async def _quantity(self, update: PtbUpdate, _: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.message
        await update.message.reply_text(f"{update.message.text} it is", parse_mode=None)
        return ConversationHandler.END

    async def _catalog(self, update: PtbUpdate, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        button = PtbButton("Buy", callback_data=("buy", 7))
        await update.message.reply_text(CATALOG, parse_mode=None, reply_markup=PtbMarkup([[button]]))

    async def _button(self, update: PtbUpdate, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query
        known: object = update.callback_query.data
        await update.callback_query.answer(IN_BASKET if known == ("buy", 7) else PARDON)

    async def _pardon(self, update: PtbUpdate, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message and (update.message.text or update.message.photo):
            await update.message.reply_text(PARDON, parse_mode=None)


def allow_arbitrary_callback_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let PTB keep its callback data without the `cachetools` package, which only bounds how much."""
    monkeypatch.setattr(_callbackdatacache, "CACHE_TOOLS_AVAILABLE", True)
    monkeypatch.setattr(_callbackdatacache, "LRUCache", lambda maxsize: {}, raising=False)


def new_host(library: str, *, token: str, api_url: str, concurrent: bool = True) -> Host:
    """A hostile host of this library; `concurrent` False: its updates come one after another, where they can."""
    if library == "aiogram":
        return AiogramHost(token=token, api_url=api_url)
    return PtbHost(token=token, api_url=api_url, concurrent=concurrent)
