"""What `scores` does on the command line."""

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import typer

from bot.errors import WrongUseError
from bot.settings import Settings, load
from bot.terminal import print_breakdown, print_report
from handlers.admin.scores import breakdown, report
from handlers.periods import UnclearWordError, read_period
from scheduler.clock import SystemClock
from storage.database import Database
from storage.kinds import SurveyKind

Opener = Callable[[Settings], AbstractAsyncContextManager[Database]]


async def scores(
    open_database: Opener, kind: SurveyKind, *, period: str, by: str | None, as_json: bool
) -> None:
    """Print the figures of a period, or those of each value of a field. Raises WrongUseError."""
    settings = load()
    shop = settings.shop
    try:
        wanted = read_period(period, today=shop.today(SystemClock().now()))
        async with open_database(settings) as database, database.reading() as session:
            if by is None:
                found = await report(session, kind, wanted, shop=shop)
                show, figures = partial(print_report, found), found.as_json()
            else:
                split = await breakdown(session, kind, wanted, by=by, shop=shop)
                show, figures = partial(print_breakdown, split), split.as_json()
    except UnclearWordError as error:
        raise WrongUseError(str(error)) from None
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False))
    else:
        show()
