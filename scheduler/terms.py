"""A term: the time for which one process ticks, polls and sends; whatever it writes is guarded by it."""

from dataclasses import dataclass
from typing import Final, Protocol

from storage import leases
from storage.database import Session


class Term(Protocol):
    """What guards the writes of whoever sends."""

    @property
    def epoch(self) -> int:
        """Tells one term from another."""
        ...

    async def holds(self, session: Session) -> bool:
        """Whether this process may still write; nobody takes over before the transaction ends."""
        ...


class Forever:
    """The term on SQLite, where a lock beside the file lets one process run at all."""

    epoch: Final = 0

    async def holds(self, session: Session) -> bool:
        """See `Term.holds`."""
        return True


@dataclass(frozen=True, slots=True)
class LeasedTerm:
    """The term of a lease's epoch: a process that was stopped and wakes up late writes nothing by it."""

    bot_id: int
    epoch: int

    async def holds(self, session: Session) -> bool:
        """See `Term.holds`."""
        return await leases.holds(session, bot_id=self.bot_id, epoch=self.epoch)
