"""What the agent knows of the shop it speaks for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.survey.quiet_hours import USUAL, QuietHours

USUAL_RATE: Final = 25.0


@dataclass(frozen=True, slots=True)
class Shop:
    """The shop's name as customers know it, where its days begin, and the language it speaks by default.

    Nobody is asked in the quiet hours of their own time zone, or of the shop's where theirs isn't known.
    Whoever has answered is offered `review_url`, where there is one. `has_own_bot`: the shop's
    customers talk with a bot of the shop's own, in which the agent is a guest. `send_rate` is in messages a second.
    """

    name: str
    time_zone: ZoneInfo
    language: str
    quiet_hours: QuietHours = USUAL
    review_url: str | None = None
    has_own_bot: bool = False
    send_rate: float = USUAL_RATE

    def begin_of(self, day: date) -> datetime:
        """The moment at which a day of the shop begins, in UTC."""
        return datetime.combine(day, time.min, tzinfo=self.time_zone).astimezone(UTC)

    def tomorrow(self, now: datetime) -> datetime:
        """The moment at which the shop's next day begins, in UTC."""
        return self.begin_of(self.today(now) + timedelta(days=1))

    def morning(self, now: datetime) -> datetime:
        """When people may be disturbed on the shop's next day, in its own zone."""
        return self.quiet_hours.hold(self.tomorrow(now), self.time_zone)

    def today(self, now: datetime) -> date:
        """The shop's day at a moment."""
        return now.astimezone(self.time_zone).date()
