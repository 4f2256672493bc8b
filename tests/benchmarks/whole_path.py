"""The whole path of a tap: the update comes in, it is committed, the callback is answered, the message edited."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, Final

from scheduler.clock import SystemClock
from storage.database import Database
from tests.benchmarks import rows, shop
from tests.benchmarks.databases import template
from tests.benchmarks.lines import Bounds, Line
from tests.benchmarks.rounds import Run, take_turns
from tests.benchmarks.simulation import TOKEN
from tests.benchmarks.telegram import Telegram, agent, simulated
from tests.benchmarks.worker import ROOT, end

AT_ONCE: Final = 64
RATE: Final = 1000.0
"""Messages a second, edits among them: the pace isn't measured here, and this is the most that can be set."""

PLAIN: Final = {
    "aiogram": "tests.benchmarks.plain.aiogram_bot",
    "python-telegram-bot": "tests.benchmarks.plain.ptb_bot",
}


@asynccontextmanager
async def _plain(telegram: Telegram, *, library: str, url: str, log: Path) -> AsyncIterator[None]:
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", PLAIN[library], telegram.url, TOKEN, url),
            cwd=ROOT,
            stdout=errors,
            stderr=errors,
        )
    try:
        yield
    finally:
        await end(process)


class _Side:
    """A bot with a Telegram and a database of its own; each turn is taken by people who haven't tapped yet."""

    def __init__(self, *, telegram: Telegram, database_url: str, taps: int) -> None:
        self._telegram = telegram
        self._database_url = database_url
        self._taps = taps
        self._turns = 0
        self.p99: list[float] = []

    async def turn(self) -> float:
        """Taps a second."""
        found = await self._telegram.taps(self._turns * self._taps, self._taps, at_once=AT_ONCE)
        if found["lost"]:
            raise AssertionError(f"{found['lost']} of {self._taps} taps were never answered")
        self._turns += 1
        self.p99.append(found["p99"])
        return float(self._taps / found["seconds"])

    async def rows(self) -> rows.Rows:
        """What is stored, without the times."""
        database = Database(url=self._database_url)
        found = await rows.written(database, moments=False)
        await database.close()
        return found


async def _compare(run: Run, library: str) -> Sequence[Line]:
    taps = run.of(1000, 300)
    async with AsyncExitStack() as stack:
        sides = {
            side: await stack.enter_async_context(_opened(run, library, side, taps))
            for side in ("plain", "ours")
        }
        found = await take_turns(run, {name: side.turn for name, side in sides.items()})
        rows.compare(await sides["ours"].rows(), await sides["plain"].rows())
    p99 = {name: median(side.p99) for name, side in sides.items()}
    return [
        Line(
            name=f"whole path, {library}, {AT_ONCE} at a time",
            ours=f"{found['ours']:,.0f}/s, p99 {p99['ours']:.2f} s",
            against=f"plain bot: {found['plain']:,.0f}/s, p99 {p99['plain']:.2f} s",
            figure=found["ours"] / found["plain"],
            bounds=Bounds(floor=3, goal=6, unit="x"),
        )
    ]


@asynccontextmanager
async def _opened(run: Run, library: str, side: str, taps: int) -> AsyncIterator[_Side]:
    """Everybody has said /stop since they were asked: their answers count, and nothing but them is in the way."""
    people = taps * run.rounds
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(simulated())
        first = await telegram.people(people, asked=True)
        asked = shop.Shop(people=people, first_chat=first["chat"], now=SystemClock().now())
        fill = partial(asked.ask, first_message=first["message"], silent=True)
        filled = await stack.enter_async_context(template(server=None, folder=run.folder, fill=fill))
        log = run.folder / f"{library}-{side}.log"
        if side == "ours":
            bot: Any = agent(telegram, library=library, url=filled.url, rate=RATE, log=log)
        else:
            bot = _plain(telegram, library=library, url=filled.url, log=log)
        await stack.enter_async_context(bot)
        await telegram.until_polled()
        yield _Side(telegram=telegram, database_url=filled.url, taps=taps)


async def aiogram(run: Run) -> Sequence[Line]:
    """Against a plain bot of aiogram."""
    return await _compare(run, "aiogram")


async def ptb(run: Run) -> Sequence[Line]:
    """Against a plain bot of python-telegram-bot."""
    return await _compare(run, "python-telegram-bot")


LINES: Final = {"whole-path-aiogram": aiogram, "whole-path-ptb": ptb}
