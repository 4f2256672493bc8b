"""Batches: few commits, nobody's result is another's, and whoever goes away takes nobody along."""

import asyncio
import gc
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from storage.database import Database, Session, is_database_trouble
from storage.statements import each, insert
from storage.tables import bot_identity_table
from storage.writer import Batch, Writer

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)

BAD = -1
"""An item that the database refuses."""


class Ledger:
    """Writes numbers into a table, each once, and remembers what was to be written together."""

    def __init__(self) -> None:
        self.tries: list[list[int]] = []
        self.entered = asyncio.Event()
        self.open = asyncio.Event()
        self.open.set()
        self.loses_connection_at = 0
        """The number of the try in which the connection is lost; 0: in none."""

    def close(self) -> None:
        """Hold every try in the middle from now on, until `open` is set."""
        self.open.clear()
        self.entered.clear()

    async def write(self, session: Session, items: Sequence[int]) -> list[str]:
        self.tries.append(list(items))
        names = [{"bot_id": item, "username": None if item < 0 else f"number {item}"} for item in items]
        await each(
            session,
            insert(session, bot_identity_table).on_conflict_do_nothing(),
            [row | {"seen_at": NOW} for row in names],
        )
        if len(self.tries) == self.loses_connection_at:
            raw = await (await session.connection()).get_raw_connection()
            assert raw.driver_connection is not None
            await raw.driver_connection.close()
            await session.execute(text("SELECT 1"))
        self.entered.set()
        await self.open.wait()
        return [f"wrote {item}" for item in items]


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def batch(writer, ledger) -> Batch[int, str]:
    return Batch(writer=writer, write=ledger.write)


@pytest.fixture
async def complaints() -> AsyncIterator[list[dict[str, Any]]]:
    """What the loop has to say about forgotten futures and tasks; a test may not leave any."""
    heard: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: heard.append(context))
    gc.freeze()  # what is to be found was made by this test: all that others have left takes seconds to look through
    yield heard
    gc.collect()
    gc.unfreeze()
    await asyncio.sleep(0)
    assert heard == []


@pytest.fixture
def commits(database: Database) -> list[object]:
    seen: list[object] = []
    event.listen(database.engine.sync_engine, "commit", seen.append)
    return seen


async def _stored(rows) -> list[int]:
    return [row.bot_id for row in await rows.all(bot_identity_table)]


async def _all(batch: Batch[int, str], items: Sequence[int]) -> list[str | BaseException]:
    return await asyncio.gather(*(batch.submit(item) for item in items), return_exceptions=True)


def _is_trouble(result: str | BaseException) -> bool:
    return isinstance(result, BaseException) and is_database_trouble(result)


async def _leave(task: "asyncio.Task[str]") -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def _waiting(batch: Batch[int, str], items: Sequence[int]) -> "list[asyncio.Task[str]]":
    """Submitters who have all taken their place, in order."""
    tasks = [asyncio.create_task(batch.submit(item)) for item in items]
    await asyncio.sleep(0)
    return tasks


async def test_one_item_is_a_batch(batch, ledger, rows):
    assert await batch.submit(7) == "wrote 7"
    assert ledger.tries == [[7]]
    assert await _stored(rows) == [7]


async def test_an_item_is_committed_when_its_submitter_goes_on(batch, another, rows):
    """Invariant 1: stored (committed) before it is acknowledged: another process sees it."""
    await batch.submit(7)
    assert await _stored(rows.of(another)) == [7]


async def test_many_items_at_once_are_few_commits(batch, commits, rows):
    results = await _all(batch, range(200))
    assert results == [f"wrote {item}" for item in range(200)]
    assert len(commits) == 2, "who comes first, then all who came meanwhile"
    assert await _stored(rows) == list(range(200))


async def test_items_are_written_in_the_order_in_which_they_came(batch, ledger):
    items = list(range(300))
    random.Random(7).shuffle(items)
    await _all(batch, items)
    assert [item for together in ledger.tries for item in together] == items


async def test_a_batch_has_a_greatest_size(batch, ledger):
    results = await _all(batch, range(600))
    assert results == [f"wrote {item}" for item in range(600)]
    assert [len(together) for together in ledger.tries] == [1, 256, 256, 87]


async def test_what_comes_while_a_batch_is_written_is_the_next(batch, ledger):
    ledger.close()
    first = await _waiting(batch, [1])
    await ledger.entered.wait()
    later = await _waiting(batch, [2, 3])
    ledger.open.set()
    assert await asyncio.gather(*first, *later) == ["wrote 1", "wrote 2", "wrote 3"]
    assert ledger.tries == [[1], [2, 3]]


@pytest.mark.parametrize("place", [1, 2, 31, 62, 63])
async def test_a_bad_item_fails_alone(place, batch, ledger, rows):
    items = list(range(64))
    items[place] = BAD
    results = await _all(batch, items)
    assert isinstance(results.pop(place), IntegrityError)
    items.remove(BAD)
    assert results == [f"wrote {item}" for item in items]
    assert await _stored(rows) == items
    assert len(ledger.tries) <= 2 + 2 * 6, "found by halving, not one by one"


async def test_several_bad_items_fail_alone(batch, rows):
    results = await _all(batch, [0, BAD, 2, 3, BAD, BAD, 6])
    assert [isinstance(result, IntegrityError) for result in results] == [
        item in (1, 4, 5) for item in range(7)
    ]
    assert await _stored(rows) == [0, 2, 3, 6]


async def test_a_bad_item_alone_fails(batch, complaints, rows):
    with pytest.raises(IntegrityError):
        await batch.submit(BAD)
    assert await _stored(rows) == []


async def test_the_order_holds_also_where_a_batch_is_halved(batch, ledger):
    await _all(batch, [0, 1, 2, 3, BAD, 5, 6, 7])
    good = [together for together in ledger.tries if BAD not in together]
    assert [item for together in good for item in together] == [0, 1, 2, 3, 5, 6, 7]


async def test_trouble_with_the_database_fails_all_and_stores_nothing(batch, ledger, complaints, rows):
    await batch.submit(0)
    ledger.loses_connection_at = 3
    results = await _all(batch, range(1, 6))
    assert results[0] == "wrote 1"
    assert all(_is_trouble(result) for result in results[1:])
    assert await _stored(rows) == [0, 1]
    assert len(ledger.tries) == 3, "nobody tries again at once what the database can't do"
    assert await batch.submit(9) == "wrote 9", "it is back"


async def test_trouble_while_a_bad_item_is_sought_fails_the_rest_at_once(batch, ledger, complaints, rows):
    """Each would wait as long as the first for a lock or a server that doesn't come."""
    ledger.loses_connection_at = 7
    results = await _all(batch, [0, BAD, 2, 3, 4, 5, 6, 7, 8])
    assert ledger.tries[2:] == [[BAD, 2, 3, 4], [BAD, 2], [BAD], [2], [3, 4]]
    assert isinstance(results[1], IntegrityError)
    assert [results[0], results[2]] == ["wrote 0", "wrote 2"]
    assert all(_is_trouble(result) for result in results[3:])
    assert await _stored(rows) == [0, 2]


async def test_a_writer_that_answers_for_too_few_stores_nothing(writer, complaints, rows):
    async def write(session: Session, items: Sequence[int]) -> list[str]:
        return (await Ledger().write(session, items))[1:]

    batch = Batch(writer=writer, write=write)
    results = await _all(batch, [1, 2, 3])
    assert [type(result) for result in results] == [ValueError] * 3
    assert await _stored(rows) == []


async def test_the_one_who_writes_may_be_cancelled_and_nobody_is_lost(batch, ledger, complaints, rows):
    """Invariant 3: nobody is lost."""
    ledger.close()
    (first,) = await _waiting(batch, [1])
    others = await _waiting(batch, [2, 3, 4])
    await ledger.entered.wait()
    await _leave(first)
    ledger.open.set()
    assert await asyncio.gather(*others) == ["wrote 2", "wrote 3", "wrote 4"]
    assert await _stored(rows) == [2, 3, 4], "and what was written for nobody is undone"


async def test_one_who_writes_for_others_may_be_cancelled(batch, ledger, complaints, rows):
    """Invariant 3: nobody is lost. Those who were in the batch that was cut off are in the next, in order."""
    ledger.close()
    (first,) = await _waiting(batch, [1])
    second, *others = await _waiting(batch, [2, 3, 4])
    await ledger.entered.wait()
    ledger.entered.clear()
    ledger.open.set()
    await first
    ledger.close()
    await ledger.entered.wait()
    assert ledger.tries[-1] == [2, 3, 4]
    late = await _waiting(batch, [5])
    await _leave(second)
    ledger.open.set()
    assert await asyncio.gather(*others, *late) == ["wrote 3", "wrote 4", "wrote 5"]
    assert ledger.tries[-1] == [3, 4, 5]
    assert await _stored(rows) == [1, 3, 4, 5]


async def test_all_who_write_may_be_cancelled_one_after_the_other(batch, ledger, complaints, rows):
    ledger.close()
    *leaders, last = await _waiting(batch, range(5))
    for leader in leaders:
        await ledger.entered.wait()
        ledger.entered.clear()
        await _leave(leader)
    ledger.open.set()
    assert await last == "wrote 4"
    assert await _stored(rows) == [4]


async def test_one_cancelled_after_the_commit_has_stored_everybodys_item_once(
    database, ledger, complaints, rows
):
    """Nobody knows then that it was committed: it is written again, which changes nothing."""
    committed, forever = asyncio.Event(), asyncio.Event()

    class Hanging(Writer):
        @asynccontextmanager
        async def unit(self) -> AsyncIterator[Session]:
            async with super().unit() as session:
                yield session
            if len(ledger.tries) == 2:
                committed.set()
                await forever.wait()

    batch = Batch(writer=Hanging(database=database), write=ledger.write)
    ledger.close()
    first, second, *others = await _waiting(batch, range(4))
    ledger.open.set()
    await first
    await committed.wait()
    await _leave(second)
    assert await asyncio.gather(*others) == ["wrote 2", "wrote 3"]
    assert ledger.tries == [[0], [1, 2, 3], [2, 3]]
    assert await _stored(rows) == [0, 1, 2, 3]


async def test_one_who_waits_may_be_cancelled_and_isnt_written(batch, ledger, complaints, rows):
    ledger.close()
    first, second, third = await _waiting(batch, [1, 2, 3])
    await ledger.entered.wait()
    await _leave(second)
    ledger.open.set()
    assert [await first, await third] == ["wrote 1", "wrote 3"]
    assert ledger.tries == [[1], [3]]
    assert await _stored(rows) == [1, 3]


@pytest.mark.parametrize("item", [3, BAD], ids=["that succeeds", "that fails"])
async def test_one_may_be_cancelled_while_another_writes_for_them(item, batch, ledger, complaints, rows):
    ledger.close()
    (first,) = await _waiting(batch, [1])
    leader, waiter, other = await _waiting(batch, [2, item, 4])
    await ledger.entered.wait()
    ledger.entered.clear()
    ledger.open.set()
    await first
    if item != BAD:
        ledger.close()
        await ledger.entered.wait()
    await _leave(waiter)
    ledger.open.set()
    assert [await leader, await other] == ["wrote 2", "wrote 4"]
    assert [number for number in await _stored(rows) if number != item] == [1, 2, 4]


async def test_when_everybody_has_left_nothing_stays_behind(batch, ledger, complaints, rows):
    ledger.close()
    tasks = await _waiting(batch, [1, 2, 3])
    await ledger.entered.wait()
    for task in reversed(tasks):
        await _leave(task)
    ledger.open.set()
    assert await batch.submit(9) == "wrote 9"
    assert ledger.tries[-1] == [9]
    assert await _stored(rows) == [9]


async def test_a_failure_that_nobody_waits_for_any_more_is_no_complaint(batch, ledger, complaints):
    """Its submitter is cancelled between the moment in which it failed and the one in which they would hear."""
    ledger.close()
    first, leader, *between, bad = await _waiting(batch, [1, 2, 3, 4, 5, BAD])
    leader.add_done_callback(lambda _: bad.cancel())
    ledger.open.set()
    assert await asyncio.gather(first, leader, *between) == [f"wrote {item}" for item in range(1, 6)]
    with pytest.raises(asyncio.CancelledError):
        await bad


@pytest.mark.parametrize("seed", range(12))
async def test_in_a_storm_everybody_who_stays_is_written_once_and_told_so(
    seed, writer, ledger, complaints, rows
):
    """Invariant 3, for any mixture of people who come, are cancelled and bring what can't be stored."""
    chance = random.Random(seed)
    batch = Batch(writer=writer, write=ledger.write, most=chance.choice([1, 2, 7, 256]))
    tasks: dict[int, asyncio.Task[str]] = {}
    left: set[int] = set()
    for number in range(1, 121):
        item = -number if chance.random() < 0.05 else number
        tasks[item] = asyncio.create_task(batch.submit(item))
        if chance.random() < 0.3:
            await asyncio.sleep(0)
        if chance.random() < 0.25:
            unlucky = chance.choice(list(tasks))
            if tasks[unlucky].cancel():
                left.add(unlucky)
    results = dict(zip(tasks, await asyncio.gather(*tasks.values(), return_exceptions=True), strict=True))
    stored = await _stored(rows)
    for item, result in results.items():
        if isinstance(result, asyncio.CancelledError):
            assert item in left
        elif item < 0:
            assert isinstance(result, IntegrityError)
        else:
            assert result == f"wrote {item}"
            assert item in stored
    assert len(stored) == len(set(stored))
    assert set(stored) <= {item for item in tasks if item > 0}
