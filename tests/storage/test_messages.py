"""What must leave once: the line, who takes from it, and how it ended."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage import bots, messages
from storage.kinds import InvitationState, MessageKind, MessageState, WaveState
from storage.messages import NewMessage
from storage.tables import invitation_table, message_table, sending_pause_table
from storage.writer import Writer

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BOT = 7
A_WEEK = 7 * 24 * 3600

A_REPLY = NewMessage(
    key="start:1:2", kind=MessageKind.REPLY, not_before=NOW, chat_id=1001, content={"lines": ["Привет, Анна"]}
)


async def _put(writer, *new: NewMessage, now: datetime = NOW) -> None:
    async with writer.unit() as session:
        await messages.put_in_line(session, new, now=now)
        await session.commit()


async def _due(database, *, now=NOW, most=100, busy_chats=()) -> list[int]:
    async with database.reading() as session:
        found = await messages.due(session, bot_id=BOT, now=now, most=most, busy_chats=busy_chats)
    return [message.id for message in found]


async def _claim(database, *ids: int, owner: str = "owner", now: datetime = NOW) -> set[int]:
    async with Writer(database=database).unit() as session:
        claimed = await messages.claim(session, ids, owner=owner, now=now)
        await session.commit()
    return claimed


async def test_a_message_is_put_in_line_as_it_is(writer, rows):
    await _put(writer, A_REPLY)
    (row,) = await rows.all(message_table)
    assert (row.state, row.attempt, row.owner) == (MessageState.DUE, 0, None)
    assert (row.key, row.kind, row.chat_id, row.thread_id) == ("start:1:2", MessageKind.REPLY, 1001, None)
    assert (row.not_before, row.created_at) == (NOW, NOW)
    assert row.content == {"lines": ["Привет, Анна"]}


async def test_a_message_whose_key_is_known_changes_nothing(writer, rows):
    """Invariant 2: whatever must leave once has a unique key."""
    await _put(writer, A_REPLY)
    await _put(writer, replace(A_REPLY, chat_id=2, content={"lines": ["again"]}), now=NOW + MINUTE)
    (row,) = await rows.all(message_table)
    assert (row.chat_id, row.content, row.created_at) == (1001, {"lines": ["Привет, Анна"]}, NOW)


async def test_a_message_that_has_left_isnt_put_in_line_again(writer, rows):
    """Invariant 2: whatever must leave once has a unique key."""
    await rows.message(key=A_REPLY.key, state=MessageState.SENT)
    await _put(writer, A_REPLY)
    assert [row.state for row in await rows.all(message_table)] == [MessageState.SENT]


async def test_one_key_twice_in_one_call_is_one_message(writer, rows):
    await _put(writer, A_REPLY, replace(A_REPLY, chat_id=2), replace(A_REPLY, key="another"))
    assert [(row.key, row.chat_id) for row in await rows.all(message_table)] == [
        ("start:1:2", 1001),
        ("another", 1001),
    ]


async def test_nothing_put_in_line_is_nothing(writer, rows):
    await _put(writer)
    assert await rows.all(message_table) == []


def test_every_kind_of_message_has_its_priority():
    assert set(messages.PRIORITY) == set(MessageKind)


async def test_what_a_person_waits_for_goes_first_then_the_oldest(rows, database):
    bulk = await rows.message(priority=9, not_before=NOW - 9 * MINUTE)
    late = await rows.message(priority=0, not_before=NOW)
    early = await rows.message(priority=0, not_before=NOW - MINUTE)
    same = await rows.message(priority=0, not_before=NOW - MINUTE)
    alert = await rows.message(priority=1, not_before=NOW - 5 * MINUTE)
    assert await _due(database) == [early, same, late, alert, bulk]
    assert await _due(database, most=2) == [early, same]


async def test_a_due_message_comes_with_all_that_sending_needs(rows, database):
    message, invitation = await rows.question(chat_id=1001, thread_id=5, attempt=1)
    async with database.reading() as session:
        (due,) = await messages.due(session, bot_id=BOT, now=NOW, most=1)
    assert due == messages.DueMessage(message, MessageKind.QUESTION, 1001, 5, invitation, None, 1)


async def test_between_waves_the_earliest_question_leaves_first_as_if_there_were_one_line(rows, database):
    """Also what an earlier release has put into the common one leaves in its place."""
    waves = [await rows.wave() for _ in range(3)]
    expected = []
    for minutes in (5, 3, 3, 8, 1, 8, 2):
        wave = waves[minutes % 3]
        asked = await rows.invitation(wave_id=wave, state=InvitationState.DUE)
        line = {} if minutes == 2 else {"priority": messages.line_of(wave)}
        not_before = NOW - minutes * MINUTE
        given = {
            "kind": MessageKind.QUESTION,
            "invitation_id": asked,
            "priority": 9,
            "not_before": not_before,
        }
        expected.append((not_before, await rows.message(**given | line)))
    reminder = await rows.message(kind=MessageKind.REMINDER, priority=5, invitation_id=asked)
    in_order = [reminder, *(which for _, which in sorted(expected))]
    assert await _due(database) == in_order
    assert [await _due(database, most=most) for most in range(8)] == [in_order[:most] for most in range(8)]


async def test_in_each_line_busy_chats_and_the_future_are_left_out(rows, database):
    busy, _ = await rows.question(chat_id=1)
    free, _ = await rows.question(chat_id=2)
    later, _ = await rows.question(chat_id=3, not_before=NOW + MINUTE)
    assert await _due(database, busy_chats=[1]) == [free]
    assert await _due(database, busy_chats=[2], now=NOW + MINUTE) == [busy, later]


@pytest.mark.parametrize("state", [WaveState.FILLING, WaveState.PAUSED, WaveState.STOPPED])
async def test_a_look_at_the_line_costs_the_same_however_many_stand_there_of_a_wave_that_doesn_t_run(
    state, plans
):
    """Else the writer is busy for as long, and no tap is stored meanwhile."""
    rows = plans.rows
    halted, running = await rows.wave(state=state), await rows.wave()
    goes, _ = await rows.question_of(running)
    costs = []
    for number in (2, 400):
        for _ in range(number):
            await rows.question_of(halted, not_before=NOW - MINUTE)
        found, steps = await plans.steps(
            lambda session: messages.due(session, bot_id=BOT, now=NOW, most=24, busy_chats=[1])
        )
        assert [due.id for due in found] == [goes]
        costs.append(steps)
    assert costs[1] == pytest.approx(costs[0], rel=0.1)


async def test_the_future_isnt_due_yet(rows, database):
    message = await rows.message(not_before=NOW + timedelta(microseconds=1))
    assert await _due(database) == []
    assert await _due(database, now=NOW + timedelta(microseconds=1)) == [message]


@pytest.mark.parametrize("state", [state for state in MessageState if state is not MessageState.DUE])
async def test_what_isnt_due_doesnt_leave(state, rows, database):
    await rows.message(state=state)
    assert await _due(database) == []


async def test_nothing_leaves_while_the_bot_is_paused(rows, database):
    message = await rows.message()
    await rows.add(
        sending_pause_table, bot_id=BOT, chat_id=bots.EVERY_CHAT, until=NOW + timedelta(microseconds=1)
    )
    assert await _due(database) == []
    assert await _due(database, now=NOW + timedelta(microseconds=1)) == [message]


async def test_a_paused_chat_doesnt_hold_up_the_others(rows, database):
    await rows.message(chat_id=-100)
    other = await rows.message(chat_id=-200)
    await rows.add(sending_pause_table, bot_id=BOT, chat_id=-100, until=NOW + MINUTE)
    assert await _due(database) == [other]


async def test_another_bots_pause_is_none_of_ours(rows, database):
    message = await rows.message(chat_id=-100)
    await rows.add(sending_pause_table, bot_id=BOT + 1, chat_id=-100, until=NOW + MINUTE)
    await rows.add(sending_pause_table, bot_id=BOT + 1, chat_id=bots.EVERY_CHAT, until=NOW + MINUTE)
    assert await _due(database) == [message]


async def test_busy_chats_are_passed_over(rows, database):
    await rows.message(chat_id=1)
    other = await rows.message(chat_id=2)
    assert await _due(database, busy_chats={1, 3}) == [other]


@pytest.mark.parametrize("kind", [MessageKind.QUESTION, MessageKind.REMINDER])
@pytest.mark.parametrize("state", list(WaveState))
async def test_a_wave_asks_only_while_it_runs(kind, state, rows, database):
    """What one that is done left in line is looked at too: whoever decides about it drops it."""
    invitation = await rows.invitation(wave_id=await rows.wave(state=state))
    message = await rows.message(kind=kind, invitation_id=invitation)
    assert await _due(database) == ([message] if state in (WaveState.RUNNING, WaveState.DONE) else [])


@pytest.mark.parametrize("kind", [MessageKind.PROMPT, MessageKind.REPLY, MessageKind.ALERT])
async def test_who_has_answered_is_spoken_to_also_when_the_wave_is_paused(kind, rows, database):
    invitation = await rows.invitation(wave_id=await rows.wave(state=WaveState.PAUSED))
    message = await rows.message(kind=kind, invitation_id=invitation)
    assert await _due(database) == [message]


async def test_in_line_is_what_is_due_or_under_way(rows, database):
    await rows.add_all(message_table, [rows.a_message(state=state) for state in MessageState])
    await rows.message(not_before=NOW + timedelta(days=1))
    async with database.reading() as session:
        assert await messages.in_line(session) == 3


async def test_a_claim_makes_a_message_ones_own(rows, database):
    message = await rows.message(attempt=1)
    assert await _claim(database, message, now=NOW + MINUTE) == {message}
    row = await rows.one(message_table, message)
    assert (row.state, row.owner, row.attempt) == (MessageState.SENDING, "owner", 2)
    assert row.claimed_at == NOW + MINUTE


async def test_a_claimed_question_makes_its_invitation_sending_until_it_closes(rows, database):
    """A question whose delivery stays unknown closes all the same."""
    invitation = await rows.invitation(wave_id=await rows.wave(open_seconds=3600))
    message = await rows.message(kind=MessageKind.QUESTION, invitation_id=invitation)
    await _claim(database, message)
    row = await rows.one(invitation_table, invitation)
    assert (row.state, row.expires_at) == (InvitationState.SENDING, NOW + timedelta(hours=1))


async def test_a_question_that_comes_a_second_time_keeps_the_hour_at_which_it_closes(rows, database):
    closes = NOW + MINUTE
    invitation = await rows.invitation(state=InvitationState.SENT, expires_at=closes)
    message = await rows.message(kind=MessageKind.QUESTION, invitation_id=invitation)
    await _claim(database, message)
    row = await rows.one(invitation_table, invitation)
    assert (row.state, row.expires_at) == (InvitationState.SENT, closes)


@pytest.mark.parametrize("kind", [kind for kind in MessageKind if kind is not MessageKind.QUESTION])
async def test_only_a_question_moves_its_invitation(kind, rows, database):
    invitation = await rows.invitation(state=InvitationState.DUE)
    await _claim(database, await rows.message(kind=kind, invitation_id=invitation))
    assert (await rows.one(invitation_table, invitation)).state is InvitationState.DUE


@pytest.mark.parametrize("state", [state for state in MessageState if state is not MessageState.DUE])
async def test_only_what_is_due_can_be_claimed(state, rows, database):
    taken = await rows.message(state=state)
    due = await rows.message()
    before = await rows.one(message_table, taken)
    assert await _claim(database, taken, due, owner="another") == {due}
    assert await rows.one(message_table, taken) == before


async def test_claiming_nothing_is_nothing(database):
    assert await _claim(database) == set()


async def test_two_owners_never_claim_the_same_message(rows, database, another):
    """Invariant 3: nobody is asked the same thing twice."""
    ids = await rows.add_all(message_table, [rows.a_message() for _ in range(40)])

    async def take(one, owner: str) -> set[int]:
        taken: set[int] = set()
        for start in range(0, 40, 4):
            taken |= await _claim(one, *ids[start : start + 4], owner=owner)
        return taken

    ours, theirs = await asyncio.gather(take(database, "ours"), take(another, "theirs"))
    assert not ours & theirs
    assert ours | theirs == set(ids)
    owners = {row.id: row.owner for row in await rows.all(message_table)}
    assert owners == {**dict.fromkeys(ours, "ours"), **dict.fromkeys(theirs, "theirs")}
    assert {row.attempt for row in await rows.all(message_table)} == {1}


async def test_a_claim_that_isnt_committed_never_was(rows, database, writer):
    message, invitation = await rows.question()
    async with writer.unit() as session:
        await messages.claim(session, [message], owner="owner", now=NOW)
    assert (await rows.one(message_table, message)).state is MessageState.DUE
    assert (await rows.one(invitation_table, invitation)).state is InvitationState.DUE


async def test_a_message_that_lost_its_sense_is_cancelled_and_forgotten(rows, writer):
    due = await rows.message(content={"lines": ["Anna"]})
    sending = await rows.message(content={"lines": ["Anna"]}, state=MessageState.SENDING)
    async with writer.unit() as session:
        await messages.drop(session, [due, sending])
        await messages.drop(session, [])
        await session.commit()
    assert await _states_and_content(rows, due) == (MessageState.CANCELLED, None)
    assert await _states_and_content(rows, sending) == (MessageState.SENDING, {"lines": ["Anna"]})


async def _states_and_content(rows, message: int):
    row = await rows.one(message_table, message)
    return row.state, row.content


async def test_held_messages_wait_for_their_moment_or_longer(rows, writer):
    soon, late = NOW + timedelta(hours=1), NOW + timedelta(hours=9)
    first, second, sending = (
        await rows.message(not_before=NOW),
        await rows.message(not_before=late),
        await rows.message(not_before=NOW, state=MessageState.SENDING, owner="a"),
    )
    async with writer.unit() as session:
        await messages.hold(session, [(first, soon), (second, soon), (sending, soon)])
        await session.commit()
    found = [row.not_before for row in await rows.all(message_table)]
    assert found == [soon, late, NOW]
