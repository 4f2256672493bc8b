"""The control route that tells of everything as it happens, as server-sent events."""

import asyncio
from typing import TYPE_CHECKING, Final

import msgspec
from aiohttp import web

from bot.simulator.happenings import Happening
from bot.simulator.stage import Signal

if TYPE_CHECKING:
    from bot.simulator.simulator import Simulator

# A listener that is so far behind is cut off: it will come again, and read what it has missed from the chats.
_PATIENCE: Final = 10_000
_HEARTBEAT: Final = 15.0  # seconds
_TOGETHER: Final = 200  # events in one piece at most

Event = Happening | Signal
Waiting = asyncio.Queue[Event | None]


class Events:
    """Streams happenings and signals to any number of listeners until the simulator closes."""

    def __init__(self, *, sim: "Simulator") -> None:
        self._sim = sim
        self._streams: set[Waiting] = set()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One `data:` line of JSON for each event; `?kinds=agent,clock` leaves out all others."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        named = request.query.get("kinds", "")
        kinds = frozenset(named.split(",")) if named else None
        queue: Waiting = asyncio.Queue(_PATIENCE)

        def offer(event: Event) -> None:
            if kinds is None or event.kind in kinds:
                _offer(queue, event)

        endings = (self._sim.happenings.listen(offer), self._sim.stage.listen(offer))
        self._streams.add(queue)
        self._sim.stage.visitors += kinds is None
        try:
            # At once, so that the listener knows it will miss nothing from here on.
            await response.write(b": listening\n\n")
            while (chunk := await _next(queue)) is not None:
                await response.write(chunk)
        except ConnectionError:
            return response
        finally:
            for end in endings:
                end()
            self._streams.discard(queue)
            self._sim.stage.visitors -= kinds is None
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


async def _next(queue: Waiting) -> bytes | None:
    """What waits, several events in one piece; None at the end."""
    try:
        async with asyncio.timeout(_HEARTBEAT):
            event = await queue.get()
    except TimeoutError:
        return b": still here\n\n"
    pieces: list[bytes] = []
    while event is not None:
        pieces.append(b"data: " + msgspec.json.encode(event.as_json()) + b"\n\n")
        if queue.empty() or len(pieces) == _TOGETHER:
            return b"".join(pieces)
        event = queue.get_nowait()
    if pieces:
        _end(queue)  # what came before it first; the end then by itself
    return b"".join(pieces) or None


def _offer(queue: Waiting, event: Event) -> None:
    if queue.full():
        _end(queue)
    else:
        queue.put_nowait(event)


def _end(queue: Waiting) -> None:
    while queue.full():
        queue.get_nowait()
    queue.put_nowait(None)
