"""Memory: what filling a large wave takes, and what an agent takes that has nothing to do."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any, Final

from tests.benchmarks import interrupted, shop
from tests.benchmarks.databases import template
from tests.benchmarks.lines import Bounds, Line
from tests.benchmarks.rounds import Run
from tests.benchmarks.telegram import LIBRARIES, Telegram, agent, simulated
from tests.benchmarks.worker import ROOT, end, working

SETTLE: Final = 5.0
"""Seconds after the first poll; by then whatever a start takes is done."""


async def filling(run: Run) -> Sequence[Line]:
    """By how much a process grows that fills a wave; measured once, since a million people take their time."""
    many, plain = run.of(1_000_000, 20_000), run.of(100_000, 5_000)
    ours = await _grown(run, "ours", many)
    orm = await _grown(run, "orm", plain)
    return [
        Line(
            name=f"filling a wave of {many:,}: growth of memory",
            ours=f"{ours:.1f} MiB",
            against=f"ORM objects: {orm:,.0f} MiB for {plain:,} people alone",
            figure=ours,
            bounds=Bounds(floor=20, goal=8, unit=" MiB", at_most=True),
        )
    ]


async def _grown(run: Run, form: str, people: int) -> float:
    planned = shop.Shop(people=people, now=shop.morning())
    async with (
        template(server=None, folder=run.folder, fill=planned.plan_wave) as filled,
        working("tests.benchmarks.filling") as worker,
    ):
        found = float(await worker.ask("fill", form=form, url=filled.url))
    run.say(f"{form}, {people:,} people: {found:.1f} MiB")
    return found


async def idle(run: Run) -> Sequence[Line]:
    """An agent that waits, against a bare bot of the same library that does."""
    bounds = {
        "aiogram": Bounds(floor=1.4, goal=1.25, unit="x", at_most=True),
        "python-telegram-bot": Bounds(floor=2.2, goal=1.8, unit="x", at_most=True),
    }
    sides = [(library, side) for library in LIBRARIES for side in ("ours", "bare")]
    # All at the same moment: unlike time, memory isn't taken from each other.
    rounds = [await asyncio.gather(*(_idle(run, *side) for side in sides)) for _ in range(run.rounds)]
    found = {side: median(of) for side, of in zip(sides, zip(*rounds, strict=True), strict=True)}
    return [
        Line(
            name=f"idle memory, {library}",
            ours=f"{found[library, 'ours']:.1f} MiB",
            against=f"bare bot: {found[library, 'bare']:.1f} MiB",
            figure=found[library, "ours"] / found[library, "bare"],
            bounds=bounds[library],
        )
        for library in LIBRARIES
    ]


async def _idle(run: Run, library: str, side: str) -> float:
    """MiB that a bot holds (the resident set) some seconds after it began to poll."""
    async with simulated() as telegram:
        if side == "ours":
            url = f"sqlite+aiosqlite:///{run.folder / f'idle-{library}.db'}"
            bot: Any = agent(telegram, library=library, url=url, rate=25, log=run.folder / "idle.log")
        else:
            bot = _bare(telegram, library)
        async with bot as process:
            await telegram.until_polled()
            await asyncio.sleep(SETTLE)
            return _resident(process.pid)


@asynccontextmanager
async def _bare(telegram: Telegram, library: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.plain.idle", library, telegram.url, cwd=ROOT
    )
    try:
        yield process
    finally:
        await end(process)


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


LINES: Final = {"memory-filling": filling, "memory-interrupted": interrupted.filling, "memory-idle": idle}
