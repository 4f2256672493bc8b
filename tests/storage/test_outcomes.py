"""How messages end: as their sender says, as a press proves, or unknown because the sender died."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage import messages, outcomes
from storage.kinds import InvitationState, MessageKind, MessageState
from storage.outcomes import Result
from storage.tables import invitation_table, message_table
from storage.writer import Writer

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BOT = 7
A_WEEK = 7 * 24 * 3600


async def _due(database, *, now=NOW, most=100, busy_chats=()) -> list[int]:
    async with database.reading() as session:
        found = await messages.due(session, bot_id=BOT, now=now, most=most, busy_chats=busy_chats)
    return [message.id for message in found]


async def _claim(database, *ids: int, owner: str = "owner", now: datetime = NOW) -> set[int]:
    async with Writer(database=database).unit() as session:
        claimed = await messages.claim(session, ids, owner=owner, now=now)
        await session.commit()
    return claimed


async def _end(writer, *results: Result) -> None:
    async with writer.unit() as session:
        await outcomes.write_results(session, results)
        await session.commit()


def _sent(message_id: int, **values) -> Result:
    sent = Result(
        message_id=message_id,
        owner="owner",
        attempt=1,
        state=MessageState.SENT,
        at=NOW + MINUTE,
        telegram_message_id=55,
    )
    return replace(sent, **values)


async def _a_claimed_question(rows, database) -> tuple[int, int]:
    message, invitation = await rows.question(content={"lines": ["Anna, how was it?"]})
    await _claim(database, message)
    return message, invitation


async def test_an_outcome_waits_for_a_claim_that_is_just_being_committed(rows, database, writer, another):
    """Of a claim whose connection broke, the server may finish the commit later than the next one begins."""
    message = await rows.message(kind=MessageKind.PROMPT)
    never_left = _sent(message, state=MessageState.DUE, counted=False, telegram_message_id=None)
    async with Writer(database=another).unit() as slow:
        await messages.claim(slow, [message], owner="owner", now=NOW)
        giving_back = asyncio.create_task(_end(writer, never_left))
        await asyncio.sleep(0.2)
        assert not giving_back.done()
        await slow.commit()
        await giving_back
    row = await rows.one(message_table, message)
    assert (row.state, row.owner, row.attempt) == (MessageState.DUE, None, 0)


async def test_a_question_that_left_is_sent(rows, database, writer):
    message, invitation = await _a_claimed_question(rows, database)
    await _end(writer, _sent(message))
    row = await rows.one(message_table, message)
    assert (row.state, row.owner, row.attempt) == (MessageState.SENT, None, 1)
    assert (row.sent_at, row.telegram_message_id, row.failure) == (NOW + MINUTE, 55, None)
    asked = await rows.one(invitation_table, invitation)
    assert (asked.state, asked.sent_at) == (InvitationState.SENT, NOW + MINUTE)


@pytest.mark.parametrize(
    ("state", "becomes"),
    [(MessageState.UNKNOWN, InvitationState.UNKNOWN), (MessageState.FAILED, InvitationState.FAILED)],
)
async def test_a_question_that_may_not_have_left_isnt_called_sent(state, becomes, rows, database, writer):
    message, invitation = await _a_claimed_question(rows, database)
    await _end(writer, _sent(message, state=state, telegram_message_id=None, failure="blocked"))
    row = await rows.one(message_table, message)
    assert (row.state, row.owner, row.sent_at, row.failure) == (state, None, None, "blocked")
    asked = await rows.one(invitation_table, invitation)
    assert (asked.state, asked.sent_at, asked.failure) == (becomes, None, "blocked")


async def test_a_question_held_up_by_a_429_is_due_again_and_the_attempt_doesnt_count(rows, database, writer):
    message, invitation = await _a_claimed_question(rows, database)
    later = NOW + timedelta(hours=1)
    await _end(
        writer,
        _sent(message, state=MessageState.DUE, telegram_message_id=None, not_before=later, counted=False),
    )
    row = await rows.one(message_table, message)
    assert (row.state, row.owner, row.attempt, row.not_before) == (MessageState.DUE, None, 0, later)
    assert row.content is not None
    assert (await rows.one(invitation_table, invitation)).state is InvitationState.DUE
    assert await _due(database, now=later) == [message]
    assert await _claim(database, message, now=later) == {message}
    closes = (await rows.one(invitation_table, invitation)).expires_at
    assert closes == later + timedelta(seconds=A_WEEK), "open as long as every other"


async def test_a_try_that_counts_stays_counted(rows, database, writer):
    message, _ = await _a_claimed_question(rows, database)
    again = _sent(message, state=MessageState.DUE, not_before=NOW + MINUTE, failure="forbidden")
    await _end(writer, replace(again, telegram_message_id=None))
    row = await rows.one(message_table, message)
    assert (row.attempt, row.failure) == (1, "forbidden")


async def test_an_outcome_without_a_moment_keeps_the_one_that_was(rows, database, writer):
    message, _ = await _a_claimed_question(rows, database)
    await _end(writer, _sent(message))
    assert (await rows.one(message_table, message)).not_before == NOW


@pytest.mark.parametrize("state", [MessageState.SENT, MessageState.UNKNOWN, MessageState.FAILED])
async def test_what_was_said_is_forgotten_once_it_cant_leave_any_more(state, rows, database, writer):
    """Invariant 10: personal data is little."""
    message, _ = await _a_claimed_question(rows, database)
    await _end(writer, _sent(message, state=state))
    assert (await rows.one(message_table, message)).content is None


@pytest.mark.parametrize(
    "late",
    [{"owner": "a dead one"}, {"attempt": 0}, {"attempt": 2}],
    ids=["another owner", "an older attempt", "a newer attempt"],
)
async def test_a_late_writer_changes_nothing(late, rows, database, writer):
    """Invariant 3: the result is guarded by owner and attempt."""
    message, invitation = await _a_claimed_question(rows, database)
    before = await rows.one(message_table, message), await rows.one(invitation_table, invitation)
    await _end(writer, _sent(message, **late))
    assert (await rows.one(message_table, message), await rows.one(invitation_table, invitation)) == before


async def test_an_outcome_that_comes_twice_counts_once(rows, database, writer):
    message, _ = await _a_claimed_question(rows, database)
    again = _sent(message, state=MessageState.DUE, counted=False, not_before=NOW + MINUTE)
    await _end(writer, again)
    before = await rows.one(message_table, message)
    await _end(writer, again, _sent(message))
    assert await rows.one(message_table, message) == before


async def test_an_outcome_after_the_message_was_given_up_changes_nothing(rows, database, writer):
    """Invariant 3: what a dead owner left is unknown, never due."""
    message, invitation = await _a_claimed_question(rows, database)
    async with writer.unit() as session:
        await outcomes.orphan(session, owner="the next")
        await session.commit()
    await _end(writer, _sent(message, state=MessageState.DUE))
    assert (await rows.one(message_table, message)).state is MessageState.UNKNOWN
    assert (await rows.one(invitation_table, invitation)).state is InvitationState.UNKNOWN


@pytest.mark.parametrize("state", [MessageState.SENT, MessageState.UNKNOWN, MessageState.FAILED])
async def test_a_question_that_was_answered_before_its_outcome_came_stays_answered(state, rows, writer):
    """A tap can be quicker than the answer to sendMessage."""
    message, invitation = await rows.question(invitation=InvitationState.ANSWERED, state=MessageState.SENDING)
    await _end(writer, _sent(message, state=state))
    assert (await rows.one(invitation_table, invitation)).state is InvitationState.ANSWERED
    assert (await rows.one(message_table, message)).state is state


async def test_a_question_sent_again_stays_in_the_cohort_of_its_first_time(rows, writer):
    first = NOW - timedelta(days=1)
    invitation = await rows.invitation(state=InvitationState.SENDING, sent_at=first)
    message = await rows.message(
        kind=MessageKind.QUESTION, invitation_id=invitation, state=MessageState.SENDING
    )
    await _end(writer, _sent(message))
    assert (await rows.one(invitation_table, invitation)).sent_at == first


async def test_a_reminder_doesnt_move_its_invitation(rows, writer):
    invitation = await rows.invitation(state=InvitationState.SENDING)
    reminder = await rows.message(
        kind=MessageKind.REMINDER, invitation_id=invitation, state=MessageState.SENDING
    )
    await _end(writer, _sent(reminder, state=MessageState.FAILED))
    assert (await rows.one(invitation_table, invitation)).state is InvitationState.SENDING


async def test_many_outcomes_are_written_together_each_to_its_own(rows, database, writer):
    pairs = [await _a_claimed_question(rows, database) for _ in range(4)]
    states = [MessageState.SENT, MessageState.FAILED, MessageState.UNKNOWN, MessageState.SENT]
    results = [
        _sent(message, state=state, telegram_message_id=number)
        for number, ((message, _), state) in enumerate(zip(pairs, states, strict=True))
    ]
    async with writer.unit() as session:
        assert list(await outcomes.write_results(session, results)) == [None] * 4
        await session.commit()
    found = [await rows.one(message_table, message) for message, _ in pairs]
    assert [(row.state, row.telegram_message_id) for row in found] == list(zip(states, range(4), strict=True))
    asked = [(await rows.one(invitation_table, invitation)).state for _, invitation in pairs]
    assert [state.value for state in asked] == [state.value for state in states]


async def test_what_a_dead_owner_left_is_unknown_and_never_due(rows, writer, database):
    """Invariant 3: nobody knows whether it left."""
    message, invitation = await rows.question(
        invitation=InvitationState.SENDING, state=MessageState.SENDING, content={"lines": ["Anna"]}
    )
    ours = await rows.message(state=MessageState.SENDING, owner="the next")
    due = await rows.message()
    async with writer.unit() as session:
        assert await outcomes.orphan(session, owner="the next") == 1
        await session.commit()
    row = await rows.one(message_table, message)
    assert (row.state, row.owner, row.content) == (MessageState.UNKNOWN, None, None)
    assert (await rows.one(invitation_table, invitation)).state is InvitationState.UNKNOWN
    assert (await rows.one(message_table, ours)).state is MessageState.SENDING
    assert await _due(database) == [due]


async def test_an_answered_question_whose_owner_died_stays_answered(rows, writer):
    _, invitation = await rows.question(invitation=InvitationState.ANSWERED, state=MessageState.SENDING)
    async with writer.unit() as session:
        await outcomes.orphan(session, owner="the next")
        await session.commit()
    assert (await rows.one(invitation_table, invitation)).state is InvitationState.ANSWERED


async def test_any_number_of_messages_may_be_left_by_a_dead_owner(rows, writer):
    one = await rows.an_invitation(state=InvitationState.SENDING)
    asked = await rows.add_all(invitation_table, [one | {"ask_key": f"c{number}"} for number in range(501)])
    sending = {"kind": MessageKind.QUESTION, "state": MessageState.SENDING}
    await rows.add_all(message_table, [rows.a_message(invitation_id=which, **sending) for which in asked])
    async with writer.unit() as session:
        assert await outcomes.orphan(session, owner="the next") == 501
        await session.commit()
    assert {row.state for row in await rows.all(invitation_table)} == {InvitationState.UNKNOWN}


async def _prove(writer, invitation: int, pressed: int | None = 55) -> None:
    async with writer.unit() as session:
        await outcomes.prove(session, [(invitation, pressed, NOW + MINUTE)])
        await session.commit()


@pytest.mark.parametrize("state", [MessageState.UNKNOWN, MessageState.SENDING])
async def test_a_pressed_question_was_sent(state, rows, writer):
    message, invitation = await rows.question(state=state, content={"lines": ["Anna"]}, failure="timeout")
    await _prove(writer, invitation)
    row = await rows.one(message_table, message)
    assert (row.state, row.owner, row.telegram_message_id) == (MessageState.SENT, None, 55)
    assert (row.sent_at, row.failure, row.content) == (NOW + MINUTE, None, None)


async def test_a_press_on_the_question_doesnt_prove_the_reminder_that_is_being_sent(rows, writer):
    _, invitation = await rows.question(state=MessageState.SENT, telegram_message_id=55)
    reminder = await rows.message(
        kind=MessageKind.REMINDER, invitation_id=invitation, state=MessageState.SENDING
    )
    await _prove(writer, invitation)
    assert (await rows.one(message_table, reminder)).state is MessageState.SENDING
    await _end(writer, _sent(reminder, telegram_message_id=56))
    assert (await rows.one(message_table, reminder)).telegram_message_id == 56


async def test_a_press_proves_nothing_of_other_messages(rows, writer):
    prompt = await rows.message(
        kind=MessageKind.PROMPT, invitation_id=await rows.invitation(), state=MessageState.UNKNOWN
    )
    other, _ = await rows.question(state=MessageState.UNKNOWN)
    await _prove(writer, (await rows.one(message_table, prompt)).invitation_id)
    assert (await rows.one(message_table, prompt)).state is MessageState.UNKNOWN
    assert (await rows.one(message_table, other)).state is MessageState.UNKNOWN


async def test_asking_stops_with_what_is_still_due(rows, writer):
    sent, invitation = await rows.question(state=MessageState.SENT)
    again = await rows.message(kind=MessageKind.QUESTION, invitation_id=invitation)
    reminder = await rows.message(kind=MessageKind.REMINDER, invitation_id=invitation)
    prompt = await rows.message(kind=MessageKind.PROMPT, invitation_id=invitation)
    other, _ = await rows.question()
    async with writer.unit() as session:
        await messages.stop_asking(session, [invitation])
        await session.commit()
    states = [
        (await rows.one(message_table, which)).state for which in (sent, again, reminder, prompt, other)
    ]
    assert states == [
        MessageState.SENT,
        MessageState.CANCELLED,
        MessageState.CANCELLED,
        MessageState.DUE,
        MessageState.DUE,
    ]


async def test_a_group_that_moved_takes_its_messages_along(rows, writer):
    moved = await rows.message(chat_id=-5)
    left = await rows.message(chat_id=-5, state=MessageState.SENT, telegram_message_id=7)
    other = await rows.message(chat_id=-6, state=MessageState.SENT, telegram_message_id=7)
    async with writer.unit() as session:
        await messages.move_chat(session, -5, -1_005)
        await session.commit()
    rows_now = [await rows.one(message_table, which) for which in (moved, left, other)]
    assert [row.chat_id for row in rows_now] == [-1_005, -1_005, -6]
    assert [row.telegram_message_id for row in rows_now] == [None, None, 7]
