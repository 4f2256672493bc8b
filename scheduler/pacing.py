"""The send rate: one spaced limiter for the bot, and the pauses that Telegram asks for."""

import asyncio
import itertools
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from scheduler.departures import Departures

LEAD: Final = 0.05
"""Seconds by which a slot may be handed out before it begins: so long claiming a message may take without
making it late. At 30 a second one or two have their slots by then, and nobody who comes waits longer for them."""

STRETCH: Final = 1.01
"""So much longer than the rate alone would have it is the distance between two messages, so that those behind
a late one can catch up."""

SECOND: Final = 1.006
"""Seconds that a second's worth of messages keeps from the next: they don't take the same time to Telegram,
which counts them as they arrive."""

CLOSEST: Final = 0.5
"""The part of the usual distance that two messages keep at least, when they catch up."""

ARREARS: Final = 0.5
"""Seconds of which missed slots are made up for."""

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

    And no second, wherever it begins, holds more messages than the rate, also where some leave late and others
    catch up. Times are seconds of the running loop's clock.
    """

    def __init__(self, *, rate: float) -> None:
        """`rate` is in messages a second."""
        self._full_rate = rate
        self._rate = rate
        self._next = 0.0  # if nothing was ever late
        self._departures = Departures()
        self._paused_until = 0.0
        self._burst_until = 0.0
        self._climb_at = float("inf")
        self._waiting: list[_Waiter] = []  # the sender and a few of the courier's lanes
        self._numbers = itertools.count()

    @property
    def rate(self) -> float:
        """Messages a second at present."""
        return self._rate

    async def take(
        self,
        *,
        most: int = 1,
        least: int = 1,
        lead: float = 0.0,
        urgent: bool = False,
        hindered: bool = False,
    ) -> list[float]:
        """Wait for the next slot, until `lead` seconds before it begins; return it, and those up to `most` that
        begin within the same time.

        With `least`, wait until there are so many. `hindered`: whoever takes would have taken all that have
        passed, and makes up for them.
        """
        loop = asyncio.get_running_loop()
        waiter = _Waiter(0 if urgent else 1, next(self._numbers))
        self._waiting.append(waiter)
        try:
            while True:
                waiter.nudged.clear()
                first = min(self._waiting) is waiter
                now = loop.time()
                wait = self._begin(now) + (least - 1) * self._spacing - lead - now
                if first and wait <= 0:
                    return self._hand_out(most, now, lead, arrears=ARREARS if hindered else 0.0)
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

    def left(self, slot: float, at: float) -> None:
        """Note that what had this slot has left at this moment, later than it should."""
        self._departures.left(slot, at)

    def answered(self, slot: float, at: float) -> None:
        """Note when Telegram answered to what had this slot: it may have arrived later than it left."""
        self._departures.answered(slot, at)

    def give_back(self, slots: Sequence[float]) -> None:
        """Return the last slots of a `take` that nothing was found for.

        They go to the next, unless somebody was given a later slot meanwhile: two would then be too close.
        """
        if slots and self._departures.withdraw(slots):
            self._next = slots[0]
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

    @property
    def _spacing(self) -> float:
        return STRETCH / self._rate

    def _begin(self, now: float) -> float:
        """When the next slot begins."""
        in_a_second = max(int(self._rate), 1)
        return max(
            self._next,
            self._paused_until,
            now,
            self._departures.latest + CLOSEST * self._spacing,
            self._departures.nth_last(in_a_second) + SECOND * in_a_second / self._rate,
        )

    def _hand_out(self, most: int, now: float, lead: float, *, arrears: float) -> list[float]:
        self._climb(now)
        slots: list[float] = []
        while len(slots) < most and ((slot := self._begin(now)) <= now + lead or not slots):
            self._departures.add(slot)
            # What was late holds up what leaves a second after it, and not all that comes then.
            self._next = max(self._next, self._paused_until, now - arrears) + self._spacing
            slots.append(slot)
        return slots

    def _climb(self, now: float) -> None:
        while now >= self._climb_at:
            self._rate = min(self._rate + 1.0, self._full_rate)
            self._climb_at = self._climb_at + CLIMB_EVERY if self._rate < self._full_rate else float("inf")

    def _nudge(self) -> None:
        if self._waiting:
            min(self._waiting).nudged.set()
