"""Our long-poll loop: the offset moves only after the commit."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from bot.reception import Reception
from bot.wire import ALLOWED_UPDATES
from handlers.messenger import Messenger, Outcome, Rejected, RetryAfter, Sent
from scheduler.sender import TokenRefusedError
from storage.database import is_database_trouble

logger = logging.getLogger(__name__)

POLL_SECONDS: Final = 25
"""How long Telegram holds a request open while there is nothing to tell."""

LONGEST_BACKOFF: Final = 30.0
"""Seconds between two tries while Telegram or the database is away."""

CONFLICT_REST: Final = 5.0
"""Seconds before polling again when another process polls the same token."""


class Poll:
    """Asks Telegram for updates and hands them on; acknowledges only what is stored.

    Both libraries acknowledge polled updates before their handlers have finished, and one update that they
    can't parse stops the whole batch: hence this loop, on raw results.
    """

    def __init__(self, *, messenger: Messenger, reception: Reception) -> None:
        self._messenger = messenger
        self._reception = reception
        self._offset: int | None = None
        self._failures = 0
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        """Ask for nothing more; `run` returns once what came is handled and acknowledged."""
        self._stopped.set()

    async def run(self) -> None:
        """Poll until stopped. Raises TokenRefusedError."""
        while (outcome := await self._ask(POLL_SECONDS)) is not None:
            match outcome:
                case Sent(updates):
                    self._failures = 0
                    await self._take(updates)
                case RetryAfter(seconds):
                    await self._rest(seconds)
                case Rejected(401, _):
                    raise TokenRefusedError
                case Rejected(409, description):
                    logger.error("Another process receives this bot's updates (%s); stop it", description)
                    await self._rest(CONFLICT_REST)
                case _:
                    logger.warning("Telegram can't be polled: %s", type(outcome).__name__)
                    await self._back_off()
        await self._acknowledge()

    async def _ask(self, seconds: int) -> Outcome | None:
        """The outcome of one getUpdates; None as soon as we are stopped: what it brought is offered again."""
        call = asyncio.ensure_future(self._get_updates(seconds))
        stop = asyncio.ensure_future(self._stopped.wait())
        try:
            await asyncio.wait({call, stop}, return_when=asyncio.FIRST_COMPLETED)
            return None if self._stopped.is_set() else call.result()
        finally:
            for task in (call, stop):
                task.cancel()
            with suppress(asyncio.CancelledError):
                await call

    async def _get_updates(self, seconds: int) -> Outcome:
        params: dict[str, Any] = {"timeout": seconds, "limit": 100, "allowed_updates": list(ALLOWED_UPDATES)}
        if self._offset is not None:
            params["offset"] = self._offset
        return await self._messenger.call("getUpdates", params, timeout=seconds + 15.0)

    async def _take(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Handle a batch until all of it is stored; only then does the offset move past it."""
        if not updates:
            return
        waiting = list(updates)
        while waiting:
            results = await asyncio.gather(
                *(self._reception.take(update) for update in waiting), return_exceptions=True
            )
            failed = []
            for update, error in zip(waiting, results, strict=True):
                if isinstance(error, Exception) and is_database_trouble(error):
                    failed.append(update)
                elif isinstance(error, BaseException):
                    raise error
            waiting = failed
            if waiting:
                logger.error("The database is away; %d updates wait for it", len(waiting))
                await self._back_off()
                if self._stopped.is_set():
                    return  # unacknowledged: Telegram offers them again
        self._failures = 0
        self._offset = max(update["update_id"] for update in updates) + 1

    async def _acknowledge(self) -> None:
        """Tell Telegram what was handled last, so that the next start isn't offered it again."""
        if self._offset is not None:
            await self._get_updates(0)

    async def _back_off(self) -> None:
        self._failures += 1
        await self._rest(min(0.5 * 2.0**self._failures, LONGEST_BACKOFF))

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopped.wait()
