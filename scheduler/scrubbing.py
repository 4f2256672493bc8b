"""Sees to it that nothing of an erased person stays in the database's files."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, TypeVar

from scheduler.faults import Outage
from scheduler.pacing import backoff
from scheduler.stopping import comes
from storage import residue
from storage.database import Database

Result = TypeVar("Result")

REST: Final = 10.0
"""Seconds between one time and the next: the file is written anew, for which others wait."""


class Scrubber:
    """Scrubs when it is called, and at the start what a crash left; what there is to do is noted in the file."""

    def __init__(self, *, database: Database, rest: float = REST) -> None:
        """`rest` is in seconds."""
        self._database = database
        self._rest = rest
        self._woken = asyncio.Event()
        self._stopped = asyncio.Event()
        self._outage = Outage(meanwhile="what was erased may still lie in its files")

    def call(self) -> None:
        """Say that somebody was erased."""
        self._woken.set()

    def stop(self) -> None:
        """Let `run` return after the step under way; the next start goes on from there."""
        self._stopped.set()
        self._woken.set()

    async def run(self) -> None:
        """Scrub until stopped; a database that is away, or that others read from, is waited for."""
        while not self._stopped.is_set():
            self._woken.clear()
            if number := await self._patiently(residue.noted):
                await self._scrub(number)
                await comes(self._stopped, self._rest)
            else:
                await self._woken.wait()

    async def _scrub(self, number: int) -> None:
        """Take out what so many erasures left: nearly all of it at once, the rest with the file written anew."""
        settle = partial(residue.settle, number=number)
        for step in (residue.empty_log, residue.rewrite, residue.empty_log, settle):
            await self._patiently(step)
            if self._stopped.is_set():
                return

    async def _patiently(self, step: Callable[[Database], Awaitable[Result]]) -> Result | None:
        """Try until it is done; None where we are stopped first."""
        for attempt in itertools.count(1):
            try:
                result = await step(self._database)
            except residue.LogInUseError:
                pass
            except Exception as error:
                if not self._outage.explains(error):
                    raise
            else:
                self._outage.over()
                return result
            await comes(self._stopped, backoff(attempt, first=0.2))
            if self._stopped.is_set():
                break
        return None
