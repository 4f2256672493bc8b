"""The results as a file: on which machine, with which versions, when, and the table."""

import os
import platform
import re
import sqlite3
from collections.abc import Mapping, Sequence
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
Made by `make bench`, or for one group by `make bench ARGS=group`; it fails where a floor isn't kept. Both sides of a
line ran in turns, in one run on one machine, and a figure is their ratio, or what the arrival log of the simulated
Telegram shows: only figures compare with those of another machine. "Goal" and "floor" say which bound is kept."""

_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)


def updated(before: str, measured: Mapping[str, Sequence[Line]], *, order: Sequence[str], about: str) -> str:
    """The file with these groups measured anew; of the others, what it said before. Groups stand in `order`."""
    sections = _sections(before)
    sections |= {group: f"{about}\n\n{table(lines)}" for group, lines in measured.items()}
    known = [f"## {group}\n\n{sections[group]}" for group in order if group in sections]
    return "\n\n".join(["# Benchmarks", READING, *known]) + "\n"


async def about(server: str | None) -> str:
    """On which machine, with which versions, when."""
    return "\n".join(
        [
            f"- {SystemClock().now():%Y-%m-%d %H:%M} UTC",
            f"- {_machine()}; at the end, {_load()}",
            f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}{await _postgresql(server)}",
            f"- {', '.join(f'{package} {version(package)}' for package in PACKAGES)}",
        ]
    )


def _sections(written: str) -> dict[str, str]:
    """What stands below each group's heading."""
    _, *parts = _SECTION.split(written)
    return {group: text.strip() for group, text in zip(parts[::2], parts[1::2], strict=True)}


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
