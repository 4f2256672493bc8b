"""The hours in which nobody is asked: by the clocks where the person lives, over every change of those."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begin` (included) to `end` (not included), full hours of local clocks; equal: there are none."""

    begin: int = 21
    end: int = 9

    def __post_init__(self) -> None:
        """Raise ValueError for what is no hour of a day."""
        for hour in (self.begin, self.end):
            if not 0 <= hour <= 23:
                raise ValueError(f"{hour} is no hour of a day, which has 0 to 23.")

    def hold(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The moment itself, or the end of the quiet hours that it falls into; aware, in UTC."""
        local = moment.astimezone(zone)
        if not self._quiet(local.hour):
            return moment.astimezone(UTC)
        day = local.date()
        if local.hour >= self.end:
            day += timedelta(days=1)
        # Where clocks skip the end, this is the later hour that they show instead; where they show it twice,
        # the first time.
        return datetime.combine(day, time(self.end), tzinfo=zone).astimezone(UTC)

    def holds(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether a moment is quiet in a zone."""
        return self._quiet(moment.astimezone(zone).hour)

    def _quiet(self, hour: int) -> bool:
        if self.begin <= self.end:
            return self.begin <= hour < self.end
        return hour >= self.begin or hour < self.end


USUAL: Final = QuietHours()
"""Nobody is asked from nine in the evening to nine in the morning."""
