"""Claim, send, record over a real database: what each way of ending leaves behind."""

import asyncio
from datetime import timedelta

import pytest

from handlers.messenger import (
    Gone,
    GoneReason,
    Moved,
    NotSent,
    Rejected,
    RetryAfter,
    Sent,
    Unknown,
)
from scheduler.capacity import MOST_IN_FLIGHT
from scheduler.pacing import Pacer
from scheduler.sender import TokenRefusedError
from storage import bots, waves
from storage.bots import EVERY_CHAT
from storage.kinds import InvitationState, MessageKind, MessageState
from storage.tables import contact_table, message_table, sending_pause_table
from tests.scheduler.commits import Commit, Fragile
from tests.scheduler.stage import NOW, ScriptedSpeaker, words


async def outcome_of(stage, outcome):
    """A question whose first attempt ends so: its message and its invitation afterwards."""
    invitation_id = await stage.question()
    await stage.send_all(outcome)
    return await stage.question_of(invitation_id), await stage.invitation(invitation_id)


async def test_what_was_delivered_is_sent_and_known_by_telegrams_number(stage):
    message, invitation = await outcome_of(stage, Sent({"message_id": 77}))
    assert (message.state, message.telegram_message_id, message.sent_at) == (MessageState.SENT, 77, NOW)
    assert (message.owner, message.attempt) == (None, 1)
    assert (invitation.state, invitation.sent_at) == (InvitationState.SENT, NOW)


async def test_a_message_goes_to_its_chat_and_topic_with_what_it_says(stage):
    await stage.say(-7, "Greenleaf", thread_id=3)
    assert (await stage.send_all()).said == [(-7, words("Greenleaf"), 3)]


async def test_an_answer_without_a_number_is_still_a_delivery(stage):
    message, _ = await outcome_of(stage, Sent(True))
    assert (message.state, message.telegram_message_id) == (MessageState.SENT, None)


@pytest.mark.parametrize(
    ("reason", "marked"),
    [
        (GoneReason.BLOCKED, "blocked_at"),
        (GoneReason.DEACTIVATED, "deactivated_at"),
        (GoneReason.NEVER_STARTED, None),
        (GoneReason.NOT_FOUND, None),
        (GoneReason.REMOVED, None),
    ],
)
async def test_who_can_t_be_reached_is_noted_with_the_reason(stage, reason, marked):
    message, invitation = await outcome_of(stage, Gone(reason))
    assert (message.state, message.failure) == (MessageState.FAILED, reason)
    assert (invitation.state, invitation.failure) == (InvitationState.FAILED, reason)
    contact = await stage.row(contact_table, invitation.contact_id)
    noted = {"blocked_at": contact.blocked_at, "deactivated_at": contact.deactivated_at}
    assert {name for name, at in noted.items() if at} == ({marked} if marked else set())


async def test_whether_it_arrived_is_unknown_and_it_isn_t_sent_again(stage):
    """Invariant 3: sendMessage has no idempotency key, so what may have left never leaves again."""
    message, invitation = await outcome_of(stage, Unknown("ReadTimeout"))
    assert (message.state, message.failure) == (MessageState.UNKNOWN, "ReadTimeout")
    assert invitation.state == InvitationState.UNKNOWN
    stage.clock.advance(days=3)
    assert not (await stage.send_all()).said


async def test_what_never_left_is_sent_again_and_the_attempt_doesn_t_count(stage):
    invitation_id = await stage.question()
    speaker = await stage.send_all(NotSent("no route"), NotSent("no route"))
    assert len(speaker.said) == 3
    message = await stage.question_of(invitation_id)
    assert (message.state, message.attempt) == (MessageState.SENT, 1)


@pytest.mark.parametrize("code", [400, 404, 413])
async def test_what_telegram_refuses_has_failed(stage, code, caplog):
    message, invitation = await outcome_of(stage, Rejected(code, "message is too long"))
    assert (message.state, message.failure) == (MessageState.FAILED, "message is too long")
    assert invitation.state == InvitationState.FAILED
    assert f"{code} message is too long" in caplog.text


async def test_an_unknown_403_is_tried_again_a_day_later_once(stage):
    message, invitation = await outcome_of(stage, Rejected(403, "something new"))
    assert (message.state, message.not_before) == (MessageState.DUE, NOW + timedelta(days=1))
    assert invitation.state == InvitationState.DUE
    stage.clock.advance(hours=23)
    assert not (await stage.send_all()).said
    stage.clock.advance(hours=1)
    assert len((await stage.send_all(Rejected(403, "something new"))).said) == 1
    message = await stage.question_of(invitation.id)
    assert (message.state, message.attempt) == (MessageState.FAILED, 2)
    assert (await stage.invitation(invitation.id)).state == InvitationState.FAILED
    stage.clock.advance(days=30)
    assert not (await stage.send_all()).said


async def test_a_group_that_moved_gets_its_messages_in_the_new_place(stage):
    await stage.say(-7, "first")
    await stage.say(-7, "second", not_before=NOW + timedelta(days=1))
    speaker = await stage.send_all(Moved(-1007))
    assert speaker.chats == [-7, -1007]
    first, second = await stage.rows(message_table)
    assert (first.state, first.chat_id, first.attempt) == (MessageState.SENT, -1007, 1)
    assert (second.state, second.chat_id) == (MessageState.DUE, -1007)


async def test_a_429_in_a_private_chat_stops_everything_and_is_stored_at_once(stage):
    """Invariant 7: the pause is a row, which a restart doesn't change."""
    messages = [await stage.say(chat) for chat in (7, 8, 9)]
    pacer = Pacer(rate=1000)
    speaker = ScriptedSpeaker(RetryAfter(3600))
    sender = stage.sender(speaker, pacer=pacer)
    sending = asyncio.create_task(sender.run())
    await speaker.has_said(1)
    sender.stop()
    await sending
    assert speaker.chats == [7]
    assert pacer.rate == 500
    assert [(await stage.message(which)).state for which in messages] == [MessageState.DUE] * 3
    assert [(await stage.message(which)).attempt for which in messages] == [0] * 3
    (pause,) = await stage.rows(sending_pause_table)
    assert (pause.chat_id, pause.until) == (EVERY_CHAT, NOW + timedelta(hours=1))
    restarted = stage.claims("the next process")
    assert await restarted.paused_for() == 3600
    assert not (await restarted.take(8, busy_chats=())).claimed
    stage.clock.advance(hours=1)
    assert (await stage.send_all()).chats == [7, 8, 9]


async def test_a_429_in_a_group_holds_that_group_alone(stage):
    held = await stage.say(-7)
    await stage.say(8)
    pacer = Pacer(rate=1000)
    speaker, claims = ScriptedSpeaker(RetryAfter(60)), stage.claims()
    sender = stage.sender(speaker, claims=claims, pacer=pacer)
    sending = asyncio.create_task(sender.run())
    await claims.dry.wait()
    sender.stop()
    await sending
    assert speaker.chats == [-7, 8]
    assert pacer.rate == 1000
    assert (await stage.message(held)).state == MessageState.DUE
    async with stage.database.reading() as session:
        assert await bots.paused_until(session, bot_id=42) is None
    assert not (await stage.send_all()).said
    stage.clock.advance(seconds=60)
    assert (await stage.send_all()).chats == [-7]


async def test_a_refused_token_ends_the_sending_and_loses_nothing(stage):
    messages = [await stage.say(chat) for chat in range(1, 5)]
    speaker = ScriptedSpeaker(*[Rejected(401, "Unauthorized")] * 4)
    with pytest.raises(TokenRefusedError):
        await stage.sender(speaker).run()
    for message_id in messages:
        message = await stage.message(message_id)
        assert (message.state, message.attempt) == (MessageState.DUE, 0)
    assert (await stage.send_all()).chats == [1, 2, 3, 4]


async def test_a_message_that_can_t_be_put_into_words_fails_alone(stage, caplog):
    words_of_anna = "what Anna wrote"
    bad, good = await stage.say(7), await stage.say(8)
    speaker = await stage.send_all(KeyError(words_of_anna))
    assert speaker.chats == [7, 8]
    failed = await stage.message(bad)
    assert (failed.state, failed.failure) == (MessageState.FAILED, "KeyError")
    assert (await stage.message(good)).state == MessageState.SENT
    assert "KeyError" in caplog.text
    assert words_of_anna not in caplog.text


async def test_each_person_of_a_wave_is_in_exactly_one_state_however_it_ended(stage):
    """Invariant 3: a wave's states sum to its audience."""
    wave = await stage.wave()
    for _ in range(7):
        await stage.question(wave_id=wave)
    await stage.question(wave_id=wave, person=await stage.contact(opted_out_at=NOW))
    await stage.send_all(
        Sent({"message_id": 1}),
        Gone(GoneReason.BLOCKED),
        Unknown("timed out"),
        Rejected(400, "no"),
        Rejected(403, "new"),
        NotSent("no route"),
    )
    async with stage.database.reading() as session:
        (counts,) = await waves.counts(session)
    assert counts.audience == 8
    assert {state: number for state, number in counts.states.items() if number} == {
        InvitationState.SENT: 3,
        InvitationState.FAILED: 2,
        InvitationState.UNKNOWN: 1,
        InvitationState.DUE: 1,
        InvitationState.SKIPPED: 1,
    }


async def test_no_more_messages_are_claimed_than_can_be_under_way(stage):
    """Invariant 3: never more rows than free slots."""
    for chat in range(1, 101):
        await stage.say(chat)
    counted = []

    class Counting(ScriptedSpeaker):
        async def say(self, *given, **named):
            counted.append(await stage.number_of(MessageState.SENDING))
            await asyncio.sleep(0.002)
            return await super().say(*given, **named)

    speaker, claims = Counting(), stage.claims()
    sender = stage.sender(speaker, claims=claims)
    sending = asyncio.create_task(sender.run())
    await speaker.has_said(100)
    sender.stop()
    await sending
    assert max(counted) <= MOST_IN_FLIGHT
    assert await stage.number_of(MessageState.SENT) == 100


async def test_an_outcome_is_recorded_although_the_database_was_away(stage):
    message_id = await stage.say(7)
    claims, speaker = stage.claims(), ScriptedSpeaker()
    claims.lost_ends = 1
    sender = stage.sender(speaker, claims=claims)
    sending = asyncio.create_task(sender.run())
    await speaker.has_said(1)
    await claims.dry.wait()
    assert (await stage.message(message_id)).state == MessageState.SENT
    sender.stop()
    await sending
    assert speaker.chats == [7]


async def test_stop_records_what_is_under_way_and_claims_nothing_more(stage):
    under_way = await stage.say(7)
    speaker = ScriptedSpeaker()
    speaker.open.clear()
    sender = stage.sender(speaker)
    sending = asyncio.create_task(sender.run())
    await speaker.has_said(1)
    sender.stop()
    later = await stage.say(8)
    sender.call(urgent=True)
    assert (await stage.message(under_way)).state == MessageState.SENDING
    speaker.open.set()
    await sending
    assert (await stage.message(under_way)).state == MessageState.SENT
    assert (await stage.message(later)).state == MessageState.DUE
    assert speaker.chats == [7]


async def test_on_an_idle_agent_an_urgent_message_leaves_at_once(stage):
    speaker, claims = ScriptedSpeaker(), stage.claims()
    sender = stage.sender(speaker, claims=claims, pacer=Pacer(rate=25))
    sending = asyncio.create_task(sender.run())
    await claims.dry.wait()
    loop = asyncio.get_running_loop()
    waits = []
    for chat in range(1, 6):
        await stage.say(chat, kind=MessageKind.PROMPT)
        since = loop.time()
        sender.call(urgent=True)
        await speaker.has_said(chat)
        waits.append(loop.time() - since)
    sender.stop()
    await sending
    assert sorted(waits)[2] < 0.5  # nobody waited for the next look, which comes once a second


async def test_what_was_claimed_by_a_commit_whose_answer_was_lost_leaves_once_all_the_same(stage):
    stage.writer = Fragile(database=stage.database)
    for _ in range(5):
        await stage.question()
    stage.writer.next_commit = Commit.LOST_AFTER
    speaker = await stage.send_all()
    assert len(set(speaker.chats)) == len(speaker.chats) == 5
    assert await stage.number_of(MessageState.SENT) == 5


async def test_what_the_last_commit_claimed_before_the_stop_is_due_again_if_its_answer_was_lost(stage):
    stage.writer = Fragile(database=stage.database)
    await stage.question()
    stage.writer.next_commit = Commit.LOST_AFTER
    sender = stage.sender(speaker := ScriptedSpeaker())
    sending = asyncio.create_task(sender.run())
    await stage.writer.lost.wait()
    sender.stop()
    await sending
    assert speaker.said == []
    assert await stage.number_of(MessageState.DUE) == 1
