"""Which updates have had their effect."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from storage import updates
from storage.tables import handled_update_table, set_aside_update_table
from storage.writer import Writer

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
WEEK_AGO = NOW - timedelta(days=7)


async def _record(database, update_id: int = 1, *, bot_id: int = 7) -> bool:
    async with Writer(database=database).unit() as session:
        new = await updates.record(session, bot_id=bot_id, update_id=update_id, now=NOW)
        await session.commit()
    return new


async def test_an_update_is_new_once(database):
    """Invariant 5: an update is handled once."""
    assert await _record(database)
    assert not await _record(database)
    assert await _record(database, 2)


async def test_each_bot_has_its_own_numbers(database):
    assert await _record(database, bot_id=7)
    assert await _record(database, bot_id=8)


async def test_an_update_whose_effect_was_undone_is_new_again(database, writer):
    """Invariant 5: that it was handled is recorded in the same transaction as its effect."""
    async with writer.unit() as session:
        assert await updates.record(session, bot_id=7, update_id=1, now=NOW)
    assert await _record(database)


async def test_of_two_processes_that_are_given_one_update_one_handles_it(database, another):
    """Invariant 5: an update is handled once."""
    won = await asyncio.gather(*(_record(one) for one in (database, another, database, another)))
    assert sorted(won) == [False, False, False, True]


async def test_numbers_are_as_wide_as_telegrams(database):
    assert await _record(database, 2**40, bot_id=2**33)
    assert not await _record(database, 2**40, bot_id=2**33)


async def _record_all(database, update_ids: Sequence[int]) -> set[int]:
    async with Writer(database=database).unit() as session:
        new = await updates.record_all(session, bot_id=7, update_ids=update_ids, now=NOW + timedelta(hours=1))
        await session.commit()
    return new


async def test_many_are_recorded_at_once_and_those_that_were_keep_their_moment(database, rows):
    await _record(database, 2)
    await _record(database, 3, bot_id=8)
    assert await _record_all(database, [3, 1, 2, 1]) == {1, 3}
    assert await _record_all(database, []) == set()
    found = {row.update_id: row.handled_at for row in await rows.all(handled_update_table) if row.bot_id == 7}
    assert found == {1: NOW + timedelta(hours=1), 2: NOW, 3: NOW + timedelta(hours=1)}


async def test_of_two_who_are_given_the_same_updates_in_any_order_one_handles_each(database, another):
    """Invariant 5: an update is handled once. And neither waits for what the other holds."""
    async with Writer(database=another).unit() as third:
        await updates.record(third, bot_id=7, update_id=2, now=NOW)
        both = [asyncio.create_task(_record_all(database, order)) for order in ([1, 2, 3], [3, 2, 1])]
        await asyncio.sleep(0.3)  # each has recorded what it could, and waits for the third, who gives up
    assert sorted(number for new in await asyncio.gather(*both) for number in new) == [1, 2, 3]


async def _set_aside(
    writer, *, telegram_id: int | None = 77, error: str = "KeyError", now: datetime = NOW
) -> None:
    body = {"message": {"text": "Привет"}}
    async with writer.unit() as session:
        await updates.set_aside(
            session, bot_id=7, update_id=1, telegram_id=telegram_id, body=body, error=error, now=now
        )
        await session.commit()


async def test_an_update_that_was_set_aside_is_kept_and_blocks_nobody(writer, database, rows):
    await _set_aside(writer)
    (row,) = await rows.all(set_aside_update_table)
    assert (row.bot_id, row.update_id, row.telegram_id, row.error) == (7, 1, 77, "KeyError")
    assert (row.body, row.set_aside_at) == ({"message": {"text": "Привет"}}, NOW)
    assert not await _record(database)


async def test_an_update_is_set_aside_once(writer, rows):
    await _set_aside(writer)
    await _set_aside(writer, error="ValueError")
    assert [row.error for row in await rows.all(set_aside_update_table)] == ["KeyError"]


async def test_an_update_from_nobody_can_be_set_aside(writer, rows):
    await _set_aside(writer, telegram_id=None)
    assert [row.telegram_id for row in await rows.all(set_aside_update_table)] == [None]


async def test_old_numbers_are_forgotten_and_what_was_set_aside_is_not(writer, rows):
    await _set_aside(writer, now=WEEK_AGO - timedelta(days=1))
    for number, moment in enumerate([WEEK_AGO - timedelta(microseconds=1), WEEK_AGO, NOW], start=2):
        await rows.add(handled_update_table, bot_id=7, update_id=number, handled_at=moment)
    async with writer.unit() as session:
        await updates.forget_before(session, WEEK_AGO)
        await session.commit()
    assert [row.update_id for row in await rows.all(handled_update_table)] == [3, 4]
    assert len(await rows.all(set_aside_update_table)) == 1


async def test_forgetting_goes_by_index(plans):
    (forgetting,) = await plans.of(lambda session: updates.forget_before(session, NOW))
    assert "INDEX ix_handled_update_handled_at (handled_at<?)" in forgetting
