"""What a wave's daily limits leave of a day: counted, and put off together."""

from datetime import timedelta

import pytest

from storage import caps
from storage.caps import Spent
from storage.kinds import InvitationState, MessageKind, MessageState, WaveState
from storage.tables import message_table
from tests.storage.conftest import NOW

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MIDNIGHT = NOW - 10 * HOUR
TOMORROW = NOW + 20 * HOUR


async def spent(database, *waves):
    async with database.reading() as session:
        return await caps.spent(session, waves, since=MIDNIGHT)


async def question(rows, wave, **values):
    asked = await rows.invitation(wave_id=wave, state=InvitationState.DUE)
    given = {"kind": MessageKind.QUESTION, "invitation_id": asked, "priority": 9, "not_before": NOW}
    return await rows.message(**given | values)


async def put_off(writer, wave, *, first, **how):
    async with writer.unit() as session:
        await caps.put_off(session, wave, first=first, until=TOMORROW, **how)
        await session.commit()


async def due_now(rows):
    return [row.id for row in await rows.all(message_table) if row.not_before <= NOW]


async def test_a_wave_that_asked_nobody_has_its_day_before_it(rows, database):
    wave = await rows.wave(daily_cap=5, daily_answers=3, due_at=NOW - DAY, began_at=NOW, open_seconds=3600)
    assert await spent(database, wave) == {wave: Spent(5, 3, NOW + HOUR, asked=0, answered=0)}
    assert await spent(database) == {}


@pytest.mark.parametrize("state", InvitationState)
async def test_what_has_left_today_is_counted_whatever_became_of_it_unless_it_failed(rows, database, state):
    wave = await rows.wave(daily_cap=5)
    reason = {"skip_reason": "no_chat"} if state is InvitationState.SKIPPED else {}
    for moment in (MIDNIGHT, NOW, MIDNIGHT - timedelta(seconds=1)):
        await rows.invitation(wave_id=wave, state=state, asked_at=moment, **reason)
    await rows.invitation(state=state, asked_at=NOW, **reason)
    left = state not in ("due", "skipped", "failed", "cancelled")
    assert (await spent(database, wave))[wave].asked == (2 if left else 0)


async def test_the_answers_of_today_are_counted_whenever_they_were_asked_for(rows, database):
    wave = await rows.wave(daily_answers=5)
    for asked_at, answered_at in ((NOW - 2 * DAY, NOW), (NOW, NOW), (NOW - DAY, MIDNIGHT - HOUR)):
        asked = await rows.invitation(wave_id=wave, state=InvitationState.ANSWERED, asked_at=asked_at)
        await rows.answer(invitation_id=asked, score=5, first_answered_at=answered_at, answered_at=NOW)
    found = (await spent(database, wave))[wave]
    assert (found.asked, found.answered) == (1, 2)


async def test_a_wave_asks_as_long_as_its_first_questions_are_open_and_one_of_a_day_on_its_day(
    rows, database
):
    by_itself = await rows.wave(began_at=NOW, open_seconds=3600, due_at=NOW - DAY)
    of_before = await rows.wave(began_at=None, open_seconds=3600, due_at=NOW - DAY)
    of_a_day = await rows.wave(began_at=NOW, open_seconds=3600, fills_until=TOMORROW)
    found = await spent(database, by_itself, of_before, of_a_day)
    assert {wave: one.asks_until for wave, one in found.items()} == {
        by_itself: NOW + HOUR,
        of_before: NOW - DAY + HOUR,
        of_a_day: TOMORROW,
    }


def test_a_limit_that_is_reached_is_used_up():
    day = Spent(2, None, NOW, asked=1)
    assert not day.used_up
    assert day.one_more().used_up
    assert Spent(None, 2, NOW, asked=99, answered=2).used_up
    assert not Spent(None, 2, NOW, asked=99, answered=1).used_up


async def test_the_first_questions_of_a_wave_are_put_off_a_page_at_a_time_the_first_ones_first(rows, writer):
    wave = await rows.wave(daily_cap=1)
    waiting = [await question(rows, wave, not_before=NOW - n * HOUR) for n in (0, 1, 2)]
    await put_off(writer, wave, first=waiting[2], most=2)
    assert await due_now(rows) == waiting[:1]
    await put_off(writer, wave, first=waiting[0], most=2)
    assert await due_now(rows) == []


async def test_what_stands_behind_the_next_page_is_put_off_in_its_turn(rows, writer):
    wave, other = await rows.wave(daily_cap=1), await rows.wave()
    before = await question(rows, other, not_before=NOW - 3 * HOUR)
    first = await question(rows, wave, not_before=NOW - 2 * HOUR)
    between = await question(rows, other, not_before=NOW - 2 * HOUR)
    behind = await question(rows, wave, not_before=NOW - HOUR)
    await put_off(writer, wave, first=first, most=2)
    assert await due_now(rows) == [before, between, behind]


async def test_what_stands_in_front_and_waits_for_something_else_takes_no_place(rows, writer):
    paused, wave = await rows.wave(state=WaveState.PAUSED), await rows.wave(daily_cap=1)
    kept = [await question(rows, paused) for _ in range(3)]
    first, *_ = [await question(rows, wave) for _ in range(2)]
    await put_off(writer, wave, first=first, most=2)
    assert await due_now(rows) == kept


async def test_in_its_own_line_a_wave_is_put_off_however_many_of_others_wait_in_front(rows, writer):
    wave, other = await rows.wave(daily_cap=1), await rows.wave()
    others = [(await rows.question_of(other, not_before=NOW - DAY))[0] for _ in range(3)]
    theirs = [(await rows.question_of(wave, not_before=NOW - hours * HOUR))[0] for hours in range(3)]
    await put_off(writer, wave, first=theirs[2], most=2)
    assert await due_now(rows) == [*others, theirs[0]]
    await put_off(writer, wave, first=theirs[0], most=2)
    assert await due_now(rows) == others


async def test_nothing_else_is_put_off(rows, writer):
    wave, other = await rows.wave(daily_cap=1), await rows.wave(daily_cap=1)
    sent = await rows.invitation(wave_id=wave, state=InvitationState.SENT)
    kept = [
        await question(rows, other),
        await question(rows, wave, invitation_id=sent),  # comes back after "not now"
        await question(rows, wave, state=MessageState.SENDING, owner="a"),
        await question(rows, wave, kind=MessageKind.REMINDER),
    ]
    later = await question(rows, wave, not_before=TOMORROW + HOUR)
    await put_off(writer, wave, first=kept[0])
    assert await due_now(rows) == kept
    assert (await rows.one(message_table, later)).not_before == TOMORROW + HOUR
