"""Work is raced against the stop, and nothing of it is left behind."""

import asyncio

import pytest

from scheduler.stopping import StoppedError, unless_stopped


async def test_work_that_ends_first_gives_its_result() -> None:
    assert await unless_stopped(asyncio.Event(), asyncio.sleep(0, "done")) == "done"


async def test_work_that_fails_raises_its_own_error() -> None:
    async def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await unless_stopped(asyncio.Event(), fail())


async def test_a_stop_gives_the_work_up_and_leaves_nothing_running() -> None:
    stop, given_up = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            given_up.set()

    asyncio.get_running_loop().call_later(0.01, stop.set)
    with pytest.raises(StoppedError):
        await unless_stopped(stop, hang())
    assert given_up.is_set()


async def test_work_that_is_done_when_the_stop_comes_still_counts() -> None:
    stop = asyncio.Event()
    stop.set()

    async def at_once() -> int:
        return 7

    assert await unless_stopped(stop, at_once()) == 7
