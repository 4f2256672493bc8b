"""Tells the simulator's time, which runs with the real one and can be moved ahead."""

import time
from collections.abc import Callable
from datetime import UTC, datetime


class Clock:
    """Seconds since the epoch, as every date the simulator states: real time plus whatever was skipped.

    The real part is taken from a monotonic source, so that a correction of the machine's clock never
    moves the simulator's.
    """

    def __init__(
        self, *, start_at: datetime | None = None, monotonic: Callable[[], float] = time.perf_counter
    ) -> None:
        """Start at `start_at` (aware), or at the machine's time."""
        if start_at is not None and start_at.tzinfo is None:
            raise ValueError(f"start_at must carry a time zone: {start_at.isoformat()}")
        started = start_at or datetime.now(UTC)  # noqa: TID251 - the simulator's one look at the real clock
        self._monotonic = monotonic
        self._offset = started.timestamp() - monotonic()

    def now(self) -> float:
        """Seconds since the epoch, with fractions."""
        return self._monotonic() + self._offset

    def date(self) -> int:
        """Whole seconds since the epoch, as the Bot API writes dates."""
        return int(self.now())

    def moment(self) -> datetime:
        """The same as an aware UTC datetime."""
        return datetime.fromtimestamp(self.now(), UTC)

    def monotonic(self) -> float:
        """Real seconds that `advance` doesn't touch: for measuring how long something took."""
        return self._monotonic()

    def advance(self, seconds: float) -> datetime:
        """Skip `seconds` (0 or more) and say what time it is then."""
        if seconds < 0:
            raise ValueError(f"time goes forward only: {seconds}")
        self._offset += seconds
        return self.moment()
