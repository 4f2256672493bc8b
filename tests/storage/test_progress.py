"""Which messages show how far a wave is, and which are to be looked at again."""

from datetime import timedelta

import pytest

from storage import halting, progress, rooms
from storage.bots import EVERY_CHAT
from storage.kinds import WaveState
from storage.tables import progress_message_table, sending_pause_table
from tests.storage.conftest import NOW

BOT_ID = 42
ROOM, OTHER = -1_000_000_000_010, -30
AGO = timedelta(seconds=15)
LATER = NOW + AGO


async def do(writer, work):
    async with writer.unit() as session:
        found = await work(session)
        await session.commit()
    return found


async def follow(writer, message_id, wave_id, *, chat_id=ROOM, now=NOW, **named):
    return await do(
        writer,
        lambda session: progress.follow(
            session, chat_id=chat_id, message_id=message_id, wave_id=wave_id, now=now, **named
        ),
    )


async def due(writer, *, now=LATER, most=10):
    """The messages that are to be looked at."""
    return await do(
        writer, lambda session: progress.due(session, bot_id=BOT_ID, before=now - AGO, now=now, most=most)
    )


async def followed(rows):
    return [
        (row.chat_id, row.message_id, row.wave_id, row.asks_to_stop)
        for row in await rows.all(progress_message_table)
    ]


async def test_a_wave_is_shown_by_the_message_in_which_it_was_opened_last(writer, rows):
    wave, other = await rows.wave(), await rows.wave()
    assert await follow(writer, 5, wave) is None
    assert await follow(writer, 5, wave, asks_to_stop=True) is None
    assert await follow(writer, 6, other) is None
    assert await follow(writer, 5, wave, chat_id=OTHER) is None
    assert await follow(writer, 7, wave) == 5
    assert sorted(await followed(rows)) == [
        (ROOM, 6, other, False),
        (ROOM, 7, wave, False),
        (OTHER, 5, wave, False),
    ]


async def test_a_message_shows_one_wave(writer, rows):
    wave, other = await rows.wave(), await rows.wave()
    await follow(writer, 5, wave)
    assert await follow(writer, 5, other, asks_to_stop=True) is None
    assert await followed(rows) == [(ROOM, 5, other, True)]


async def test_a_message_is_looked_at_when_it_wasnt_for_so_long_the_longest_first(writer, rows):
    late, early, fresh = [await rows.wave() for _ in range(3)]
    await follow(writer, 1, late, now=NOW)
    await follow(writer, 2, early, now=NOW - AGO)
    await follow(writer, 3, fresh, now=NOW + timedelta(microseconds=1))
    assert [message.wave_id for message in await due(writer)] == [early, late]
    assert [message.wave_id for message in await due(writer, most=1)] == [early]


async def test_a_wave_that_begins_later_is_looked_at_again_once_it_does(writer, rows):
    """Or once somebody has paused or stopped it; and until what its message shows is known."""
    begins = LATER + timedelta(days=1)
    wave = await rows.wave(state=WaveState.PLANNED, due_at=begins)
    await follow(writer, 1, wave)
    (seen,) = await due(writer)
    await do(writer, lambda session: progress.note_look(session, seen, now=NOW, shown="it"))
    assert await due(writer) == []
    assert len(await due(writer, now=begins)) == 1
    await do(writer, lambda session: halting.pause(session, wave))
    assert len(await due(writer)) == 1


async def test_a_clock_that_was_moved_back_holds_nothing_up(writer, rows):
    await follow(writer, 1, await rows.wave(), now=NOW + timedelta(days=400))
    assert len(await due(writer)) == 1


@pytest.mark.parametrize("chat_id", [ROOM, EVERY_CHAT])
async def test_a_paused_chat_is_left_alone_until_its_pause_is_over(writer, rows, chat_id):
    await follow(writer, 1, await rows.wave())
    until = LATER + timedelta(seconds=1)
    await rows.add(sending_pause_table, bot_id=BOT_ID, chat_id=chat_id, until=until)
    assert await due(writer) == []
    assert len(await due(writer, now=until)) == 1


@pytest.mark.parametrize("pause", [{"bot_id": 43, "chat_id": ROOM}, {"bot_id": BOT_ID, "chat_id": OTHER}])
async def test_the_pause_of_another_bot_or_chat_holds_nothing_up(writer, rows, pause):
    await follow(writer, 1, await rows.wave())
    await rows.add(sending_pause_table, **pause, until=LATER + timedelta(days=1))
    assert len(await due(writer)) == 1


async def test_what_was_looked_at_rests_and_what_it_shows_is_known(writer, rows):
    await follow(writer, 1, await rows.wave())
    (seen,) = await due(writer)
    await do(writer, lambda session: progress.note_look(session, seen, now=LATER, shown="it"))
    (row,) = await rows.all(progress_message_table)
    assert (row.looked_at, row.shown) == (LATER, "it")
    assert await due(writer) == []


async def test_a_press_meanwhile_leaves_what_the_message_shows_unknown(writer, rows):
    """The press has edited it too, and nobody knows which of both edits came last."""
    wave = await rows.wave()
    await follow(writer, 1, wave)
    (seen,) = await due(writer)
    pressed = LATER + timedelta(milliseconds=1)
    await follow(writer, 1, wave, now=pressed)
    await do(writer, lambda session: progress.note_look(session, seen, now=LATER + AGO, shown="it"))
    await do(writer, lambda session: progress.end(session, seen))
    (row,) = await rows.all(progress_message_table)
    assert (row.looked_at, row.shown) == (pressed, None)


async def test_what_has_shown_the_end_is_let_go(writer, rows):
    await follow(writer, 1, await rows.wave())
    await follow(writer, 2, await rows.wave(), now=LATER)
    (seen,) = await due(writer)
    await do(writer, lambda session: progress.end(session, seen))
    assert [message_id for _, message_id, *_ in await followed(rows)] == [2]


async def test_a_message_that_shows_something_else_is_let_go_alone(writer, rows):
    for message_id in (1, 2):
        await follow(writer, message_id, await rows.wave())
    await follow(writer, 1, await rows.wave(), chat_id=OTHER)
    await do(writer, lambda session: progress.let_go(session, chat_id=ROOM, message_id=1))
    assert sorted((chat, message) for chat, message, *_ in await followed(rows)) == [(ROOM, 2), (OTHER, 1)]


async def test_a_group_that_is_a_room_no_longer_or_moves_shows_no_progress(writer, rows):
    wave = await rows.wave()
    for leaves in (
        lambda session: rooms.disconnect(session, ROOM, now=NOW),
        lambda session: rooms.move(session, ROOM, ROOM - 1),
    ):
        await follow(writer, 1, wave)
        await follow(writer, 1, wave, chat_id=OTHER)
        await do(writer, leaves)
        assert [chat for chat, *_ in await followed(rows)] == [OTHER]


async def test_messages_are_found_by_their_moment(plans):
    async def work(session):
        await progress.due(session, bot_id=BOT_ID, before=NOW, now=LATER, most=10)

    lines = await plans.of(work)
    assert not [line for line in lines if line.startswith("SCAN progress_message") and "INDEX" not in line]
