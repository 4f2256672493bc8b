"""The one way to write: units of work, and batches of what waits at the same moment."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final, Generic, TypeVar

from storage.database import Database, Session, is_database_trouble

Item = TypeVar("Item")
Result = TypeVar("Result")

BULK_ROWS: Final = 500
"""Bulk work commits at most so many rows at a time, so that taps don't wait for it."""


class Writer:
    """Opens units of work. A unit that isn't told to commit rolls back."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Session]:
        """One transaction: `await session.commit()` keeps it, anything else undoes it.

        Nothing inside may wait for Telegram: on SQLite this is the only connection that writes.
        """
        async with self._database.new_writing() as session:
            yield session


class Batch(Generic[Item, Result]):
    """Writes items together that wait at the same moment: one transaction, one commit, then all results.

    There is no lingering and no task of its own: whoever comes first writes for all who wait, those who
    come meanwhile are the next batch. A batch that fails by its own fault is tried again item by item, so
    that one bad item fails alone. `write` returns one result per item, in order; it doesn't commit.
    """

    def __init__(
        self,
        *,
        writer: Writer,
        write: Callable[[Session, Sequence[Item]], Awaitable[Sequence[Result]]],
        most: int = 256,
    ) -> None:
        self._writer = writer
        self._write = write
        self._most = most
        self._waiting: deque[tuple[Item, asyncio.Future[Result]]] = deque()
        self._turn = asyncio.Lock()

    async def submit(self, item: Item) -> Result:
        """Return once the item is committed. Raises what its writing raised."""
        result: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, result))
        while not result.done():
            async with self._turn:
                if not result.done():
                    await self._write_next()
        return result.result()

    async def _write_next(self) -> None:
        entries = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        try:
            await self._settle(entries)
        except BaseException:
            # The one who wrote for all was cancelled: the others are written by whoever comes next. Whether
            # the commit happened isn't known here, which is why effects are idempotent by update id.
            self._waiting.extendleft(entry for entry in reversed(entries) if not entry[1].done())
            raise

    async def _settle(self, entries: Sequence[tuple[Item, asyncio.Future[Result]]]) -> None:
        try:
            results = await self._commit([item for item, _ in entries])
        except Exception as error:  # noqa: BLE001 - every waiter gets it from its future
            if len(entries) == 1 or is_database_trouble(error):
                for _, future in entries:
                    _fail(future, error)
                return
            for entry in entries:
                await self._settle([entry])
            return
        for (_, future), result in zip(entries, results, strict=True):
            if not future.done():
                future.set_result(result)

    async def _commit(self, items: Sequence[Item]) -> Sequence[Result]:
        async with self._writer.unit() as session:
            results = await self._write(session, items)
            await session.commit()
            return results


def _fail(future: "asyncio.Future[Result]", error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
