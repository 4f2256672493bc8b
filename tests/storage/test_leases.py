"""The lease of a bot on PostgreSQL: one holder at a time, by the database's clock, and an epoch for each."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from storage import leases
from storage.database import Database
from storage.writer import Writer

LONG, OVER = timedelta(minutes=1), timedelta(seconds=-1)


@pytest.fixture
async def one(shared_on_server: str) -> AsyncIterator[Database]:
    """The database as one process has it."""
    opened = Database(url=shared_on_server)
    async with opened.new_writing() as session:
        await session.execute(text("DELETE FROM lease"))
        await session.commit()
    yield opened
    await opened.close()


@pytest.fixture
async def other(one: Database) -> AsyncIterator[Database]:
    """The same as another process has it."""
    opened = Database(url=one.url.render_as_string(hide_password=False))
    yield opened
    await opened.close()


async def acquire(database, owner="one", lasts=LONG, bot_id=42):
    async with Writer(database=database).unit() as session:
        epoch = await leases.acquire(session, bot_id=bot_id, owner=owner, lasts=lasts)
        await session.commit()
    return epoch


async def renew(database, epoch, lasts=LONG):
    async with Writer(database=database).unit() as session:
        held = await leases.renew(session, bot_id=42, epoch=epoch, lasts=lasts)
        await session.commit()
    return held


async def holds(database, epoch):
    async with Writer(database=database).unit() as session:
        return await leases.holds(session, bot_id=42, epoch=epoch)


async def test_a_lease_has_one_holder(one, other):
    assert await acquire(one) == 1
    assert await acquire(other, "other") is None
    assert (await holds(one, 1), await holds(one, 2)) == (True, False)


async def test_each_bot_has_its_own(one):
    assert await acquire(one) == 1
    assert await acquire(one, bot_id=43) == 1


async def test_one_that_has_ended_is_taken_over_with_a_new_epoch(one, other):
    await acquire(one, lasts=OVER)
    assert await acquire(other, "other") == 2
    assert (await holds(one, 1), await holds(one, 2)) == (False, True)
    assert not await renew(one, 1)
    assert await renew(other, 2)


async def test_one_that_has_ended_and_that_nobody_took_goes_on(one, other):
    await acquire(one, lasts=OVER)
    assert await holds(one, 1)
    assert await renew(one, 1)
    assert await acquire(other, "other") is None


async def test_whoever_takes_it_again_has_a_new_epoch_too(one):
    await acquire(one, lasts=OVER)
    assert await acquire(one) == 2


async def test_a_released_lease_is_free_at_once_and_only_for_its_holder_to_release(one, other):
    await acquire(one)
    async with Writer(database=other).unit() as session:
        await leases.release(session, bot_id=42, epoch=7)
        await session.commit()
    assert await acquire(other, "other") is None
    async with Writer(database=one).unit() as session:
        await leases.release(session, bot_id=42, epoch=1)
        await session.commit()
    assert await acquire(other, "other") == 2


async def test_of_many_who_reach_for_it_one_gets_it(one, other):
    reached = [acquire(database, f"{number}") for number in range(8) for database in (one, other)]
    assert sorted(epoch for epoch in await asyncio.gather(*reached) if epoch) == [1]


async def test_what_the_holder_writes_is_committed_before_somebody_takes_over(one, other):
    """The guard and the write are one transaction, which a takeover waits for."""
    await acquire(one, lasts=OVER)
    async with Writer(database=one).unit() as session:
        assert await leases.holds(session, bot_id=42, epoch=1)
        takeover = asyncio.create_task(acquire(other, "other"))
        done, _ = await asyncio.wait({takeover}, timeout=0.3)
        assert not done, "the takeover didn't wait"
        await session.commit()
    assert await takeover == 2
