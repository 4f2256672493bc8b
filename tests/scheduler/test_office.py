"""The office on PostgreSQL: one process at a time, taken over when its holder dies, hangs or is cut off."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy.exc import OperationalError

from scheduler.office import Office
from storage.database import Database
from storage.writer import Writer
from tests.postgresql import migrated, new_database

LASTS = 2.4  # seconds


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A migrated database on the server."""
    with new_database() as url:
        asyncio.run(migrated(url))
        yield url


class CutOff(Writer):
    """A writer whose database can go away."""

    def __init__(self, *, database: Database) -> None:
        super().__init__(database=database)
        self.away = False
        self.hangs = False

    @asynccontextmanager
    async def unit(self):
        if self.hangs:
            await asyncio.Event().wait()
        if self.away:
            raise OperationalError("SELECT", {}, Exception("the database is away"))
        async with super().unit() as session:
            yield session


class Process:
    """A process that wants the office, and notes its terms."""

    def __init__(self, url: str, bot_id: int) -> None:
        self.database = Database(url=url)
        self.writer = CutOff(database=self.database)
        self.office = Office(bot_id=bot_id, owner="it", writer=self.writer, lasts=LASTS)
        self.terms: list[int] = []
        self.in_office = asyncio.Event()
        self.out_of_office = asyncio.Event()
        self.stop = asyncio.Event()
        self.failure: Exception | None = None
        self.running: asyncio.Task[None]

    async def work(self, term, over) -> None:
        self.terms.append(term.epoch)
        self.in_office.set()
        self.out_of_office.clear()
        await over.wait()
        self.in_office.clear()
        self.out_of_office.set()
        if self.failure:
            raise self.failure


@pytest.fixture
async def processes(url: str, request: pytest.FixtureRequest) -> AsyncIterator[tuple[Process, Process]]:
    """Two processes for a bot of the test's own; the first holds the office."""
    bot_id = abs(hash(request.node.name)) % 10**9
    both = Process(url, bot_id), Process(url, bot_id)
    for process in both:
        process.running = asyncio.create_task(process.office.run(process.work, stop=process.stop))
        await soon(both[0].in_office)
    yield both
    for process in both:
        process.writer.away = process.writer.hangs = False
        process.stop.set()
    await asyncio.gather(*(process.running for process in both), return_exceptions=True)
    for process in both:
        await process.database.close()


async def soon(event: asyncio.Event, seconds: float = 8.0) -> None:
    async with asyncio.timeout(seconds):
        await event.wait()


async def test_one_holds_the_office_for_as_long_as_it_renews(processes):
    first, second = processes
    await asyncio.sleep(2 * LASTS)
    assert (first.terms, second.terms) == ([1], [])
    assert first.in_office.is_set()


async def test_whoever_stops_lets_the_other_begin(processes):
    first, second = processes
    first.stop.set()
    await soon(second.in_office)
    assert first.out_of_office.is_set()
    assert second.terms == [2]


@pytest.mark.parametrize("trouble", ["away", "hangs"])
async def test_one_that_is_cut_off_stops_before_the_other_begins(processes, trouble):
    """Two that tick and send at once never are: the cut-off one can't ask, and gives up in time by itself."""
    first, second = processes
    setattr(first.writer, trouble, True)
    await soon(first.out_of_office)
    assert not second.in_office.is_set()
    await soon(second.in_office)
    assert (first.terms, second.terms) == ([1], [2])


async def test_one_that_was_cut_off_takes_its_turn_again(processes):
    first, second = processes
    first.writer.away = True
    await soon(second.in_office)
    first.writer.away = False
    second.stop.set()
    await soon(first.in_office)
    assert first.terms == [1, 3]


async def test_a_short_trouble_ends_no_term(processes):
    first, second = processes
    first.writer.away = True
    await asyncio.sleep(0.3)
    first.writer.away = False
    await asyncio.sleep(LASTS)
    assert (first.terms, second.terms) == ([1], [])


async def test_what_the_work_raises_comes_out(processes):
    first, _ = processes
    first.failure = RuntimeError("a part has failed")
    first.stop.set()
    with pytest.raises(ExceptionGroup) as failed:
        await first.running
    assert failed.group_contains(RuntimeError, match="a part has failed")
