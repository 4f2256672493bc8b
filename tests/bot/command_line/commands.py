"""Commands as processes and in this one, how they ended, and what they left behind."""

import asyncio
import os
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

from bot import cli

ROOT = Path(cli.__file__).parents[1]
TOKEN = "42:AAF-secret_of_this_bot"
CLOSED = "http://127.0.0.1:9"  # the port of the discard service, which nobody runs
STATES = ["due", "sending", "sent", "answered", "expired", "skipped", "failed", "unknown", "cancelled"]


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line that an error is."""
        assert self.out == ""
        [line] = self.err.splitlines()
        assert line.endswith((".", "?"))
        return line


def environment(**settings: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TELEGRAM_API_URL": CLOSED, **settings}


async def start(*arguments: str, **settings: str) -> asyncio.subprocess.Process:
    """Start a command as a process of its own, in a folder where no .env stands."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        env=environment(**settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def ended(process: asyncio.subprocess.Process) -> Done:
    out, err = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode is not None
    return Done(process.returncode, out.decode(), err.decode())


def written(name: str, text: str, encoding: str = "utf-8") -> None:
    Path(name).write_text(text, encoding=encoding)


def lines(name: str) -> list[str]:
    """A file's lines; none where there is no file."""
    return Path(name).read_text().splitlines() if Path(name).exists() else []


def database() -> sqlite3.Connection:
    return sqlite3.connect("var/tapscore.db")
