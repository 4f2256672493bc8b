"""The send rate: one spaced limiter for the bot, and the pauses that Telegram asks for."""

import asyncio
import itertools
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

HORIZON: Final = 0.01
"""Seconds: slots that begin so soon are handed out together, so that 1,000/s doesn't mean 1,000 wake-ups."""

CLIMB_EVERY: Final = 60.0
"""Seconds without a 429 after which the rate, halved by the last one, gains one message a second."""

LONGEST_BACKOFF: Final = 30.0
"""Seconds between two tries, however long the other side is away."""


def backoff(failures: int, *, first: float = 1.0) -> float:
    """Seconds to wait after so many failures in a row: `first`, twice that, ... `LONGEST_BACKOFF`."""
    return min(first * 2.0 ** min(failures - 1, 16), LONGEST_BACKOFF)


@dataclass(order=True, slots=True)
class _Waiter:
    rank: int  # 0: urgent
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
        self._last = float("-inf")  # the latest slot handed out
        self._paused_until = 0.0
        self._burst_until = 0.0
        self._climb_at = float("inf")
        self._waiting: list[_Waiter] = []  # the sender and a few of the courier's lanes
        self._numbers = itertools.count()

    @property
    def rate(self) -> float:
        """Messages a second at present."""
        return self._rate

    async def take(self, *, most: int = 1, urgent: bool = False) -> list[float]:
        """Wait until the next slot begins; return it, and as many of up to `most` as begin within `HORIZON`."""
        loop = asyncio.get_running_loop()
        waiter = _Waiter(0 if urgent else 1, next(self._numbers))
        self._waiting.append(waiter)
        try:
            while True:
                waiter.nudged.clear()
                first = min(self._waiting) is waiter
                now = loop.time()
                wait = self._begin(now) - now
                if first and wait <= 0:
                    return self._hand_out(most, now)
                with suppress(TimeoutError):
                    # Only the first in line sleeps until its slot; the others are nudged when it leaves.
                    async with asyncio.timeout(wait if first else None):
                        await waiter.nudged.wait()
        finally:
            self._waiting.remove(waiter)
            self._nudge()

    def hurry(self) -> None:
        """Make everybody who waits now urgent: something that a person waits for has joined their line."""
        for waiter in self._waiting:
            waiter.rank = 0
        self._nudge()

    def give_back(self, slots: Sequence[float]) -> None:
        """Return the last slots of a `take` that nothing was found for.

        They go to the next, unless somebody was given a later slot meanwhile: two would then be too close.
        """
        if slots and slots[-1] == self._last:
            self._next = slots[0]
            self._last = float("-inf")
            self._nudge()

    def pause(self, seconds: float, *, slower: bool) -> None:
        """Let nothing leave for so long; `slower`: for a 429, which also halves the rate.

        What was under way when the first 429 came meets the same limit, so a burst of them halves it once.
        The rate climbs back by one a second with each minute that passes quietly.
        """
        now = asyncio.get_running_loop().time()
        self._paused_until = max(self._paused_until, now + seconds)
        if slower:
            self._climb(now)
            if now >= self._burst_until:
                self._rate = max(self._rate / 2, min(1.0, self._full_rate))
            self._burst_until = max(self._burst_until, now + seconds)
            self._climb_at = self._burst_until + CLIMB_EVERY

    def paused_for(self) -> float:
        """Seconds that are left of the pause; 0: there is none."""
        return max(self._paused_until - asyncio.get_running_loop().time(), 0.0)

    def forbids(self, slot: float) -> bool:
        """Whether a pause began after this slot was handed out that is still on when it begins."""
        return slot < self._paused_until

    def _begin(self, now: float) -> float:
        return max(self._next, self._paused_until, now)

    def _hand_out(self, most: int, now: float) -> list[float]:
        self._climb(now)
        spacing = 1 / self._rate
        slots = [self._begin(now)]
        while len(slots) < most and (following := slots[-1] + spacing) <= now + HORIZON:
            slots.append(following)
        self._last = slots[-1]
        self._next = self._last + spacing
        return slots

    def _climb(self, now: float) -> None:
        while now >= self._climb_at:
            self._rate = min(self._rate + 1.0, self._full_rate)
            self._climb_at = self._climb_at + CLIMB_EVERY if self._rate < self._full_rate else float("inf")

    def _nudge(self) -> None:
        if self._waiting:
            min(self._waiting).nudged.set()
