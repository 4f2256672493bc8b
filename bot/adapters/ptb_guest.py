"""The agent as a guest of a bot built with python-telegram-bot: a handler before all of the host's."""

import asyncio
import logging
from typing import Any, Final

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import Application, ApplicationHandlerStop, ContextTypes, ConversationHandler, TypeHandler

from bot.adapters.ptb_adapter import update_as_dict
from bot.app import Agent
from handlers.ours import Whose

logger = logging.getLogger(__name__)

FIRST: Final = -100
"""The agent's group of handlers: the host's must have greater numbers."""

PATIENCE: Final = 3.0
"""Seconds that the host's other updates wait for the agent, where the application takes one after another."""


def mount(application: Application[Any, Any, Any, Any, Any, Any], agent: Agent) -> None:
    """Let the agent take what is its own of this application's updates; the rest comes through as it was.

    Where one of the host's conversations waits for words, they are the host's. PTB gives an update on to the
    host when a handler raises, so nothing is raised here but the wish that it ends here. Raises ValueError
    for the application of another bot.
    """
    if application.bot.token.partition(":")[0] != str(agent.bot_id):
        raise ValueError("The application's bot isn't the agent's: give both the same token.")
    undecided: dict[int, asyncio.Task[Whose]] = {}

    async def offer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        whose = undecided.pop(update.update_id, None) or asyncio.create_task(
            _whose(update, agent, application)
        )
        await asyncio.wait({whose}, timeout=PATIENCE)
        if not whose.done() and application.running:
            # The database is slow or away. The update stands in line again, the same object, once it is decided.
            undecided[update.update_id] = whose
            whose.add_done_callback(lambda _: application.update_queue.put_nowait(update))
            raise ApplicationHandlerStop
        if await whose is Whose.OURS:
            raise ApplicationHandlerStop

    # `block` is said, since a host's Defaults may say otherwise, and nobody waits for what doesn't block.
    application.add_handler(TypeHandler(Update, offer, block=True), group=FIRST)


async def _whose(
    update: Update, agent: Agent, application: Application[Any, Any, Any, Any, Any, Any]
) -> Whose:
    try:
        raw = update_as_dict(update)
        host_asks = _asks(application, update)
    except Exception as error:  # noqa: BLE001 - what can't be read is the host's
        logger.warning("Update %d can't be read: %s", update.update_id, type(error).__name__)
        return Whose.THEIRS
    return await agent.guest.take(raw, host_asks=host_asks)


def _asks(application: Application[Any, Any, Any, Any, Any, Any], update: Update) -> bool:
    """Whether a conversation of the host's is under way that would take these words."""
    if update.message is None or update.message.chat.type != ChatType.PRIVATE:
        return False
    for group in application.handlers.values():
        for handler in group:
            if isinstance(handler, ConversationHandler):
                # The state of the conversation is the first of what comes back; None where it would begin now.
                waits_for = handler.check_update(update)
                if waits_for and waits_for[0] is not None:
                    return True
    return False
