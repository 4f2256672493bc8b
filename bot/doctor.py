"""Checks what the agent stands on, and says what to do where something is wrong."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

import aiohttp
from sqlalchemy.exc import DBAPIError

from bot.adapters import open_messenger
from bot.errors import OperatorError
from bot.greeting import introduce
from bot.settings import Settings
from bot.web.diagnosis import diagnose
from handlers.messenger import Sent
from scheduler.clock import SystemClock
from storage import bots
from storage.database import Database, DatabaseUnusableError
from storage.migrate import revision_of, revisions
from storage.writer import Writer

CLOCK_MAY_DIFFER: Final = timedelta(seconds=30)
"""Beyond that, questions leave at a wrong time and pauses end too early."""

PATIENCE: Final = 20.0
"""Seconds that Telegram has to answer a check."""


class UnwellError(OperatorError):
    """At least one check failed."""


async def examine(settings: Settings, *, say: Callable[[str], None]) -> None:
    """Run every check and say what came of it. Raises UnwellError if one failed."""
    checks = _Checks(say=say)
    database = Database(url=settings.database_url)
    try:
        if await checks.run("Database", _database(database)):
            await checks.run("Rights", _rights(database))
    finally:
        await database.close()
    await checks.run("Clock", _clock(settings))
    if await checks.run("Token", _token(settings)):
        await checks.run("Webhook", _webhook(settings))
    if checks.failed:
        raise UnwellError(f"{checks.failed} of {checks.number} checks failed; each says above what to do.")


class _Checks:
    def __init__(self, *, say: Callable[[str], None]) -> None:
        self.number = 0
        self.failed = 0
        self._say = say

    async def run(self, name: str, check: Awaitable[str]) -> bool:
        self.number += 1
        try:
            self._say(f"ok      {name}: {await check}")
        except (OperatorError, DatabaseUnusableError) as error:
            self.failed += 1
            self._say(f"WRONG   {name}: {error}")
            return False
        return True


async def _database(database: Database) -> str:
    if file := _missing_file(database):
        return f"{file} doesn't exist yet; the first run makes it"
    revision = await revision_of(database)
    if revision is None or revision in revisions()[:-1]:
        raise OperatorError(
            f"it is at {revision or 'no schema'}; python -m bot migrate brings it up to date."
        )
    if revision not in revisions():
        raise OperatorError(f"it is at {revision}, which this version doesn't know; run a newer one.")
    return f"at {revision}"


async def _rights(database: Database) -> str:
    """Whether we may write: tried, not read from a list of grants, and then undone."""
    if file := _missing_file(database):
        folder = next(parent for parent in file.absolute().parents if parent.exists())
        if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
            raise OperatorError(
                f"{folder} isn't a folder that may be written; allow it, or choose another place in DATABASE_URL."
            )
        return f"{folder} may be written"
    try:
        async with Writer(database=database).unit() as session:
            await bots.remember_name(session, bot_id=0, username="", now=SystemClock().now())
    except (DBAPIError, OSError):
        raise OperatorError(
            "the database can't be written; give its user the right to, or make room on its disk."
        ) from None
    return "the database may be written"


def _missing_file(database: Database) -> Path | None:
    return database.path if database.path is not None and not database.path.exists() else None


async def _clock(settings: Settings) -> str:
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session,
            session.get(settings.telegram_api_url, allow_redirects=False) as answer,
        ):
            stamp = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, TimeoutError):
        return "can't be compared while Telegram is away"
    except ValueError:
        return "can't be compared: the answer had no date"
    difference = abs(SystemClock().now() - stamp.astimezone(UTC))
    if difference > CLOCK_MAY_DIFFER:
        raise OperatorError(f"it differs from Telegram's by {_seconds(difference)}; let NTP set it.")
    return "right"


async def _token(settings: Settings) -> str:
    try:
        async with (
            asyncio.timeout(PATIENCE),
            open_messenger(
                settings.telegram_library, token=settings.token, api_url=settings.telegram_api_url
            ) as messenger,
        ):
            return f"@{await introduce(messenger, settings)}"
    except TimeoutError:
        raise OperatorError(
            f"{settings.telegram_api_url} doesn't answer; check the network, or TELEGRAM_API_URL."
        ) from None


async def _webhook(settings: Settings) -> str:
    async with open_messenger(
        settings.telegram_library, token=settings.token, api_url=settings.telegram_api_url
    ) as messenger:
        outcome = await messenger.call("getWebhookInfo", {}, timeout=PATIENCE)
    if not isinstance(outcome, Sent):
        raise OperatorError("Telegram won't say where updates go; try again later.")
    return diagnose(outcome.result, public_url=settings.public_url, now=SystemClock().now())


def _seconds(difference: timedelta) -> str:
    return f"{difference.total_seconds():.0f} s"
