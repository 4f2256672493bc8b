"""Waves that are being planned in a chat: which of them words belong to, and which are forgotten."""

from datetime import timedelta

import pytest

from storage import drafts, rooms
from storage.kinds import DraftStep
from storage.tables import Draft, draft_table
from tests.storage.conftest import NOW

ROOM, OTHER, ELSEWHERE = -1_000_000_000_010, -30, -1_000_000_000_011
MAX, VERA = 7_000_000_013, 14
HOUR = timedelta(hours=1)


async def do(writer, work):
    async with writer.unit() as session:
        found = await work(session)
        await session.commit()
    return found


async def draft(
    writer, step=DraftStep.NAME, *, chat_id=ROOM, person_id=MAX, message_id=None, ago=timedelta()
):
    """A draft that was edited so long ago; returns its number."""
    new = Draft(
        chat_id=chat_id,
        message_id=message_id,
        person_id=person_id,
        step=step,
        words={"kind": "nps"},
        offers=[["category", "Shoes"]],
        created_at=NOW - ago,
        edited_at=NOW - ago,
    )
    return (await do(writer, lambda session: drafts.add(session, new))).id


async def said_to(writer, *, person_id=MAX, reply_to=None, chat_id=ROOM):
    found = await do(
        writer,
        lambda session: drafts.said_to(
            session,
            chat_id=chat_id,
            person_id=person_id,
            reply_to=reply_to,
            takes_words=(DraftStep.AUDIENCE, DraftStep.NAME),
            waits_for_words=(DraftStep.NAME,),
            since=NOW - HOUR,
            hold=True,
        ),
    )
    return found.id if found else None


async def test_a_draft_is_taken_up_as_it_was_left_in_its_chat_alone(writer):
    number = await draft(writer, DraftStep.TIME, message_id=5)
    kept = await do(writer, lambda session: drafts.by_id(session, number, chat_id=ROOM, hold=True))
    assert (kept.step, kept.words, kept.offers) == (DraftStep.TIME, {"kind": "nps"}, [["category", "Shoes"]])
    assert await do(writer, lambda session: drafts.by_id(session, number, chat_id=OTHER, hold=False)) is None
    assert (
        await do(writer, lambda session: drafts.by_id(session, number + 1, chat_id=ROOM, hold=False)) is None
    )


async def test_words_that_answer_a_message_are_about_its_draft_whoever_says_them(writer):
    first = await draft(writer, DraftStep.AUDIENCE, message_id=5, ago=10 * HOUR)
    await draft(writer, message_id=6)
    assert await said_to(writer, person_id=VERA, reply_to=5) == first
    assert await said_to(writer, reply_to=7) is None
    assert await said_to(writer, reply_to=5, chat_id=OTHER) is None


async def test_a_draft_that_takes_no_words_gets_none(writer):
    await draft(writer, DraftStep.PLANNED, message_id=5)
    assert await said_to(writer, reply_to=5) is None


async def test_words_that_answer_nothing_are_about_the_newest_draft_that_waits_for_them(writer):
    await draft(writer, ago=HOUR / 2)
    newest = await draft(writer)
    await draft(writer, DraftStep.AUDIENCE)
    assert await said_to(writer) == newest
    assert await said_to(writer, person_id=VERA) is None
    assert await said_to(writer, chat_id=OTHER) is None


@pytest.mark.parametrize(("ago", "waits"), [(HOUR, True), (HOUR + timedelta(seconds=1), False)])
async def test_words_are_awaited_for_a_while(writer, ago, waits):
    number = await draft(writer, ago=ago)
    assert await said_to(writer) == (number if waits else None)


async def test_drafts_that_nobody_touches_are_forgotten(writer, rows):
    await draft(writer, ago=2 * HOUR)
    kept = await draft(writer, ago=HOUR)
    await do(writer, lambda session: drafts.drop_before(session, NOW - HOUR))
    assert [row.id for row in await rows.all(draft_table)] == [kept]


async def test_what_a_message_asked_for_is_forgotten_with_its_step_alone(writer, rows):
    step = DraftStep.SURVEY_WORDS
    await draft(writer, step, message_id=5)
    kept = [
        await draft(writer, step, message_id=6),
        await draft(writer, step, message_id=5, chat_id=OTHER),
        await draft(writer, DraftStep.NAME, message_id=5),
    ]
    await do(writer, lambda session: drafts.drop_of_message(session, step, chat_id=ROOM, message_id=5))
    assert [row.id for row in await rows.all(draft_table)] == kept


async def test_the_drafts_of_a_group_move_with_it_and_lose_the_message_that_stayed_behind(writer, rows):
    moved = await draft(writer, message_id=5)
    other = await draft(writer, message_id=5, chat_id=OTHER)
    await do(writer, lambda session: rooms.move(session, ROOM, ELSEWHERE))
    assert await said_to(writer, chat_id=ELSEWHERE) == moved
    assert await said_to(writer, chat_id=ELSEWHERE, reply_to=5) == moved
    assert await said_to(writer, chat_id=ELSEWHERE, reply_to=5, person_id=VERA) is None
    found = {row.id: (row.chat_id, row.message_id) for row in await rows.all(draft_table)}
    assert found == {moved: (ELSEWHERE, None), other: (OTHER, 5)}
