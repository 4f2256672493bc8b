"""The command line: verbs only; each opens what it needs, and no more."""

import asyncio
import json
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.errors import OperatorError, WrongUseError
from bot.settings import Settings, load
from scheduler.clock import SystemClock
from storage.database import Database, DatabaseUnusableError, is_database_trouble
from storage.kinds import SurveyKind, Symbols
from storage.migrate import migrate as migrate_database
from storage.migrate import newest_revision, open_database
from storage.writer import Writer

app = typer.Typer(
    name="python -m bot",
    help="Tapscore: one-tap customer satisfaction in Telegram.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
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
    except DatabaseUnusableError as error:
        _complain(str(error))
    except typer.Abort:
        _complain("Stopped.")
    except Exception as error:
        if not is_database_trouble(error):
            raise  # a mistake of ours, which its traceback helps to find
        _complain(f"{_first_line(error)}: see that the database runs and the disk has room, then try again.")
    return 1


def _complain(sentence: str) -> None:
    if sentence:
        typer.echo(sentence, err=True)


def _usage(error: typer.TyperException) -> str:
    """What was wrong with the words of a command, and where they are explained."""
    said = error.format_message().replace("Value error, ", "").strip().removesuffix(".")
    context = getattr(error, "ctx", None)
    return f"{said}; see {context.command_path} --help." if said and context else said


def _first_line(error: BaseException) -> str:
    return str(getattr(error, "orig", None) or error).split("\n")[0]


@app.command()
def run() -> None:
    """Run the agent until it is stopped (Ctrl-C or SIGTERM)."""
    from bot import logs  # noqa: PLC0415 - the other verbs need neither logging nor a Telegram library
    from bot.app import serve  # noqa: PLC0415

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
    """Show the whole product on this machine, with a simulated Telegram and no token."""
    from bot.demo.shop import read_orders  # noqa: PLC0415
    from bot.demo.show import Demo  # noqa: PLC0415

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
    """Take orders from a file; twice is harmless, and a bad row stops no other."""
    _run(lambda: _import(file, dry_run=dry_run, links=links))


async def _import(file: Path, *, dry_run: bool, links: Path | None) -> None:
    from bot import imports  # noqa: PLC0415
    from bot.terminal import number, print_taken, progress  # noqa: PLC0415
    from handlers.orders import Reader  # noqa: PLC0415

    settings = load()
    async with _database(settings) as database:
        username = await _username(settings, database) if links and not dry_run else None
        with progress("Importing") as show:
            done = await imports.import_orders(
                file,
                writer=Writer(database=database),
                reader=Reader(
                    zone=settings.shop.time_zone,
                    now=SystemClock().now(),
                    delivery=timedelta(days=settings.delivery_days),
                ),
                username=username,
                links=links,
                dry_run=dry_run,
                progress=show,
            )
    would = "would be " if dry_run else ""
    typer.echo(
        f"{file} ({done.encoding}): {number(done.new, 'new order')}, "
        f"{number(done.updated, 'known one')} {would}brought up to date."
    )
    print_taken(done, again="named an order again; the last row of an order counts", dry_run=dry_run)


@app.command("import-answers")
def import_answers(
    file: Annotated[Path, typer.Argument(help="A CSV file with a header")],
    *,
    source: Annotated[
        str | None, typer.Option(help="What the answers are filed under; the file's name if left out")
    ] = None,
) -> None:
    """Take the answers of another tool from a file; twice is harmless, and a bad row stops no other."""
    _run(lambda: _import_answers(file, source=source))


async def _import_answers(file: Path, *, source: str | None) -> None:
    from bot import answers_import  # noqa: PLC0415
    from bot.terminal import number, print_taken, progress  # noqa: PLC0415

    settings = load()
    async with _database(settings) as database:
        with progress("Importing") as show:
            done = await answers_import.import_answers(
                file,
                database=database,
                shop=settings.shop,
                now=SystemClock().now(),
                source=source,
                progress=show,
            )
    typer.echo(
        f"{file} ({done.encoding}): {number(done.new, 'new answer')}, "
        f"{number(done.known, 'known one')} left as before; filed under {done.source}."
    )
    print_taken(done, again="told the same person, kind and moment again; the first row of them counts")


@app.command()
def wave(
    kind: Kind,
    *,
    audience: Annotated[str, typer.Option(help="Who is asked: all")] = "all",
    at: Annotated[
        str | None, typer.Option(help='When: now (if left out), or "2026-05-05 10:00" in the shop\'s time')
    ] = None,
    after: Annotated[
        str | None, typer.Option(help="After each purchase instead: delivered, or delivered+2d")
    ] = None,
    name: Annotated[str | None, typer.Option(help="What the wave is called")] = None,
    open_for: Annotated[str, typer.Option("--open", help="How long a question can be answered")] = "7d",
    reminder: Annotated[str, typer.Option(help="After how long the silent are reminded, or none")] = "3d",
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask before planning it")] = False,
) -> None:
    """Plan a survey wave; the running agent sends it when it is due."""
    from bot import wave_verbs  # noqa: PLC0415

    words = {"audience": audience, "at": at, "after": after, "name": name}
    words |= {"open_for": open_for, "reminder": reminder}
    _run(lambda: wave_verbs.plan(_database, kind, words, confirmed=yes))


@app.command()
def waves(
    *,
    pause: Annotated[int | None, typer.Option(help="Let nothing of this wave leave for now")] = None,
    resume: Annotated[int | None, typer.Option(help="Let this wave go on")] = None,
    stop: Annotated[int | None, typer.Option(help="End this wave: nobody else is asked")] = None,
    as_json: AsJson = False,
) -> None:
    """List every wave with its state and the number of people in each; or pause, resume or stop one."""
    from bot import wave_verbs  # noqa: PLC0415

    wanted = {"pause": pause, "resume": resume, "stop": stop}
    _run(lambda: wave_verbs.list_waves(_database, wanted, as_json=as_json))


@app.command()
def plans(
    *,
    stop: Annotated[int | None, typer.Option(help="Let the plan with this id ask no more")] = None,
    as_json: AsJson = False,
) -> None:
    """List the plans that ask after each purchase, or stop one."""
    from bot import wave_verbs  # noqa: PLC0415

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
    as_json: AsJson = False,
) -> None:
    """Show how a survey is asked, or change it for the waves to come."""
    from bot import survey_verb  # noqa: PLC0415

    changes = survey_verb.changes(scale, symbols, low_to, high_from, say or ())
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
    _run(lambda: _scores(kind, period=period, by=by, as_json=as_json))


async def _scores(kind: SurveyKind, *, period: str, by: str | None, as_json: bool) -> None:
    from bot.terminal import print_breakdown, print_report  # noqa: PLC0415
    from handlers import scores as scored  # noqa: PLC0415
    from handlers.periods import UnclearWordError, read_period  # noqa: PLC0415

    settings = load()
    shop = settings.shop
    try:
        wanted = read_period(period, today=shop.today(SystemClock().now()))
        async with _database(settings) as database, database.reading() as session:
            if by is None:
                found = await scored.report(session, kind, wanted, shop=shop)
                show, figures = partial(print_report, found), found.as_json()
            else:
                split = await scored.breakdown(session, kind, wanted, by=by, shop=shop)
                show, figures = partial(print_breakdown, split), split.as_json()
    except UnclearWordError as error:
        raise WrongUseError(str(error)) from None
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False))
    else:
        show()


@app.command()
def migrate() -> None:
    """Bring the database to this version's schema."""
    _run(_migrate)


async def _migrate() -> None:
    from storage.database import prepare_place  # noqa: PLC0415

    database = Database(url=load().database_url)
    try:
        await prepare_place(database)
        await migrate_database(database)
    finally:
        await database.close()
    typer.echo(f"The database is at {newest_revision()}.")


@app.command()
def doctor() -> None:
    """Check database, rights, clock, token and webhook, each with its remedy."""
    from bot.doctor import examine  # noqa: PLC0415

    _run(lambda: examine(load(), say=typer.echo))


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    database = await open_database(settings.database_url)
    try:
        yield database
    finally:
        await database.close()


async def _username(settings: Settings, database: Database) -> str:
    """The bot's name for links: stored, else asked for. Raises OperatorError where neither is possible."""
    from storage import bots  # noqa: PLC0415

    async with database.reading() as session:
        name = await bots.username(session, bot_id=settings.bot_id)
    if name is not None:
        return name
    from bot.adapters import open_messenger  # noqa: PLC0415
    from bot.app import introduce  # noqa: PLC0415

    async with open_messenger(
        settings.telegram_library, token=settings.token, api_url=settings.telegram_api_url
    ) as messenger:
        name = await introduce(messenger, settings)
    async with Writer(database=database).unit() as session:
        await bots.remember_name(session, bot_id=settings.bot_id, username=name, now=SystemClock().now())
        await session.commit()
    return name


def _run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(work())


async def _until_told(work: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Run `work` with an event that SIGTERM and Ctrl-C set; a second Ctrl-C doesn't wait."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, stop, loop, number)
    await work(stop)


def _stop(stop: asyncio.Event, loop: asyncio.AbstractEventLoop, number: signal.Signals) -> None:
    loop.remove_signal_handler(number)
    logging.getLogger(__name__).info("Stopping after %s; again to stop at once", number.name)
    stop.set()
