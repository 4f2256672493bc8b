"""Carries toasts and edits: at once, best effort, in order within a chat, never in anybody's way."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

from bot.speech import Speech
from handlers.messenger import Outcome, Rejected, RetryAfter
from handlers.replies import Reply, Toast
from scheduler.claims import Claims
from scheduler.pacing import Pacer

logger = logging.getLogger(__name__)

LANES: Final = 8
"""Replies on their way at once; those of one chat share a lane and so keep their order."""

LANE_LENGTH: Final = 1000
"""Replies that may wait in a lane; beyond that they are dropped: what they say is stored and can be seen."""

HARMLESS: Final = (
    "query is too old",
    "query id is invalid",
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
)
"""Refusals that mean that it is done, or that there is nothing left to do."""


class Courier:
    """Delivers what doesn't stand in the line of messages; what it loses, another tap brings again."""

    def __init__(self, *, speech: Speech, pacer: Pacer, claims: Claims) -> None:
        self._speech = speech
        self._claims = claims
        self._pacer = pacer
        self._lanes: list[asyncio.Queue[Sequence[Reply] | None]] = [
            asyncio.Queue(LANE_LENGTH) for _ in range(LANES)
        ]

    def leave(self, replies: Sequence[Reply], *, lane: int) -> None:
        """Send these in their order, after what already goes the same way; `lane`: a number of the chat's."""
        if not replies:
            return
        try:
            self._lanes[lane % LANES].put_nowait(replies)
        except asyncio.QueueFull:
            logger.warning("Telegram is too slow: %d toasts and edits were dropped", len(replies))

    async def run(self) -> None:
        """Deliver until `stop`, and then what is left."""
        async with asyncio.TaskGroup() as lanes:
            for lane in self._lanes:
                lanes.create_task(self._serve(lane))

    async def stop(self) -> None:
        """Let `run` return once every lane is empty."""
        for lane in self._lanes:
            await lane.put(None)

    async def _serve(self, lane: "asyncio.Queue[Sequence[Reply] | None]") -> None:
        while (replies := await lane.get()) is not None:
            for reply in replies:
                await self._deliver(reply)

    async def _deliver(self, reply: Reply) -> None:
        outcome = await self._try(reply)
        if isinstance(outcome, RetryAfter):
            self._pacer.pause(outcome.seconds, slower=True)
            await self._claims.pause(outcome.seconds)
            outcome = await self._try(reply)
        if isinstance(outcome, Rejected) and not any(
            text in outcome.description.lower() for text in HARMLESS
        ):
            logger.warning("Telegram refused a reply: %d %s", outcome.code, outcome.description)

    async def _try(self, reply: Reply) -> Outcome | None:
        """None: we are stopping, and the pace leaves no more room."""
        if isinstance(reply, Toast):
            return await self._speech.toast(reply)
        return await self._speech.edit(reply) if await self._pacer.take(urgent=True) else None
