"""The send rate: even, urgent first."""

import asyncio
from bisect import bisect_left
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.departures import DOUBT
from scheduler.pacing import (
    ARREARS,
    CLOSEST,
    LEAD,
    SECOND,
    Pacer,
)
from tests.scheduler.slots import gaps, slots, spacing
from tests.scheduler.virtual_time import instantly, now, settle


def busiest_second(taken):
    """The most slots that lie within one second; its end doesn't belong to it."""
    ordered = sorted(taken)
    return max(
        (bisect_left(ordered, slot + 1 - 1e-9) - first for first, slot in enumerate(ordered)), default=0
    )


@instantly
async def test_slots_are_evenly_spaced():
    pacer = Pacer(rate=25)
    taken = await slots(pacer, 10)
    assert gaps(taken) == pytest.approx([spacing(25)] * 9)


@instantly
async def test_a_slot_has_begun_when_it_is_handed_out():
    pacer = Pacer(rate=25)
    for _ in range(5):
        (slot,) = await pacer.take()
        assert slot <= now() + 1e-9


@instantly
async def test_after_a_silence_one_leaves_at_once_and_no_burst_follows():
    pacer = Pacer(rate=25)
    await pacer.take()
    await asyncio.sleep(60)
    since = now()
    taken = await slots(pacer, 4)
    assert taken[0] == since
    assert gaps(taken) == pytest.approx([spacing(25)] * 3)


@instantly
async def test_a_thousand_a_second_are_handed_out_several_at_a_time():
    pacer = Pacer(rate=1000)
    takes = [await pacer.take(most=8, least=8, lead=LEAD) for _ in range(250)]
    assert all(len(taken) == 8 for taken in takes)
    everything = [slot for taken in takes for slot in taken]
    assert gaps(everything) == pytest.approx([spacing(1000)] * (len(everything) - 1))


@instantly
async def test_no_more_are_handed_out_than_begin_soon():
    assert len(await Pacer(rate=1000).take(most=100, lead=LEAD)) == int(LEAD / spacing(1000)) + 1
    assert len(await Pacer(rate=30).take(most=100, lead=LEAD)) == 2
    assert len(await Pacer(rate=1000).take(most=100)) == 1


@instantly
async def test_who_asks_ahead_has_the_slot_before_it_begins_and_never_earlier_than_agreed():
    pacer = Pacer(rate=30)
    await pacer.take()
    for _ in range(100):
        taken = await pacer.take(most=8, lead=LEAD)
        assert all(slot <= now() + LEAD + 1e-9 for slot in taken)
        await asyncio.sleep(0.6 * LEAD)  # as long as claiming takes
        assert taken[0] >= now()


@instantly
async def test_who_wants_several_waits_until_there_are_so_many():
    pacer = Pacer(rate=200)
    await pacer.take(most=100, lead=LEAD)
    for _ in range(20):
        assert len(await pacer.take(most=100, least=5, lead=LEAD)) == 5


@instantly
async def test_whoever_comes_waits_no_longer_than_what_was_handed_out_ahead_and_one_slot():
    pacer = Pacer(rate=30)
    for _ in range(50):
        await pacer.take(most=8, lead=LEAD)
    since = now()
    await pacer.take(urgent=True)
    assert now() - since <= LEAD + spacing(30)


@instantly
async def test_one_that_left_late_holds_up_only_the_one_that_it_would_share_a_second_with():
    pacer = Pacer(rate=10)
    taken = await slots(pacer, 10, lead=LEAD)
    pacer.left(taken[3], taken[3] + 0.04)
    following = await slots(pacer, 10, lead=LEAD)
    evenly = [taken[0] + (10 + number) * spacing(10) for number in range(10)]
    evenly[3] = taken[3] + 0.04 + SECOND
    assert following == pytest.approx(evenly)


@instantly
async def test_those_behind_a_late_one_keep_half_the_distance_until_they_have_caught_up():
    pacer = Pacer(rate=10)
    taken = await slots(pacer, 10, lead=LEAD)
    pacer.left(taken[3], taken[3] + 0.2)
    following = await slots(pacer, 10, lead=LEAD, hindered=True)
    evenly = [taken[0] + (10 + number) * spacing(10) for number in range(10)]
    late = taken[3] + 0.2 + SECOND
    evenly[3:7] = [late + number * CLOSEST * spacing(10) for number in range(4)]
    assert following == pytest.approx(evenly)


@instantly
async def test_an_answer_that_took_longer_than_usual_counts_as_a_late_arrival_up_to_a_bound():
    pacer = Pacer(rate=10)
    taken = await slots(pacer, 10, lead=LEAD)
    for slot in taken:
        pacer.left(slot, slot)
        pacer.answered(slot, slot + (0.11 if slot == taken[3] else 0.5 if slot == taken[6] else 0.1))
    following = await slots(pacer, 10, lead=LEAD, hindered=True)
    evenly = [taken[0] + (10 + number) * spacing(10) for number in range(10)]
    evenly[3] = taken[3] + 0.01 + SECOND
    evenly[6] = taken[6] + DOUBT + SECOND
    evenly[7] = evenly[6] + CLOSEST * spacing(10)
    assert following == pytest.approx(evenly, abs=0.0015)


@instantly
async def test_who_was_hindered_makes_up_for_it_and_no_second_holds_more_than_the_rate():
    pacer = Pacer(rate=20)
    taken = await slots(pacer, 40)
    await asyncio.sleep(0.4)
    taken += await slots(pacer, 40, lead=LEAD, hindered=True)
    assert busiest_second(taken) == 20
    assert taken[-1] == pytest.approx(taken[0] + 79 * spacing(20))


@instantly
async def test_what_was_missed_longer_ago_is_lost():
    pacer = Pacer(rate=20)
    await slots(pacer, 20)
    await asyncio.sleep(60)
    since = now()
    taken = await slots(pacer, 60, lead=LEAD, hindered=True)
    assert taken[-1] - since == pytest.approx(60 * spacing(20) - ARREARS, abs=spacing(20))


@instantly
async def test_the_urgent_go_first():
    pacer = Pacer(rate=10)
    await pacer.take()
    left = []

    async def wait(name, *, urgent):
        await pacer.take(urgent=urgent)
        left.append(name)

    waiting = [
        asyncio.create_task(wait("bulk 1", urgent=False)),
        asyncio.create_task(wait("bulk 2", urgent=False)),
        asyncio.create_task(wait("urgent 1", urgent=True)),
        asyncio.create_task(wait("urgent 2", urgent=True)),
    ]
    await asyncio.gather(*waiting)
    assert left == ["urgent 1", "urgent 2", "bulk 1", "bulk 2"]


@instantly
async def test_who_waits_in_front_is_overtaken_by_an_urgent_latecomer_without_losing_the_slot_after():
    pacer = Pacer(rate=10)
    since = (await pacer.take())[0]
    bulk = asyncio.create_task(pacer.take())
    await asyncio.sleep(0.05)
    urgent = asyncio.create_task(pacer.take(urgent=True))
    assert await urgent == pytest.approx([since + spacing(10)])
    assert await bulk == pytest.approx([since + 2 * spacing(10)])


@instantly
async def test_hurry_puts_who_waits_already_among_the_urgent():
    """Else a stream of edits, each urgent, would hold up a message that somebody waits for as well."""
    pacer = Pacer(rate=10)
    await pacer.take()
    sender = asyncio.create_task(pacer.take())
    edits = [asyncio.create_task(pacer.take(urgent=True)) for _ in range(5)]
    await settle()
    pacer.hurry()
    done, _ = await asyncio.wait({sender, *edits}, return_when=asyncio.FIRST_COMPLETED)
    assert done == {sender}
    await asyncio.gather(*edits)


@instantly
async def test_slots_that_were_given_back_go_to_the_next():
    pacer = Pacer(rate=1000)
    taken = await pacer.take(most=8, lead=LEAD)
    pacer.give_back(taken[3:])
    assert (await pacer.take())[0] == pytest.approx(taken[3])


@instantly
async def test_a_slot_given_back_wakes_who_waits_for_a_later_one():
    pacer = Pacer(rate=1)
    taken = await pacer.take()
    waiting = asyncio.create_task(pacer.take())
    await asyncio.sleep(0.2)
    pacer.give_back(taken)
    await waiting
    assert now() == pytest.approx(taken[0] + 0.2)


@instantly
async def test_slots_aren_t_given_back_past_one_that_somebody_else_has():
    pacer = Pacer(rate=1000)
    mine = await pacer.take(most=4, lead=LEAD)
    others = await pacer.take(most=4, lead=LEAD)
    pacer.give_back(mine)
    following = await pacer.take()
    assert following[0] - others[-1] >= 0.001 - 1e-9


@instantly
async def test_giving_nothing_back_changes_nothing():
    pacer = Pacer(rate=10)
    (first,) = await pacer.take()
    pacer.give_back([])
    (second,) = await pacer.take()
    assert second - first == pytest.approx(spacing(10))


STEP = st.fixed_dictionaries(
    {
        "most": st.integers(1, 8),
        "lead": st.sampled_from([0.0, LEAD]),
        "hindered": st.booleans(),
        "returned": st.integers(0, 8),
        "late": st.sampled_from([0.0, 0.0, 0.005, 0.3]),
        "pause": st.floats(0, 0.2),
        "other": st.booleans(),
    }
)


@settings(deadline=None, max_examples=100)
@given(rate=st.sampled_from([1.0, 2.5, 25.0, 30.0, 333.0, 1000.0]), steps=st.lists(STEP, max_size=120))
def test_whatever_is_taken_given_back_or_late_no_second_holds_more_than_the_rate(rate, steps):
    used, slots = [], []

    @instantly
    async def play():
        pacer = Pacer(rate=rate)
        for step in steps:
            taken = await pacer.take(most=step["most"], lead=step["lead"], hindered=step["hindered"])
            kept = taken[: max(len(taken) - step["returned"], 0)]
            for slot in kept:
                at = max(slot, now()) + step["late"]
                pacer.left(slot, at)
                slots.append(slot)
                used.append(at)
            if step["other"]:
                others = await pacer.take(urgent=True)
                slots.extend(others)
                used.extend(others)
            pacer.give_back(taken[len(kept) :])
            await asyncio.sleep(step["late"] + step["pause"])

    play()
    assert busiest_second(used) <= ceil(rate)
    assert min(gaps(sorted(slots)), default=1e9) >= CLOSEST * spacing(rate) - 1e-9


@instantly
async def test_a_cancelled_waiter_doesn_t_hold_up_the_next():
    pacer = Pacer(rate=1)
    await pacer.take()
    since = now()
    first, second = asyncio.create_task(pacer.take()), asyncio.create_task(pacer.take())
    await settle()
    first.cancel()
    assert await second == pytest.approx([since + spacing(1)])
    assert first.cancelled()
