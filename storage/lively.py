"""PostgreSQL's connections, so that one which dies in silence holds nobody up.

A network that resets what it carries is no trouble: the driver hears of it at once. One that swallows it (a host
that has failed over, a firewall that has forgotten the connection) tells nobody, and by itself a statement on it
would be waited for without end. Two limits end that. The socket asks whether the other side is there, however long
a statement takes. And for a server that is there and yet says nothing (a hung disk, a pooler that has lost its
server) a statement has a time in which it must be answered.
"""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from typing import Any, Final
from weakref import WeakSet

import asyncpg
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine

SILENT_SECONDS: Final = 15
"""So long the other side's machine may acknowledge nothing before a connection is given up. It answers for itself,
also while the server is at work or stopped: no statement is cut by this, however long it takes."""

ANSWER_SECONDS: Final = 60.0
"""Seconds that one statement may take. The longest of ours, a report of a shop with a million answers, takes 4
on two busy processors, and all bulk work goes in pages; but what is cut without need is tried again and cut again, so
this is many times as long. What waits for a migration that runs beside it is cut, and tried again, too."""

CONNECT_SECONDS: Final = 5.0
"""Seconds that making a connection may take."""

LAST_SECONDS: Final = 3.0
"""Seconds that a transaction may take while the process stops; ours take milliseconds."""

LAST_CONNECT_SECONDS: Final = 1.0
"""Seconds that making a connection may take then: how messages ended is tried to be recorded several times."""

CLOSE_SECONDS: Final = 2.0
"""Seconds in which the connections may be closed in good manners."""


class LivelyConnection(asyncpg.Connection):  # type: ignore[misc]
    """A connection whose socket finds out by itself that the other side is gone."""

    __slots__ = ()

    def __init__(self, protocol: Any, transport: asyncio.Transport, *rest: Any) -> None:
        super().__init__(protocol, transport, *rest)
        _watch(transport.get_extra_info("socket"))


def _watch(end: socket.socket) -> None:
    if end.family not in {socket.AF_INET, socket.AF_INET6}:
        return  # a socket of this machine's has no silence
    end.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if sys.platform == "linux":
        # While nothing is under way it asks, and what it has sent must be acknowledged: https://man7.org/linux/man-pages/man7/tcp.7.html
        asks_every = max(SILENT_SECONDS // 3, 1)
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, asks_every)
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, asks_every)
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENT_SECONDS * 1000)


class Connections:
    """The connections that one engine has made, and since when each that is lent has been so."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._made: WeakSet[Any] = WeakSet()
        self._lent: dict[Any, tuple[Any, float]] = {}  # by the pool's record, which outlives its connection
        self._in_haste = False
        for name, heed in (
            ("do_connect", self._connecting),
            ("connect", self._connected),
            ("checkout", self._lend),
            ("checkin", self._returned),
            ("handle_error", self._suspect),
        ):
            event.listen(engine.sync_engine, name, heed)

    @asynccontextmanager
    async def in_haste(self) -> AsyncIterator[None]:
        """Within this block a transaction that takes longer than `LAST_SECONDS` loses its connection."""
        self._in_haste = True
        ending = asyncio.create_task(self._end_overlong())
        try:
            yield
        finally:
            ending.cancel()
            with suppress(asyncio.CancelledError):
                await ending
            self._in_haste = False

    async def close(self) -> None:
        """Close all that nobody uses, in good manners where the server takes no longer than `CLOSE_SECONDS`."""
        polite = (connection.close(timeout=CLOSE_SECONDS) for connection in self._idle())
        await asyncio.gather(*polite, return_exceptions=True)
        await self._engine.dispose()

    def _connecting(self, _dialect: Any, _record: Any, _where: Any, how: dict[str, Any]) -> None:
        how["timeout"] = LAST_CONNECT_SECONDS if self._in_haste else CONNECT_SECONDS

    def _connected(self, connection: Any, _record: Any) -> None:
        self._made.add(connection.driver_connection)

    def _lend(self, connection: Any, record: Any, _proxy: Any) -> None:
        """Give nobody a connection that is known to have ended: the driver has heard of it, and needn't ask.

        `pool_pre_ping` asks the server each time, in three trips; and of a network that fails in silence it would
        hear no sooner than the first statement does.
        """
        if connection.driver_connection.is_closed():
            raise DisconnectionError("The server has closed the connection.")
        self._lent[record] = connection.driver_connection, asyncio.get_running_loop().time()

    def _returned(self, _connection: Any, record: Any) -> None:
        self._lent.pop(record, None)

    def _suspect(self, context: ExceptionContext) -> None:
        """Where one connection has died, take the idle ones for dead too, so that nobody waits for each in turn."""
        if context.connection is None:
            return  # it couldn't be made
        if isinstance(context.original_exception, TimeoutError):
            # SQLAlchemy doubts this connection alone: it can't tell the driver's patience from the caller's.
            context.invalidate_pool_on_disconnect = True
        if context.is_disconnect and context.invalidate_pool_on_disconnect:
            _end(self._idle())

    def _idle(self) -> set[Any]:
        return set(self._made) - {connection for connection, _ in self._lent.values()}

    async def _end_overlong(self) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while True:
            await asyncio.sleep(LAST_SECONDS / 10)
            late = loop.time() - LAST_SECONDS
            _end([connection for connection, since in self._lent.values() if max(since, begun) <= late])


def _end(connections: Collection[Any]) -> None:
    """Let go of these at once: whoever waits for one hears of it."""
    for connection in connections:
        if not connection.is_closed():
            connection.terminate()
