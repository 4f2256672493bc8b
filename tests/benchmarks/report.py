"""The results as a file: on which machine, with which versions, when, and the table."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from scheduler.clock import SystemClock
from tests.benchmarks.lines import Line, table

PACKAGES: Final = (
    *("aiogram", "python-telegram-bot", "sqlalchemy", "sqlmodel", "aiosqlite", "asyncpg", "msgspec"),
    *("aiogram-broadcaster", "aiogram-broadcast", "aiolimiter"),
)

READING: Final = """\
Made by `make bench`, which fails where a floor isn't kept. Both sides of a line ran in turns, in one run on one
machine, and a figure is their ratio, or what the arrival log of the simulated Telegram shows: only figures compare
with those of another machine. "Goal" and "floor" say which bound is kept."""

QUICK: Final = """

This is the quick form (`--quick`): two rounds of small sizes, for trying. On a machine that has other work to do, as
this one may have had, the pace and the speeds say little."""


async def written(lines: Sequence[Line], *, server: str | None, quick: bool) -> str:
    """The whole file, in Markdown."""
    return "\n".join(
        [
            "# Benchmarks",
            "",
            READING + (QUICK if quick else ""),
            "",
            f"- {SystemClock().now():%Y-%m-%d %H:%M} UTC",
            f"- {_machine()}; at the end, {_load()}",
            f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}{await _postgresql(server)}",
            f"- {', '.join(f'{package} {version(package)}' for package in PACKAGES)}",
            "",
            table(lines),
            "",
        ]
    )


def _machine() -> str:
    """The processor, the memory and the system, as far as Linux tells."""
    processor = _said("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()
    memory = _said("/proc/meminfo", "MemTotal")
    size = f", {int(memory.split()[0]) / 1024 / 1024:.0f} GiB of memory" if memory else ""
    return f"{os.cpu_count()} processors ({processor}){size}, {platform.system()} {platform.release()}"


def _load() -> str:
    return f"{os.getloadavg()[1]:.1f} processes were ready to run (mean of 5 minutes)"


def _said(file: str, name: str) -> str:
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


async def _postgresql(server: str | None) -> str:
    if server is None:
        return ""
    engine = create_async_engine(server)
    async with engine.connect() as connection:
        found = (await connection.execute(text("SHOW server_version"))).scalar_one()
    await engine.dispose()
    return f", PostgreSQL {found.split()[0]}"
