"""A scripted Bot API on loopback, and each adapter in turn pointed at it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.adapters import open_messenger

TOKEN = "123456789:AAF-secret_of_this_bot-0123456789abc"

LIBRARIES = ["aiogram", "python-telegram-bot"]


@dataclass
class Seen:
    """One request as it arrived: every parameter as the text it came as, files by parameter name."""

    method: str
    params: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def json(self, name: str) -> Any:
        return json.loads(self.params[name])


async def _read(request: web.Request) -> Seen:
    seen = Seen(request.match_info["method"])
    parts: dict[str, tuple[str, bytes]] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            parts[name] = (value.filename, value.file.read())
        else:
            assert isinstance(value, str)
            assert name not in seen.params
            seen.params[name] = value
    # https://core.telegram.org/bots/api#sending-files: a file is the part itself, or names another part.
    for name, value in list(seen.params.items()):
        if value.startswith("attach://"):
            seen.files[name] = parts.pop(seen.params.pop(name).removeprefix("attach://"))
    seen.files |= parts
    return seen


class ScriptedTelegram:
    """Does to every request what `on_call` says, and remembers what came."""

    def __init__(self) -> None:
        self.url = ""
        self.seen: list[Seen] = []
        self._arrival = asyncio.Event()
        self.files: dict[str, bytes] = {}
        self.on_call: Callable[[web.Request], Awaitable[web.StreamResponse]] = self._ok

    async def _ok(self, _: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True, "result": True})

    def answers(self, status: int, body: Any, *, content_type: str = "application/json") -> None:
        """Every call from now on is answered so; a body that isn't bytes is sent as JSON."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()

        async def on_call(_: web.Request) -> web.StreamResponse:
            return web.Response(status=status, body=raw, content_type=content_type)

        self.on_call = on_call

    def refuses(self, code: int, description: str, **parameters: int) -> None:
        body = {"ok": False, "error_code": code, "description": description}
        self.answers(code, body | ({"parameters": parameters} if parameters else {}))

    async def has_seen(self, count: int) -> None:
        """Waits until that many calls have come."""
        while len(self.seen) < count:
            self._arrival.clear()
            await self._arrival.wait()

    async def call(self, request: web.Request) -> web.StreamResponse:
        assert request.match_info["token"] == TOKEN
        self.seen.append(await _read(request))
        self._arrival.set()
        return await self.on_call(request)

    async def file(self, request: web.Request) -> web.StreamResponse:
        assert request.match_info["token"] == TOKEN
        if (content := self.files.get(request.match_info["path"])) is None:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        return web.Response(body=content)


@pytest.fixture
async def telegram():
    scripted = ScriptedTelegram()
    app = web.Application(client_max_size=8 * 2**20)
    app.router.add_post("/bot{token}/{method}", scripted.call)
    app.router.add_get("/file/bot{token}/{path:.+}", scripted.file)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    scripted.url = f"http://{host}:{port}"
    yield scripted
    await runner.cleanup()


@pytest.fixture(params=LIBRARIES)
def library(request):
    return request.param


@pytest.fixture
def token():
    return TOKEN


@pytest.fixture
async def messenger(library, telegram):
    async with open_messenger(library, token=TOKEN, api_url=telegram.url) as opened:
        yield opened


@pytest.fixture
async def wire():
    """Serves bare connections with a coroutine of the test's; gives the address to call."""
    servers: list[asyncio.Server] = []

    async def serve(handle: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]) -> str:
        async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await handle(reader, writer)
            finally:
                writer.close()

        server = await asyncio.start_server(one, "127.0.0.1", 0)
        servers.append(server)
        return "http://{}:{}".format(*server.sockets[0].getsockname())

    yield serve
    for server in servers:
        server.close()
        await server.wait_closed()
