"""Bookkeeping: whether many people in line make each single send dearer."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from typing import Final

from scheduler.clock import SystemClock
from tests.benchmarks import shop
from tests.benchmarks.arrivals import speed
from tests.benchmarks.databases import Template, template
from tests.benchmarks.lines import Bounds, Line
from tests.benchmarks.rounds import Run, take_turns
from tests.benchmarks.telegram import Telegram, agent, simulated
from tests.benchmarks.worker import working

FEW: Final = 1_000
LIBRARY: Final = "aiogram"
RATE: Final = 1000
"""The most that can be set, so that it isn't the pace that is measured."""

OF_THEIRS: Final = 60
"""Sends of aiogram-broadcaster that are looked at: with many people it does a few in a second."""


async def sends(run: Run) -> Sequence[Line]:
    """Sends a second with many people in line against few, here and there."""
    many = run.of(100_000, 20_000)
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(simulated())
        first = (await telegram.people(many))["chat"]
        sides: dict[str, Callable[[], Awaitable[float]]] = {}
        for people in (FEW, many):
            in_line = shop.Shop(people=people, first_chat=first, now=SystemClock().now())
            filled = await stack.enter_async_context(
                template(server=None, folder=run.folder, fill=in_line.put_in_line)
            )
            sides[f"ours, {people}"] = partial(_ours, run, telegram, filled)
            sides[f"theirs, {people}"] = partial(_theirs, run, telegram, range(first, first + people))
        found = await take_turns(run, sides)
    ours, theirs = ([found[f"{whose}, {people}"] for people in (FEW, many)] for whose in ("ours", "theirs"))
    return [
        Line(
            name=f"sends/s with {many:,} people against {FEW:,}",
            ours=f"{ours[1]:,.0f}/s against {ours[0]:,.0f}/s",
            against=f"aiogram-broadcaster with storage: {theirs[1] / theirs[0]:.2f}x "
            f"({theirs[1]:,.0f}/s against {theirs[0]:,.0f}/s)",
            figure=ours[1] / ours[0],
            bounds=Bounds(floor=0.8, goal=0.95, unit="x"),
        )
    ]


async def _ours(run: Run, telegram: Telegram, filled: Template) -> float:
    since, sent = await telegram.total(), len(await telegram.arrivals())
    async with filled.copy() as url:
        log = run.folder / "bookkeeping.log"
        async with agent(telegram, library=LIBRARY, url=url, rate=RATE, log=log):
            await telegram.until_sent(sent + FEW, within=120)
    return speed((await telegram.arrivals(since))[:FEW])


async def _theirs(run: Run, telegram: Telegram, chats: Sequence[int]) -> float:
    since, sent = await telegram.total(), len(await telegram.arrivals())
    database = run.folder / "broadcaster.db"
    way = working(
        *("tests.benchmarks.plain.mailing", "aiogram_broadcaster", telegram.url),
        f"sqlite+aiosqlite:///{database}",
    )
    async with way as worker:
        await worker.ask("start", chats=list(chats), rate=0)
        await telegram.until_sent(sent + OF_THEIRS, within=60)
    database.unlink()
    return speed((await telegram.arrivals(since))[:OF_THEIRS])


LINES: Final = {"bookkeeping-sends": sends}
