"""Toasts and edits: in order within a chat, best effort, and in nobody's way; in a time that passes instantly."""

import asyncio
import itertools
from collections import defaultdict
from typing import Any

import pytest

from bot.courier import DRAIN, HARMLESS, LANE_LENGTH, LANES, MOST_LATE, WORTH_WAITING, Courier
from handlers.messenger import Gone, GoneReason, NotSent, Rejected, RetryAfter, Sent, Unknown
from handlers.replies import Content, Edit, Line, Toast
from scheduler.pacing import STRETCH, Pacer
from storage.bots import EVERY_CHAT
from tests.scheduler.stage import away
from tests.scheduler.virtual_time import instantly, now, settle

CONTENT = Content(lines=(Line("any"),), language="en")


def toast(name: str) -> Toast:
    return Toast(name, None, "en")


def edit(chat_id: int, message_id: int = 1) -> Edit:
    return Edit(chat_id, message_id, CONTENT)


class Telegram:
    """Notes what arrives and when, takes its time, and answers as scripted."""

    def __init__(self) -> None:
        self.arrived: list[tuple[float, Any]] = []
        self.words: list[tuple[int, str]] = []  # of edits, with their messages
        self.latency: defaultdict[Any, float] = defaultdict(float)
        self.script: list[Any] = []
        self.under_way = 0
        self.most_under_way = 0

    @property
    def names(self) -> list[Any]:
        return [name for _, name in self.arrived]

    async def _arrives(self, name):
        self.arrived.append((now(), name))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(self.latency[name])
        self.under_way -= 1
        answer = self.script.pop(0) if self.script else Sent(True)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def toast(self, toast):
        return await self._arrives(toast.callback_id)

    async def edit(self, edit):
        self.words.append((edit.message_id, edit.content.lines[0].id))
        return await self._arrives((edit.chat_id, edit.message_id))


class StoredPauses:
    def __init__(self) -> None:
        self.stored: list[tuple[int, float]] = []
        self.of_others: dict[int, float] = {}
        """When each ends that another process met."""
        self.fault: Exception | None = None

    async def pause(self, seconds, *, chat_id=EVERY_CHAT):
        if self.fault:
            raise self.fault
        self.stored.append((chat_id, seconds))

    def left(self, chat_id=EVERY_CHAT):
        return max(self.of_others.get(chat_id, 0.0) - now(), 0.0)


class Round:
    """A running courier with everything around it in the test's hands."""

    def __init__(self, *, rate: float = 1000) -> None:
        self.telegram, self.pauses, self.pacer = Telegram(), StoredPauses(), Pacer(rate=rate)
        speech: Any = self.telegram
        pauses: Any = self.pauses
        self.courier = Courier(speech=speech, pacer=self.pacer, pauses=pauses)
        self.since = now()
        self.running = asyncio.create_task(self.courier.run())

    async def stop(self) -> None:
        await self.courier.stop()
        await self.running


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
