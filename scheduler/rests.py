"""Which chats rest: nobody is written to faster than Telegram lets one chat be written to."""

import heapq
from collections.abc import Collection
from typing import Final

PRIVATE_REST: Final = 1.0
"""Seconds between two messages to one person (Telegram's limits: 1 a second)."""

GROUP_REST: Final = 3.0
"""Seconds between two messages to one group (Telegram's limits: 20 a minute)."""


class Rests:
    """The chats that are not to be written to at present. Times are seconds of the running loop's clock."""

    def __init__(self, *, private: float = PRIVATE_REST, group: float = GROUP_REST) -> None:
        """How many seconds a person and a group rest; less only where Telegram's limits don't hold."""
        self._private = private
        self._group = group
        self._until: dict[int, float] = {}
        self._ends: list[
            tuple[float, int]
        ] = []  # a heap; a chat that was written to since stands in it twice

    def hold(self, chat_id: int) -> None:
        """Keep a chat busy until `rest` or `free`: a message is on its way to it."""
        self._until[chat_id] = float("inf")

    def free(self, chat_id: int) -> None:
        """End a chat's rest: nothing has left for it after all."""
        self._until.pop(chat_id, None)

    def rest(self, chat_id: int, *, since: float) -> None:
        """Let a chat rest from the moment at which a message left for it."""
        until = since + (self._private if chat_id > 0 else self._group)
        self._until[chat_id] = until
        heapq.heappush(self._ends, (until, chat_id))

    def busy(self, now: float) -> Collection[int]:
        """The chats that rest or are held: a view, which later changes show in."""
        self._forget(now)
        return self._until.keys()

    def next_end(self, now: float) -> float:
        """The moment at which the next rest ends; infinity if there is none."""
        self._forget(now)
        return self._ends[0][0] if self._ends else float("inf")

    def _forget(self, now: float) -> None:
        """Drop what is over, from the front of the heap: no look at the chats that still rest."""
        while self._ends:
            until, chat_id = self._ends[0]
            current = self._until.get(chat_id) == until
            if current and until > now:
                return
            heapq.heappop(self._ends)
            if current:
                del self._until[chat_id]
