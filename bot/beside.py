"""Work that runs beside a block of code: begun with it, brought to its end after it, and never failing in silence."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

logger = logging.getLogger(__name__)


@asynccontextmanager
async def beside(work: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Run `work` until the block is left; its event tells it to come to an end then, and that is waited for.

    If it fails before that, the block is cancelled, and what it failed with comes out of the block. Unlike a
    TaskGroup, it is told to stop also where the block fails, and the block may be left in another task than
    it was entered in, as a library's hooks do it; such a block can't be cancelled, but it is logged.
    """
    stop = asyncio.Event()
    block = asyncio.current_task()
    working = asyncio.create_task(work(stop))
    failed = False

    def ended(_: object) -> None:
        nonlocal failed
        if stop.is_set():
            return
        failed = True
        logger.critical("The agent has failed, and works no more until it is started again")
        if block is not None:
            block.cancel()

    working.add_done_callback(ended)
    try:
        yield
    except asyncio.CancelledError:
        if not failed:
            raise
        if block is not None:
            block.uncancel()
    finally:
        stop.set()
        await working
