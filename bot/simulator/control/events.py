"""The control route that tells of everything as it happens, as server-sent events."""

import asyncio
from typing import TYPE_CHECKING, Final

import msgspec
from aiohttp import web

from bot.simulator.happenings import Happening

if TYPE_CHECKING:
    from bot.simulator.simulator import Simulator

# A listener that is so far behind is cut off: it will come again, and read what it has missed from the chats.
_PATIENCE: Final = 10_000
_HEARTBEAT: Final = 15.0  # seconds


class Events:
    """Streams happenings to any number of listeners until the simulator closes."""

    def __init__(self, *, sim: "Simulator") -> None:
        self._sim = sim
        self._streams: set[asyncio.Queue[Happening | None]] = set()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One `data:` line of JSON for each happening; see Happening.as_json."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        queue: asyncio.Queue[Happening | None] = asyncio.Queue(_PATIENCE)
        stop_listening = self._sim.happenings.listen(lambda happening: _offer(queue, happening))
        self._streams.add(queue)
        try:
            # At once, so that the listener knows it will miss nothing from here on.
            await response.write(b": listening\n\n")
            while (chunk := await _next(queue)) is not None:
                await response.write(chunk)
        except ConnectionError:
            return response
        finally:
            stop_listening()
            self._streams.discard(queue)
        return response

    async def close(self, app: web.Application) -> None:
        """End all streams."""
        for queue in self._streams:
            _end(queue)


def add_routes(app: web.Application, sim: "Simulator") -> None:
    """Serve the stream."""
    events = Events(sim=sim)
    app.router.add_get("/simulator/events", events.serve)
    app.on_shutdown.append(events.close)


async def _next(queue: "asyncio.Queue[Happening | None]") -> bytes | None:
    try:
        async with asyncio.timeout(_HEARTBEAT):
            happening = await queue.get()
    except TimeoutError:
        return b": still here\n\n"
    return None if happening is None else b"data: " + msgspec.json.encode(happening.as_json()) + b"\n\n"


def _offer(queue: "asyncio.Queue[Happening | None]", happening: Happening) -> None:
    if queue.full():
        _end(queue)
    else:
        queue.put_nowait(happening)


def _end(queue: "asyncio.Queue[Happening | None]") -> None:
    while queue.full():
        queue.get_nowait()
    queue.put_nowait(None)
