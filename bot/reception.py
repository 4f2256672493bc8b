"""Takes updates in, however they come: those of a person or a group in order, all others side by side."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.courier import Courier
from bot.wire import UnreadableUpdateError, decode
from handlers.conversation import Conversation
from handlers.updates import Update, lines_of, person_id
from scheduler.faults import where
from storage import updates
from storage.database import is_database_trouble
from storage.writer import Writer

logger = logging.getLogger(__name__)

TRIES: Final = 3
"""After so many failures by its own fault, an update is set aside, so that it blocks nobody."""


@dataclass(slots=True)
class _Line:
    """The updates of one person, or one group, that are here at the moment."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0
    trouble: Exception | None = None


class Reception:
    """The error boundary around the conversation."""

    def __init__(
        self,
        *,
        bot_id: int,
        username: str = "",
        conversation: Conversation,
        courier: Courier,
        writer: Writer,
        now: Callable[[], datetime],
    ) -> None:
        """`username` is the bot's own, for commands that name a bot."""
        self._bot_id = bot_id
        self._username = username
        self._conversation = conversation
        self._courier = courier
        self._writer = writer
        self._now = now
        self._lines: dict[int, _Line] = {}
        self.failures = 0
        """Failed tries since the start."""
        self.set_aside = 0
        """Updates set aside since the start."""

    async def take(self, raw: Mapping[str, Any]) -> None:
        """Return once the update's effect is committed, or it is set aside; its replies leave then.

        Raises what the database raised when it is away: the update is to be offered again.
        """
        try:
            update = decode(raw, username=self._username)
        except UnreadableUpdateError as error:
            logger.error("%s", error)  # noqa: TRY400 - the update itself isn't for a log
            return
        async with self.turn_of(update):
            await self.handle(update, raw)

    @asynccontextmanager
    async def turn_of(self, update: Update) -> AsyncIterator[None]:
        """Wait for the earlier updates of the same person and the same group.

        If one of them couldn't be stored, it is offered again first.
        """
        async with AsyncExitStack() as turns:
            for whose in lines_of(update):
                await turns.enter_async_context(self._turn_in(whose))
            yield

    @asynccontextmanager
    async def _turn_in(self, whose: int) -> AsyncIterator[None]:
        line = self._lines.setdefault(whose, _Line())
        line.length += 1
        try:
            async with line.turn:
                if line.trouble is not None:
                    raise line.trouble
                try:
                    yield
                except Exception as error:
                    line.trouble = error
                    raise
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[whose]

    async def handle(self, update: Update, raw: Mapping[str, Any]) -> None:
        """Handle an update whose turn it is; see `take`."""
        for attempt in range(1, TRIES + 1):
            try:
                replies = await self._conversation.handle(update)
            except Exception as error:
                if is_database_trouble(error):
                    raise
                self.failures += 1
                logger.error(  # noqa: TRY400 - without the error's own words
                    "Update %d failed, try %d of %d: %s", update.update_id, attempt, TRIES, where(error)
                )
                failure = type(error).__name__
            else:
                self._courier.leave(replies, lane=person_id(update) or 0)
                return
        await self._set_aside(update, raw, failure)

    async def _set_aside(self, update: Update, raw: Mapping[str, Any], failure: str) -> None:
        self.set_aside += 1
        try:
            async with self._writer.unit() as session:
                await updates.set_aside(
                    session,
                    bot_id=self._bot_id,
                    update_id=update.update_id,
                    telegram_id=person_id(update),
                    body=dict(raw),
                    error=failure,
                    now=self._now(),
                )
                await session.commit()
        except Exception as error:
            if is_database_trouble(error):
                raise
            # What can't even be kept must not be offered for ever either.
            logger.error("Update %d can't be set aside: %s", update.update_id, where(error))  # noqa: TRY400
        else:
            logger.error("Update %d was set aside in set_aside_update", update.update_id)
