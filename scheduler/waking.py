"""What is done each time that something wakes it, until it is stopped: ticks, files that wait, progress to be shown."""

import asyncio
from collections.abc import Awaitable, Callable

from scheduler.faults import Outage
from scheduler.stopping import StoppedError


async def whenever(
    woken: asyncio.Event, work: Callable[[], Awaitable[None]], *, stopping: asyncio.Event, outage: Outage
) -> None:
    """Do the work at once and whenever `woken` is set, until `stopping` is; a database that is away is waited for.

    Whoever stops it wakes it, too. Work that was given up for that may raise StoppedError, which ends this.
    """
    while not stopping.is_set():
        woken.clear()
        try:
            await work()
            outage.over()
        except StoppedError:
            return
        except Exception as error:
            if not outage.explains(error):
                raise
        await woken.wait()
