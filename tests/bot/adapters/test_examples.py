"""The examples are run as their readers run them: as processes, with the command line beside them."""

import asyncio
import csv
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.simulator.simulator import Simulator
from scheduler.clock import SystemClock
from tests.journeys.house import TOKEN

ROOT = Path(__file__).parents[3]
EXAMPLES = {"aiogram": "aiogram_host", "python-telegram-bot": "ptb_host"}
PATIENCE = 30.0


class Shop:
    """A folder where a shop's bot and the command line work, in the simulated Telegram."""

    def __init__(self, folder: Path, telegram: Simulator) -> None:
        self.folder = folder
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'shop.db'}",
            "QUIET_HOURS": "0-0",  # a process has the machine's clock, and it may be night
        }

    async def python(self, *arguments: str) -> Process:
        """A process whose output is kept in the folder."""
        with (self.folder / "log.txt").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                *arguments,
                cwd=self.folder,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    async def verb(self, *arguments: str) -> None:
        """A verb of the command line; it must succeed."""
        process = await self.python("-m", "bot", *arguments)
        async with asyncio.timeout(PATIENCE):
            assert await process.wait() == 0, (self.folder / "log.txt").read_text()

    @asynccontextmanager
    async def bot(self, module: str) -> AsyncIterator[None]:
        """An example, until SIGTERM, on which it must end well."""
        process = await self.python("-m", f"bot.adapters.examples.{module}")
        try:
            yield
            assert process.returncode is None
            process.terminate()
            async with asyncio.timeout(PATIENCE):
                assert await process.wait() == 0
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def test_an_example_is_a_shop_s_bot_and_asks_its_customers(tmp_path: Path, library: str) -> None:
    async with Simulator(token=TOKEN) as telegram:
        shop = Shop(tmp_path, telegram)
        anna = telegram.person(first_name="Anna")
        async with shop.bot(EXAMPLES[library]):
            await anna.send("/catalog")
            catalog = await anna.receives("Our catalog", timeout=PATIENCE)

            delivered = SystemClock().now() - timedelta(days=2)
            orders = f"order_id,product,delivered_at\n1001,Shoes,{delivered:%Y-%m-%d}\n"
            (tmp_path / "orders.csv").write_text(orders)
            await shop.verb("import", "orders.csv", "--links", "links.csv")
            with (tmp_path / "links.csv").open(newline="") as links:
                (order,) = csv.DictReader(links)
            await anna.open_link(order["link"])
            await anna.receives("customer care")
            await shop.verb("wave", "csat", "--audience", "all", "--at", "now", "--yes")
            question = await anna.receives("How satisfied", timeout=PATIENCE)

            press = await anna.tap(catalog, "Steel bottle")
            assert await press.answered() == "Steel bottle: in your basket"
            await anna.send("hello <there>")
            await anna.receives("You said: hello <there>")
            press = await anna.tap(question, "1")
            assert await press.answered() == "Thank you!"
            await anna.receives("What went wrong?")
            await anna.send("They were late.")
            await anna.receives("Your words are with the team")
            await anna.send("/help")
            await anna.receives("You said: /help")
        said = (tmp_path / "log.txt").read_text()
        assert "Nobody owns this bot yet" in said
        assert TOKEN not in said
        assert "Traceback" not in said
        assert not anna.inbox.has("You said: They")
