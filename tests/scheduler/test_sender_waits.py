"""When the sender waits, for how long, and what wakes it; in a time that passes instantly."""

import asyncio
import itertools

import pytest

from handlers.messenger import NotSent, Sent
from scheduler.capacity import AT_ONCE, MOST_IN_FLIGHT
from scheduler.pacing import LEAD, STRETCH
from scheduler.sender import LOOK_AGAIN
from storage.kinds import MessageKind
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
    assert moments == pytest.approx([0.04 * STRETCH * number for number in range(100)])
    await stand.stop()


@instantly
async def test_a_thousand_a_second_leave_in_a_second_with_few_under_way():
    stand = Stand(rate=1000, latency=0.003)
    for chat in range(1, 1001):
        stand.line.add(chat)
    await asyncio.sleep(1.1)
    assert len(stand.telegram.said) == 1000
    assert stand.telegram.most_under_way <= AT_ONCE
    await stand.stop()


@instantly
async def test_a_thousand_a_second_are_claimed_many_at_a_time():
    """Each look at the line costs as much as several messages do."""
    stand = Stand(rate=1000, latency=0.003)
    for chat in range(1, 1001):
        stand.line.add(chat)
    await asyncio.sleep(1.1)
    assert len(stand.line.looks) <= 2 * 1000 / (MOST_IN_FLIGHT / 2)
    await stand.stop()


@instantly
async def test_a_message_leaves_in_its_slot_although_claiming_it_took_its_time():
    stand = Stand(rate=30)
    take = stand.line.take

    async def slow_take(most, *, busy_chats):
        await asyncio.sleep(0.6 * LEAD)
        return await take(most, busy_chats=busy_chats)

    stand.line.take = slow_take  # type: ignore[method-assign]
    late: list[float] = []
    left = stand.pacer.left

    def watch(slot, at):
        late.append(at - slot)
        left(slot, at)

    stand.pacer.left = watch  # type: ignore[method-assign]
    for chat in range(1, 301):
        stand.line.add(chat)
    await asyncio.sleep(11)
    assert len(stand.telegram.said) == 300
    # For the first, the slot of an idle sender began at once.
    assert late[1:] == pytest.approx([0.0] * 299)
    await stand.stop()


@instantly
async def test_a_stall_costs_no_pace_and_breaks_none():
    stand = Stand(rate=30)
    take = stand.line.take

    async def stalling_take(most, *, busy_chats):
        if len(stand.line.looks) % 100 == 99:
            await asyncio.sleep(0.3)
        return await take(most, busy_chats=busy_chats)

    stand.line.take = stalling_take  # type: ignore[method-assign]
    for chat in range(1, 1001):
        stand.line.add(chat)
    await asyncio.sleep(20)
    moments = [at for at, _ in stand.telegram.said]
    assert len(moments) >= 20 * 30 / STRETCH - 15
    assert all(later - earlier > 1 for earlier, later in zip(moments, moments[30:], strict=False))
    await stand.stop()


@instantly
async def test_what_a_person_waits_for_isn_t_held_up_by_what_was_claimed_ahead():
    stand = Stand(rate=30, latency=0.1)
    for chat in range(1, 1001):
        stand.line.add(chat)
    for person in range(2001, 2021):
        await asyncio.sleep(0.317)
        stand.line.add(person, MessageKind.PROMPT)
        since = now()
        stand.sender.call(urgent=True)
        await asyncio.sleep(0.2)
        (at,) = stand.telegram.moments(person)
        assert at - since <= LEAD + 2 / 30
    await stand.stop()


@instantly
async def test_never_more_are_under_way_than_allowed_however_slow_telegram_is():
    stand = Stand(rate=1000, latency=20)
    for chat in range(1, 101):
        stand.line.add(chat)
    await asyncio.sleep(45)
    assert stand.telegram.most_under_way == AT_ONCE
    assert len(stand.telegram.said) == 3 * AT_ONCE
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
            edited.append(now())
            await asyncio.sleep(0.2)

    edited: list[float] = []
    edits = asyncio.create_task(edit_now_and_then())
    await asyncio.sleep(10)
    assert len(edited) >= 35
    assert len(edited) + len(stand.telegram.said) == pytest.approx(10 * 25 / STRETCH, abs=2)
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
    assert stand.telegram.moments(7) == pytest.approx([stand.since, stand.since + 0.04 * STRETCH])
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
