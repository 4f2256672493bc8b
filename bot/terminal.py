"""What the command line shows: how far a long work is, what came of a file, tables, and scores."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import typer

from bot.intake import Taken
from handlers.admin.scores import UNIT, Breakdown, Report, response_rate
from handlers.periods import Period
from handlers.survey.scoring import Score, score, shown, shown_to
from storage.kinds import SurveyKind


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, plain lines elsewhere; call it with what is done and all there is."""
    if not sys.stderr.isatty():
        yield _plain(title)
        return
    from rich.console import Console  # noqa: PLC0415 - only where a bar is drawn
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title)
        yield lambda done, everything: bar.update(task, completed=done, total=everything)


def _plain(title: str) -> Callable[[int, int], None]:
    tenths = 0

    def show(done: int, everything: int) -> None:
        nonlocal tenths
        now = 10 * done // max(everything, 1)
        if now > tenths:
            tenths = now
            typer.echo(f"{title}: {done} of {everything}", err=True)

    return show


def number(how_many: int, thing: str) -> str:
    """So many of a thing, in words."""
    return f"{how_many} {thing}{'' if how_many == 1 else 's'}"


def print_taken(taken: Taken, *, again: str, dry_run: bool = False) -> None:
    """Print what of a file wasn't taken, and what to do about it; `again` says which rows came twice."""
    if taken.unused:
        typer.echo(f"Columns not used: {', '.join(taken.unused)}.", err=True)
    if taken.repeated:
        typer.echo(f"{number(taken.repeated, 'row')} {again}.", err=True)
    rejected = number(taken.rejected, "row")
    if taken.rejected and dry_run:
        typer.echo("\n".join(taken.refusals), err=True)
        typer.echo(f"{rejected} would not be taken: mend them, or leave them out.", err=True)
    elif taken.rejected:
        typer.echo(f"{rejected} not taken: mend them in {taken.rejected_file} and import that.", err=True)


def print_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows with the same keys below each other; numbers to the right."""
    if not rows:
        return
    cells = [list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    numeric = [all(isinstance(row[name], int | float | None) for row in rows) for name in rows[0]]
    for line in cells:
        aligned = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        )
        typer.echo("  ".join(aligned).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    return str(shown_to(value, 2)) if isinstance(value, float) else str(value)


def print_report(report: Report) -> None:
    """Print a score with what is behind it; every figure is rounded once, here."""
    found, delivery, rate = report.score, report.delivery, response_rate(report.delivery)
    share = "" if rate is None else f" ({shown(rate)}%)"
    reached = f"Asked in these days: {delivery.delivered} reached, {delivery.answered} answered{share}"
    if found is None:
        lines = [f"{report.kind.upper()}: no answers yet {_days(report.period)}", reached]
    else:
        lines = [*_score(report, found), reached]
    typer.echo("\n".join(lines))


def print_breakdown(breakdown: Breakdown) -> None:
    """Print a line for each value of the field, the most answers first."""
    if not breakdown.tallies:
        typer.echo(f"{breakdown.kind.upper()}: no answers yet {_days(breakdown.period)}")
        return
    scores = [(value, score(tally)) for value, tally in breakdown.tallies]
    print_table(
        [
            {
                breakdown.by: "not known" if value is None else value,
                "answers": found.n,
                "score": _points(found.kind, found.value),
                "95%": f"{_points(found.kind, found.low)} to {_points(found.kind, found.high)}",
                "mean": float(found.mean),
            }
            for value, found in scores
            if found is not None
        ]
    )


def _score(report: Report, found: Score) -> list[str]:
    counted = "one answer per person" if UNIT[report.kind] == "person" else "every purchase counts"
    answers = f"{found.n} answer{'' if found.n == 1 else 's'}{', a small sample' if found.small else ''}"
    numbers = ", ".join(f"{answer}: {number}" for answer, number in found.tally.distribution.items())
    return [
        f"{report.kind.upper()} {_points(report.kind, found.value)} {_days(report.period)}, {counted}",
        *_changed(report),
        *_groups(found),
        f"95%: {_points(report.kind, found.low)} to {_points(report.kind, found.high)}, {answers}",
        f"Mean {shown_to(found.mean, 2)}; {numbers}",
    ]


def _days(period: Period) -> str:
    return f"from {period.first} to {period.last}" if period.first else f"until {period.last}"


def _points(kind: SurveyKind, value: Fraction | float) -> str:
    """An NPS with its sign, a share in percent."""
    points = shown(value)
    if kind is not SurveyKind.NPS:
        return f"{points}%"
    return f"{points:+d}" if points else "0"


def _changed(report: Report) -> list[str]:
    step = report.change
    earlier = report.period.before()
    if step is None or earlier is None:
        return []
    clear = "" if step.clear else ": no clear change"
    return [f"{shown(step.difference):+d} points on the days before, {_days(earlier)}{clear}"]


def _groups(found: Score) -> list[str]:
    if found.kind is not SurveyKind.NPS:
        return []
    promoters, passives, detractors = found.shares
    return [f"{promoters}% promoters, {passives}% passives, {detractors}% detractors"]
