"""A large wave whose filling is killed again and again: who stands in it in the end, and what the last process took."""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from sqlalchemy import distinct, func, select

from storage.database import Database
from storage.kinds import MessageKind
from storage.tables import invitation_table, message_table, wave_table
from tests.benchmarks import shop
from tests.benchmarks.databases import template
from tests.benchmarks.lines import Bounds, Line
from tests.benchmarks.rounds import Run
from tests.benchmarks.worker import WorkerError, working

SEED: Final = 2026
PAGE_TAKES: Final = 0.05
"""Seconds at most: a kill that is late by a part of it comes anywhere between two commits, or into one."""


async def filling(run: Run) -> Sequence[Line]:
    """A process is killed, the next one goes on, and the last is left alone with a quarter or more of the people."""
    people, kills = run.of(1_000_000, 20_000), run.of(10, 4)
    chance = random.Random(SEED)
    planned = shop.Shop(people=people, now=shop.morning())
    async with template(server=None, folder=run.folder, fill=planned.plan_wave) as filled:
        database = Database(url=filled.url)
        for person in sorted(chance.sample(range(people * 3 // 4), kills)):
            await _killed(database, filled.url, at=person, late=chance.uniform(0, PAGE_TAKES))
            run.say(f"killed when {await _filled(database):,} stood in it")
        async with working("tests.benchmarks.filling") as last:
            grown = float(await last.ask("fill", form="ours", url=filled.url))
        wrong = await _missing_or_twice(database, people)
        await database.close()
    name = f"filling a wave of {people:,} people, killed {kills} times"
    return [
        Line(
            name=f"{name}: missing or in it twice",
            ours=f"{wrong} of {people:,}",
            figure=wrong,
            bounds=Bounds(floor=0, goal=0, unit="", at_most=True),
        ),
        Line(
            name=f"{name}: growth of the last process",
            ours=f"{grown:.1f} MiB",
            figure=grown,
            bounds=Bounds(floor=20, goal=8, unit=" MiB", at_most=True),
        ),
    ]


async def _killed(database: Database, url: str, *, at: int, late: float) -> None:
    """Let a process fill until so many stand in the wave, and kill it a little later."""
    async with working("tests.benchmarks.filling") as worker:
        work = asyncio.create_task(worker.ask("fill", form="ours", url=url))
        while await _filled(database) < at and not work.done():  # noqa: ASYNC110 - another process
            await asyncio.sleep(PAGE_TAKES / 5)
        await asyncio.sleep(late)
        await worker.kill()
        with suppress(WorkerError):
            raise RuntimeError(f"the wave was filled before it could be killed: {await work}")


async def _filled(database: Database) -> int:
    """Up to whom the wave is filled: people are numbered from 1, in their order."""
    async with database.reading() as session:
        cursor = (await session.execute(select(wave_table.c.fill_cursor))).scalar_one()
    return int(cursor or 0)


async def _missing_or_twice(database: Database, people: int) -> int:
    """How many have no place, or two; and how many of the places have no question, or two."""
    places = select(func.count(), func.count(distinct(invitation_table.c.contact_id)))
    questions = select(func.count(), func.count(distinct(message_table.c.invitation_id))).where(
        message_table.c.kind == MessageKind.QUESTION
    )
    wrong = 0
    async with database.reading() as session:
        for statement in (places.select_from(invitation_table), questions.select_from(message_table)):
            every, different = (await session.execute(statement)).one()
            wrong += (people - different) + (every - different)
    return wrong
