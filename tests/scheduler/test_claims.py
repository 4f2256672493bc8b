"""Claiming: what may leave at this moment, in whose name, and who is left out."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from handlers.customer.leaving import decide
from scheduler.claims import SPARE
from scheduler.endings import released
from storage.kinds import InvitationState, MessageKind, MessageState, SkipReason, SurveyKind, WaveState
from storage.tables import contact_table, invitation_table, message_table, purchase_table, wave_table
from tests.scheduler.commits import Commit, Fragile
from tests.scheduler.stage import NOW


async def test_what_is_claimed_is_sending_in_the_name_of_the_process(stage):
    invitation_id = await stage.question()
    turn = await stage.claims("me").take(8, busy_chats=())
    (claimed,) = turn.claimed
    message = await stage.message(claimed.message.id)
    assert (message.state, message.owner, message.attempt) == (MessageState.SENDING, "me", 1)
    assert message.claimed_at == NOW
    asked = await stage.invitation(invitation_id)
    assert asked.state == InvitationState.SENDING
    assert asked.expires_at == NOW + timedelta(days=7)


async def test_what_one_process_has_claimed_no_other_gets(stage):
    """Invariant 3: nobody is asked the same thing twice."""
    await stage.question()
    first = await stage.claims("first").take(8, busy_chats=())
    second = await stage.claims("second").take(8, busy_chats=())
    assert len(first.claimed) == 1
    assert not second.claimed


async def test_never_more_are_claimed_than_there_are_slots(stage):
    for chat in range(1, 6):
        await stage.say(chat)
    turn = await stage.claims().take(3, busy_chats=())
    assert [claimed.message.chat_id for claimed in turn.claimed] == [1, 2, 3]
    assert await stage.number_of(MessageState.SENDING) == 3
    assert turn.more


async def test_what_a_person_waits_for_goes_before_bulk(stage):
    await stage.question()
    await stage.say(2, kind=MessageKind.ALERT)
    await stage.say(3, kind=MessageKind.PROMPT)
    turn = await stage.claims().take(8, busy_chats=())
    kinds = [claimed.message.kind for claimed in turn.claimed]
    assert kinds == [MessageKind.PROMPT, MessageKind.ALERT, MessageKind.QUESTION]


async def test_one_message_at_most_leaves_for_a_chat_in_a_turn(stage):
    for text in ("first", "second"):
        await stage.say(7, text)
    await stage.say(8)
    claims = stage.claims()
    turn = await claims.take(8, busy_chats=())
    assert [claimed.message.chat_id for claimed in turn.claimed] == [7, 8]
    following = await claims.take(8, busy_chats=())
    assert [claimed.message.chat_id for claimed in following.claimed] == [7]


async def test_a_busy_chat_waits_and_the_turn_says_so(stage):
    await stage.say(7)
    claims = stage.claims()
    turn = await claims.take(8, busy_chats=[7])
    assert not turn.claimed
    assert (turn.more, turn.resting, turn.urgent) == (False, True, True)
    assert (await claims.take(8, busy_chats=[8])).claimed


async def test_an_empty_line_has_nothing_to_wait_for(stage):
    turn = await stage.claims().take(8, busy_chats=[7])
    assert (turn.claimed, turn.more, turn.resting, turn.urgent) == ((), False, False, False)


async def test_a_turn_says_whether_what_stays_is_urgent(stage):
    for chat in (1, 2, 3):
        await stage.say(chat, kind=MessageKind.PROMPT)
    await stage.question()
    claims = stage.claims()
    assert (await claims.take(1, busy_chats=())).urgent
    assert (await claims.take(1, busy_chats=())).urgent
    assert not (await claims.take(1, busy_chats=())).urgent


async def test_the_many_messages_of_one_busy_chat_hold_nobody_up(stage):
    for _ in range(3 * SPARE):
        await stage.say(7)
    await stage.question()
    turn = await stage.claims().take(2, busy_chats=[7])
    assert [claimed.message.kind for claimed in turn.claimed] == [MessageKind.QUESTION]


async def test_a_message_is_not_claimed_before_its_time(stage):
    await stage.say(7, not_before=NOW + timedelta(minutes=1))
    claims = stage.claims()
    assert not (await claims.take(8, busy_chats=())).claimed
    stage.clock.advance(minutes=1)
    assert (await claims.take(8, busy_chats=())).claimed


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"opted_out_at": NOW}, SkipReason.OPTED_OUT),
        ({"blocked_at": NOW}, SkipReason.BLOCKED),
        ({"deactivated_at": NOW}, SkipReason.DEACTIVATED),
        ({"erased_at": NOW}, SkipReason.ERASED),
        ({"is_staff": True}, SkipReason.STAFF),
        ({"opted_out_at": NOW, "blocked_at": NOW}, SkipReason.OPTED_OUT),
    ],
)
async def test_who_may_not_be_asked_any_more_is_left_out_at_the_last_moment_for_one_reason(
    stage, change, reason
):
    person = await stage.contact()
    invitation_id = await stage.question(person=person)
    await stage.change(contact_table, person, **change)
    turn = await stage.claims().take(8, busy_chats=())
    assert not turn.claimed
    left_out = await stage.invitation(invitation_id)
    assert (left_out.state, left_out.skip_reason) == (InvitationState.SKIPPED, reason)
    assert (await stage.question_of(invitation_id)).state == MessageState.CANCELLED


@pytest.mark.parametrize("kind", SurveyKind)
async def test_who_cancelled_the_order_is_left_out_at_the_last_moment(stage, kind):
    invitation_id = await stage.question(kind=kind)
    (order,) = await stage.rows(purchase_table)
    await stage.change(purchase_table, order.id, cancelled_at=NOW)
    await stage.claims().take(8, busy_chats=())
    left_out = await stage.invitation(invitation_id)
    assert (left_out.state, left_out.skip_reason) == (InvitationState.SKIPPED, SkipReason.CANCELLED_ORDER)


async def test_those_left_out_don_t_use_up_the_turn_of_the_others(stage):
    for _ in range(3):
        await stage.question(person=await stage.contact(opted_out_at=NOW))
    await stage.question()
    claims = stage.claims()
    turns = [await claims.take(2, busy_chats=()) for _ in range(3)]
    assert [len(turn.claimed) for turn in turns] == [0, 1, 0]
    assert [turn.more for turn in turns] == [True, True, False]


@pytest.mark.parametrize("state", [WaveState.PLANNED, WaveState.FILLING, WaveState.PAUSED, WaveState.STOPPED])
async def test_the_questions_of_a_wave_that_doesn_t_run_stay_in_line(stage, state):
    wave = await stage.wave(state)
    await stage.question(wave_id=wave)
    await stage.say(7)
    claims = stage.claims()
    turn = await claims.take(8, busy_chats=())
    assert [claimed.message.kind for claimed in turn.claimed] == [MessageKind.REPLY]
    await stage.change(wave_table, wave, state=WaveState.RUNNING, resumes_as=None)
    assert len((await claims.take(8, busy_chats=())).claimed) == 1


async def test_a_question_that_was_put_off_comes_back_once(stage):
    invitation_id = await stage.question()
    await stage.send_all()
    asked = await stage.invitation(invitation_id)
    await stage.put_in_line(
        kind=MessageKind.QUESTION,
        chat_id=(await stage.question_of(invitation_id)).chat_id,
        contact_id=asked.contact_id,
        invitation_id=invitation_id,
        not_before=NOW + timedelta(days=1),
    )
    assert not (await stage.send_all()).said
    stage.clock.advance(days=1)
    assert len((await stage.send_all()).said) == 1
    assert not (await stage.send_all()).said
    again = await stage.invitation(invitation_id)
    assert (again.state, again.sent_at) == (InvitationState.SENT, asked.sent_at)


@pytest.mark.parametrize("settled", [InvitationState.ANSWERED, InvitationState.EXPIRED])
async def test_a_question_that_was_put_off_stays_away_once_it_is_settled(stage, settled):
    invitation_id = await stage.question()
    await stage.send_all()
    message = await stage.question_of(invitation_id)
    await stage.put_in_line(kind=MessageKind.QUESTION, chat_id=message.chat_id, invitation_id=invitation_id)
    if settled is InvitationState.ANSWERED:
        await stage.answer(invitation_id, 5)
    await stage.change(invitation_table, invitation_id, state=settled)
    assert not (await stage.send_all()).said
    assert (await stage.question_of(invitation_id)).state == MessageState.CANCELLED
    assert (await stage.invitation(invitation_id)).state == settled


async def test_a_message_that_can_t_be_made_fails_alone(stage, monkeypatch, caplog):
    words = "what Anna wrote"
    unfit = await stage.question()
    fit = await stage.question()

    def refuse_one(message, known, **given):
        if message.invitation_id == unfit:
            raise KeyError(words)
        return decide(message, known, **given)

    monkeypatch.setattr("scheduler.claims.decide", refuse_one)
    turn = await stage.claims().take(8, busy_chats=())
    assert [claimed.message.invitation_id for claimed in turn.claimed] == [fit]
    failed = await stage.question_of(unfit)
    assert (failed.state, failed.failure, failed.attempt) == (MessageState.FAILED, "KeyError", 1)
    assert (await stage.invitation(unfit)).state == InvitationState.FAILED
    assert "KeyError" in caplog.text
    assert words not in caplog.text


async def test_what_a_dead_process_left_is_unknown_and_never_due_again(stage, caplog):
    """Invariant 3: what a dead owner left as `sending` becomes `unknown`, never `due`."""
    question = await stage.question()
    await stage.say(7)
    await stage.claims("dead").take(8, busy_chats=())
    alive = stage.claims("alive")
    with caplog.at_level(logging.WARNING):
        assert await alive.adopt() == 2
    assert {row.state for row in await stage.rows(message_table)} == {MessageState.UNKNOWN}
    assert (await stage.invitation(question)).state == InvitationState.UNKNOWN
    assert "2 messages" in caplog.text
    assert await alive.adopt() == 0
    assert not (await alive.take(8, busy_chats=())).claimed


async def test_adopting_leaves_what_this_process_is_sending_itself(stage):
    await stage.say(7)
    claims = stage.claims("me")
    await claims.take(8, busy_chats=())
    assert await claims.adopt() == 0
    assert await stage.number_of(MessageState.SENDING) == 1


@pytest.mark.parametrize("commit", [Commit.LOST_AFTER, Commit.LOST_BEFORE])
async def test_what_was_claimed_by_a_commit_whose_answer_was_lost_is_claimed_again_once(stage, commit):
    """Invariant 3: nobody is lost. Nobody was told of the claim, so that it has surely never left."""
    stage.writer = Fragile(database=stage.database)
    claims = stage.claims("me")
    await stage.say(7)
    (in_hand,) = (await claims.take(8, busy_chats=())).claimed
    asked = await stage.question()
    prompt = await stage.say(8, kind=MessageKind.PROMPT)
    stage.writer.next_commit = commit
    with pytest.raises(OperationalError):
        await claims.take(8, busy_chats=[7])
    again = await claims.take(8, busy_chats=[7])
    assert [claimed.message.id for claimed in again.claimed] == [prompt, (await stage.question_of(asked)).id]
    assert (await stage.invitation(asked)).state == InvitationState.SENDING
    assert not (await claims.take(8, busy_chats=[7])).claimed
    rows = await stage.rows(message_table)
    assert {(row.state, row.owner, row.attempt) for row in rows} == {(MessageState.SENDING, "me", 1)}
    assert in_hand.message.id in {row.id for row in rows}


async def test_what_a_lost_commit_claimed_is_due_again_even_where_nothing_can_be_claimed(stage):
    stage.writer = Fragile(database=stage.database)
    claims = stage.claims()
    invitation_id = await stage.question()
    stage.writer.next_commit = Commit.LOST_AFTER
    with pytest.raises(OperationalError):
        await claims.take(8, busy_chats=())
    busy = (await stage.question_of(invitation_id)).chat_id
    assert not (await claims.take(8, busy_chats=[busy])).claimed
    assert (await stage.question_of(invitation_id)).state == MessageState.DUE
    assert (await stage.invitation(invitation_id)).state == InvitationState.DUE


async def test_giving_back_what_a_lost_commit_claimed_may_lose_its_answer_as_well(stage):
    stage.writer = Fragile(database=stage.database)
    claims = stage.claims()
    await stage.question()
    for _ in range(2):
        stage.writer.next_commit = Commit.LOST_AFTER
        with pytest.raises(OperationalError):
            await claims.take(8, busy_chats=())
    assert len((await claims.take(8, busy_chats=())).claimed) == 1


async def test_an_outcome_that_comes_after_the_message_was_adopted_changes_nothing(stage):
    await stage.say(7)
    dead = stage.claims("dead")
    (claimed,) = (await dead.take(8, busy_chats=())).claimed
    await stage.claims("alive").adopt()
    await dead.end(released(claimed.message, owner="dead", now=NOW))
    assert (await stage.message(claimed.message.id)).state == MessageState.UNKNOWN


async def test_a_stored_pause_of_the_bot_holds_everything_and_survives_a_restart(stage):
    await stage.question()
    await stage.pauses().pause(3600)
    after = stage.claims("after")
    assert await after.paused_for() == 3600
    assert not (await after.take(8, busy_chats=())).claimed
    stage.clock.advance(seconds=3599)
    assert await after.paused_for() == 1
    assert not (await after.take(8, busy_chats=())).claimed
    stage.clock.advance(seconds=1)
    assert await after.paused_for() == 0
    assert (await after.take(8, busy_chats=())).claimed


async def test_a_stored_pause_of_a_chat_holds_that_chat_alone(stage):
    await stage.say(-7)
    await stage.say(8)
    claims = stage.claims()
    await stage.pauses().pause(60, chat_id=-7)
    assert await claims.paused_for() == 0
    turn = await claims.take(8, busy_chats=())
    assert [claimed.message.chat_id for claimed in turn.claimed] == [8]
    stage.clock.advance(seconds=60)
    assert [c.message.chat_id for c in (await claims.take(8, busy_chats=())).claimed] == [-7]


async def test_without_a_pause_there_is_nothing_to_wait_for(stage):
    assert await stage.claims().paused_for() == 0
