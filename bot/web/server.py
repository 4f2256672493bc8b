"""Serves HTTP beside the agent's other parts: listens first, and ends when all that came in is answered."""

import asyncio
import errno
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Final

import uvicorn
from fastapi import FastAPI

from bot.beside import beside
from bot.errors import OperatorError

KEEP_ALIVE: Final = 75
"""Seconds: a little more than a proxy keeps an idle connection, so that none is closed as an update sets out."""

LAST_ANSWERS: Final = 30
"""Seconds that what came in may still take when we stop; after that it is undone, and offered again."""


@asynccontextmanager
async def serving(app: FastAPI, *, host: str, port: int) -> AsyncIterator[None]:
    """Serve within this block. After it, everything that came in is handled and answered.

    Raises OperatorError where we can't listen. If it fails later, the block is cancelled, and raises it.
    """
    with _listen(host, port) as listening:
        async with beside(partial(_serve, app, listening)):
            yield


async def _serve(app: FastAPI, listening: socket.socket, stop: asyncio.Event) -> None:
    server = _Server(
        uvicorn.Config(
            app,
            loop="none",
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level=logging.CRITICAL,  # it logs an error's own words
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=LAST_ANSWERS,
        )
    )
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve(sockets=[listening]))
        await stop.wait()
        server.should_exit = True
    if late := list(server.server_state.tasks):
        # uvicorn has cancelled them; the database must not be closed before they have rolled back.
        await asyncio.wait(late)


class _Server(uvicorn.Server):
    """uvicorn, but signals are the command line's."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listen(host: str, port: int) -> socket.socket:
    """A socket of our own: uvicorn would end the process where a port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except PermissionError:
        raise OperatorError(f"HTTP_PORT {port} may not be used by this user; choose one over 1023.") from None
    except (OSError, UnicodeError) as error:  # UnicodeError: no name of a machine at all
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            raise OperatorError(
                f"HTTP_PORT {port} is taken; stop what listens there, or choose another one, "
                "here and in the proxy."
            ) from None
        raise OperatorError(
            f"HTTP_HOST {host} is no address of this machine; write 127.0.0.1, or 0.0.0.0 for all of them."
        ) from None
