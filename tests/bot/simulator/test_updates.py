"""What getUpdates hands out, keeps, and gives up."""

import asyncio
from typing import Any

import pytest

from bot.simulator import Group, Person, Simulator
from bot.simulator.updates import Interleave


def ids(updates: list[Any]) -> list[int]:
    return [update["update_id"] for update in updates]


def said(updates: list[Any]) -> list[str]:
    return [
        update["message"]["text"] if "message" in update else update["callback_query"]["data"]
        for update in updates
    ]


async def test_an_update_comes_again_until_an_offset_above_it(sim: Simulator, bot: Any, anna: Person) -> None:
    await anna.send("one")
    await anna.send("two")
    first = await bot.updates()
    assert said(first) == ["one", "two"]
    assert await bot.updates() == first
    assert await bot.updates(offset=ids(first)[0]) == first

    rest = await bot.updates(offset=ids(first)[0] + 1)
    assert said(rest) == ["two"]
    assert await bot.updates(offset=ids(rest)[0] + 1) == []
    assert await bot.updates(offset=0) == []

    one, two = sim.updates
    assert (one.deliveries, two.deliveries) == (3, 4)
    assert one.acknowledged_at is not None
    assert two.acknowledged_at is not None


async def test_a_batch_is_no_longer_than_the_limit(bot: Any, anna: Person) -> None:
    for i in range(5):
        await anna.send(f"text {i}")
    assert said(await bot.updates(limit=2)) == ["text 0", "text 1"]
    assert len(await bot.updates()) == 5
    assert "limit" in (await bot("getUpdates", limit=101)).description


async def test_a_negative_offset_forgets_all_but_the_last(bot: Any, anna: Person) -> None:
    for i in range(5):
        await anna.send(f"text {i}")
    assert said(await bot.updates(offset=-2)) == ["text 3", "text 4"]
    assert said(await bot.updates(offset=0)) == ["text 3", "text 4"]


async def test_an_offset_far_ahead_is_taken_for_a_mistake(bot: Any, anna: Person) -> None:
    await anna.send("kept")
    [update] = await bot.updates()
    assert await bot.updates(offset=update["update_id"] + 1000) == [update]


async def test_a_long_poll_ends_with_the_first_update(bot: Any, anna: Person) -> None:
    poll = asyncio.create_task(bot.updates(timeout=5))
    await asyncio.sleep(0.05)
    assert not poll.done()
    await anna.send("now")
    assert said(await asyncio.wait_for(poll, 5)) == ["now"]


async def test_a_long_poll_ends_with_nothing_after_its_timeout(bot: Any) -> None:
    loop = asyncio.get_running_loop()
    begun = loop.time()
    assert await bot.updates(timeout=1) == []
    assert 0.9 < loop.time() - begun < 5


async def test_a_second_poll_ends_the_first_with_a_conflict(bot: Any, anna: Person) -> None:
    first = asyncio.create_task(bot("getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(bot("getUpdates", timeout=5))
    answer = await asyncio.wait_for(first, 5)
    assert answer.status == 409
    assert answer.description == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await anna.send("for the second")
    assert said((await second).result) == ["for the second"]


async def test_polling_beside_a_webhook_is_a_conflict(sim: Simulator, bot: Any) -> None:
    poll = asyncio.create_task(bot("getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    assert (await bot("setWebhook", url=f"{sim.url}/nowhere")).ok
    assert (await poll).description == "Conflict: terminated by setWebhook request"
    answer = await bot("getUpdates")
    assert answer.status == 409
    assert "can't use getUpdates method while webhook is active" in answer.description
    assert (await bot("deleteWebhook")).ok
    assert (await bot("getUpdates")).ok


async def test_allowed_updates_stick_from_the_last_call_that_named_them(bot: Any, anna: Person) -> None:
    await bot.updates(allowed_updates=["callback_query"])
    await anna.send("not heard")
    assert await bot.updates() == []
    await bot.updates(allowed_updates=[])
    await anna.send("heard")
    assert said(await bot.updates()) == ["heard"]


async def test_changes_of_members_come_only_on_request(bot: Any, team: Group, anna: Person) -> None:
    team.promote_bot()
    await bot.drain()
    team.promote(anna)
    assert await bot.drain() == []
    await bot.updates(allowed_updates=["chat_member"])
    team.demote(anna)
    [update] = await bot.drain()
    assert update["chat_member"]["new_chat_member"]["status"] == "member"


async def test_a_tap_waits_150_seconds_and_a_text_a_day(
    sim: Simulator, bot: Any, anna: Person, row: Any
) -> None:
    await bot("sendMessage", chat_id=anna.id, text="?", reply_markup=row("4"))
    message = await anna.receives("?")
    await anna.send("a text")
    await anna.tap(message, "4")
    sim.clock.advance(149)
    assert said(await bot.updates()) == ["a text", "4"]
    sim.clock.advance(2)
    assert said(await bot.updates()) == ["a text"]
    await anna.tap(message, "4")
    sim.clock.advance(150)
    assert said(await bot.updates()) == ["a text"]
    sim.clock.advance(86400)
    assert await bot.updates() == []
    assert all(update.dropped_at is not None for update in sim.updates)


@pytest.mark.parametrize(
    ("interleave", "order"),
    [
        ("arrival", ["1", "a", "2", "b"]),
        ("texts_first", ["a", "b", "1", "2"]),
        ("taps_first", ["1", "2", "a", "b"]),
    ],
)
async def test_taps_and_texts_are_interleaved_as_told(
    sim: Simulator, bot: Any, anna: Person, row: Any, interleave: Interleave, order: list[str]
) -> None:
    await bot("sendMessage", chat_id=anna.id, text="?", reply_markup=row("1", "2"))
    message = await anna.receives("?")
    sim.queues.interleave = interleave
    await anna.tap(message, "1")
    await anna.send("a")
    await anna.tap(message, "2")
    await anna.send("b")
    updates = await bot.updates()
    assert said(updates) == order
    assert ids(updates) == sorted(ids(updates))


async def test_a_random_interleaving_keeps_the_order_within_each_queue(
    sim: Simulator, bot: Any, anna: Person, row: Any
) -> None:
    await bot("sendMessage", chat_id=anna.id, text="?", reply_markup=row("0"))
    message = await anna.receives("?")
    sim.queues.interleave = "random"
    for i in range(20):
        await anna.tap(message, data=f"tap {i:02}")
        await anna.send(f"text {i:02}")
    order = said(await bot.updates())
    taps, texts = ([x for x in order if x.startswith(kind)] for kind in ("tap", "text"))
    assert taps == sorted(taps)
    assert texts == sorted(texts)
    assert order != [x for pair in zip(taps, texts, strict=True) for x in pair]


async def test_what_is_put_while_held_leaves_as_one_batch(
    sim: Simulator, bot: Any, anna: Person, row: Any
) -> None:
    await bot("sendMessage", chat_id=anna.id, text="?", reply_markup=row("4"))
    message = await anna.receives("?")
    sim.queues.interleave = "texts_first"
    poll = asyncio.create_task(bot.updates(timeout=5))
    with sim.queues.held():
        await anna.tap(message, "4")
        await anna.send("the comment overtakes the tap")
        await asyncio.sleep(0.05)
        assert not poll.done()
    assert said(await poll) == ["the comment overtakes the tap", "4"]


async def test_an_odd_update_can_be_injected(sim: Simulator, bot: Any) -> None:
    sim.inject("a_kind_from_the_future", {"x": 1})
    [update] = await bot.updates()
    assert update["a_kind_from_the_future"] == {"x": 1}
