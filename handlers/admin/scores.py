"""The score of a period: one report, from which the chat, the command line and every export read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from handlers.current_survey import scale_of
from handlers.periods import Period, UnclearWordError, nearest
from handlers.shop import Shop
from handlers.survey.scales import Scale
from handlers.survey.scoring import Change, Score, Tally, change, score
from storage import reports
from storage.database import Session
from storage.kinds import SurveyKind
from storage.reports import Delivery, Scope, ScoreCount

UNIT: Final = {SurveyKind.NPS: "person", SurveyKind.CSAT: "purchase", SurveyKind.CES: "purchase"}
"""What counts once: a person by the last answer, or every purchase."""

NOWHERE: Final[Mapping[str, Sequence[str]]] = {}
"""No filter: every answer."""


@dataclass(frozen=True, slots=True)
class Report:
    """A score, how sure it is, how many were asked for it, and what it was before."""

    kind: SurveyKind
    period: Period
    tally: Tally
    delivery: Delivery
    previous: Tally

    @property
    def score(self) -> Score | None:
        """None where nobody answered."""
        return score(self.tally)

    @property
    def change(self) -> Change | None:
        """The step from the period of the same length before; None where one of them has no answers."""
        return change(self.tally, self.previous)

    def as_json(self) -> dict[str, Any]:
        """The contract of `scores KIND --json`: percentages as points, unrounded; null where nothing is known."""
        before, step = score(self.previous), self.change
        return {
            "kind": self.kind.value,
            "unit": UNIT[self.kind],
            "period": self.period.as_json(),
            **_figures(self.tally),
            "delivered": self.delivery.delivered,
            "answered": self.delivery.answered,
            "response_rate": response_rate(self.delivery),
            "previous": {"n": self.previous.n, "score": float(before.value) if before else None},
            "change_p": step.p if step else None,
        }


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The scores of a period by the values of a field, the most answers first; None is "not known"."""

    kind: SurveyKind
    period: Period
    by: str
    tallies: Sequence[tuple[str | None, Tally]]

    def as_json(self) -> dict[str, Any]:
        """The contract of `scores KIND --by FIELD --json`."""
        return {
            "kind": self.kind.value,
            "unit": UNIT[self.kind],
            "period": self.period.as_json(),
            "by": self.by,
            "rows": [{"value": value, **_figures(tally)} for value, tally in self.tallies],
        }


def response_rate(delivery: Delivery) -> float | None:
    """Answered of delivered, in percent; None where nothing was delivered."""
    return 100 * delivery.answered / delivery.delivered if delivery.delivered else None


async def report(
    session: Session,
    kind: SurveyKind,
    period: Period,
    *,
    shop: Shop,
    where: Mapping[str, Sequence[str]] = NOWHERE,
) -> Report:
    """The score of a kind in a period, of the answers whose fields have one of these values.

    Answers on another scale than the survey's present one don't compare with it, and are left out.
    """
    scale = await scale_of(session, kind)
    now, earlier = _scope(kind, period, shop, where), period.before()
    before = (
        await reports.score_counts(session, _scope(kind, earlier, shop, where)) if earlier is not None else []
    )
    return Report(
        kind=kind,
        period=period,
        tally=_tally(scale, await reports.score_counts(session, now)),
        delivery=await reports.delivery(session, now),
        previous=_tally(scale, before),
    )


async def breakdown(
    session: Session,
    kind: SurveyKind,
    period: Period,
    *,
    by: str,
    shop: Shop,
    where: Mapping[str, Sequence[str]] = NOWHERE,
) -> Breakdown:
    """The scores of a kind in a period by a field of the invitation. Raises UnclearWordError."""
    if by not in reports.FIELDS:
        raise UnclearWordError(by, nearest(by, reports.FIELDS))
    scale = await scale_of(session, kind)
    cells: dict[str | None, list[ScoreCount]] = {}
    for count in await reports.score_counts(session, _scope(kind, period, shop, where), by=by):
        cells.setdefault(count.value, []).append(count)
    tallies = [(value, _tally(scale, counts)) for value, counts in cells.items()]
    answered = [(value, tally) for value, tally in tallies if tally.n]
    answered.sort(key=lambda cell: (-cell[1].n, cell[0] is None, cell[0] or ""))
    return Breakdown(kind=kind, period=period, by=by, tallies=answered)


async def wave_score(session: Session, kind: SurveyKind, wave_id: int) -> Score | None:
    """What the answers to one wave say, on the scale that it was asked on; None where there are none."""
    counts = await reports.score_counts(session, Scope(kind=kind, wave_id=wave_id))
    if not counts:
        return None
    scale = Scale(kind, counts[0].lowest, counts[0].highest)
    return score(_tally(scale, counts))


def _scope(kind: SurveyKind, period: Period, shop: Shop, where: Mapping[str, Sequence[str]]) -> Scope:
    since, until = period.moments(shop)
    return Scope(kind=kind, since=since, until=until, where=where)


def _tally(scale: Scale, counts: Iterable[ScoreCount]) -> Tally:
    on_it = {count.score: count.number for count in counts if _bounds(count) == (scale.lowest, scale.highest)}
    return Tally.from_counts(scale, on_it)


def _bounds(count: ScoreCount) -> tuple[int, int]:
    return count.lowest, count.highest


def _figures(tally: Tally) -> dict[str, Any]:
    found = score(tally)
    groups = {"promoters": tally.top, "passives": tally.middle, "detractors": tally.bottom}
    return {
        "n": tally.n,
        "score": float(found.value) if found else None,
        "low": found.low if found else None,
        "high": found.high if found else None,
        "margin": found.margin if found else None,
        "distribution": {str(answer): number for answer, number in tally.distribution.items()},
        **(groups if tally.scale.kind is SurveyKind.NPS else {}),
        "mean": float(found.mean) if found else None,
    }
