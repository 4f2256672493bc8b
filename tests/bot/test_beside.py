"""Work beside a block: both end together, whichever ends first, and no failure is silent."""

import asyncio
import logging
from contextlib import suppress

import pytest

from bot.beside import beside
from scheduler.stopping import StoppedError, unless_stopped


class Work:
    """Runs until it is stopped or told to fail, and notes what happened."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self._fault = asyncio.Event()

    async def __call__(self, stop: asyncio.Event) -> None:
        self.log.append("begins")
        try:
            await unless_stopped(stop, self._fails())
        except StoppedError:
            await asyncio.sleep(0)
            self.log.append("ends in order")
        except asyncio.CancelledError:
            self.log.append("is cancelled")
            raise

    async def _fails(self) -> None:
        await self._fault.wait()
        raise ZeroDivisionError

    def fail_soon(self) -> None:
        """Fail once the block is at what it does."""
        asyncio.get_running_loop().call_later(0.01, self._fault.set)


@pytest.fixture
async def work():
    return Work()


async def test_work_ends_in_order_when_the_block_is_left(work):
    async with beside(work):
        await asyncio.sleep(0)
        assert work.log == ["begins"]
    assert work.log == ["begins", "ends in order"]


async def test_work_ends_in_order_when_the_block_fails_and_the_block_s_own_error_comes_out(work):
    async def block():
        async with beside(work):
            await asyncio.sleep(0)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await block()
    assert work.log == ["begins", "ends in order"]


async def test_work_ends_in_order_when_the_block_is_cancelled(work):
    async def block():
        async with beside(work):
            await asyncio.Event().wait()

    running = asyncio.create_task(block())
    await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert work.log == ["begins", "ends in order"]


async def test_a_second_cancellation_doesn_t_wait(work):
    async def endless(stop):
        await stop.wait()
        await work(asyncio.Event())

    async def block():
        async with beside(endless):
            await asyncio.Event().wait()

    running = asyncio.create_task(block())
    for _ in range(2):
        await asyncio.sleep(0.01)
        running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert work.log == ["begins", "is cancelled"]


async def test_a_failure_ends_the_block_and_comes_out_of_it(work, caplog):
    async def block():
        async with beside(work):
            work.fail_soon()
            await asyncio.Event().wait()

    with pytest.raises(ZeroDivisionError):
        await block()
    assert [record.levelno for record in caplog.records] == [logging.CRITICAL]
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0  # whoever caught it can go on


async def test_a_failure_comes_out_of_a_block_that_hid_its_cancellation(work):
    async def block():
        async with beside(work):
            work.fail_soon()
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()

    with pytest.raises(ZeroDivisionError):
        await block()


async def test_a_failure_while_the_work_ends_comes_out_too():
    async def clumsy(stop):
        await stop.wait()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async with beside(clumsy):
            pass


async def test_a_block_may_be_left_in_another_task_and_a_failure_is_logged_at_once(work, caplog):
    """As a library's hooks do it: `post_init` and `post_shutdown` of python-telegram-bot are tasks of their own."""
    running = beside(work)
    await asyncio.create_task(running.__aenter__())
    work.fail_soon()
    await asyncio.sleep(0.05)
    assert [record.levelno for record in caplog.records] == [logging.CRITICAL]
    with pytest.raises(ZeroDivisionError):
        await asyncio.create_task(running.__aexit__(None, None, None))
