"""Wakes whoever waits for time to pass. Rows say what is due; this only sets events."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.clock import Clock, SystemClock

_ALARM: Final = "alarm"


class Timer:
    """Interval ticks, and one alarm for the next due moment.

    Never cron: on the nights when the clocks change it fires twice or not at all.
    """

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._intervals: list[Job] = []
        self._machine = SystemClock()  # the scheduler below lives in the machine's time, whatever ours is
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            # A late wake-up is still a wake-up, and one is as good as five.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin to wake."""
        self._scheduler.start()

    def stop(self) -> None:
        """Wake nobody any more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def every(self, interval: timedelta) -> asyncio.Event:
        """An event that is set now and again at each interval."""
        event = asyncio.Event()
        event.set()
        job = self._scheduler.add_job(_set, IntervalTrigger(seconds=interval.total_seconds()), [event])
        self._intervals.append(job)
        return event

    @property
    def waking(self) -> int:
        """How many intervals it keeps."""
        return len(self._scheduler.get_jobs()) - (self._scheduler.get_job(_ALARM) is not None)

    @contextmanager
    def for_a_while(self) -> Iterator[None]:
        """The intervals that are asked for within this block end with it: nobody listens to them any more."""
        before = len(self._intervals)
        try:
            yield
        finally:
            for job in self._intervals[before:]:
                job.remove()
            del self._intervals[before:]

    def alarm(self, moment: datetime, event: asyncio.Event) -> None:
        """Set this event at a moment of our clock; the alarm before it is forgotten."""
        at = self._machine.now() + max(moment - self._clock.now(), timedelta(0))
        self._scheduler.add_job(_set, DateTrigger(at), [event], id=_ALARM, replace_existing=True)


async def _set(event: asyncio.Event) -> None:
    # A coroutine, so that it runs on the loop and not in a thread of the scheduler's pool.
    event.set()
