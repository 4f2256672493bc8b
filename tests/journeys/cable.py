"""What lies between the agent and its PostgreSQL server, and can be cut, or swallow what it carries."""

import asyncio
import ctypes
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from sqlalchemy import make_url

# Of Linux' asm-generic/socket.h; Python has no names for them.
SO_ATTACH_FILTER: Final = 26
SO_DETACH_FILTER: Final = 27

_NOTHING: Final = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))
"""A BPF program that lets nothing through (`ret 0`): what comes to such a socket isn't even acknowledged."""


class Cable:
    """A TCP proxy: `url` is the database's, but through the cable."""

    def __init__(self, url: str) -> None:
        target = make_url(url)
        self._target = (target.host or "127.0.0.1", target.port or 5432)
        self._given = target
        self._port = 0
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()
        self._carrying: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        through = self._given.set(host="127.0.0.1", port=self._port)
        return through.render_as_string(hide_password=False)

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Every connection ends at once, and no new one is made."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for end in self._ends:
            end.transport.abort()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """The database can't be reached within this block."""
        await self.cut()
        yield
        await self.mend()

    @asynccontextmanager
    async def silent(self) -> AsyncIterator[None]:
        """Nothing gets through within this block, and nobody is told; what was open before stays so for good."""
        assert self._server is not None
        ends = [end.get_extra_info("socket") for end in self._ends]
        for end in (*ends, *self._server.sockets):
            deafen(end)
        yield
        for end in self._server.sockets:
            end.setsockopt(socket.SOL_SOCKET, SO_DETACH_FILTER, 0)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        carrying = asyncio.current_task()
        assert carrying is not None
        self._carrying.add(carrying)
        carrying.add_done_callback(self._carrying.discard)
        there, back = await asyncio.open_connection(*self._target)
        ends = {writer, back}
        self._ends |= ends
        try:
            await asyncio.gather(_pump(reader, back), _pump(there, writer))
        finally:
            self._ends -= ends


def deafen(end: Any) -> None:
    """Let this socket drop whatever arrives, as a firewall before it would."""
    program = struct.pack("HL", 1, ctypes.addressof(_NOTHING))
    end.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass  # cut
    finally:
        writer.transport.abort()


@asynccontextmanager
async def cable_to(url: str) -> AsyncIterator[Cable]:
    """A cable that is whole, to the database at `url`."""
    cable = Cable(url)
    await cable.mend()
    try:
        yield cable
    finally:
        await cable.cut()
