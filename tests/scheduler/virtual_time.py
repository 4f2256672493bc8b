"""An event loop in which waiting takes no time: hours pass in a moment, and always in the same order."""

import asyncio
import functools
import selectors
from collections.abc import Callable, Coroutine
from typing import Any


class EverybodyWaitsError(Exception):
    """No timer is set, nothing is ready: on a real loop this test would hang."""


class _Skipping(selectors.DefaultSelector):
    """Instead of waiting for a time to pass, lets it have passed."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        events = super().select(0)
        if not events:
            if timeout is None:
                raise EverybodyWaitsError
            self.now += timeout
        return events


class VirtualLoop(asyncio.SelectorEventLoop):
    """For what waits on timers, queues and events alone; threads and sockets live in real time."""

    def __init__(self) -> None:
        self._skipping = _Skipping()
        super().__init__(self._skipping)

    def time(self) -> float:
        return self._skipping.now


def instantly(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run a test on a loop of its own, in which waiting takes no time."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            runner.run(test(*args, **kwargs))

    return run


def now() -> float:
    """Seconds on the running loop's clock."""
    return asyncio.get_running_loop().time()


async def settle() -> None:
    """Let everybody go as far as they can without time passing."""
    for _ in range(50):
        await asyncio.sleep(0)
