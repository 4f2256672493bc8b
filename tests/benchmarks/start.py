"""The start: how long a verb takes to answer, against the least that any program of its kind takes."""

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import insert, update

from scheduler.clock import SystemClock
from storage.database import Database
from storage.kinds import InvitationState, ResponseSource, SurveyKind
from storage.tables import invitation_table, response_table, survey_table
from tests.benchmarks import shop
from tests.benchmarks.databases import template
from tests.benchmarks.lines import Bounds, Line
from tests.benchmarks.rounds import Run, take_turns
from tests.benchmarks.worker import ROOT

ARGPARSE: Final = (
    "import argparse; p = argparse.ArgumentParser(description='Tapscore'); "
    "p.add_argument('verb', help='run, demo, import'); p.parse_args(['--help'])"
)
STARTS: Final = 5
"""Starts that make one figure: a single one is short and rough."""


async def explained(run: Run) -> Sequence[Line]:
    """`--help` against an argparse that says one line."""
    ours = partial(_seconds, run.folder, "-m", "bot", "--help")
    found = await take_turns(run, {"argparse": partial(_seconds, run.folder, "-c", ARGPARSE), "ours": ours})
    return [
        Line(
            name="start: --help",
            ours=f"{found['ours'] * 1000:.0f} ms",
            against=f"bare argparse: {found['argparse'] * 1000:.0f} ms",
            figure=found["ours"] / found["argparse"],
            bounds=Bounds(floor=8, goal=4, unit="x", at_most=True),
        )
    ]


async def scored(run: Run) -> Sequence[Line]:
    """`scores nps` of a thousand answers against importing sqlmodel."""
    answered = shop.Shop(people=1000, now=SystemClock().now() - timedelta(hours=1))

    async def fill(database: Database) -> None:
        await answered.ask(database)
        await _answer(database, 1000)

    async with template(server=None, folder=run.folder, fill=fill) as filled:
        ours = partial(_seconds, run.folder, "-m", "bot", "scores", "nps", url=filled.url)
        found = await take_turns(
            run, {"import": partial(_seconds, run.folder, "-c", "import sqlmodel"), "ours": ours}
        )
    return [
        Line(
            name="start: scores nps",
            ours=f"{found['ours'] * 1000:.0f} ms",
            against=f"import sqlmodel: {found['import'] * 1000:.0f} ms",
            figure=found["ours"] / found["import"],
            bounds=Bounds(floor=2, goal=1.5, unit="x", at_most=True),
        )
    ]


async def _answer(database: Database, people: int) -> None:
    now = SystemClock().now() - timedelta(minutes=30)
    async with database.new_writing() as session:
        nps = {"kind": SurveyKind.NPS}
        await session.execute(update(survey_table).values(lowest=0, highest=10, low_to=6, high_from=9, **nps))
        await session.execute(update(invitation_table).values(state=InvitationState.ANSWERED, **nps))
        await session.execute(
            insert(response_table),
            [
                {
                    "invitation_id": number + 1,
                    "score": number % 11,
                    "lowest": 0,
                    "highest": 10,
                    "source": ResponseSource.TAP,
                    "first_answered_at": now,
                    "answered_at": now,
                }
                for number in range(people)
            ],
        )
        await session.commit()


async def _seconds(folder: Path, *program: str, url: str = "") -> float:
    """How long Python takes for a program, start and end included."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": url, "BOT_TOKEN": ""}
    began = time.perf_counter()
    for _ in range(STARTS):
        process = await asyncio.create_subprocess_exec(
            sys.executable, *program, cwd=folder, env=env, stdout=asyncio.subprocess.DEVNULL
        )
        if await process.wait() != 0:
            raise AssertionError(f"{' '.join(program)} ended with {process.returncode}")
    return (time.perf_counter() - began) / STARTS


LINES: Final = {"start-help": explained, "start-scores": scored}
