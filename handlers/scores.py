"""The score of a period: one report, from which the chat, the command line and every export read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from handlers.shop import Shop
from handlers.survey.scales import Scale
from handlers.survey.scoring import Score, Tally, score
from storage import reports
from storage.database import Session
from storage.kinds import SurveyKind
from storage.reports import Delivery, Scope

UNIT = {SurveyKind.NPS: "person", SurveyKind.CSAT: "purchase", SurveyKind.CES: "purchase"}
"""What counts once: a person by the last answer, or every purchase."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in the shop's zone, both included."""

    first: date
    last: date

    @classmethod
    def of_days(cls, days: int, *, now: datetime, shop: Shop) -> "Period":
        """The last `days` days, today included."""
        today = now.astimezone(shop.time_zone).date()
        return cls(today - timedelta(days=days - 1), today)

    def moments(self, shop: Shop) -> tuple[datetime, datetime]:
        """The moment at which it begins, and the one at which it is over."""
        midnights = (self.first, self.last + timedelta(days=1))
        begin, end = (datetime(day.year, day.month, day.day, tzinfo=shop.time_zone) for day in midnights)
        return begin, end


@dataclass(frozen=True, slots=True)
class Report:
    """A score, how sure it is, and how many were asked for it."""

    kind: SurveyKind
    period: Period
    score: Score | None
    delivery: Delivery

    def as_json(self) -> dict[str, Any]:
        """The contract of `scores KIND --json`: percentages as points, unrounded; null where nothing is known."""
        found = self.score
        return {
            "kind": self.kind.value,
            "unit": UNIT[self.kind],
            "period": {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()},
            "n": found.n if found else 0,
            "score": float(found.value) if found else None,
            "low": found.low if found else None,
            "high": found.high if found else None,
            "margin": found.margin if found else None,
            "distribution": {str(k): v for k, v in found.tally.distribution.items()} if found else {},
            "mean": float(found.mean) if found else None,
            "delivered": self.delivery.delivered,
            "answered": self.delivery.answered,
            "response_rate": response_rate(self.delivery),
        }


def response_rate(delivery: Delivery) -> float | None:
    """Answered of delivered, in percent; None where nothing was delivered."""
    return 100 * delivery.answered / delivery.delivered if delivery.delivered else None


async def report(session: Session, kind: SurveyKind, period: Period, *, shop: Shop) -> Report:
    """The score of a kind in a period."""
    since, until = period.moments(shop)
    scope = Scope(kind=kind, since=since, until=until)
    counts = await reports.score_counts(session, scope)
    tallies: dict[Scale, dict[int, int]] = {}
    for count in counts:
        tallies.setdefault(Scale(kind, count.lowest, count.highest), {})[count.score] = count.number
    found = [Tally.from_counts(scale, numbers) for scale, numbers in tallies.items()]
    return Report(
        kind=kind,
        period=period,
        score=score(found[-1]) if found else None,
        delivery=await reports.delivery(session, scope),
    )
