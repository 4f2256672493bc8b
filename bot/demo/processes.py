"""The demo's two processes: each begins in a folder of its own, says that it is up, and ends with the demo."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from bot.demo.clock import SimulatedClock
from bot.errors import OperatorError

ROOT: Final = Path(__file__).parents[2]
_PATIENCE: Final = 20.0  # seconds that a process may take to end by itself
_HEARS_WITHIN: Final = (
    10.0  # seconds after which an agent that hasn't taken a new time is left to take it later
)


async def start(
    arguments: Sequence[str], folder: Path, settings: Mapping[str, str]
) -> asyncio.subprocess.Process:
    """A Python process of ours, in a folder of its own so that no .env of the user's is read."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=folder,
        env={**os.environ, **settings, "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )


async def end(process: asyncio.subprocess.Process) -> None:
    """Ask it to end; not for ever."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(_PATIENCE):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


async def first_line(process: asyncio.subprocess.Process, who: str) -> dict[str, Any]:
    """The JSON line by which a process says that it is up. Raises OperatorError where it isn't."""
    said = await _said(process)
    if not said:
        raise OperatorError(f"{who} didn't start; what it said stands above.")
    return said


async def _said(process: asyncio.subprocess.Process) -> dict[str, Any]:
    """Its next line of JSON; nothing at its end."""
    line = await process.stdout.readline() if process.stdout else b""
    said: dict[str, Any] = json.loads(line) if line else {}
    return said


class AgentProcess:
    """The agent: it can be killed and started again, and lives by the demo's clock."""

    def __init__(self, *, folder: Path, settings: Mapping[str, str], clock: SimulatedClock) -> None:
        self._folder = folder
        self._settings = dict(settings)
        self._clock = clock
        self._process: asyncio.subprocess.Process | None = None
        self._is_ready = False

    @property
    def is_up(self) -> bool:
        """Whether it takes updates."""
        return self._is_ready and self._runs

    @property
    def is_starting(self) -> bool:
        """Whether its process runs, and doesn't take updates yet."""
        return self._runs and not self._is_ready

    @property
    def _runs(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self, **more: str) -> None:
        """Return once it takes updates; `more` settings hold from now on. Raises OperatorError where it can't."""
        self._settings |= more
        if not self._runs:
            self._is_ready = False
            offset = str(self._clock.offset.total_seconds())
            self._process = await start(["-m", "bot.demo", offset], self._folder, self._settings)
            await first_line(self._process, "The agent")
            self._is_ready = True

    async def kill(self) -> None:
        """End it as a power cut would: in the middle of whatever it does."""
        if self._process is not None and self._runs:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> None:
        """Let it finish what it has in hand."""
        if self._process is not None:
            await end(self._process)

    async def tell_time(self) -> None:
        """Pass the clock's new offset on; returns once the agent lives by it, or doesn't live."""
        process = self._process
        if process is None or process.stdin is None or not self.is_up:
            return
        offset = self._clock.offset.total_seconds()
        process.stdin.write(f"{offset}\n".encode())
        with suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(_HEARS_WITHIN):
                await process.stdin.drain()
                # One that came late to an earlier time says that first.
                while (said := await _said(process)) and said.get("offset") != offset:
                    pass
