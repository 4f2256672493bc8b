"""When the ticks come, and what they survive."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from scheduler.ticks import PRUNE, TICK, Ticker
from tests.scheduler.stage import NOW, StandingClock, away
from tests.scheduler.virtual_time import instantly, settle


class CountedTicks:
    """Counts what it is told to do, and fails as scripted."""

    def __init__(self) -> None:
        self.ticked: list[Any] = []
        self.pruned: list[Any] = []
        self.faults: list[Exception] = []
        self.due: Any = None
        self.stopped = False
        self.open = asyncio.Event()
        self.open.set()

    def stop(self) -> None:
        self.stopped = True

    async def tick(self, now):
        self.ticked.append(now)
        await self.open.wait()
        if self.faults:
            raise self.faults.pop(0)

    async def prune(self, now):
        self.pruned.append(now)

    async def next_due(self, now):
        return self.due


class HandTimer:
    """Wakes when the test says so."""

    def __init__(self) -> None:
        self.intervals: dict[Any, asyncio.Event] = {}
        self.alarms: list[tuple[Any, asyncio.Event]] = []

    def every(self, interval):
        event = self.intervals[interval] = asyncio.Event()
        event.set()
        return event

    def alarm(self, moment, event):
        self.alarms.append((moment, event))


class Bench:
    """A running ticker with everything around it in the test's hands."""

    def __init__(self) -> None:
        self.ticks, self.timer, self.clock = CountedTicks(), HandTimer(), StandingClock()
        ticks: Any = self.ticks
        timer: Any = self.timer
        self.ticker = Ticker(ticks=ticks, timer=timer, clock=self.clock)
        self.running = asyncio.create_task(self.ticker.run())

    async def second(self) -> None:
        """The timer's interval passes."""
        self.clock.advance(seconds=1)
        self.timer.intervals[TICK].set()
        await settle()

    async def stop(self) -> None:
        self.ticker.stop()
        await self.running


@instantly
async def test_it_ticks_at_the_start_and_whenever_the_timer_wakes_it():
    bench = Bench()
    await settle()
    await bench.second()
    await bench.second()
    assert bench.ticks.ticked == [NOW, NOW + timedelta(seconds=1), NOW + timedelta(seconds=2)]
    await bench.stop()


@instantly
async def test_a_moved_clock_is_read_anew_at_each_tick():
    """Invariant 7: a clock change doesn't change what is done, only when."""
    bench = Bench()
    await settle()
    bench.clock.advance(days=30)
    bench.ticker.wake()
    await settle()
    assert bench.ticks.ticked[-1] == NOW + timedelta(days=30)
    await bench.stop()


@instantly
async def test_a_wake_up_in_the_middle_of_a_tick_is_not_lost():
    bench = Bench()
    bench.ticks.open.clear()
    await settle()
    bench.ticker.wake()
    bench.ticks.open.set()
    await settle()
    assert len(bench.ticks.ticked) == 2
    await bench.stop()


@instantly
async def test_it_prunes_at_the_start_and_then_once_an_hour():
    bench = Bench()
    await settle()
    await bench.second()
    assert len(bench.ticks.pruned) == 1
    bench.timer.intervals[PRUNE].set()
    await bench.second()
    await bench.second()
    assert len(bench.ticks.pruned) == 2
    await bench.stop()


@instantly
async def test_the_alarm_is_set_for_what_is_due_next():
    bench = Bench()
    bench.ticks.due = NOW + timedelta(hours=1)
    await settle()
    ((moment, event),) = bench.timer.alarms
    assert moment == NOW + timedelta(hours=1)
    event.set()
    await settle()
    assert len(bench.ticks.ticked) == 2
    await bench.stop()


@instantly
async def test_with_nothing_due_no_alarm_is_set():
    bench = Bench()
    await settle()
    assert bench.timer.alarms == []
    await bench.stop()


@instantly
async def test_a_database_that_is_away_is_waited_for(caplog):
    bench = Bench()
    bench.ticks.faults = [away(), away(), away()]
    await settle()
    for _ in range(4):
        await bench.second()
    assert len(bench.ticks.ticked) == 5
    assert [record.getMessage() for record in caplog.records][1:] == ["The database is back"]
    await bench.stop()


@instantly
async def test_a_fault_of_our_own_ends_it_loudly():
    bench = Bench()
    bench.ticks.faults = [KeyError("a fault of ours")]
    with pytest.raises(KeyError):
        await bench.running


@instantly
async def test_stop_waits_for_the_tick_under_way_and_tells_it():
    bench = Bench()
    bench.ticks.open.clear()
    await settle()
    bench.ticker.stop()
    await settle()
    assert bench.ticks.stopped
    assert not bench.running.done()
    bench.ticks.open.set()
    await bench.running
    assert len(bench.ticks.ticked) == 1


@instantly
async def test_stop_before_the_start_ends_at_once():
    bench = Bench()
    await bench.stop()
    assert bench.ticks.ticked == []
