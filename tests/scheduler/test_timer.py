"""Waking whoever waits; what is due is for the rows to say."""

import ast
import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

import scheduler
from scheduler.clock import SystemClock
from scheduler.timer import Timer

SOON = timedelta(milliseconds=50)


def a_timer(**offset: float) -> Timer:
    return Timer(clock=SystemClock(offset=timedelta(**offset)))


@pytest.fixture
async def timer() -> AsyncIterator[Timer]:
    timer = a_timer()
    timer.start()
    yield timer
    timer.stop()


async def woken(event):
    async with asyncio.timeout(10):
        await event.wait()
    return True


async def test_an_interval_wakes_at_once_and_again_and_again(timer):
    event = timer.every(SOON)
    assert event.is_set()
    for _ in range(3):
        event.clear()
        assert await woken(event)


async def test_an_interval_ends_with_the_block_that_it_was_asked_for_in(timer):
    lasting = timer.every(SOON)
    with timer.for_a_while():
        passing = timer.every(SOON)
        passing.clear()
        assert await woken(passing)
    passing.clear()
    for _ in range(3):
        lasting.clear()
        assert await woken(lasting)
    assert not passing.is_set()


async def test_an_interval_that_was_asked_for_before_the_start_wakes_after_it():
    timer = a_timer()
    event = timer.every(SOON)
    event.clear()
    timer.start()
    assert await woken(event)
    timer.stop()


@pytest.mark.parametrize("days", [0, 3650, -3650])
async def test_an_alarm_rings_at_its_moment_of_our_clock_wherever_that_stands(days):
    """Invariant 7: a clock that stands elsewhere changes nothing."""
    clock = SystemClock(offset=timedelta(days=days))
    timer = Timer(clock=clock)
    timer.start()
    event = asyncio.Event()
    moment = clock.now() + SOON
    timer.alarm(moment, event)
    assert await woken(event)
    assert clock.now() >= moment - timedelta(milliseconds=5)
    timer.stop()


async def test_an_alarm_for_a_moment_that_is_past_rings_at_once(timer):
    event = asyncio.Event()
    timer.alarm(SystemClock().now() - timedelta(days=1), event)
    assert await woken(event)


async def test_a_new_alarm_takes_the_place_of_the_one_before(timer):
    event, forgotten = asyncio.Event(), asyncio.Event()
    timer.alarm(SystemClock().now() + timedelta(days=1), forgotten)
    timer.alarm(SystemClock().now() + SOON, event)
    assert await woken(event)
    jobs = timer._scheduler.get_jobs()
    assert forgotten.is_set() is False
    assert [job for job in jobs if isinstance(job.trigger, DateTrigger)] == []


async def test_an_alarm_in_the_far_future_can_be_set(timer):
    timer.alarm(SystemClock().now() + timedelta(days=36500), asyncio.Event())
    assert len(timer._scheduler.get_jobs()) == 1


async def test_after_stop_nobody_is_woken():
    timer = a_timer()
    timer.start()
    event = timer.every(SOON)
    timer.stop()
    timer.stop()
    event.clear()
    await asyncio.sleep(4 * SOON.total_seconds())
    assert not event.is_set()


async def test_there_are_intervals_and_dates(timer):
    timer.every(timedelta(seconds=1))
    timer.alarm(SystemClock().now() + timedelta(days=1), asyncio.Event())
    kinds = {type(job.trigger) for job in timer._scheduler.get_jobs()}
    assert kinds == {IntervalTrigger, DateTrigger}


def test_cron_is_used_nowhere():
    """Invariant 7: cron fires twice, or not at all, on the nights when the clocks change."""
    (folder,) = scheduler.__path__
    for path in Path(folder).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.ImportFrom) and "cron" in (node.module or ""))
            assert not (isinstance(node, ast.Constant) and node.value == "cron")
