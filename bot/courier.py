"""Carries toasts and edits: at once, best effort, in order within a chat, never in anybody's way."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.speech import Speech
from handlers.messenger import NotSent, Outcome, Rejected, RetryAfter, Unknown
from handlers.replies import Edit, Reply, Toast
from scheduler.endings import held_back
from scheduler.faults import where
from scheduler.pacing import Pacer
from scheduler.pauses import Pauses
from storage.bots import EVERY_CHAT
from storage.database import is_database_trouble

logger = logging.getLogger(__name__)

LANES: Final = 4
"""Toasts on their way at once, and edits beside them; the replies of one chat share a lane, in their order."""

LANE_LENGTH: Final = 1000
"""Updates whose toasts, and as many whose edits, may wait in a lane; more are dropped: what they say is stored."""

WORTH_WAITING: Final = 10.0
"""Seconds of a 429 after which a toast isn't tried again, and an edit in a group makes room for other chats."""

MOST_LATE: Final = 200
"""Messages in groups whose newest edit is kept until the group's pause ends; more are dropped."""

DRAIN: Final = 5.0
"""Seconds in which what waits may still leave when we stop."""

HARMLESS: Final = (
    "query is too old",
    "query id is invalid",
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
)
"""Refusals that mean that it is done, or that there is nothing left to do."""


@dataclass(slots=True)
class _Lane:
    """Toasts first: they leave at once, while edits wait for the pace, and through a pause for its end."""

    arrived: "asyncio.Queue[Sequence[Reply] | None]" = field(default_factory=asyncio.Queue)
    toasted: "asyncio.Queue[list[Edit] | int | None]" = field(default_factory=asyncio.Queue)
    """Edits, or a group whose pause has ended."""


class Courier:
    """Delivers what doesn't stand in the line of messages; what it loses, another tap brings again."""

    def __init__(self, *, speech: Speech, pacer: Pacer, pauses: Pauses) -> None:
        self._speech = speech
        self._pauses = pauses
        self._pacer = pacer
        self._lanes = [_Lane() for _ in range(LANES)]
        self._serving: list[asyncio.Task[None]] = []
        self._late: dict[int, dict[int, Edit]] = {}  # by group and message, until the group's pause ends
        self._pause_ends: dict[int, asyncio.TimerHandle] = {}

    def leave(self, replies: Sequence[Reply], *, lane: int) -> None:
        """Send these, toasts before edits, after what already goes to the same chat.

        `lane` is a number of the chat's; an edit knows its chat by itself.
        """
        if not replies:
            return
        chat = next((reply.chat_id for reply in replies if isinstance(reply, Edit)), lane)
        _put(self._lanes[chat % LANES].arrived, replies)

    async def run(self) -> None:
        """Deliver until `stop`, and then what is left."""
        async with asyncio.TaskGroup() as lanes:
            for lane in self._lanes:
                self._serving += [
                    lanes.create_task(self._serve_toasts(lane)),
                    lanes.create_task(self._serve_edits(lane)),
                ]

    async def stop(self) -> None:
        """Let `run` return once every lane is empty, or after `DRAIN` seconds: what is left then is dropped."""
        for lane in self._lanes:
            lane.arrived.put_nowait(None)
        if not self._serving:
            return
        _, late = await asyncio.wait(self._serving, timeout=DRAIN)
        for end in self._pause_ends.values():
            end.cancel()
        if late or self._late:
            logger.warning("Toasts and edits that couldn't leave in time were dropped")
        for task in late:
            task.cancel()

    async def _serve_toasts(self, lane: _Lane) -> None:
        while (replies := await lane.arrived.get()) is not None:
            for reply in replies:
                if isinstance(reply, Toast):
                    await self._deliver(reply)
            if edits := [reply for reply in replies if isinstance(reply, Edit)]:
                _put(lane.toasted, edits)
        lane.toasted.put_nowait(None)

    async def _serve_edits(self, lane: _Lane) -> None:
        while (edits := await lane.toasted.get()) is not None:
            for edit in self._late.pop(edits, {}).values() if isinstance(edits, int) else edits:
                await self._deliver(edit)

    async def _deliver(self, reply: Reply) -> None:
        what = type(reply).__name__.lower()
        try:
            outcome = await (self._toast(reply) if isinstance(reply, Toast) else self._edit(reply))
        except Exception as error:  # noqa: BLE001 - a fault in one reply must not stop the others
            logger.error("A reply (%s) can't be sent: %s", what, where(error))  # noqa: TRY400
            return
        match outcome:
            case Rejected(code, description) if not any(text in description.lower() for text in HARMLESS):
                logger.warning("Telegram refused a reply (%s): %d %s", what, code, description)
            case NotSent() | Unknown() | RetryAfter():
                logger.warning("A reply (%s) was lost: %s", what, type(outcome).__name__)

    async def _toast(self, toast: Toast) -> Outcome:
        """Telegram forgets a press after some 15 s, so a toast doesn't wait for long."""
        outcome = await self._speech.toast(toast)
        if isinstance(outcome, RetryAfter):
            await self._pause(EVERY_CHAT, outcome.seconds)
            if outcome.seconds <= WORTH_WAITING:
                await asyncio.sleep(outcome.seconds)
                outcome = await self._speech.toast(toast)
        return outcome

    async def _edit(self, edit: Edit) -> Outcome | None:
        """None if it waits for the end of a long pause of its group, beside the lane."""
        if edit.chat_id in self._late:
            return self._keep(edit)
        if (left := self._pauses.left(edit.chat_id)) > WORTH_WAITING:
            self._come_back(edit.chat_id, left)
            return self._keep(edit)
        await asyncio.sleep(left)
        await self._pacer.take(urgent=True)
        outcome = await self._speech.edit(edit)
        if not isinstance(outcome, RetryAfter):
            return outcome
        chat = held_back(edit.chat_id)
        await self._pause(chat, outcome.seconds)
        if chat != EVERY_CHAT:
            if outcome.seconds > WORTH_WAITING:
                self._come_back(edit.chat_id, outcome.seconds)
                return self._keep(edit)
            await asyncio.sleep(outcome.seconds)
        await self._pacer.take(urgent=True)
        return await self._speech.edit(edit)

    def _keep(self, edit: Edit) -> Outcome | None:
        """Keep it until its group's pause ends, in place of an older one of the same message."""
        group = self._late[edit.chat_id]
        if edit.message_id not in group and sum(map(len, self._late.values())) >= MOST_LATE:
            return NotSent("too many edits wait for the end of a pause")
        group[edit.message_id] = edit
        return None

    def _come_back(self, group: int, seconds: float) -> None:
        """Take the group's turn in its lane again when its pause ends."""
        self._late[group] = {}
        back = self._lanes[group % LANES].toasted.put_nowait
        self._pause_ends[group] = asyncio.get_running_loop().call_later(seconds, back, group)

    async def _pause(self, chat_id: int, seconds: float) -> None:
        """Hold back what Telegram wants held back, and store that; without the database, for now only."""
        if chat_id == EVERY_CHAT:
            self._pacer.pause(seconds, slower=True)
        try:
            await self._pauses.pause(seconds, chat_id=chat_id)
        except Exception as error:
            if not is_database_trouble(error):
                raise
            logger.warning("The database is away (%s): a pause isn't stored", type(error).__name__)


def _put(queue: "asyncio.Queue[Any]", replies: Sequence[Reply]) -> None:
    if queue.qsize() < LANE_LENGTH:
        queue.put_nowait(replies)
    else:
        logger.warning("Telegram is too slow: %d replies were dropped", len(replies))
