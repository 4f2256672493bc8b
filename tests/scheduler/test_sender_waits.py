"""When the sender waits, for how long, and what wakes it; in a time that passes instantly."""

import asyncio
import itertools

import pytest

from handlers.messenger import NotSent, RetryAfter, Sent, Unknown
from scheduler.pacing import LONGEST_BACKOFF
from scheduler.sender import IN_FLIGHT, LAST_TRIES, LOOK_AGAIN
from storage.kinds import MessageKind, MessageState
from tests.scheduler.stand import Stand
from tests.scheduler.virtual_time import instantly, now, settle


@instantly
async def test_an_urgent_message_leaves_at_once_when_nothing_else_does():
    stand = Stand()
    await asyncio.sleep(10.5)
    stand.line.add(7, MessageKind.PROMPT)
    since = now()
    stand.sender.call(urgent=True)
    await settle()
    assert stand.telegram.said == [(since, 7)]
    await stand.stop()


@instantly
async def test_without_a_call_the_line_is_looked_at_once_a_second():
    stand = Stand()
    await asyncio.sleep(10.5)
    assert len(stand.line.looks) == 11
    stand.line.add(7)
    await asyncio.sleep(LOOK_AGAIN)
    assert stand.telegram.said == [(stand.since + 11, 7)]
    await stand.stop()


@instantly
async def test_a_call_in_the_middle_of_a_look_is_not_lost():
    stand = Stand()
    await asyncio.sleep(0.5)
    take = stand.line.take

    async def slow_take(most, *, busy_chats):
        turn = await take(most, busy_chats=busy_chats)
        stand.line.take = take  # type: ignore[method-assign]
        stand.line.add(7)  # committed after the look, called before the look has ended
        stand.sender.call()
        return turn

    stand.line.take = slow_take  # type: ignore[method-assign]
    stand.sender.call()
    await asyncio.sleep(0.1)
    assert [chat for _, chat in stand.telegram.said] == [7]
    await stand.stop()


@instantly
async def test_bulk_leaves_evenly_at_the_rate_whatever_the_latency():
    stand = Stand(rate=25, latency=0.2)
    for chat in range(1, 101):
        stand.line.add(chat)
    await asyncio.sleep(5)
    moments = [at - stand.since for at, _ in stand.telegram.said]
    assert moments == pytest.approx([0.04 * number for number in range(100)], abs=0.001)
    await stand.stop()


@instantly
async def test_a_thousand_a_second_leave_in_a_second_with_eight_under_way():
    stand = Stand(rate=1000, latency=0.003)
    for chat in range(1, 1001):
        stand.line.add(chat)
    await asyncio.sleep(1.1)
    assert len(stand.telegram.said) == 1000
    assert stand.telegram.most_under_way <= IN_FLIGHT
    await stand.stop()


@instantly
async def test_never_more_are_under_way_than_allowed_however_slow_telegram_is():
    stand = Stand(rate=1000, latency=20)
    for chat in range(1, 101):
        stand.line.add(chat)
    await asyncio.sleep(45)
    assert stand.telegram.most_under_way == IN_FLIGHT
    assert len(stand.telegram.said) == 3 * IN_FLIGHT
    await stand.stop()


@instantly
async def test_a_prompt_isn_t_starved_by_edits_that_fill_the_whole_rate():
    """Both are waited for by a person: neither may hold up the other for long."""
    stand = Stand(rate=25)
    for chat in range(1, 1001):
        stand.line.add(chat)

    async def edit_for_ever():
        while True:
            await stand.pacer.take(urgent=True)

    edits = [asyncio.create_task(edit_for_ever()) for _ in range(4)]
    await asyncio.sleep(10)
    bulk_before = len(stand.telegram.said)
    since = now()
    for person in range(2001, 2006):
        stand.line.add(person, MessageKind.PROMPT)
    stand.sender.call(urgent=True)  # five waiting, one call
    await asyncio.sleep(2)
    left = [at - since for at, chat in stand.telegram.said if chat > 2000]
    assert len(left) == 5
    assert max(left) <= 5 * 5 * 0.04 + 0.04
    assert bulk_before <= 1  # bulk takes the rest, and there was none
    for edit in edits:
        edit.cancel()
    await stand.stop()


@instantly
async def test_bulk_goes_on_beside_edits_that_leave_some_of_the_rate():
    stand = Stand(rate=25)
    for chat in range(1, 1001):
        stand.line.add(chat)

    async def edit_now_and_then():
        for _ in range(50):
            await stand.pacer.take(urgent=True)
            await asyncio.sleep(0.2)

    edits = asyncio.create_task(edit_now_and_then())
    await asyncio.sleep(10)
    assert len(stand.telegram.said) == pytest.approx(200, abs=10)
    await stand.stop()
    await edits


@instantly
async def test_the_second_message_to_a_chat_leaves_when_its_rest_ends_and_not_a_look_later():
    stand = Stand()
    await asyncio.sleep(0.5)
    for chat in (7, 7, -8, -8):
        stand.line.add(chat)
    since = now()
    stand.sender.call()
    await asyncio.sleep(5)
    first, second = stand.telegram.moments(7)
    assert (first, second) == (since, pytest.approx(first + 1, abs=0.05))
    first, second = stand.telegram.moments(-8)
    assert second == pytest.approx(first + 3, abs=0.05)
    await stand.stop()


@instantly
async def test_a_chat_gets_one_message_at_a_time_however_long_the_first_takes():
    stand = Stand(latency=7)
    stand.line.add(7)
    stand.line.add(7)
    await asyncio.sleep(20)
    first, second = stand.telegram.moments(7)
    assert second == pytest.approx(first + 7, abs=0.05)
    assert stand.telegram.most_under_way == 1
    await stand.stop()


@instantly
async def test_a_chat_that_nothing_has_left_for_doesn_t_rest():
    stand = Stand()
    stand.telegram.answers = itertools.chain([NotSent("no route")], itertools.repeat(Sent(True)))
    stand.line.add(7)
    await asyncio.sleep(0.1)
    assert stand.telegram.moments(7) == pytest.approx([stand.since, stand.since + 0.04])
    await stand.stop()


@instantly
async def test_looking_at_an_empty_line_takes_no_slot_from_anybody():
    stand = Stand(rate=1)
    await asyncio.sleep(10.1)  # the last look was a moment ago
    since = now()
    assert await stand.pacer.take(urgent=True) == [since]
    await stand.stop()


@instantly
async def test_resting_chats_don_t_make_the_sender_spin():
    stand = Stand(rate=1000)
    for chat in range(1, 501):
        stand.line.add(chat)
    await asyncio.sleep(1)
    stand.line.looks.clear()
    await asyncio.sleep(10)
    assert len(stand.line.looks) <= 12
    await stand.stop()


@instantly
async def test_a_burst_of_failures_is_one_trouble_and_rests_a_second():
    stand = Stand(rate=1000, latency=0.5)
    stand.telegram.answers = itertools.chain([NotSent("no route")] * 8, itertools.repeat(Sent(True)))
    for chat in range(1, 9):
        stand.line.add(chat)
    await asyncio.sleep(0.6)
    assert len(stand.telegram.said) == 8
    assert stand.pacer.paused_for() == pytest.approx(1, abs=0.2)
    await asyncio.sleep(10)
    assert set(stand.line.states.values()) == {MessageState.SENT}
    assert stand.pacer.rate == 1000  # nobody asked for a slower pace
    await stand.stop()


@instantly
async def test_while_telegram_is_away_one_message_at_a_time_finds_out_and_less_and_less_often():
    stand = Stand(rate=1000)
    stand.telegram.answers = itertools.repeat(NotSent("no route"))
    for chat in range(1, 101):
        stand.line.add(chat)
    await asyncio.sleep(24 * 3600)  # longer than twice for each failure fits into a number
    moments = [at - stand.since for at, _ in stand.telegram.said]
    waits = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert [round(wait) for wait in waits if wait > 0.5][:7] == [1, 2, 4, 8, 16, 30, 30]
    assert max(waits) == pytest.approx(LONGEST_BACKOFF, abs=0.1)
    since = now()
    stand.telegram.answers = itertools.repeat(Sent(True))
    await asyncio.sleep(LONGEST_BACKOFF + 1)
    assert len(stand.line.states) == 100
    assert set(stand.line.states.values()) == {MessageState.SENT}
    assert max(stand.line.ended) - since <= LONGEST_BACKOFF + 1
    await stand.stop()


@instantly
async def test_timeouts_make_no_more_people_unknown_than_finding_out_needs():
    stand = Stand(rate=1000, latency=30)
    stand.telegram.answers = itertools.repeat(Unknown("timed out"))
    for chat in range(1, 201):
        stand.line.add(chat)
    await asyncio.sleep(600)
    assert len(stand.telegram.said) <= IN_FLIGHT + 600 / 30
    await stand.stop()


@instantly
async def test_nothing_that_was_claimed_leaves_within_a_pause_that_began_since():
    stand = Stand(rate=100)
    stand.telegram.answers = itertools.chain([RetryAfter(60)], itertools.repeat(Sent(True)))
    for chat in range(1, 9):
        stand.line.add(chat)
    await asyncio.sleep(59.9)
    assert len(stand.telegram.said) == 1
    await asyncio.sleep(10)
    assert list(stand.line.states.values()) == [MessageState.SENT] * 8
    assert min(at for at, _ in stand.telegram.said[1:]) == pytest.approx(stand.since + 60, abs=0.001)
    await stand.stop()


@instantly
async def test_a_429_on_everything_under_way_halves_the_rate_once():
    stand = Stand(rate=1000, latency=0.1)
    stand.telegram.answers = itertools.chain([RetryAfter(5)] * 8, itertools.repeat(Sent(True)))
    for chat in range(1, 9):
        stand.line.add(chat)
    await asyncio.sleep(1)
    assert stand.pacer.rate == 500
    await asyncio.sleep(10)
    assert len(stand.telegram.said) == 16
    await stand.stop()


@instantly
async def test_a_pause_that_was_stored_before_the_start_holds_edits_as_well():
    """Invariant 7: a restart doesn't change what is sent."""
    stand = Stand(pause=600)
    stand.line.add(7)
    await settle()
    assert await stand.pacer.take(urgent=True) == [stand.since + 600]
    await asyncio.sleep(1)
    assert stand.telegram.moments(7) == pytest.approx([stand.since + 600], abs=0.1)
    await stand.stop()


@instantly
async def test_while_the_database_is_away_nothing_is_sent_and_it_is_asked_once_a_second(caplog):
    stand = Stand()
    stand.line.add(7)
    stand.line.lost_takes = 20
    await asyncio.sleep(19.5)
    assert stand.telegram.said == []
    assert len(stand.line.looks) == 20
    await asyncio.sleep(2)
    assert [chat for _, chat in stand.telegram.said] == [7]
    assert caplog.text.count("The database is away") == 1
    assert caplog.text.count("The database is back") == 1
    await stand.stop()


@instantly
async def test_an_error_that_isn_t_the_database_s_ends_the_sender_loudly():
    stand = Stand()

    async def broken_take(most, *, busy_chats):
        raise KeyError("a fault of ours")

    stand.line.take = broken_take  # type: ignore[method-assign]
    with pytest.raises(ExceptionGroup) as caught:
        await stand.running
    assert caught.group_contains(KeyError)


@instantly
async def test_an_outcome_waits_for_the_database_however_long_it_is_away():
    stand = Stand()
    stand.line.add(7)
    stand.line.lost_ends = 100
    await asyncio.sleep(100 * LONGEST_BACKOFF)
    assert stand.line.states == {1: MessageState.SENT}
    assert len(stand.telegram.said) == 1
    await stand.stop()


@instantly
async def test_stop_doesn_t_wait_for_a_database_that_stays_away(caplog):
    stand = Stand()
    stand.line.add(7)
    stand.line.lost_ends = 10_000
    await asyncio.sleep(300)
    since = now()
    await stand.stop()
    assert now() - since == pytest.approx(0.5 * (LAST_TRIES - 1))
    assert "message 1 ended can't be stored" in caplog.text


@pytest.mark.parametrize(
    "prepare",
    [
        lambda stand: None,
        lambda stand: stand.pacer.pause(3600, slower=False),
        lambda stand: [stand.line.add(chat) for chat in range(1, 9)],
    ],
)
@instantly
async def test_stop_waits_for_nothing_but_what_is_under_way(prepare):
    stand = Stand(latency=2)
    await asyncio.sleep(0.3)
    prepare(stand)
    stand.sender.call()
    await asyncio.sleep(0.1)
    under_way, since = stand.telegram.under_way, now()
    await stand.stop()
    assert now() - since <= (2 if under_way else 0)
    assert not stand.line.sending


@instantly
async def test_stop_before_the_start_ends_at_once():
    stand = Stand()
    stand.line.add(7)
    await stand.stop()
    assert stand.telegram.said == []
