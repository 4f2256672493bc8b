"""`python -m tests.journeys.forks LIBRARY`: starts agents within a moment, for whoever kills many of them.

Everything that `python -m bot run` imports is imported here once; each agent is forked from this process, and runs
with a loop, connections and files of its own. Commands come in as JSON lines (see tests/benchmarks/worker.py).
"""

import gc
import importlib
import json
import os
import runpy
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

NEEDED: Final = (
    *("bot.cli", "bot.app", "bot.logs", "bot.settings", "storage.migrate"),
    *("sqlalchemy.dialects.sqlite.aiosqlite", "sqlalchemy.dialects.postgresql.asyncpg", "asyncpg"),
)
ADAPTERS: Final = {
    "aiogram": "bot.adapters.aiogram_adapter",
    "python-telegram-bot": "bot.adapters.ptb_adapter",
}


_running: Final[set[int]] = set()


def start(folder: str, env: Mapping[str, str]) -> int:
    """`python -m bot run` in this folder, where its log is; returns the number of the process."""
    pid = os.fork() or _be_the_agent(Path(folder), env)
    _running.add(pid)
    return pid


def wait(pid: int) -> int:
    """Wait for the end of a process; returns its exit status, below zero for the signal that ended it."""
    _, status = os.waitpid(pid, 0)
    _running.discard(pid)
    return os.waitstatus_to_exitcode(status)


COMMANDS: Final[Mapping[str, Callable[..., Any]]] = {"start": start, "wait": wait}


def _be_the_agent(folder: Path, env: Mapping[str, str]) -> NoReturn:
    os.chdir(folder)
    nothing, log = (
        os.open(os.devnull, os.O_RDONLY),
        os.open("agent.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND),
    )
    for ours, inherited in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(ours, inherited)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["bot", "run"]
    status = 1
    try:
        runpy.run_module("bot", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter would, but nothing of the parent's may run after it
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def main() -> None:
    for module in (*NEEDED, ADAPTERS[sys.argv[1]]):
        importlib.import_module(module)
    gc.freeze()  # what was imported stays shared with the agents: their collector needn't look through it
    for line in sys.stdin:
        command, given = json.loads(line)
        sys.stdout.write(json.dumps({"result": COMMANDS[command](**given)}) + "\n")
        sys.stdout.flush()
    for pid in _running:  # whoever asked for them is gone
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
