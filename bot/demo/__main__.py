"""The agent's process in the demo: like `run`, by a clock that its supervisor moves."""

import asyncio
import json
import logging
import signal
import sys
from datetime import timedelta

from bot import logs
from bot.app import serve
from bot.demo.clock import SimulatedClock
from bot.settings import load


async def run_agent(offset: timedelta) -> None:
    """Serve until told to stop; prints a line when it takes updates.

    Each line on the standard input is a new offset of the clock in seconds, said again once it holds. Its end
    is the supervisor's: an agent that nobody watches stops.
    """
    settings = load(_env_file=None)
    logs.configure(secrets=(settings.token,), level=logging.WARNING)
    clock, stop = SimulatedClock(offset=offset), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    def ready(_agent: object) -> None:
        _say(ready=True)

    following = asyncio.create_task(_follow(clock, stop))
    try:
        await serve(settings, stop=stop, clock=clock, ready=ready)
    finally:
        following.cancel()


async def _follow(clock: SimulatedClock, stop: asyncio.Event) -> None:
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(orders), sys.stdin
    )
    while line := await orders.readline():
        offset = float(line)
        clock.move(timedelta(seconds=offset))
        _say(offset=offset)
    stop.set()


def _say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(run_agent(timedelta(seconds=float(sys.argv[1]))))
