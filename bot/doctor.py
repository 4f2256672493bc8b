"""Checks what the agent stands on, and says what to do where something is wrong."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp

from bot.adapters import open_messenger
from bot.app import introduce
from bot.errors import OperatorError
from bot.settings import Settings
from handlers.messenger import Messenger, Sent
from scheduler.clock import SystemClock
from storage.database import Database, DatabaseUnusableError
from storage.migrate import newest_revision, revision_of

CLOCK_MAY_DIFFER: Final = timedelta(seconds=30)
"""Beyond that, questions leave at a wrong time and pauses end too early."""


class UnwellError(OperatorError):
    """At least one check failed."""


async def examine(settings: Settings, *, say: Callable[[str], None]) -> None:
    """Run every check and say what came of it. Raises UnwellError if one failed."""
    checks: Sequence[tuple[str, Callable[[], Awaitable[str]]]] = (
        ("Database", lambda: _database(settings)),
        ("Clock", lambda: _clock(settings)),
        ("Telegram", lambda: _telegram(settings)),
    )
    failed = 0
    for name, check in checks:
        try:
            say(f"ok      {name}: {await check()}")
        except (OperatorError, DatabaseUnusableError) as error:
            failed += 1
            say(f"WRONG   {name}: {error}")
    if failed:
        raise UnwellError(f"{failed} of {len(checks)} checks failed; each says above what to do.")


async def _database(settings: Settings) -> str:
    database = Database(url=settings.database_url)
    try:
        if database.path is not None and not database.path.exists():
            return f"{database.path} doesn't exist yet; the first run makes it"
        revision = await revision_of(database)
    finally:
        await database.close()
    if revision != newest_revision():
        raise OperatorError(f"it is at {revision or 'no schema'}; run: python -m bot migrate")
    return f"at {revision}"


async def _clock(settings: Settings) -> str:
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.get(settings.telegram_api_url) as answer,
        ):
            stamp = answer.headers.get("Date")
    except (aiohttp.ClientError, TimeoutError):
        return "can't be compared while Telegram is away"
    if stamp is None:
        return "can't be compared: the answer had no date"
    difference = abs(SystemClock().now() - parsedate_to_datetime(stamp).astimezone(UTC))
    if difference > CLOCK_MAY_DIFFER:
        raise OperatorError(f"it differs from Telegram's by {_seconds(difference)}; let NTP set it")
    return "right"


async def _telegram(settings: Settings) -> str:
    async with open_messenger(
        settings.telegram_library, token=settings.token, api_url=settings.telegram_api_url
    ) as messenger:
        name = await introduce(messenger, settings)
        return f"@{name}, {await _webhook(messenger)}"


async def _webhook(messenger: Messenger) -> str:
    outcome = await messenger.call("getWebhookInfo", {})
    if not isinstance(outcome, Sent):
        raise OperatorError("it won't say where updates go; try again later")
    url = outcome.result.get("url")
    if url:
        raise OperatorError(f"updates go to {url}; `run` takes them back to long polling")
    waiting = outcome.result.get("pending_update_count", 0)
    return f"long polling, {waiting} updates waiting"


def _seconds(difference: timedelta) -> str:
    return f"{difference.total_seconds():.0f} s"
