"""What `import` and `import-answers` do on the command line."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import typer

from bot import answers_import, imports
from bot.settings import Settings, load
from bot.terminal import number, print_taken, progress
from handlers.intake.orders import Reader
from scheduler.clock import SystemClock
from storage import bots
from storage.database import Database
from storage.writer import Writer

Opener = Callable[[Settings], AbstractAsyncContextManager[Database]]


async def import_orders(open_database: Opener, file: Path, *, dry_run: bool, links: Path | None) -> None:
    """Take the orders of a file, and write each one's deep link into another. Raises OperatorError."""
    settings = load()
    async with open_database(settings) as database:
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


async def import_answers(open_database: Opener, file: Path, *, source: str | None) -> None:
    """Take the answers of another tool's file. Raises OperatorError and WrongUseError."""
    settings = load()
    async with open_database(settings) as database:
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


async def _username(settings: Settings, database: Database) -> str:
    """The bot's name for links: stored, else asked for. Raises OperatorError where neither is possible."""
    async with database.reading() as session:
        name = await bots.username(session, bot_id=settings.bot_id)
    if name is not None:
        return name
    from bot.adapters import open_messenger  # noqa: PLC0415 - a Telegram library, needed the first time only
    from bot.greeting import introduce  # noqa: PLC0415

    async with open_messenger(
        settings.telegram_library, token=settings.token, api_url=settings.telegram_api_url
    ) as messenger:
        name = await introduce(messenger, settings)
    async with Writer(database=database).unit() as session:
        await bots.remember_name(session, bot_id=settings.bot_id, username=name, now=SystemClock().now())
        await session.commit()
    return name
