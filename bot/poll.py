"""Our long-poll loop: the offset moves only after the commit."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from bot.reception import Reception
from bot.wire import ALLOWED_UPDATES, number_of
from handlers.messenger import Messenger, Outcome, Rejected, RetryAfter, Sent
from scheduler.faults import Outage
from scheduler.office import LASTS
from scheduler.pacing import backoff
from scheduler.sender import TokenRefusedError
from scheduler.stopping import StoppedError, unless_stopped

logger = logging.getLogger(__name__)

POLL_SECONDS: Final = 25
"""How long Telegram holds a request open while there is nothing to tell."""

GRACE: Final = 15.0
"""Seconds more than that until a request is given up."""

CONFLICT_REST: Final = 5.0
"""Seconds before polling again when another process polls the same token."""

CONFLICTS_APART: Final = 60.0
"""Seconds after which a conflict has nothing to do with the one before it."""

LAST_WORD: Final = 5.0
"""Seconds that the last request may take when we stop."""


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
        self._conflict_since = self._last_conflict = float("-inf")
        self._stopped = asyncio.Event()
        self._outage = Outage(meanwhile="updates wait for it")

    def stop(self) -> None:
        """Ask for nothing more; `run` returns once what came is handled and acknowledged."""
        self._stopped.set()

    async def run(self) -> None:
        """Poll until stopped. Raises TokenRefusedError."""
        while not self._stopped.is_set():
            match await self._ask():
                case None:
                    break
                case Sent(list() as updates):
                    await self._take(updates)
                case RetryAfter(seconds):
                    await self._rest(seconds)
                case Rejected(401, _):
                    raise TokenRefusedError
                case Rejected(409, description):
                    self._note_conflict(description)
                    await self._rest(CONFLICT_REST)
                case outcome:
                    logger.warning("Telegram can't be polled: %s", type(outcome).__name__)
                    await self._back_off()
        await self._acknowledge()

    def _note_conflict(self, description: str) -> None:
        """Complain of another poller, but not of our own successor: this process hears of its lease's end later."""
        now = asyncio.get_running_loop().time()
        if now - self._last_conflict > CONFLICTS_APART:
            self._conflict_since = now
        self._last_conflict = now
        if now - self._conflict_since > LASTS:
            logger.error("Another process receives this bot's updates (%s); stop it", description)
        else:
            logger.info("Another process receives this bot's updates, too (%s)", description)

    async def _ask(self) -> Outcome | None:
        """The outcome of one getUpdates; None as soon as we are stopped: what it brought is offered again."""
        call = self._get_updates(POLL_SECONDS, limit=100, patience=GRACE)
        try:
            outcome = await unless_stopped(self._stopped, call)
        except StoppedError:
            return None
        return None if self._stopped.is_set() else outcome

    async def _get_updates(self, seconds: int, *, limit: int, patience: float) -> Outcome:
        params: dict[str, Any] = {
            "timeout": seconds,
            "limit": limit,
            "allowed_updates": list(ALLOWED_UPDATES),
        }
        if self._offset is not None:
            params["offset"] = self._offset
        return await self._messenger.call("getUpdates", params, timeout=seconds + patience)

    async def _take(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Handle a batch until all of it is stored; only then does the offset move past it."""
        waiting = list(updates)
        while waiting := await self._hand_on(waiting):
            await self._back_off()
            if self._stopped.is_set():
                return  # unacknowledged: Telegram offers them again
        numbers = [number for update in updates if (number := number_of(update)) is not None]
        if numbers:
            self._offset = max(numbers) + 1
        elif updates:
            # Without a number there is nothing to acknowledge, and the same is offered again at once.
            await self._back_off()
            return
        self._failures = 0

    async def _hand_on(self, updates: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Have these handled; returns those that the database was away for, in their order."""
        results = await asyncio.gather(
            *(self._reception.take(update) for update in updates), return_exceptions=True
        )
        failed = []
        for update, error in zip(updates, results, strict=True):
            if error is None:
                continue
            if not self._outage.explains(error):
                raise error
            failed.append(update)
        if not failed:
            self._outage.over()
        return failed

    async def _acknowledge(self) -> None:
        """Tell Telegram what was handled last, so that the next start isn't offered it again."""
        if self._offset is not None:
            await self._get_updates(0, limit=1, patience=LAST_WORD)

    async def _back_off(self) -> None:
        self._failures += 1
        await self._rest(backoff(self._failures))

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopped.wait()
