"""When the latest messages left, and seem to have arrived: what the pace of the next is measured by."""

from collections import deque
from collections.abc import Sequence
from typing import Final

DOUBT: Final = 0.1
"""Seconds by which an answer that took longer than usual lets its message count as later, at most: it may have
been under way for longer, or only its answer."""

FORGETTING: Final = 0.01
"""The part by which what is usual follows each answer that took longer."""

KEPT: Final = 2048
"""As many as two of the fastest seconds hold: what was given back in between doesn't hide the others."""


class Departures:
    """The slots that were handed out of late, in their order, and what became of what had them."""

    def __init__(self) -> None:
        self._slots: deque[float] = deque()
        self._left: dict[float, float] = {}
        self._took: dict[float, float] = {}
        self._usual: float | None = None  # seconds to an answer, of the quick ones

    @property
    def latest(self) -> float:
        """The last slot that was handed out; minus infinity if there was none."""
        return self._slots[-1] if self._slots else float("-inf")

    def nth_last(self, number: int) -> float:
        """When the last message arrived, for 1, or the one before, for 2 ...; minus infinity if there was none.

        Nobody tells when it did: it left, and its answer came after that.
        """
        if len(self._slots) < number:
            return float("-inf")
        slot = self._slots[-number]
        longer = self._took.get(slot, 0.0) - (self._usual or 0.0)
        return self._left.get(slot, slot) + min(max(longer, 0.0), DOUBT)

    def add(self, slot: float) -> None:
        """Note a slot, later than all before."""
        self._slots.append(slot)
        if len(self._slots) > KEPT:
            self._forget(self._slots.popleft())

    def left(self, slot: float, at: float) -> None:
        """Note when what had this slot has left."""
        if self._slots and slot >= self._slots[0]:
            self._left[slot] = at

    def answered(self, slot: float, at: float) -> None:
        """Note when Telegram's answer came to what had this slot."""
        if slot in self._left:
            took = self._took[slot] = at - self._left[slot]
            if self._usual is None or took < self._usual:
                self._usual = took
            else:
                self._usual += FORGETTING * min(took - self._usual, DOUBT)

    def withdraw(self, slots: Sequence[float]) -> bool:
        """Forget the last slots, in which nothing leaves; False: others were handed out since, and all stay."""
        if not self._slots or self._slots[-1] != slots[-1]:
            return False
        for _ in slots:
            self._forget(self._slots.pop())
        return True

    def _forget(self, slot: float) -> None:
        self._left.pop(slot, None)
        self._took.pop(slot, None)
