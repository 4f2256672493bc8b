"""Takes updates in, however they come: one person's in order, different people's side by side."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from bot.courier import Courier
from bot.wire import UnreadableUpdateError, decode
from handlers.conversation import Conversation
from handlers.updates import Update, person_id
from storage import updates
from storage.database import is_database_trouble
from storage.writer import Writer

logger = logging.getLogger(__name__)

TRIES: Final = 3
"""After so many failures by its own fault, an update is set aside, so that it blocks nobody."""


class Reception:
    """The error boundary around the conversation."""

    def __init__(
        self,
        *,
        bot_id: int,
        conversation: Conversation,
        courier: Courier,
        writer: Writer,
        now: Callable[[], datetime],
    ) -> None:
        self._bot_id = bot_id
        self._conversation = conversation
        self._courier = courier
        self._writer = writer
        self._now = now
        self._last: dict[int, asyncio.Future[Exception | None]] = {}
        self.failures = 0
        """Failed tries since the start."""
        self.set_aside = 0
        """Updates set aside since the start."""

    async def take(self, raw: Mapping[str, Any]) -> None:
        """Return once the update's effect is committed, or it is set aside; its replies leave then.

        Raises what the database raised when it is away: the update is to be offered again.
        """
        try:
            update = decode(raw)
        except UnreadableUpdateError:
            logger.exception("An update can't be read")
            return
        person = person_id(update)
        if person is None:
            await self._handle(update, raw)
            return
        before = self._last.get(person)
        done = self._last[person] = asyncio.get_running_loop().create_future()
        trouble: Exception | None = None
        try:
            # What came before and couldn't be stored is offered again first.
            if before is not None and (trouble := await before):
                raise trouble
            await self._handle(update, raw)
        except Exception as error:
            trouble = error
            raise
        finally:
            done.set_result(trouble)
            if self._last.get(person) is done:
                del self._last[person]

    async def _handle(self, update: Update, raw: Mapping[str, Any]) -> None:
        for attempt in range(1, TRIES + 1):
            try:
                replies = await self._conversation.handle(update)
            except Exception as error:
                if is_database_trouble(error):
                    raise
                self.failures += 1
                # Neither the error's own words nor the update: both may hold what a person wrote.
                logger.error(  # noqa: TRY400
                    "Update %d failed, try %d of %d: %s\n%s",
                    update.update_id,
                    attempt,
                    TRIES,
                    type(error).__name__,
                    "".join(traceback.format_tb(error.__traceback__)),
                )
                failure = type(error).__name__
            else:
                self._courier.leave(replies, lane=person_id(update) or 0)
                return
        await self._set_aside(update, raw, failure)

    async def _set_aside(self, update: Update, raw: Mapping[str, Any], failure: str) -> None:
        self.set_aside += 1
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
        logger.error("Update %d was set aside in set_aside_update", update.update_id)
