"""An agent's HTTP that is up, and somebody who calls it."""

import asyncio
from collections import defaultdict
from contextlib import AsyncExitStack
from typing import Any

import aiohttp

from bot.web.application import application
from bot.web.server import serving
from bot.web.telegram import SECRET_HEADER
from storage.database import Database

SECRET = "s3cret_of-Telegram"
BOT_ID = 42


class Desk:
    """Takes updates in, each when its gate opens; fails as scripted."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.taken: list[int] = []
        self.cancelled: list[int] = []
        self.gates: dict[int, asyncio.Event] = {}
        self.faults: defaultdict[int, list[Exception]] = defaultdict(list)
        self._changed = asyncio.Condition()

    async def take(self, raw):
        number = raw["update_id"]
        self.begun.append(number)
        await self._tell()
        try:
            if gate := self.gates.get(number):
                await gate.wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0.1)  # a database takes a moment to roll back
            self.cancelled.append(number)
            raise
        if self.faults[number]:
            raise self.faults[number].pop(0)
        self.taken.append(number)
        await self._tell()

    async def until(self, condition):
        async with asyncio.timeout(5), self._changed:
            await self._changed.wait_for(condition)

    async def _tell(self):
        async with self._changed:
            self._changed.notify_all()


class Site:
    """An agent's HTTP that is up, and somebody who calls it."""

    def __init__(self, *, desk: Desk, database: Database, port: int, client: aiohttp.ClientSession) -> None:
        self.desk = desk
        self.database = database
        self.port = port
        self._client = client
        self._stack = AsyncExitStack()

    async def open(
        self,
        *,
        host: str = "127.0.0.1",
        port: int | None = None,
        public_url: str = "https://shop.example",
        reception: Any = None,
    ) -> None:
        """Serve."""
        taking: Any = reception or self.desk
        app = application(
            public_url=public_url,
            secret=SECRET,
            reception=taking,
            database=self.database,
            bot_id=BOT_ID,
        )
        await self._stack.enter_async_context(serving(app, host=host, port=port or self.port))

    async def close(self) -> None:
        """End as the agent does."""
        await self._stack.aclose()

    async def request(self, method, path, **given):
        """The status of the answer, its body, and its headers."""
        async with self._client.request(method, f"http://127.0.0.1:{self.port}{path}", **given) as answer:
            return answer.status, await answer.read(), answer.headers

    async def get(self, path):
        return (await self.request("GET", path))[:2]

    async def deliver(self, update, *, path="/telegram", secret: str | None = SECRET, headers=()):
        """What Telegram does; `update` is a number, or a whole body. The status of the answer."""
        body = f'{{"update_id": {update}}}'.encode() if isinstance(update, int) else update
        shown = [] if secret is None else [(SECRET_HEADER, secret)]
        return (await self.request("POST", path, data=body, headers=[*shown, *headers]))[0]

    def head(self, length):
        """A request of Telegram's, up to its body."""
        return (
            f"POST /telegram HTTP/1.1\r\nHost: shop.example\r\n{SECRET_HEADER}: {SECRET}\r\n"
            f"Content-Length: {length}\r\n\r\n"
        ).encode()
