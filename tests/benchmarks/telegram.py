"""The simulated Telegram as the benchmarks see it, and the agent that talks to it, both as processes."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.arrivals import Arrival
from tests.benchmarks.simulation import TOKEN
from tests.benchmarks.worker import ROOT, Worker, WorkerError, end, working

LIBRARIES: Final = ("aiogram", "python-telegram-bot")
UP_WITHIN: Final = 120.0
"""Seconds in which a bot must have asked for updates."""


class Telegram:
    """A simulated Telegram in another process."""

    def __init__(self, *, worker: Worker, url: str) -> None:
        self.url = url
        self._worker = worker

    async def people(self, count: int, *, asked: bool = False) -> dict[str, int]:
        """New people: the first `chat`, the others follow it; and with `asked` the first question's `message`."""
        found: dict[str, int] = await self._worker.ask("people", count=count, asked=asked)
        return found

    async def group(self) -> int:
        """A group with the bot in it."""
        return int(await self._worker.ask("group"))

    async def latency(self, seconds: float) -> None:
        """Let each answer take so long."""
        await self._worker.ask("latency", seconds=seconds)

    async def ban_after(self, sends: int, seconds: int, *, chat: int | None = None) -> None:
        """After so many sends, refuse all others for a while: of the bot, or in one chat."""
        await self._worker.ask("ban_after", sends=sends, seconds=seconds, chat=chat)

    async def taps(self, first: int, count: int, *, at_once: int) -> dict[str, Any]:
        """Let people tap and wait for the toast and the edit: `seconds`, `p50`, `p99`, `lost`."""
        found: dict[str, Any] = await self._worker.ask("taps", first=first, count=count, at_once=at_once)
        return found

    async def total(self) -> int:
        """How many calls have arrived."""
        return int(await self._worker.ask("total"))

    async def arrivals(self, since: int = 0) -> list[Arrival]:
        """The log of the messages that arrived, from call number `since` on."""
        return [Arrival(*row) for row in await self._worker.ask("arrivals", since=since)]

    async def until_sent(self, sends: int, *, within: float) -> None:
        """Wait until so many messages have arrived, or for so many seconds."""
        before = time.monotonic() + within
        while await self._worker.ask("sends") < sends and time.monotonic() < before:  # noqa: ASYNC110
            await asyncio.sleep(0.2)

    async def until_polled(self) -> None:
        """Wait until a bot asks for updates. Raises WorkerError."""
        before = time.monotonic() + UP_WITHIN
        while not await self._worker.ask("polls"):
            if time.monotonic() > before:
                raise WorkerError("The bot hasn't asked for updates")
            await asyncio.sleep(0.05)


@asynccontextmanager
async def simulated() -> AsyncIterator[Telegram]:
    """A simulated Telegram without limits, until the end of this block."""
    async with working("tests.benchmarks.simulation") as worker:
        yield Telegram(worker=worker, url=await worker.ask("url"))


@asynccontextmanager
async def agent(
    telegram: Telegram, *, library: str, url: str, rate: float, log: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot run`, with nobody to disturb at night and no .env in reach; it is killed in the end."""
    env = {
        **os.environ,
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram.url,
        "TELEGRAM_LIBRARY": library,
        "DATABASE_URL": url,
        "SHOP_NAME": "Greenleaf",
        "SEND_RATE": str(rate),
        "PAID_BROADCAST": "yes",
        "QUIET_HOURS": "0-0",
        "OWNER_IDS": "1",
        "PYTHONPATH": str(ROOT),
    }
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=log.parent, env=env, stdout=errors, stderr=errors
        )
    try:
        yield process
    finally:
        await end(process)
