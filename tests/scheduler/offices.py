"""Who sends, in the protocol of delivery: an office in memory, and the one of PostgreSQL."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from scheduler.terms import LeasedTerm, Term
from storage import leases
from storage.database import Database
from storage.writer import Writer
from tests.scheduler.stage import BOT_ID


class Offices(Protocol):
    """Who may take over, and by what their writes are guarded."""

    async def take(self) -> tuple[int, Term]:
        """Take the office, whoever holds it; returns the epoch and the term."""
        ...


class Office:
    """An office in memory, with a term that knows when it is over."""

    def __init__(self) -> None:
        self.epoch = 0

    async def take(self) -> tuple[int, Term]:
        self.epoch += 1
        return self.epoch, _TermInMemory(self, self.epoch)


@dataclass(frozen=True)
class _TermInMemory:
    office: Office
    epoch: int

    async def holds(self, _session: object) -> bool:
        return self.office.epoch == self.epoch


class LeasedOffices:
    """The office as it is on PostgreSQL: a lease, which ends at once here, so that anybody may take it."""

    def __init__(self, database: Database) -> None:
        self._writer = Writer(database=database)

    async def take(self) -> tuple[int, Term]:
        async with self._writer.unit() as session:
            epoch = await leases.acquire(session, bot_id=BOT_ID, owner="", lasts=timedelta(0))
            await session.commit()
        assert epoch is not None
        return epoch, LeasedTerm(BOT_ID, epoch)
