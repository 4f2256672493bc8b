"""The agent as a guest of a bot built with aiogram: a middleware before all of the host's."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiogram import Dispatcher, Router
from aiogram.dispatcher.middlewares.error import ErrorsMiddleware
from aiogram.dispatcher.middlewares.user_context import UserContextMiddleware
from aiogram.fsm.middleware import FSMContextMiddleware
from aiogram.types import TelegramObject, Update

from bot.adapters.aiogram_adapter import update_as_dict
from bot.app import Agent
from bot.wire import ALLOWED_UPDATES
from handlers.ours import Whose

logger = logging.getLogger(__name__)

_AIOGRAMS_OWN: Final = (ErrorsMiddleware, UserContextMiddleware, FSMContextMiddleware)


def mount(dispatcher: Dispatcher, agent: Agent) -> None:
    """Let the agent take what is its own of the updates that this dispatcher is fed; the rest comes through as it was.

    The agent sees an update before the host's routers and outer middlewares do, in whatever order they are
    registered, but after aiogram's own: where the host's FSM waits for words, they are the host's. Of several
    bots on one dispatcher, only the agent's is touched.
    """

    async def offer(
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        if isinstance(event, Update) and data["bot"].id == agent.bot_id:
            host_asks = data.get("raw_state") is not None
            if await _whose(event, agent, host_asks=host_asks) is Whose.OURS:
                return None
        return await handler(event, data)

    middlewares = dispatcher.update.outer_middleware
    hosts = [middleware for middleware in middlewares if not isinstance(middleware, _AIOGRAMS_OWN)]
    for middleware in hosts:
        middlewares.unregister(middleware)
    middlewares.register(offer)
    for middleware in hosts:
        middlewares.register(middleware)
    dispatcher.include_router(_wishes())


async def _whose(update: Update, agent: Agent, *, host_asks: bool) -> Whose:
    try:
        raw = update_as_dict(update)
    except Exception as error:  # noqa: BLE001 - what can't be read is the host's
        logger.warning("Update %d can't be read: %s", update.update_id, type(error).__name__)
        return Whose.THEIRS
    return await agent.guest.take(raw, host_asks=host_asks)


def _wishes() -> Router:
    """Handlers that handle nothing: aiogram asks Telegram only for those kinds of updates that somebody handles."""
    router = Router(name="tapscore")
    for kind in ALLOWED_UPDATES:
        router.observers[kind].register(_nothing, _never)
    return router


async def _never(_: TelegramObject) -> bool:
    return False


async def _nothing(_: TelegramObject) -> None:
    """Never called."""
