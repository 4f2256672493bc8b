"""The send rate when Telegram asks for less: pauses, half the rate, and the way back."""

import asyncio

import pytest

from scheduler.pacing import (
    CLIMB_EVERY,
    LEAD,
    LONGEST_BACKOFF,
    Pacer,
    backoff,
)
from tests.scheduler.slots import gaps, slots, spacing
from tests.scheduler.virtual_time import instantly, now


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
    taken = await pacer.take(most=8, lead=LEAD)
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
    assert gaps(await slots(pacer, 5)) == pytest.approx([spacing(10)] * 4)


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
