"""Commits whose answer gets lost: whoever made them can't tell whether they happened."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum

from storage.database import Database, Session
from storage.writer import Writer
from tests.scheduler.stage import away


class Commit(Enum):
    """What becomes of a commit: whether it happens, and whether the process hears that it did."""

    HEARD = (True, True)
    LOST_AFTER = (True, False)
    LOST_BEFORE = (False, False)


class Fragile(Writer):
    """Loses the next commit, or the answer to it, when it is told to."""

    def __init__(self, *, database: Database) -> None:
        super().__init__(database=database)
        self.next_commit = Commit.HEARD
        self.lost = asyncio.Event()

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Session]:
        async with super().unit() as session:
            commit = session.commit

            async def commit_as_told() -> None:
                (happens, is_heard), self.next_commit = self.next_commit.value, Commit.HEARD
                if happens:
                    await commit()
                if not is_heard:
                    self.lost.set()
                    raise away()

            session.commit = commit_as_told  # type: ignore[method-assign]
            yield session
