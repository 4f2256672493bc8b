"""What the agent knows of the shop it speaks for."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Shop:
    """The shop's name as customers know it, where its days begin, and the language it speaks by default."""

    name: str
    time_zone: ZoneInfo
    language: str

    def today(self, now: datetime) -> date:
        """The shop's day at a moment."""
        return now.astimezone(self.time_zone).date()
