"""Lets those who come one by one go on together, so that what they do next is done once for all."""

import asyncio


class Gathering:
    """Holds each who joins until there are enough, or the first has waited long enough."""

    def __init__(self, *, enough: int, seconds: float) -> None:
        """`enough` is how many go on at once; with 1 nobody waits."""
        self._enough = enough
        self._seconds = seconds
        self._here = 0
        self._go = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None

    async def join(self) -> None:
        """Return together with the others."""
        self._here += 1
        if self._here >= self._enough:
            self._leave()
            return
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._seconds, self._leave)
        await self._go.wait()

    def _leave(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._go.set()
        self._go = asyncio.Event()
        self._here = 0
