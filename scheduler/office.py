"""Which process ticks, polls and sends, of several on one PostgreSQL database: whoever holds the lease."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, TypeAlias, TypeVar

from scheduler.faults import Outage
from scheduler.stopping import comes
from scheduler.terms import LeasedTerm
from storage import leases
from storage.database import Session
from storage.writer import Writer

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

LASTS: Final = 6.0
"""Seconds from a renewal to the moment at which another process may take over."""

RENEWALS: Final = 4
"""In that time, so that a few may fail."""

ASK_AGAIN: Final = 1.0
"""Seconds between two looks at a lease that another process holds."""

MARGIN: Final = 1 / 6
"""The part of it before whose beginning a holder who can't renew stops by itself."""

Work: TypeAlias = Callable[[LeasedTerm, asyncio.Event], Awaitable[None]]


class Office:
    """Runs some work in this process while, and only while, it surely holds the lease."""

    def __init__(self, *, bot_id: int, owner: str, writer: Writer, lasts: float = LASTS) -> None:
        """`owner` names this process; `lasts` is in seconds."""
        self._bot_id = bot_id
        self._owner = owner
        self._writer = writer
        self._lasts = lasts
        self._margin = lasts * MARGIN
        self._outage = Outage(meanwhile="another process may tick, poll and send")

    async def run(self, work: Work, *, stop: asyncio.Event) -> None:
        """Hold the office whenever it is free, until `stop`.

        `work` is given the term and an event that is set when the term is over; it returns soon after that.
        What it raises comes out of here, in an ExceptionGroup.
        """
        standing_by = False
        while not stop.is_set():
            since = _now()
            term = await self._acquire()
            if term is None:
                if not standing_by:
                    logger.info("Another process ticks, polls and sends; this one stands by")
                standing_by = True
                await comes(stop, ASK_AGAIN)
                continue
            standing_by = False
            logger.info("This process ticks, polls and sends now (term %d)", term.epoch)
            await self._hold(term, since, work, stop)

    async def _hold(self, term: LeasedTerm, since: float, work: Work, stop: asyncio.Event) -> None:
        over = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            watching = (
                group.create_task(self._renew(term, since, over)),
                group.create_task(_pass_on(stop, over)),
            )
            try:
                await work(term, over)
            finally:
                for task in watching:
                    task.cancel()
        await self._release(term)

    async def _renew(self, term: LeasedTerm, since: float, over: asyncio.Event) -> None:
        """Renew until the term is over: because somebody else has the lease, or because that may be so soon."""
        sure_until = since + self._lasts - self._margin
        while not await comes(over, self._lasts / RENEWALS):
            asked = _now()
            try:
                async with asyncio.timeout_at(sure_until):
                    held = await self._renewed(term)
            except Exception as error:
                if not self._is_trouble(error):
                    raise
                if _now() < sure_until:
                    continue
                held = False
            if not held:
                logger.warning("Term %d is over: this process ticks, polls and sends no more", term.epoch)
                over.set()
                return
            self._outage.over()
            sure_until = asked + self._lasts - self._margin

    async def _acquire(self) -> LeasedTerm | None:
        async def take(session: Session) -> int | None:
            return await leases.acquire(
                session, bot_id=self._bot_id, owner=self._owner, lasts=timedelta(seconds=self._lasts)
            )

        try:
            async with asyncio.timeout(self._lasts):
                epoch = await self._write(take)
        except Exception as error:
            if not self._is_trouble(error):
                raise
            return None
        self._outage.over()
        return None if epoch is None else LeasedTerm(self._bot_id, epoch)

    async def _renewed(self, term: LeasedTerm) -> bool:
        async def renew(session: Session) -> bool:
            return await leases.renew(
                session, bot_id=self._bot_id, epoch=term.epoch, lasts=timedelta(seconds=self._lasts)
            )

        return await self._write(renew)

    async def _release(self, term: LeasedTerm) -> None:
        """Let another process begin at once; where that can't be said, the lease ends by itself."""

        async def release(session: Session) -> None:
            await leases.release(session, bot_id=self._bot_id, epoch=term.epoch)

        try:
            async with asyncio.timeout(self._margin):
                await self._write(release)
        except Exception as error:
            if not self._is_trouble(error):
                raise

    async def _write(self, work: Callable[[Session], Awaitable[Result]]) -> Result:
        async with self._writer.unit() as session:
            result = await work(session)
            await session.commit()
        return result

    def _is_trouble(self, error: Exception) -> bool:
        """Whether the database is away, or too slow to tell."""
        return isinstance(error, TimeoutError) or self._outage.explains(error)


async def _pass_on(stop: asyncio.Event, over: asyncio.Event) -> None:
    await stop.wait()
    over.set()


def _now() -> float:
    """Seconds of the machine's monotonic clock, which goes on while the process is stopped (SIGSTOP)."""
    return asyncio.get_running_loop().time()
