"""The send rate: even, urgent first, and slower when Telegram asks for it."""

import asyncio
import itertools
from bisect import bisect_left

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.pacing import CLIMB_EVERY, HORIZON, LONGEST_BACKOFF, Pacer, backoff
from tests.scheduler.virtual_time import instantly, now, settle


async def slots(pacer, number, *, most=1, urgent=False):
    """So many slots, one take after the other."""
    taken: list[float] = []
    while len(taken) < number:
        taken += await pacer.take(most=most, urgent=urgent)
    return taken


def busiest_second(taken):
    """The most slots that lie within one second; its end doesn't belong to it."""
    ordered = sorted(taken)
    return max(bisect_left(ordered, slot + 1 - 1e-9) - first for first, slot in enumerate(ordered))


def gaps(taken):
    return [later - earlier for earlier, later in itertools.pairwise(taken)]


@instantly
async def test_slots_are_evenly_spaced():
    pacer = Pacer(rate=25)
    taken = await slots(pacer, 10)
    assert gaps(taken) == pytest.approx([0.04] * 9)


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
    assert gaps(taken) == pytest.approx([0.04] * 3)


@instantly
async def test_a_thousand_a_second_are_handed_out_several_at_a_time():
    pacer = Pacer(rate=1000)
    takes = [await pacer.take(most=8) for _ in range(250)]
    assert all(len(taken) == 8 for taken in takes)
    assert all(taken[-1] - taken[0] <= HORIZON for taken in takes)
    everything = [slot for taken in takes for slot in taken]
    assert busiest_second(everything) == 1000
    assert everything[-1] - everything[0] == pytest.approx((len(everything) - 1) / 1000)


@instantly
async def test_no_more_are_handed_out_than_begin_soon():
    assert len(await Pacer(rate=1000).take(most=100)) == 11
    assert len(await Pacer(rate=25).take(most=100)) == 1


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
    assert await urgent == pytest.approx([since + 0.1])
    assert await bulk == pytest.approx([since + 0.2])


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
    taken = await pacer.take(most=8)
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
    mine = await pacer.take(most=4)
    others = await pacer.take(most=4)
    pacer.give_back(mine)
    following = await pacer.take()
    assert following[0] - others[-1] >= 0.001 - 1e-9


@instantly
async def test_giving_nothing_back_changes_nothing():
    pacer = Pacer(rate=10)
    (first,) = await pacer.take()
    pacer.give_back([])
    (second,) = await pacer.take()
    assert second - first == pytest.approx(0.1)


@settings(deadline=None, max_examples=60)
@given(
    rate=st.sampled_from([1.0, 25.0, 30.0, 333.0, 1000.0]),
    steps=st.lists(
        st.tuples(st.integers(1, 8), st.integers(0, 8), st.floats(0, 0.2), st.booleans()), max_size=120
    ),
)
def test_whatever_is_taken_and_given_back_no_second_holds_more_than_the_rate(rate, steps):
    used = []

    @instantly
    async def play():
        pacer = Pacer(rate=rate)
        for most, returned, pause, other in steps:
            taken = await pacer.take(most=most)
            kept = taken[: max(len(taken) - returned, 0)]
            used.extend(kept)
            if other:
                used.extend(await pacer.take(urgent=True))
            pacer.give_back(taken[len(kept) :])
            await asyncio.sleep(pause)

    play()
    assert not used or busiest_second(used) <= rate
    assert min(gaps(sorted(used)), default=1.0) >= 1 / rate - 1e-9


@instantly
async def test_a_cancelled_waiter_doesn_t_hold_up_the_next():
    pacer = Pacer(rate=1)
    await pacer.take()
    since = now()
    first, second = asyncio.create_task(pacer.take()), asyncio.create_task(pacer.take())
    await settle()
    first.cancel()
    assert await second == pytest.approx([since + 1])
    assert first.cancelled()


@instantly
async def test_nothing_leaves_within_a_pause_not_even_the_urgent():
    pacer = Pacer(rate=25)
    waiting = asyncio.create_task(pacer.take(urgent=True))
    since = now()
    pacer.pause(3600, slower=False)
    assert pacer.paused_for() == 3600
    assert await waiting == [since + 3600]
    assert pacer.paused_for() == 0


@instantly
async def test_a_pause_reaches_who_waits_for_a_slot_already():
    pacer = Pacer(rate=1)
    since = (await pacer.take())[0]
    waiting = asyncio.create_task(pacer.take())
    await asyncio.sleep(0.5)
    pacer.pause(10, slower=False)
    assert await waiting == pytest.approx([since + 10.5])


@instantly
async def test_a_shorter_pause_doesn_t_end_a_longer_one():
    pacer = Pacer(rate=1)
    since = now()
    pacer.pause(100, slower=False)
    pacer.pause(1, slower=False)
    assert await pacer.take() == [since + 100]


@instantly
async def test_a_slot_that_a_later_pause_covers_is_forbidden():
    pacer = Pacer(rate=1000)
    taken = await pacer.take(most=8)
    assert not any(pacer.forbids(slot) for slot in taken)
    pacer.pause(2, slower=True)
    assert all(pacer.forbids(slot) for slot in taken)
    assert not pacer.forbids((await pacer.take())[0])


@instantly
async def test_a_burst_of_429s_halves_the_rate_once():
    pacer = Pacer(rate=24)
    for _ in range(8):
        pacer.pause(5, slower=True)
        await asyncio.sleep(0.1)
    assert pacer.rate == 12
    await asyncio.sleep(10)
    pacer.pause(5, slower=True)
    assert pacer.rate == 6


@instantly
async def test_a_429_within_a_pause_of_another_cause_halves_the_rate_all_the_same():
    pacer = Pacer(rate=24)
    pacer.pause(60, slower=False)
    pacer.pause(5, slower=True)
    assert pacer.rate == 12


@instantly
async def test_a_pause_without_a_429_leaves_the_rate():
    pacer = Pacer(rate=24)
    pacer.pause(5, slower=False)
    assert pacer.rate == 24


@instantly
async def test_the_rate_climbs_back_by_one_with_each_quiet_minute_and_no_further():
    pacer = Pacer(rate=24)
    pacer.pause(5, slower=True)
    await asyncio.sleep(5 + CLIMB_EVERY - 1)
    await pacer.take()
    assert pacer.rate == 12
    await asyncio.sleep(1)
    await pacer.take()
    assert pacer.rate == 13
    await asyncio.sleep(5 * CLIMB_EVERY)
    await pacer.take()
    assert pacer.rate == 18
    await asyncio.sleep(1000 * CLIMB_EVERY)
    await pacer.take()
    assert pacer.rate == 24


@instantly
async def test_a_429_halves_what_the_rate_has_climbed_to_and_starts_the_minutes_anew():
    pacer = Pacer(rate=24)
    pacer.pause(1, slower=True)
    await asyncio.sleep(1 + 4 * CLIMB_EVERY)  # nothing leaves meanwhile
    pacer.pause(1, slower=True)
    assert pacer.rate == 8
    await asyncio.sleep(CLIMB_EVERY)
    await pacer.take()
    assert pacer.rate == 8
    await asyncio.sleep(1)
    await pacer.take()
    assert pacer.rate == 9


@instantly
async def test_the_halved_rate_spaces_the_slots():
    pacer = Pacer(rate=20)
    pacer.pause(1, slower=True)
    assert gaps(await slots(pacer, 5)) == pytest.approx([0.1] * 4)


@pytest.mark.parametrize(("rate", "slowest"), [(25.0, 1.0), (0.5, 0.5)])
@instantly
async def test_halving_ends_at_one_a_second_or_at_the_rate_that_was_set(rate, slowest):
    pacer = Pacer(rate=rate)
    for _ in range(10):
        pacer.pause(1, slower=True)
        await asyncio.sleep(2)
    assert pacer.rate == slowest


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (7, 30), (5000, LONGEST_BACKOFF)]
)
def test_each_failure_doubles_the_wait_up_to_a_bound_that_holds_for_ever(failures, seconds):
    """Twice for each of the failures of a night doesn't fit into a number."""
    assert backoff(failures) == seconds


def test_the_first_wait_may_be_shorter():
    assert [backoff(failures, first=0.2) for failures in (1, 2, 3)] == pytest.approx([0.2, 0.4, 0.8])
