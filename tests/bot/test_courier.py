"""Toasts and edits: in order within a chat, best effort, and in nobody's way; in a time that passes instantly."""

import asyncio
import itertools
from collections import defaultdict

import pytest

from bot.courier import DRAIN, HARMLESS, LANE_LENGTH, LANES
from handlers.messenger import Gone, GoneReason, NotSent, Rejected, Unknown
from scheduler.pacing import STRETCH
from tests.bot.courier_round import Round, edit, toast
from tests.scheduler.virtual_time import instantly, now, settle


@instantly
async def test_a_toast_leaves_before_the_edit_that_belongs_to_it():
    """Invariant 1: the callback is answered, then the message edited."""
    round_ = Round()
    round_.telegram.latency["c1"] = 0.3
    round_.courier.leave([edit(7), toast("c1")], lane=7)
    await asyncio.sleep(1)
    assert [(at - round_.since, name) for at, name in round_.telegram.arrived] == [
        (0, "c1"),
        (pytest.approx(0.3), (7, 1)),
    ]
    await round_.stop()


@instantly
async def test_replies_to_one_chat_keep_their_order_however_slow_the_first_is():
    round_ = Round()
    round_.telegram.latency[(7, 1)] = 2
    round_.telegram.latency["c1"] = 1
    for number in (1, 2, 3):
        round_.courier.leave([toast(f"c{number}"), edit(7, number)], lane=7)
    await asyncio.sleep(10)
    edits = [name for name in round_.telegram.names if isinstance(name, tuple)]
    toasts = [name for name in round_.telegram.names if isinstance(name, str)]
    assert edits == [(7, 1), (7, 2), (7, 3)]
    assert toasts == ["c1", "c2", "c3"]
    await round_.stop()


@instantly
async def test_two_people_s_edits_of_one_group_message_keep_their_order():
    round_ = Round()
    round_.telegram.latency["c1"] = 1
    round_.courier.leave([toast("c1"), edit(-7, 1)], lane=1)
    round_.courier.leave([toast("c2"), edit(-7, 2)], lane=2)
    await asyncio.sleep(5)
    assert [name for name in round_.telegram.names if isinstance(name, tuple)] == [(-7, 1), (-7, 2)]
    await round_.stop()


@instantly
async def test_chats_of_different_lanes_don_t_wait_for_each_other():
    round_ = Round()
    for person in range(LANES):
        round_.telegram.latency[f"c{person}"] = 1
        round_.courier.leave([toast(f"c{person}")], lane=person)
    await asyncio.sleep(0.1)
    assert round_.telegram.under_way == LANES
    await round_.stop()


@instantly
async def test_no_more_are_on_their_way_than_there_are_lanes_for_toasts_and_for_edits():
    round_ = Round()
    round_.telegram.latency = defaultdict(lambda: 0.5)
    for person in range(100):
        round_.courier.leave([toast(f"c{person}"), edit(person + 1)], lane=person + 1)
    await asyncio.sleep(20)
    assert len(round_.telegram.arrived) == 200
    assert round_.telegram.most_under_way == 2 * LANES
    await round_.stop()


@instantly
async def test_edits_keep_the_pace_and_toasts_don_t():
    round_ = Round(rate=1)
    for number in range(1, 5):
        round_.courier.leave([toast(f"c{number}"), edit(7, number)], lane=7)
    await asyncio.sleep(10)
    times = {name: at - round_.since for at, name in round_.telegram.arrived}
    assert [times[f"c{number}"] for number in range(1, 5)] == [0, 0, 0, 0]
    assert [times[7, number] for number in range(1, 5)] == pytest.approx([n * STRETCH for n in range(4)])
    await round_.stop()


@instantly
async def test_a_pause_of_an_hour_holds_edits_but_no_toast():
    """A press must be answered within seconds, whatever the sending met."""
    round_ = Round()
    round_.pacer.pause(3600, slower=True)
    for number in range(1, 4):
        round_.courier.leave([toast(f"c{number}"), edit(7, number)], lane=7)
    await asyncio.sleep(1)
    assert round_.telegram.names == ["c1", "c2", "c3"]
    await asyncio.sleep(3600)
    assert round_.telegram.names[3:] == [(7, 1), (7, 2), (7, 3)]
    await round_.stop()


@pytest.mark.parametrize("words", HARMLESS)
@instantly
async def test_a_refusal_that_means_that_it_is_done_is_silent(words, caplog):
    round_ = Round()
    round_.telegram.script = [Rejected(400, f"Bad Request: {words.capitalize()} and so on")] * 2
    round_.courier.leave([toast("c1"), edit(7)], lane=7)
    await asyncio.sleep(1)
    assert len(round_.telegram.arrived) == 2
    assert caplog.records == []
    await round_.stop()


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Rejected(400, "Bad Request: can't parse entities"), "(edit): 400 Bad Request: can't parse entities"),
        (NotSent("no route"), "(edit) was lost: NotSent"),
        (Unknown("timed out"), "(edit) was lost: Unknown"),
        (Gone(GoneReason.BLOCKED), None),
    ],
)
@instantly
async def test_what_is_lost_is_told_in_one_line_and_not_tried_again(outcome, told, caplog):
    round_ = Round()
    round_.telegram.script = [outcome]
    round_.courier.leave([edit(7)], lane=7)
    await asyncio.sleep(60)
    assert len(round_.telegram.arrived) == 1
    if told is None:
        assert caplog.records == []
    else:
        assert told in caplog.text
    await round_.stop()


@instantly
async def test_a_reply_that_can_t_be_put_into_words_holds_up_nobody(caplog):
    words = "what Anna wrote"
    round_ = Round()
    round_.telegram.script = [KeyError(words), KeyError(words)]
    round_.courier.leave([toast("c1"), edit(7)], lane=7)
    round_.courier.leave([toast("c2")], lane=7)
    await asyncio.sleep(1)
    assert set(round_.telegram.names) == {"c1", "c2", (7, 1)}
    assert "A reply (toast) can't be sent: KeyError" in caplog.text
    assert words not in caplog.text
    await round_.stop()


@instantly
async def test_a_full_lane_drops_what_comes_with_a_line_in_the_log_and_the_others_go_on(caplog):
    round_ = Round()
    round_.telegram.latency = defaultdict(lambda: 3600)
    for number in range(LANE_LENGTH + 2):
        round_.courier.leave([toast(f"c{number}")], lane=0)
        if number == 0:
            await settle()  # this one is on its way
    assert [record.getMessage() for record in caplog.records] == [
        "Telegram is too slow: 1 replies were dropped"
    ]
    round_.courier.leave([toast("other")], lane=1)
    await settle()
    assert "other" in round_.telegram.names
    await round_.stop()


@instantly
async def test_when_edits_wait_for_long_they_are_dropped_and_toasts_still_leave(caplog):
    round_ = Round()
    round_.pacer.pause(3600, slower=False)
    for number in range(LANE_LENGTH + 10):
        round_.courier.leave([toast(f"c{number}"), edit(8, number)], lane=8)
        await settle()
    assert len(round_.telegram.names) == LANE_LENGTH + 10
    assert caplog.text.count("1 replies were dropped") == 9  # one edit waits for the pace
    await round_.stop()


@instantly
async def test_nothing_to_say_takes_no_place():
    round_ = Round()
    round_.courier.leave([], lane=7)
    await settle()
    assert round_.telegram.names == []
    await round_.stop()


@instantly
async def test_stop_delivers_what_waits():
    round_ = Round(rate=10)
    for number in range(1, 11):
        round_.courier.leave([toast(f"c{number}"), edit(number)], lane=number)
    await round_.stop()
    assert len(round_.telegram.names) == 20
    assert now() - round_.since == pytest.approx(0.9, abs=0.1)


@pytest.mark.parametrize("held_by", ["a pause", "a slow Telegram", "a long line"])
@instantly
async def test_stop_waits_for_so_long_and_no_longer(held_by, caplog):
    round_ = Round(rate=1)
    if held_by == "a pause":
        round_.pacer.pause(36000, slower=False)
    if held_by == "a slow Telegram":
        round_.telegram.latency = defaultdict(lambda: 3600)
    for number in range(1, 101):
        round_.courier.leave([edit(number)], lane=number)
    await settle()
    since = now()
    await round_.stop()
    assert now() - since == pytest.approx(DRAIN)
    assert "couldn't leave in time" in caplog.text


@instantly
async def test_edits_and_toasts_of_a_thousand_taps_all_leave():
    round_ = Round()
    numbers = itertools.count(1)
    for _ in range(1000):
        number = next(numbers)
        round_.courier.leave([toast(f"c{number}"), edit(number)], lane=number)
        if number % 100 == 0:
            await asyncio.sleep(0.1)
    await round_.stop()
    assert len(round_.telegram.names) == 2000
