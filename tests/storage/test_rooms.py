"""Rooms as they are kept: connected, disconnected, moved; and their score messages."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Delete

from storage import messages, rooms
from storage.kinds import MessageKind, MessageState, SurveyKind
from storage.tables import message_table, room_table, score_view_table
from storage.writer import Writer
from tests.storage.conftest import NOW

LATER = NOW + timedelta(hours=1)
OLD, NEW, OTHER = -10, -1_000_000_000_010, -30
"""A supergroup's id needs more than 32 bits."""


async def do(writer, *steps):
    """Each step is a unit of work; returns what the last one found."""
    found = None
    for step in steps:
        async with writer.unit() as session:
            found = await step(session)
            await session.commit()
    return found


def connects(chat_id, *, thread_id=None, title="Team", now=NOW):
    return lambda session: rooms.connect(session, chat_id=chat_id, thread_id=thread_id, title=title, now=now)


def disconnects(chat_id, now=LATER):
    return lambda session: rooms.disconnect(session, chat_id, now=now)


def moves(old=OLD, new=NEW):
    return lambda session: rooms.move(session, old, new)


async def where(writer):
    return [room.chat_id for room in await do(writer, rooms.connected)]


async def test_a_group_is_a_room_while_it_is_connected(writer):
    await do(writer, connects(OLD), connects(NEW))
    assert await where(writer) == [OLD, NEW]
    await do(writer, disconnects(OLD))
    assert await where(writer) == [NEW]
    assert await do(writer, lambda session: rooms.of_chat(session, OLD)) is None
    found = await do(writer, lambda session: rooms.of_chat(session, NEW))
    assert (found.chat_id, found.title, found.connected_at) == (NEW, "Team", NOW)
    assert await do(writer, lambda session: rooms.of_chat(session, OTHER)) is None


async def test_connecting_again_is_the_same_room_in_the_topic_of_the_last_time(writer, rows):
    await do(writer, connects(OLD, thread_id=5), disconnects(OLD), connects(OLD, title="Care", now=LATER))
    (room,) = await rows.all(room_table)
    assert (room.thread_id, room.title, room.connected_at, room.disconnected_at) == (
        None,
        "Care",
        LATER,
        None,
    )


async def test_connecting_again_keeps_the_language_that_was_chosen(writer, rows):
    await rows.add(room_table, chat_id=OLD, title="Team", language="ru", connected_at=NOW)
    await do(writer, disconnects(OLD), connects(OLD))
    (room,) = await rows.all(room_table)
    assert room.language == "ru"


async def test_disconnecting_keeps_the_first_time_and_leaves_others_alone(writer, rows):
    await do(
        writer, connects(OLD), connects(OTHER), disconnects(OLD), disconnects(OLD, LATER + timedelta(days=1))
    )
    assert [room.disconnected_at for room in await rows.all(room_table)] == [LATER, None]


async def test_disconnecting_cancels_the_alerts_that_wait_for_this_group_alone(writer, rows):
    await do(writer, connects(OLD), connects(OTHER))
    alert = {"kind": MessageKind.ALERT, "content": {}}
    waiting = [
        await rows.message(chat_id=OLD, **alert),
        await rows.message(chat_id=OTHER, **alert),
        await rows.message(chat_id=OLD, kind=MessageKind.REPLY, content={}),
        await rows.message(chat_id=OLD, state=MessageState.SENDING, **alert),
        await rows.message(chat_id=OLD, state=MessageState.SENT, **alert),
    ]
    await do(writer, disconnects(OLD))
    states = [(await rows.one(message_table, number)).state for number in waiting]
    assert states == ["cancelled", "due", "due", "sending", "sent"]
    assert (await rows.one(message_table, waiting[0])).content is None


# A group becomes a supergroup


async def rooms_now(rows):
    return [
        (room.id, room.chat_id, room.thread_id, room.disconnected_at) for room in await rows.all(room_table)
    ]


@pytest.mark.parametrize("times", [1, 2])
async def test_a_room_moves_with_its_group_and_stays_the_same_however_often_it_is_told(writer, rows, times):
    await do(writer, connects(OLD), connects(OTHER))
    first, other = await rooms_now(rows)
    await do(writer, *[moves()] * times)
    assert await rooms_now(rows) == [(first[0], NEW, None, None), other]


async def test_a_room_takes_the_place_of_what_the_supergroup_was_once(writer, rows):
    """The supergroup was connected and disconnected before: the room that moves there is the connected one."""
    await do(writer, connects(OLD), connects(NEW, thread_id=9), disconnects(NEW))
    (moved, _once) = await rooms_now(rows)
    await do(writer, moves(), moves())
    assert await rooms_now(rows) == [(moved[0], NEW, None, None)]


async def test_a_supergroup_that_was_connected_already_stays_and_the_old_room_ends(writer, rows):
    """Else each alert would go to the group that is no more, be sent on, and be told twice."""
    await do(writer, connects(OLD), connects(NEW, thread_id=9))
    (_old, new) = await rooms_now(rows)
    await do(writer, moves())
    assert await rooms_now(rows) == [new]
    assert await where(writer) == [NEW]


async def test_a_room_survives_a_move_that_is_told_twice_at_once(writer, another, rows, monkeypatch):
    await do(writer, connects(OLD))
    committed = asyncio.Event()

    async def told_meanwhile():
        async with Writer(database=another).unit() as session:
            execute = session.execute

            async def slowly(statement, *values):
                if isinstance(statement, Delete):
                    await committed.wait()
                return await execute(statement, *values)

            monkeypatch.setattr(session, "execute", slowly)
            await rooms.move(session, OLD, NEW)
            await session.commit()

    async with writer.unit() as session:
        await rooms.move(session, OLD, NEW)
        meanwhile = asyncio.create_task(told_meanwhile())
        await asyncio.sleep(0.2)  # long enough for the other to look, were it allowed to
        await session.commit()
    committed.set()
    await meanwhile
    assert [room.chat_id for room in await rows.all(room_table)] == [NEW]


async def test_a_group_that_isnt_connected_any_more_moves_as_that(writer, rows):
    await do(writer, connects(OLD), disconnects(OLD), moves())
    assert [(room[1], room[3]) for room in await rooms_now(rows)] == [(NEW, LATER)]
    await do(writer, connects(OLD), disconnects(NEW), connects(NEW), disconnects(OLD), moves())
    assert await where(writer) == [NEW]


async def test_the_move_of_a_group_that_was_no_room_changes_no_room(writer, rows):
    await do(writer, connects(NEW), disconnects(NEW), connects(OTHER))
    before = await rooms_now(rows)
    await do(writer, moves())
    assert await rooms_now(rows) == before


async def test_messages_in_line_and_score_messages_move_with_the_group(writer, rows):
    number = await rows.message(chat_id=OLD)
    view = await do(writer, adds_view(OLD))
    await do(writer, lambda session: messages.move_chat(session, OLD, NEW), moves())
    assert (await rows.one(message_table, number)).chat_id == NEW
    assert await do(writer, lambda session: rooms.view(session, view, chat_id=OLD)) is None
    assert (await do(writer, lambda session: rooms.view(session, view, chat_id=NEW))).id == view


# Score messages


def adds_view(chat_id, now=NOW):
    query = {"period": "30d", "where": {"store": "Rīga"}}
    return lambda session: rooms.add_view(session, chat_id=chat_id, kind=SurveyKind.NPS, query=query, now=now)


async def test_a_score_message_is_known_in_its_chat_only(writer):
    first, second = await do(writer, adds_view(OLD)), await do(writer, adds_view(NEW))
    assert first != second
    found = await do(writer, lambda session: rooms.view(session, first, chat_id=OLD))
    assert (found.kind, found.query) == (SurveyKind.NPS, {"period": "30d", "where": {"store": "Rīga"}})
    assert await do(writer, lambda session: rooms.view(session, first, chat_id=NEW)) is None
    assert await do(writer, lambda session: rooms.view(session, 10**15 - 1, chat_id=OLD)) is None


async def test_old_score_messages_are_forgotten(writer, rows):
    await do(writer, adds_view(OLD), adds_view(OLD, LATER))
    await do(writer, lambda session: rooms.forget_views_before(session, LATER))
    assert [view.created_at for view in await rows.all(score_view_table)] == [LATER]
