"""The command line: verbs only; each opens what it needs, and no more."""

# Each verb imports what it works with: `--help` and a wrong word are answered at once, and a shop's script
# doesn't pay for a Telegram library that it never calls.
# ruff: noqa: PLC0415

import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.errors import OperatorError
from storage.kinds import SurveyKind, Symbols

if TYPE_CHECKING:
    import asyncio
    import signal

    from bot.settings import Settings
    from storage.database import Database

app = typer.Typer(
    name="python -m bot",
    help="Tapscore: one-tap customer satisfaction in Telegram.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Kind = Annotated[SurveyKind, typer.Argument(help="csat, nps or ces", case_sensitive=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts")]


class Library(StrEnum):
    """The Telegram library that carries the agent."""

    AIOGRAM = "aiogram"
    PTB = "python-telegram-bot"


def main() -> None:
    """Run the command line: exit status 0 done, 1 failed, 2 wrong use; an error is a sentence, never a traceback."""
    sys.exit(_status())


def _status() -> int:
    try:
        # Typer would frame an error and print the usage above it; scripts and people get one sentence.
        return app(prog_name="python -m bot", standalone_mode=False) or 0
    except typer.TyperException as error:
        _complain(_usage(error))
        return error.exit_code
    except OperatorError as error:
        _complain(str(error))
        return error.exit_status
    except typer.Abort:
        _complain("Stopped.")
    except Exception as error:
        trouble = _trouble(error)
        if trouble is None:
            raise  # a mistake of ours, which its traceback helps to find
        _complain(trouble)
    return 1


def _trouble(error: Exception) -> str | None:
    """What to do where the database is the cause; None for any other."""
    from storage.database import DatabaseUnusableError, is_database_trouble

    if isinstance(error, DatabaseUnusableError):
        return str(error)
    if not is_database_trouble(error):
        return None
    first_line = str(getattr(error, "orig", None) or error).split("\n")[0]
    return f"{first_line}: see that the database runs and the disk has room, then try again."


def _complain(sentence: str) -> None:
    typer.echo(sentence, err=True)


def _usage(error: typer.TyperException) -> str:
    """What was wrong with the words of a command, and where they are explained."""
    said = error.format_message()
    if said.startswith("Usage:"):
        return said  # no word at all: Typer's error is the help itself
    said = " ".join(said.replace("Value error, ", "").split()).removesuffix(".")
    context = getattr(error, "ctx", None)
    return f"{said}; see {context.command_path if context else 'python -m bot'} --help."


@app.command()
def run() -> None:
    """Run the agent until it is stopped (Ctrl-C or SIGTERM)."""
    from bot import logs
    from bot.app import serve
    from bot.settings import load

    settings = load()
    logs.configure(secrets=(settings.token, settings.secret_token))
    _run(lambda: _until_told(lambda stop: serve(settings, stop=stop, announce=typer.echo)))


@app.command()
def demo(
    *,
    headless: Annotated[
        bool, typer.Option(help="No page: answer the demo wave, print its score, and end")
    ] = False,
    orders: Annotated[str, typer.Option(help="How many of the shop's orders, or all")] = "600",
    rate: Annotated[
        float | None, typer.Option(min=1, max=1000, help="Messages a second (200; 100 with the page)")
    ] = None,
    library: Annotated[Library, typer.Option(help="Which Telegram library carries it")] = Library.AIOGRAM,
) -> None:
    """Show the whole product here, with a simulated Telegram."""
    from bot.demo.shop import read_orders
    from bot.demo.show import Demo

    chosen = read_orders(orders)
    show = Demo(orders=chosen, rate=rate, library=library.value, say=typer.echo)
    _run(lambda: _until_told(show.headless if headless else show.open))


@app.command("import")
def import_orders(
    file: Annotated[Path, typer.Argument(help="A CSV file with a header")],
    *,
    dry_run: Annotated[bool, typer.Option(help="Read and check only; nothing is stored")] = False,
    links: Annotated[Path | None, typer.Option(help="Write each order's deep link into this file")] = None,
) -> None:
    """Take orders from a file. Twice is harmless, and a bad row stops no other."""
    from bot import import_verbs

    _run(lambda: import_verbs.import_orders(_database, file, dry_run=dry_run, links=links))


@app.command("import-answers")
def import_answers(
    file: Annotated[Path, typer.Argument(help="A CSV file with a header")],
    *,
    source: Annotated[
        str | None, typer.Option(help="What the answers are filed under; the file's name if left out")
    ] = None,
) -> None:
    """Take answers from another tool's file. Twice is harmless, and a bad row stops no other."""
    from bot import import_verbs

    _run(lambda: import_verbs.import_answers(_database, file, source=source))


@app.command()
def wave(
    kind: Kind,
    *,
    audience: Annotated[
        str, typer.Option(help='Who is asked: all, or such as "bought:30d category:shoes not repeat"')
    ] = "all",
    contacts: Annotated[
        Path | None,
        typer.Option(help="Only who is in this CSV file of contacts; audiences call it list:NAME"),
    ] = None,
    at: Annotated[
        str | None, typer.Option(help='When: now (if left out), or "2026-05-05 10:00" in the shop\'s time')
    ] = None,
    after: Annotated[
        str | None, typer.Option(help="After each purchase instead: delivered, or delivered+2d")
    ] = None,
    every: Annotated[
        str | None, typer.Option(help="Again and again from then on: week, month or quarter")
    ] = None,
    name: Annotated[str | None, typer.Option(help="What the wave is called")] = None,
    open_for: Annotated[str, typer.Option("--open", help="How long a question can be answered")] = "7d",
    reminder: Annotated[str, typer.Option(help="After how long the silent are reminded, or none")] = "3d",
    spread: Annotated[
        str | None, typer.Option(help="Spread the questions evenly over a window, such as 3h")
    ] = None,
    sample: Annotated[str | None, typer.Option(help="Ask a share of the audience only, such as 20%")] = None,
    daily_cap: Annotated[str | None, typer.Option(help="At most so many questions a day")] = None,
    daily_answers: Annotated[
        str | None, typer.Option(help="Ask nobody more on a day with so many answers")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask before planning it")] = False,
) -> None:
    """Plan a survey wave. The running agent sends it when it is due."""
    from bot import wave_verbs

    words = {"audience": audience, "at": at, "after": after, "name": name}
    words |= {"open_for": open_for, "reminder": reminder, "every": every, "spread": spread}
    words |= {"sample": sample, "daily_cap": daily_cap, "daily_answers": daily_answers}
    _run(lambda: wave_verbs.plan(_database, kind, words, contacts=contacts, confirmed=yes))


@app.command()
def waves(
    *,
    pause: Annotated[int | None, typer.Option(help="Let nothing of this wave leave for now")] = None,
    resume: Annotated[int | None, typer.Option(help="Let this wave go on")] = None,
    stop: Annotated[int | None, typer.Option(help="End this wave: nobody else is asked")] = None,
    as_json: AsJson = False,
) -> None:
    """List the waves; or pause, resume or stop one. Each wave's people are counted by their state."""
    from bot import wave_verbs

    wanted = {"pause": pause, "resume": resume, "stop": stop}
    _run(lambda: wave_verbs.list_waves(_database, wanted, as_json=as_json))


@app.command()
def plans(
    *,
    stop: Annotated[int | None, typer.Option(help="Let the plan with this id ask no more")] = None,
    as_json: AsJson = False,
) -> None:
    """List the plans, or stop one. A plan repeats a wave, or asks after each purchase."""
    from bot import wave_verbs

    _run(lambda: wave_verbs.list_plans(_database, stop=stop, as_json=as_json))


@app.command()
def survey(
    kind: Kind,
    *,
    scale: Annotated[str | None, typer.Option(help="The lowest and the highest score, such as 1-7")] = None,
    symbols: Annotated[Symbols | None, typer.Option(help="On the buttons", case_sensitive=False)] = None,
    low_to: Annotated[int | None, typer.Option(help="The highest score that is low")] = None,
    high_from: Annotated[int | None, typer.Option(help="The lowest score that is high")] = None,
    say: Annotated[list[str] | None, typer.Option(help='Own words: ru:question="Ну как?"')] = None,
    quick_answers: Annotated[
        str | None,
        typer.Option(help='Under what is asked next: delivery,price,own1 and --say en:own1="Size"; or none'),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show how a survey is asked, or change it. A change holds for the waves to come."""
    from bot import survey_verb

    changes = survey_verb.changes(scale, symbols, low_to, high_from, say or (), quick_answers)
    _run(lambda: survey_verb.survey(_database, kind, changes, as_json=as_json))


@app.command()
def scores(
    kind: Kind,
    *,
    period: Annotated[
        str, typer.Option(help="30d: so many days, today included; or 2026-05, or 2026-Q2")
    ] = "30d",
    by: Annotated[str | None, typer.Option(help="Split by a field: product, category, store ...")] = None,
    as_json: AsJson = False,
) -> None:
    """Print a score with its interval, and what is behind it."""
    from bot import scores_verb

    _run(lambda: scores_verb.scores(_database, kind, period=period, by=by, as_json=as_json))


@app.command()
def migrate() -> None:
    """Bring the database to this version's schema."""
    _run(_migrate)


async def _migrate() -> None:
    from bot.settings import load
    from storage import migrate
    from storage.database import Database, prepare_place

    database = Database(url=load().database_url)
    try:
        await prepare_place(database)
        await migrate.migrate(database)
    finally:
        await database.close()
    typer.echo(f"The database is at {migrate.newest_revision()}.")


@app.command()
def doctor() -> None:
    """Check all that the agent needs. Database, rights, clock, token and webhook, each with its remedy."""
    from bot.doctor import examine
    from bot.settings import load

    _run(lambda: examine(load(), say=typer.echo))


@asynccontextmanager
async def _database(settings: "Settings") -> "AsyncIterator[Database]":
    from storage.migrate import open_database

    database = await open_database(settings.database_url)
    try:
        yield database
    finally:
        await database.close()


def _run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    import asyncio

    asyncio.run(work())


async def _until_told(work: "Callable[[asyncio.Event], Coroutine[Any, Any, None]]") -> None:
    """Run `work` with an event that SIGTERM and Ctrl-C set; a second Ctrl-C doesn't wait."""
    import asyncio
    import signal

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, stop, loop, number)
    await work(stop)


def _stop(stop: "asyncio.Event", loop: "asyncio.AbstractEventLoop", number: "signal.Signals") -> None:
    import logging

    loop.remove_signal_handler(number)
    logging.getLogger(__name__).info("Stopping after %s; again to stop at once", number.name)
    stop.set()
