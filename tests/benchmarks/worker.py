"""Processes that measure or are measured: one JSON line in for each thing to do, one out with its result."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
LONGEST_LINE: Final = 64 * 1024 * 1024
"""Bytes: the arrival log of a large run is one line."""

Command = Callable[..., Awaitable[Any]]


class WorkerError(RuntimeError):
    """A process died, or said that it couldn't do what it was asked; the message is its own."""


class Worker:
    """Another process, from this side."""

    def __init__(self, *, name: str, process: asyncio.subprocess.Process) -> None:
        self._name = name
        self._process = process

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    async def ask(self, command: str, **given: Any) -> Any:
        """Let the process do something, and return its result. Raises WorkerError."""
        requests, answers = self._process.stdin, self._process.stdout
        if requests is None or answers is None:
            raise WorkerError(f"{self._name} wasn't started to be asked")
        requests.write(json.dumps([command, given]).encode() + b"\n")
        await requests.drain()
        line = await answers.readline()
        if not line:
            raise WorkerError(f"{self._name} ended while it was to {command}")
        answer = json.loads(line)
        if "error" in answer:
            raise WorkerError(f"{self._name}: {answer['error']}")
        return answer["result"]

    async def kill(self) -> None:
        """SIGKILL, in this very moment: no time for anything. Returns once it is dead."""
        self._process.kill()
        await self._process.wait()


@asynccontextmanager
async def working(module: str, *arguments: str) -> AsyncIterator[Worker]:
    """`python -m module` with `obey` at its heart; it ends with this block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LONGEST_LINE,
    )
    try:
        yield Worker(name=module.rpartition(".")[2], process=process)
    finally:
        await end(process)


async def end(process: asyncio.subprocess.Process) -> None:
    """Kill a process that isn't needed any more; what it leaves behind is thrown away anyway."""
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()


async def obey(commands: Mapping[str, Command]) -> None:
    """In the other process: do what is asked, one after the other, until nobody asks any more."""
    loop = asyncio.get_running_loop()
    asked = asyncio.StreamReader(limit=LONGEST_LINE)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(asked), sys.stdin)
    while line := await asked.readline():
        command, given = json.loads(line)
        try:
            answer = {"result": await commands[command](**given)}
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
