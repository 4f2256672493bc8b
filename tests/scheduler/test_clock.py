"""The one place that reads the time."""

from datetime import UTC, datetime, timedelta

from scheduler.clock import SystemClock


def test_the_machine_s_time_is_aware_and_in_utc():
    before = datetime.now(UTC)  # noqa: TID251 - the machine's own, to compare with
    moment = SystemClock().now()
    assert moment.tzinfo is UTC
    assert timedelta(0) <= moment - before < timedelta(seconds=10)


def test_an_offset_moves_every_reading():
    moved, here = SystemClock(offset=timedelta(days=-3)), SystemClock()
    assert here.now() - moved.now() - timedelta(days=3) < timedelta(seconds=10)
    assert moved.now() <= moved.now()
