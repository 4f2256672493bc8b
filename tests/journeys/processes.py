"""The agent as processes of their own on a real database, and a shop whose customers have opened their links."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.simulator.crowd import Member
from bot.simulator.simulator import Simulator
from handlers.marketer import planning
from handlers.shop import Shop
from scheduler.clock import SystemClock
from storage import purchases
from storage.database import Database
from storage.writer import Writer

ROOT: Final = Path(__file__).parents[2]
TOKEN: Final = "42:TEST"
SHOP: Final = Shop(name="Greenleaf", time_zone=ZoneInfo("UTC"), language="en")


def environment(
    telegram: Simulator, *, library: str, database_url: str, **settings: object
) -> dict[str, str]:
    """What a process is told by its environment; `settings` by their names, in small letters."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram.url,
        "TELEGRAM_LIBRARY": library,
        "DATABASE_URL": database_url,
        "SHOP_NAME": SHOP.name,
        "PAID_BROADCAST": "yes",
        "QUIET_HOURS": "0-0",  # a process has the machine's clock, and it may be night
        **{name.upper(): str(value) for name, value in settings.items()},
    }


class Process:
    """`python -m bot run`, in a folder of its own choice; its log is `log`."""

    def __init__(self, name: str, *, folder: Path, env: dict[str, str]) -> None:
        self.log = folder / f"{name}.log"
        self._folder = folder
        self._env = env
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, until: str) -> None:
        """Start it, and wait until its log says so."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self._folder, env=self._env, stderr=log
            )
        await self.says(until, within=60)

    async def says(self, words: str, *, within: float, times: int = 1) -> None:
        """Wait until its log has said so, so many times."""
        async with asyncio.timeout(within):
            while self.log.read_text().count(words) < times:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    async def ends(self, *, within: float) -> None:
        """Wait until it has come to its end by itself."""
        assert self._process is not None
        async with asyncio.timeout(within):
            assert await self._process.wait() == 0

    async def end(self) -> None:
        """Whatever state it is in."""
        if self._process is not None and self._process.returncode is None:
            self.signal(signal.SIGCONT)
            self.signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(20):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
        if self._process is not None:
            await self._process.wait()


async def let_in(telegram: Simulator, database: Database, people: Sequence[Member]) -> None:
    """Let these people in, each with an order of the day before, and wait until all have opened its link."""
    now = SystemClock().now()
    yesterday = now - timedelta(days=1)
    unknown = (
        *("first_name", "language", "category", "store", "operator"),
        *("amount_cents", "currency", "purchased_at"),
    )
    rows: list[dict[str, Any]] = [
        dict.fromkeys(unknown)
        | {
            "order_id": str(number),
            "contact_ref": f"customer-{number}",
            "product": "Shoes",
            "link_token": person.link,
            "delivered_at": yesterday,
            "received_at": yesterday,
            "is_test": False,
            "imported_at": now,
        }
        for number, person in enumerate(people)
    ]
    async with Writer(database=database).unit() as session:
        await purchases.save_all(session, rows)
        await session.commit()
    await telegram.crowd.join(people)
    async with asyncio.timeout(180):
        while telegram.crowd.counters().linked < len(people):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)


async def plan_wave(database: Database) -> None:
    """A CSAT wave to all, now."""
    now = SystemClock().now()
    wanted = planning.read(kind="csat", audience="all", at="now", now=now, shop=SHOP)
    async with Writer(database=database).unit() as session:
        await planning.plan(session, wanted, now=now)
        await session.commit()
