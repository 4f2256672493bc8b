"""Gives the demo and its agent the simulator's time, which can be moved ahead."""

from datetime import datetime, timedelta

from scheduler.clock import SystemClock


class SimulatedClock:
    """The machine's clock, moved by an offset that changes when the simulator's time does."""

    def __init__(self, *, offset: timedelta) -> None:
        self._clock = SystemClock(offset=offset)
        self.offset = offset

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return self._clock.now()

    def move(self, offset: timedelta) -> None:
        """Show the machine's time and so much more from now on."""
        self.offset = offset
        self._clock = SystemClock(offset=offset)
