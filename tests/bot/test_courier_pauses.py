"""Toasts and edits while Telegram asks for a pause; in a time that passes instantly."""

import asyncio

import pytest

from bot.courier import LANES, MOST_LATE, WORTH_WAITING
from handlers.messenger import RetryAfter
from handlers.replies import Content, Edit, Line
from storage.bots import EVERY_CHAT
from tests.bot.courier_round import Round, edit, toast
from tests.scheduler.stage import away
from tests.scheduler.virtual_time import instantly, now, settle


@instantly
async def test_a_429_for_an_edit_in_a_private_chat_pauses_the_bot_is_stored_and_tried_once_more():
    round_ = Round()
    round_.telegram.script = [RetryAfter(60)]
    round_.courier.leave([edit(7)], lane=7)
    await asyncio.sleep(1)
    assert round_.pauses.stored == [(EVERY_CHAT, 60)]
    assert round_.pacer.rate == 500
    assert round_.pacer.paused_for() == pytest.approx(59)
    await asyncio.sleep(60)
    assert [at - round_.since for at, _ in round_.telegram.arrived] == pytest.approx([0, 60])
    await round_.stop()


@instantly
async def test_a_second_429_ends_the_trying(caplog):
    round_ = Round()
    round_.telegram.script = [RetryAfter(5), RetryAfter(5)]
    round_.courier.leave([edit(7)], lane=7)
    await asyncio.sleep(60)
    assert len(round_.telegram.arrived) == 2
    assert "A reply (edit) was lost: RetryAfter" in caplog.text
    await round_.stop()


@pytest.mark.parametrize("seconds", [WORTH_WAITING, WORTH_WAITING + 1])
@instantly
async def test_a_429_for_an_edit_in_a_group_holds_that_group_alone(seconds):
    round_ = Round()
    round_.telegram.script = [RetryAfter(seconds)]
    round_.courier.leave([edit(-7)], lane=7)
    await asyncio.sleep(1)
    assert round_.pauses.stored == [(-7, seconds)]
    assert (round_.pacer.rate, round_.pacer.paused_for()) == (1000, 0)
    await asyncio.sleep(60)
    times = [at - round_.since for at, _ in round_.telegram.arrived]
    assert times == pytest.approx([0, seconds])
    await round_.stop()


@instantly
async def test_the_newest_edit_of_each_message_leaves_when_a_long_pause_of_its_group_ends():
    round_ = Round()
    round_.telegram.script = [RetryAfter(23)]
    for message_id, words in ((1, "a"), (1, "b"), (2, "c"), (1, "d")):
        round_.courier.leave([Edit(-7, message_id, Content(lines=(Line(words),), language="en"))], lane=7)
        await asyncio.sleep(1)
    round_.courier.leave([edit(-7 - LANES)], lane=7)  # another group of the same lane doesn't wait
    await settle()
    assert round_.telegram.names == [(-7, 1), (-7 - LANES, 1)]
    await asyncio.sleep(30)
    assert round_.telegram.words == [(1, "a"), (1, "any"), (1, "d"), (2, "c")]
    assert [at - round_.since for at, _ in round_.telegram.arrived[2:]] == pytest.approx([23, 23], abs=0.1)
    await round_.stop()


@instantly
async def test_so_many_edits_wait_for_a_pause_and_no_more_and_a_stop_drops_them(caplog):
    round_ = Round()
    round_.telegram.script = [RetryAfter(3600)]
    for number in range(MOST_LATE + 2):
        round_.courier.leave([edit(-7, number)], lane=7)
    await asyncio.sleep(1)
    assert caplog.text.count("A reply (edit) was lost: NotSent") == 2
    await round_.stop()
    assert "couldn't leave in time" in caplog.text
    assert round_.telegram.names == [(-7, 0)]


@pytest.mark.parametrize("seconds", [WORTH_WAITING, WORTH_WAITING + 1, 50])
@instantly
async def test_a_pause_of_a_group_that_another_process_met_holds_our_edits_too(seconds, caplog):
    round_ = Round()
    round_.pauses.of_others[-7] = now() + seconds
    round_.courier.leave([edit(-7)], lane=7)
    round_.courier.leave([edit(-8)], lane=8)
    await asyncio.sleep(60)
    times = {name: at - round_.since for at, name in round_.telegram.arrived}
    assert times.pop((-8, 1)) == 0
    assert list(times.values()) == pytest.approx([seconds], abs=0.1)
    assert "lost" not in caplog.text
    await round_.stop()


@pytest.mark.parametrize(("seconds", "tries"), [(2, 2), (60, 1)])
@instantly
async def test_a_429_for_a_toast_is_waited_for_while_telegram_still_knows_the_press(seconds, tries):
    round_ = Round()
    round_.telegram.script = [RetryAfter(seconds)]
    round_.courier.leave([toast("c1")], lane=7)
    await asyncio.sleep(120)
    times = [at - round_.since for at, _ in round_.telegram.arrived]
    assert times == pytest.approx([0, seconds][:tries])
    assert round_.pauses.stored == [(EVERY_CHAT, seconds)]
    await round_.stop()


@instantly
async def test_a_pause_that_can_t_be_stored_holds_all_the_same(caplog):
    round_ = Round()
    round_.pauses.fault = away()
    round_.telegram.script = [RetryAfter(60)]
    round_.courier.leave([edit(7)], lane=7)
    await asyncio.sleep(1)
    assert round_.pacer.paused_for() == pytest.approx(59)
    assert "a pause isn't stored" in caplog.text
    await asyncio.sleep(60)
    assert len(round_.telegram.arrived) == 2
    await round_.stop()
