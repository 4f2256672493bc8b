"""How much is done at once: as much as the pace needs, and no more, since a kill makes it unknown."""

from dataclasses import dataclass
from typing import Final, Self

from scheduler.pacing import LEAD

IN_FLIGHT: Final = 16
"""Messages that may be claimed and not yet recorded: at 30 a second enough for half a second from end to end."""

MOST_IN_FLIGHT: Final = 64
"""The same at the fastest pace: while some leave, as many are claimed or recorded."""

SHARE: Final = 0.08
"""Seconds of the pace that may be in flight, between these bounds."""

AT_ONCE: Final = 16
"""Requests under way at once."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a sender does at once."""

    in_flight: int = IN_FLIGHT
    """Messages that are claimed and not yet recorded."""

    lump: int = 1
    """Messages that are claimed together, and recorded together, when there are so many: a look at the line
    costs as much as several messages."""

    @classmethod
    def at(cls, rate: float) -> Self:
        """What a rate needs, in messages a second."""
        in_flight = max(IN_FLIGHT, min(round(rate * SHARE), MOST_IN_FLIGHT))
        return cls(in_flight, lump=max(min(int(rate * LEAD / 2), in_flight // 2), 1))
