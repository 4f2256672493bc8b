"""What `survey` does on the command line: shows how a survey is asked, or changes it."""

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import typer

from bot.errors import WrongUseError
from bot.settings import Settings, load
from handlers.customer.wording import UnclearWordingError
from handlers.marketer.survey_reading import read_quick_answers, read_scale, read_words
from handlers.marketer.surveys import Changes, ImpossibleSurveyError, Version, change, newest
from handlers.survey.scales import Scale
from handlers.survey.symbols import label
from scheduler.clock import SystemClock
from storage.database import Database
from storage.kinds import SurveyKind, Symbols
from storage.writer import Writer

Opener = Callable[[Settings], AbstractAsyncContextManager[Database]]


def changes(
    scale: str | None,
    symbols: Symbols | None,
    low_to: int | None,
    high_from: int | None,
    say: Sequence[str],
    quick_answers: str | None,
) -> Changes:
    """What is wanted otherwise, as it was written. Raises WrongUseError."""
    try:
        return Changes(
            scale=None if scale is None else read_scale(scale),
            symbols=symbols,
            low_to=low_to,
            high_from=high_from,
            words=read_words(say),
            quick_answers=None if quick_answers is None else read_quick_answers(quick_answers),
        )
    except ImpossibleSurveyError as error:
        raise WrongUseError(str(error)) from None


async def survey(open_database: Opener, kind: SurveyKind, wanted: Changes, *, as_json: bool) -> None:
    """Change what is wanted otherwise, and print how the survey is asked. Raises WrongUseError."""
    async with open_database(load()) as database, Writer(database=database).unit() as session:
        before = await newest(session, kind)
        try:
            version = await change(session, kind, wanted, now=SystemClock().now())
        except (ImpossibleSurveyError, UnclearWordingError) as error:
            raise WrongUseError(str(error)) from None
        await session.commit()
    if as_json:
        typer.echo(json.dumps(_figures(kind, version), ensure_ascii=False))
        return
    typer.echo("\n".join(_lines(kind, version)))
    if version.number != before.number:
        typer.echo("New waves are asked so; those that are planned already keep what they were planned with.")
    if version.form.scale != before.form.scale:
        typer.echo(f"Scores count the answers on {_bounds(version.form.scale)} alone from now on.")


def _figures(kind: SurveyKind, version: Version) -> dict[str, Any]:
    form = version.form
    return {
        "kind": kind.value,
        "version": version.number,
        "lowest": form.scale.lowest,
        "highest": form.scale.highest,
        "low_to": form.bands.low_to,
        "high_from": form.bands.high_from,
        "symbols": form.symbols.value,
        "wording": form.wording,
        "quick_answers": list(form.quick_answers),
    }


def _lines(kind: SurveyKind, version: Version) -> list[str]:
    form = version.form
    scale, bands = form.scale, form.bands
    number = "as usual" if version.number is None else f"version {version.number}"
    buttons = (
        label(form.symbols, score, lowest=scale.lowest, highest=scale.highest) for score in scale.scores
    )
    return [
        f"{kind.upper()}, {number}: {_bounds(scale)}, {form.symbols}: {' '.join(buttons)}",
        f"Low: up to {bands.low_to}; high: from {bands.high_from}",
        f"Quick answers: {', '.join(form.quick_answers) or 'none'}",
        *(
            f"{language}, {part}: {words}"
            for language, parts in form.wording.items()
            for part, words in parts.items()
        ),
    ]


def _bounds(scale: Scale) -> str:
    return f"{scale.lowest}-{scale.highest}"
