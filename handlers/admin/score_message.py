"""A score as the team reads it: the figure, the change, who answered, how sure it is, how many were asked."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from handlers.admin.score_query import Query
from handlers.admin.scores import Breakdown, Report
from handlers.customer import reasons
from handlers.periods import Period
from handlers.replies import Line, Value
from handlers.survey.scoring import Score, score, shown, shown_to
from handlers.texts import figures
from handlers.texts.units import clip
from storage.kinds import SurveyKind
from storage.reports import Verbatim

BAR: Final = 20
"""Characters of the bar that shows the three shares."""

ROWS: Final = 12
"""Rows of a split that are shown; the message says how many are left out."""

LONGEST_NAME: Final = 60
"""UTF-16 units of a product's or store's name."""

LONGEST_QUOTE: Final = 500
"""UTF-16 units of a comment among others."""

PLACES: Final = 2
"""Decimal places of a mean."""

CONFIDENCE: Final = 95
"""Percent of the intervals that hold the true score."""

_BLOCKS: Final = ("█", "░", "▒")
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


def overview(report: Report, query: Query, *, waiting: int, language: str) -> tuple[Line, ...]:
    """The score of a period; or that there is none, and how many questions are out (`waiting`)."""
    found = report.score
    period = span(report.period, query, language)
    if found is None:
        head = Line("score-none", {"kind": report.kind.upper()})
        return (head, period, *_filters(query), Line("score-waiting", {"waiting": waiting}))
    return (
        _head(found, language),
        period,
        *_filters(query),
        *_change(report),
        *_found(found, language),
        *_asked(report, language),
    )


def result(found: Score, *, language: str) -> tuple[Line, ...]:
    """A score by itself, with its shares and how sure it is."""
    return (_head(found, language), *_found(found, language))


def summary(report: Report, *, language: str) -> tuple[Line, ...]:
    """A survey in one line, with its margin; nothing for one that was never answered."""
    found = report.score
    if found is None:
        return ()
    return (_row(report.kind.upper(), found, language),)


def split(breakdown: Breakdown, query: Query, *, language: str) -> tuple[Line, ...]:
    """The scores by the values of a field, the most answers first."""
    rows = [
        _row(clip(value, LONGEST_NAME) if value else "—", found, language)
        for value, tally in breakdown.tallies[:ROWS]
        if (found := score(tally))
    ]
    left = len(breakdown.tallies) - len(rows)
    return (
        Line("score-by", {"kind": breakdown.kind.upper(), "by": breakdown.by}),
        span(breakdown.period, query, language),
        *_filters(query),
        *(rows or [Line("score-nothing")]),
        *([Line("score-more", {"left": left})] if left else []),
    )


def verbatims(
    title: Line, said: Sequence[Verbatim], period: Period, query: Query, *, language: str, otherwise: str
) -> tuple[Line, ...]:
    """Answers one by one, the newest first, with what was said; `otherwise` see `verbatim`."""
    rows = [verbatim(answer, language, otherwise) for answer in said]
    return (title, span(period, query, language), *_filters(query), *(rows or [Line("score-nothing")]))


def verbatim(answer: Verbatim, language: str, otherwise: str) -> Line:
    """One answer: the score, who gave it about what, their quick answer and their words.

    A quick answer of the shop's own that has no words in the language is said in the one `otherwise` spoken.
    """
    about = " · ".join(
        clip(part, LONGEST_NAME) for part in (answer.first_name, answer.product, answer.store) if part
    )
    values: dict[str, Value] = {
        "score": str(answer.score),
        "highest": str(answer.highest),
        "about": about or "—",
    }
    quote = clip(answer.comment, LONGEST_QUOTE) if answer.comment else None
    if answer.reason:
        values |= reasons.said(answer.reason, answer.wording, (language, otherwise))
        return (
            Line("verbatim-reason", {**values, "quote": quote}) if quote else Line("verbatim-chose", values)
        )
    return Line("verbatim", {**values, "words": quote}) if quote else Line("verbatim-silent", values)


def span(period: Period, query: Query, language: str) -> Line:
    """How a period is named: its days, all time, or from when to when."""
    if period.first is None or period.days is None:
        return Line("span-all")
    if query.period.endswith("d"):
        return Line("span-days", {"days": period.days})
    return Line("span-dates", {"dates": figures.days(period.first, period.last, language)})


def signed(number: int) -> str:
    """A whole number with its sign, as people write it: +42, −7, 0."""
    return f"{number:+d}".replace("-", "−") if number else "0"


def _points(kind: SurveyKind, value: Fraction | float, language: str) -> str:
    points = shown(value)
    return signed(points) if kind is SurveyKind.NPS else figures.percent(points, language)


def _row(name: str, found: Score, language: str) -> Line:
    values: dict[str, Value] = {
        "value": name,
        "score": _points(found.kind, found.value, language),
        "low": _points(found.kind, found.low, language),
        "high": _points(found.kind, found.high, language),
        "n": found.n,
    }
    return Line("score-row", values)


def _change(report: Report) -> Sequence[Line]:
    step, days = report.change, report.period.days
    if step is None or days is None:
        return ()
    values: dict[str, Value] = {"step": signed(shown(step.difference)), "days": days}
    if not step.clear:
        return (Line("score-steady", values),)
    return (Line("score-up" if step.difference > 0 else "score-down", values),)


def _head(found: Score, language: str) -> Line:
    return Line(_HEADS[found.kind], {"score": _points(found.kind, found.value, language)})


def _found(found: Score, language: str) -> Sequence[Line]:
    values: dict[str, Value] = {
        "sure": figures.percent(CONFIDENCE, language),
        "low": _points(found.kind, found.low, language),
        "high": _points(found.kind, found.high, language),
        "n": found.n,
        "size": "small" if found.small else "enough",
    }
    return (_shares(found, language), Line("score-sure", values), *_mean(found, language))


def _shares(found: Score, language: str) -> Line:
    top, middle, bottom = found.shares
    cells = (top * BAR // 100, BAR - top * BAR // 100 - bottom * BAR // 100, bottom * BAR // 100)
    bar = "".join(block * number for block, number in zip(_BLOCKS, cells, strict=True))
    shares: dict[str, Value] = {
        "top": figures.percent(top, language),
        "middle": figures.percent(middle, language),
        "bottom": figures.percent(bottom, language),
    }
    return Line(_SHARES[found.kind], {"bar": bar, **shares})


def _mean(found: Score, language: str) -> Sequence[Line]:
    if found.kind is SurveyKind.NPS:
        return ()
    highest = str(found.tally.scale.highest)
    mean = figures.decimal(shown_to(found.mean, PLACES), PLACES, language)
    return (Line("score-mean", {"mean": mean, "highest": highest}),)


def _asked(report: Report, language: str) -> Sequence[Line]:
    delivered, answered = report.delivery.delivered, report.delivery.answered
    if not delivered:
        return ()
    rate = figures.percent(shown(100 * answered / delivered), language)
    return (Line("score-asked", {"delivered": delivered, "answered": answered, "rate": rate}),)


def _filters(query: Query) -> Sequence[Line]:
    if not query.where:
        return ()
    only = " · ".join(f"{name}: {clip(value, LONGEST_NAME)}" for name, value in query.where.items())
    return (Line("score-only", {"only": only}),)
