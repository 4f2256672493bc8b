"""The bot's name, and the pauses that Telegram asked for."""

from datetime import UTC, datetime, timedelta

from storage import bots
from storage.tables import sending_pause_table

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def _pause(writer, until: datetime, *, chat_id: int = bots.EVERY_CHAT, bot_id: int = 7) -> None:
    async with writer.unit() as session:
        await bots.pause(session, bot_id=bot_id, chat_id=chat_id, until=until)
        await session.commit()


async def _paused_until(database, *, bot_id: int = 7) -> datetime | None:
    async with database.reading() as session:
        return await bots.paused_until(session, bot_id=bot_id)


async def test_the_name_is_kept_and_renewed(writer, database):
    for name in ("greenleaf_bot", "greenleaf_care_bot"):
        async with writer.unit() as session:
            await bots.remember_name(session, bot_id=7, username=name, now=NOW)
            await session.commit()
        async with database.reading() as session:
            assert await bots.username(session, bot_id=7) == name
            assert await bots.username(session, bot_id=8) is None


async def test_a_pause_of_the_bot_is_kept(writer, database):
    assert await _paused_until(database) is None
    await _pause(writer, NOW + HOUR)
    assert await _paused_until(database) == NOW + HOUR
    assert await _paused_until(database, bot_id=8) is None


async def test_a_longer_pause_replaces_a_shorter_one(writer, database):
    await _pause(writer, NOW + HOUR)
    await _pause(writer, NOW + 2 * HOUR)
    assert await _paused_until(database) == NOW + 2 * HOUR


async def test_a_shorter_pause_doesnt_end_a_longer_one(writer, database):
    """Several requests are under way at once: the answer that is written last isn't the one that binds."""
    await _pause(writer, NOW + 2 * HOUR)
    await _pause(writer, NOW + HOUR)
    assert await _paused_until(database) == NOW + 2 * HOUR


async def test_a_pause_of_a_chat_isnt_the_bots(writer, database):
    await _pause(writer, NOW + HOUR, chat_id=-100)
    assert await _paused_until(database) is None


async def test_the_pauses_that_are_on_are_those_of_this_bot_that_have_not_ended(writer, database):
    await _pause(writer, NOW + HOUR)
    await _pause(writer, NOW + 2 * HOUR, chat_id=-100)
    await _pause(writer, NOW, chat_id=-200)
    await _pause(writer, NOW + HOUR, chat_id=-300, bot_id=8)
    async with database.reading() as session:
        on = await bots.pauses(session, bot_id=7, now=NOW)
    assert on == {bots.EVERY_CHAT: NOW + HOUR, -100: NOW + 2 * HOUR}


async def test_pauses_that_are_over_are_forgotten(writer, rows):
    await _pause(writer, NOW - HOUR, chat_id=1)
    await _pause(writer, NOW, chat_id=2)
    await _pause(writer, NOW + HOUR, chat_id=3)
    async with writer.unit() as session:
        await bots.drop_pauses_before(session, NOW)
        await session.commit()
    assert [row.chat_id for row in await rows.all(sending_pause_table)] == [2, 3]
