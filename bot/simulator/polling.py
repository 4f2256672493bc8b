"""Hands updates to a bot that asks for them, and holds the question until there are some."""

import asyncio
from typing import Any, Final

from bot.simulator.allowed import AllowedUpdates
from bot.simulator.errors import GETUPDATES_CONFLICT, BotApiError, bad_request, conflict
from bot.simulator.parameters import GetUpdates
from bot.simulator.updates import Queues

MAX_LIMIT: Final = 100  # Bot API: getUpdates, limit
MAX_TIMEOUT: Final = 50  # seconds; the server's own limit


class Polling:
    """The one long poll that a bot may have open; a second ends the first with a 409."""

    def __init__(self, *, queues: Queues, allowed: AllowedUpdates) -> None:
        self._queues = queues
        self._allowed = allowed
        self._waiting: asyncio.Future[None] | None = None
        self._refused_because: str | None = None
        self._closing = False
        queues.on_put(self._look_again)

    async def get_updates(self, params: GetUpdates) -> list[dict[str, Any]]:
        """Bot API: getUpdates. Updates stay until asked for with an offset above theirs."""
        if self._refused_because is not None:
            raise conflict(self._refused_because)
        limit = MAX_LIMIT if params.limit is None else params.limit
        if not 1 <= limit <= MAX_LIMIT:
            raise bad_request(f"limit must be 1-{MAX_LIMIT}: {limit}")
        timeout = min(params.timeout or 0, MAX_TIMEOUT)
        if timeout < 0:
            raise bad_request(f"timeout must not be negative: {timeout}")
        self.interrupt(conflict(GETUPDATES_CONFLICT))
        self._allowed.choose(params.allowed_updates)
        batch = self._queues.read(params.offset or 0, limit)
        deadline = asyncio.get_running_loop().time() + timeout
        while not batch and not self._closing and await self._something_by(deadline):
            batch = self._queues.read(0, limit)
        return [update.as_json() for update in batch]

    def refuse(self, reason: str | None) -> None:
        """Answer 409 from now on, for example because there is a webhook; None ends that."""
        self._refused_because = reason
        if reason is not None:
            self.interrupt(conflict("terminated by setWebhook request"))

    def interrupt(self, error: BotApiError) -> None:
        """End the open poll, if there is one, with an error."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_exception(error)

    def close(self) -> None:
        """Answer the open poll with nothing, and every later one at once."""
        self._closing = True
        self._look_again(anyway=True)

    async def _something_by(self, deadline: float) -> bool:
        """Wait for a new update until the loop's time `deadline`; whether there is one."""
        loop = asyncio.get_running_loop()
        if loop.time() >= deadline:
            return False
        waiting = self._waiting = loop.create_future()
        timer = loop.call_at(deadline, _finish, waiting)
        try:
            await waiting
        finally:
            timer.cancel()
            if self._waiting is waiting:
                self._waiting = None
        return self._queues.has_new

    def _look_again(self, *, anyway: bool = False) -> None:
        if self._waiting is not None and (anyway or self._queues.has_new):
            _finish(self._waiting)


def _finish(waiting: "asyncio.Future[None]") -> None:
    if not waiting.done():
        waiting.set_result(None)
