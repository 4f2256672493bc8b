"""The one way to write: units of work, and batches of what waits at the same moment."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final, Generic, TypeAlias, TypeVar

from storage.database import Database, Session, is_database_trouble

Item = TypeVar("Item")
Result = TypeVar("Result")

_Entry: TypeAlias = tuple[Item, "asyncio.Future[Result]"]
"""An item, and where its submitter waits for the result."""

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

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """A session that only looks, so that no write waits for it; what it saw may change before a unit begins."""
        async with self._database.reading() as session:
            yield session


class Batch(Generic[Item, Result]):
    """Writes items together that wait at the same moment: one transaction, one commit, then all results.

    There is no lingering and no task of its own: whoever comes first writes for all who wait, those who
    come meanwhile are the next batch. A batch that fails by its own fault is halved until the bad item fails
    alone. `write` returns one result per item, in order; it doesn't commit. Writing an item a second time
    must change nothing: when the one who writes is cancelled, nobody knows whether the commit happened.
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
        self._waiting: deque[_Entry[Item, Result]] = deque()
        self._turn = asyncio.Lock()

    async def submit(self, item: Item) -> Result:
        """Return once the item is committed. Raises what its writing raised.

        An item whose submitter is cancelled before its turn isn't written.
        """
        result: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, result))
        try:
            while not result.done():
                async with self._turn:
                    if not result.done():
                        await self._write_next()
            return result.result()
        except BaseException:
            result.cancel()  # if it is done already, this says at least that nobody will look at it
            raise

    async def _write_next(self) -> None:
        entries = self._next_entries()
        try:
            await self._settle(entries)
        except BaseException:
            # Cancelled: those who still wait are written by whoever of them comes next, in their order.
            self._waiting.extendleft(entry for entry in reversed(entries) if not entry[1].done())
            raise

    def _next_entries(self) -> "list[_Entry[Item, Result]]":
        entries: list[_Entry[Item, Result]] = []
        while self._waiting and len(entries) < self._most:
            entry = self._waiting.popleft()
            if not entry[1].cancelled():
                entries.append(entry)
        return entries

    async def _settle(self, entries: "list[_Entry[Item, Result]]") -> None:
        parts = deque([entries])
        while parts:
            part = parts.popleft()
            try:
                results = await self._commit([item for item, _ in part])
            except Exception as error:  # noqa: BLE001 - every waiter gets it from its future
                if is_database_trouble(error):
                    # The rest wouldn't fare better, and each would wait as long.
                    for unwritten in (part, *parts):
                        _fail(unwritten, error)
                    return
                if len(part) == 1:
                    _fail(part, error)
                else:
                    middle = len(part) // 2
                    parts.extendleft((part[middle:], part[:middle]))
            else:
                for (_, future), result in zip(part, results, strict=True):
                    if not future.done():
                        future.set_result(result)

    async def _commit(self, items: Sequence[Item]) -> Sequence[Result]:
        async with self._writer.unit() as session:
            results = await self._write(session, items)
            if len(results) != len(items):
                raise ValueError(f"{len(items)} items were written, and {len(results)} results came back")
            await session.commit()
            return results


def _fail(entries: "Sequence[_Entry[Item, Result]]", error: Exception) -> None:
    for _, future in entries:
        if not future.done():
            future.set_exception(error)
