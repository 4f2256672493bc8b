"""A score as the room sees it: the figure, what it was before, who answered, how sure it is, and how many were asked."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from babel.dates import format_date

from handlers.replies import Line, Value
from handlers.score_query import Query
from handlers.scores import Breakdown, Report
from handlers.survey.scoring import Score, score, shown, shown_to
from handlers.texts.units import clip
from storage.kinds import SurveyKind

BAR: Final = 20
"""Characters of the bar that shows the three shares."""

ROWS: Final = 12
"""Rows of a split that are shown; the message says how many are left out."""

LONGEST_NAME: Final = 60
"""UTF-16 units of a product's or store's name in a row."""

_HEADS: Final = {
    SurveyKind.NPS: "score-head-nps",
    SurveyKind.CSAT: "score-head-csat",
    SurveyKind.CES: "score-head-ces",
}
_SHARES: Final = {
    SurveyKind.NPS: "score-shares-nps",
    SurveyKind.CSAT: "score-shares-csat",
    SurveyKind.CES: "score-shares-ces",
}
_BLOCKS: Final = ("█", "░", "▒")


def overview(report: Report, query: Query, *, language: str) -> tuple[Line, ...]:
    """The score of a period; or that there is none yet, and how many questions are out."""
    found = report.score
    if found is None:
        head = Line("score-none", {"kind": report.kind.upper(), **_span(report, language)})
        return (head, *_filters(query), Line("score-out", {"out": report.delivery.waiting}))
    return (
        Line(_HEADS[report.kind], {"score": _figure(found), **_span(report, language)}),
        *_filters(query),
        *_change(report),
        _shares(found),
        Line("score-sure", {"low": _bound(found, found.low), "high": _bound(found, found.high), "n": found.n}),
        *([Line("score-small")] if found.small else []),
        *_mean(found),
        *_asked(report),
    )


def split(breakdown: Breakdown, query: Query, *, language: str) -> tuple[Line, ...]:
    """The scores by the values of a field, the most answers first."""
    head = Line(
        "score-by",
        {"kind": breakdown.kind.upper(), "by": breakdown.by, **_period(breakdown.period.first, breakdown.period.last,
                                                                       query, language)},
    )
    rows = [
        Line(
            "score-row",
            {
                "value": clip(value, LONGEST_NAME) if value else "—",
                "score": _figure(found),
                "low": _bound(found, found.low),
                "high": _bound(found, found.high),
                "n": found.n,
            },
        )
        for value, tally in breakdown.tallies[:ROWS]
        if (found := score(tally))
    ]
    if not rows:
        return (head, *_filters(query), Line("score-nothing"))
    left = len(breakdown.tallies) - len(rows)
    return (head, *_filters(query), *rows, *([Line("score-more", {"left": left})] if left else []))


def signed(number: int) -> str:
    """A whole number with its sign, as people write it: +42, −7, 0."""
    return f"{number:+d}".replace("-", "−") if number else "0"


def _figure(found: Score) -> str:
    points = shown(found.value)
    return signed(points) if found.kind is SurveyKind.NPS else f"{points} %"


def _bound(found: Score, points: float) -> str:
    return signed(shown(points)) if found.kind is SurveyKind.NPS else f"{shown(points)} %"


def _change(report: Report) -> Sequence[Line]:
    step = report.change
    days = report.period.days
    if step is None or days is None:
        return ()
    which = "none" if not step.clear else "up" if step.difference > 0 else "down"
    return (Line("score-change", {"step": signed(shown(step.difference)), "days": days, "which": which}),)


def _shares(found: Score) -> Line:
    top, middle, bottom = found.shares
    bar = _BLOCKS[0] * _cells(top) + _BLOCKS[1] * (BAR - _cells(top) - _cells(bottom)) + _BLOCKS[2] * _cells(bottom)
    return Line(
        _SHARES[found.kind], {"bar": bar, "top": str(top), "middle": str(middle), "bottom": str(bottom)}
    )


def _cells(percent: int) -> int:
    return percent * BAR // 100


def _mean(found: Score) -> Sequence[Line]:
    if found.kind is SurveyKind.NPS:
        return ()
    mean = str(shown_to(found.mean, 2))
    return (Line("score-mean", {"mean": mean, "highest": str(found.tally.scale.highest)}),)


def _asked(report: Report) -> Sequence[Line]:
    delivery = report.delivery
    if not delivery.delivered:
        return ()
    rate = str(shown(100 * delivery.answered / delivery.delivered))
    return (
        Line("score-asked", {"delivered": delivery.delivered, "answered": delivery.answered, "rate": rate}),
    )


def _filters(query: Query) -> Sequence[Line]:
    if not query.where:
        return ()
    only = " · ".join(f"{name}: {clip(value, LONGEST_NAME)}" for name, value in query.where.items())
    return (Line("score-only", {"only": only}),)


def _span(report: Report, language: str) -> dict[str, Value]:
    return _period(report.period.first, report.period.last, report.query, language)


def _period(first: date | None, last: date, query: Query, language: str) -> dict[str, Value]:
    """How a period is named: its days, all time, or from when to when."""
    named = {"from": format_date(first, locale=language) if first else "", "to": format_date(last, locale=language)}
    if first is None:
        return {"span": "all", "days": 0, **named}
    if query.period.endswith("d"):
        return {"span": "days", "days": (last - first).days + 1, **named}
    return {"span": "dates", "days": 0, **named}
