"""The send rate: one spaced limiter for the bot, a rest for each chat, and the pauses Telegram asks for."""

import asyncio
import heapq
import itertools
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

HORIZON: Final = 0.01
"""Seconds: slots that begin so soon are handed out together, so that 1,000/s doesn't mean 1,000 wake-ups."""

PRIVATE_REST: Final = 1.0
"""Seconds between two messages to one person (Telegram's limits: 1 a second)."""

GROUP_REST: Final = 3.0
"""Seconds between two messages to one group (Telegram's limits: 20 a minute)."""

CLIMB_EVERY: Final = 60.0
"""Seconds without a 429 after which the rate, halved by the last one, gains one message a second."""


@dataclass(order=True, slots=True)
class _Waiter:
    rank: int
    number: int
    nudged: asyncio.Event = field(default_factory=asyncio.Event, compare=False)


class Pacer:
    """Hands out the moments at which a message may leave, evenly spaced; the urgent wait in front.

    Times are seconds of the running loop's clock.
    """

    def __init__(self, *, rate: float) -> None:
        """`rate` is in messages a second."""
        self._full_rate = rate
        self._rate = rate
        self._next = 0.0
        self._paused_until = 0.0
        self._climb_at = float("inf")
        self._waiting: list[_Waiter] = []
        self._numbers = itertools.count()
        self._rests: dict[int, float] = {}
        self._stopped = False

    @property
    def rate(self) -> float:
        """Messages a second at present."""
        return self._rate

    async def take(self, *, most: int = 1, urgent: bool = False) -> list[float]:
        """Wait for the next slot; return it, and as many of up to `most` as begin within `HORIZON`.

        After `stop` there are none: the list is empty.
        """
        loop = asyncio.get_running_loop()
        waiter = _Waiter(0 if urgent else 1, next(self._numbers))
        heapq.heappush(self._waiting, waiter)
        try:
            while not self._stopped:
                waiter.nudged.clear()
                first = self._waiting[0] is waiter
                now = loop.time()
                wait = self._begin(now) - now - HORIZON
                if first and wait <= 0:
                    return self._hand_out(most, now)
                with suppress(TimeoutError):
                    # Only the first in line sleeps until its slot; the others are nudged when it leaves.
                    async with asyncio.timeout(wait if first else None):
                        await waiter.nudged.wait()
            return []
        finally:
            self._waiting.remove(waiter)
            heapq.heapify(self._waiting)
            self._nudge()

    def give_back(self, slots: Collection[float]) -> None:
        """Return slots that nothing was found for, so that they aren't lost to the next."""
        if slots:
            self._next = min(self._next, *slots)
            self._nudge()

    def pause(self, seconds: float, *, slower: bool) -> None:
        """Let nothing leave for so long; `slower` halves the rate, once a pause, which then climbs back."""
        now = asyncio.get_running_loop().time()
        paused_already = now < self._paused_until
        self._paused_until = max(self._paused_until, now + seconds)
        if slower and not paused_already:
            self._rate = max(self._rate / 2, 1.0)
            self._climb_at = self._paused_until + CLIMB_EVERY

    def stop(self) -> None:
        """Send everybody who waits away, for good."""
        self._stopped = True
        for waiter in self._waiting:
            waiter.nudged.set()

    def rest(self, chat_id: int, at: float) -> None:
        """Note that a message leaves for this chat at that moment."""
        self._rests.pop(chat_id, None)
        self._rests[chat_id] = at + (PRIVATE_REST if chat_id > 0 else GROUP_REST)

    def busy_chats(self) -> dict[int, float]:
        """The chats that rest at present, and until when."""
        now = asyncio.get_running_loop().time()
        self._rests = {chat_id: until for chat_id, until in self._rests.items() if until > now}
        return self._rests

    def _begin(self, now: float) -> float:
        return max(self._next, self._paused_until, now)

    def _hand_out(self, most: int, now: float) -> list[float]:
        self._climb(now)
        spacing = 1 / self._rate
        slots = [self._begin(now)]
        while len(slots) < most and (following := slots[-1] + spacing) <= now + HORIZON:
            slots.append(following)
        self._next = slots[-1] + spacing
        return slots

    def _climb(self, now: float) -> None:
        while now >= self._climb_at:
            self._rate = min(self._rate + 1.0, self._full_rate)
            self._climb_at = self._climb_at + CLIMB_EVERY if self._rate < self._full_rate else float("inf")

    def _nudge(self) -> None:
        if self._waiting:
            self._waiting[0].nudged.set()
