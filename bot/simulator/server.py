"""Speaks HTTP: the Bot API and its files, with the faults and the delays of a network."""

import asyncio
from typing import Any, Final

import msgspec
from aiohttp import web

from bot.simulator.api import BotApi
from bot.simulator.calls import Call, Calls
from bot.simulator.clock import Clock
from bot.simulator.errors import BotApiError, too_many_requests
from bot.simulator.faults import AFTER, Fault, Faults
from bot.simulator.files import MAX_UPLOAD
from bot.simulator.limits import Limits
from bot.simulator.request import Files, read_request
from bot.simulator.world import World, id_in

# A form around the largest file.
MAX_BODY: Final = MAX_UPLOAD + 1024 * 1024
_BAD_GATEWAY: Final = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
    "<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
)
_encode: Final = msgspec.json.Encoder().encode


class BotApiServer:
    """Answers `/bot<token>/<method>` and `/file/bot<token>/<path>` (Bot API: "Making requests")."""

    def __init__(
        self,
        *,
        token: str,
        world: World,
        api: BotApi,
        calls: Calls,
        faults: Faults,
        limits: Limits,
        clock: Clock,
    ) -> None:
        self._token = token
        self._world = world
        self._api = api
        self._calls = calls
        self._faults = faults
        self._limits = limits
        self._clock = clock
        self._closing = asyncio.Event()

    def add_routes(self, app: web.Application) -> None:
        """Hang the Bot API into an application."""
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{path:.+}", self._serve_file)

    def close(self) -> None:
        """Let go of the calls that hang."""
        self._closing.set()

    async def execute(self, given: dict[str, Any]) -> None:
        """Do a call that the bot wrote into its response to a webhook; nobody hears of its result."""
        raw = {name: value for name, value in given.items() if name != "method"}
        call = self._arrived(given["method"], raw)
        try:
            await self._api.perform(call, raw, {})
            call.ok = True
        except BotApiError as error:
            _note(call, error)
        self._finish(call)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        match = request.match_info
        raw: dict[str, Any] = {}
        files: Files = {}
        problem: BotApiError | None = self._check_token(match["token"])
        try:
            body = await _read(request)
            raw, files = read_request(
                request.rel_url.raw_query_string, request.headers.get("Content-Type", ""), body
            )
        except BotApiError as error:
            problem = problem or error
        except ConnectionResetError:
            return web.Response()  # whoever called was gone before the call was said: there was none
        call = self._arrived(match["method"], raw)
        delay = self._faults.delay(call.method)
        if delay:
            await asyncio.sleep(delay / 2)
        fault = None if problem else self._faults.strike(call.method, call.chat_id)
        if problem is None and fault is not None:
            call.fault = fault.kind
            if (response := await self._struck(fault, call, request)) is not None:
                return response
            problem = self._refusal(fault)
        result: Any = None
        if problem is None:
            try:
                result = await self._api.perform(call, raw, files)
            except BotApiError as error:
                problem = error
        if delay:
            await asyncio.sleep(delay / 2)
        if fault is not None and fault.kind in AFTER:
            return await self._silence(fault, call, request)
        if problem is not None:
            _note(call, problem)
            answer, status = problem.as_json(), problem.code
        else:
            call.ok = True
            answer, status = {"ok": True, "result": result}, 200
        self._finish(call)
        return web.Response(body=_encode(answer), status=status, content_type="application/json")

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        try:
            if problem := self._check_token(request.match_info["token"]):
                raise problem
            data = self._world.files.at(request.match_info["path"])
        except BotApiError as error:
            return web.Response(
                body=_encode(error.as_json()), status=error.code, content_type="application/json"
            )
        return web.Response(body=data, content_type="application/octet-stream")

    def _check_token(self, token: str) -> BotApiError | None:
        if token == self._token:
            return None
        number, colon, _ = token.partition(":")
        return BotApiError(401) if colon and number.isdigit() else BotApiError(404)

    def _arrived(self, method: str, raw: dict[str, Any]) -> Call:
        call = Call(
            method=self._api.name(method), given=raw, arrived=self._clock.monotonic(), at=self._clock.now()
        )
        query_id = raw.get("callback_query_id")
        press = self._world.presses.get(query_id) if isinstance(query_id, str) else None
        call.chat_id = press.message.chat.id if press else id_in(raw.get("chat_id"))
        self._calls.add(call)
        return call

    def _finish(self, call: Call) -> None:
        call.ms = (self._clock.monotonic() - call.arrived) * 1000

    async def _struck(self, fault: Fault, call: Call, request: web.Request) -> web.StreamResponse | None:
        """The answer of a fault that needs no work done; None for the others."""
        if fault.kind in {"reset_before", "hang"}:
            return await self._silence(fault, call, request)
        if fault.kind == "502":
            call.ok, call.error_code, call.description = False, 502, "Bad Gateway"
            self._finish(call)
            return web.Response(text=_BAD_GATEWAY, status=502, content_type="text/html")
        return None

    def _refusal(self, fault: Fault) -> BotApiError | None:
        if fault.kind == "429":
            self._limits.ban(fault.seconds, chat=fault.chat_id)
            return too_many_requests(fault.seconds)
        if fault.kind in {"400", "403", "500"}:
            return BotApiError(int(fault.kind), fault.text)
        return None

    async def _silence(self, fault: Fault, call: Call, request: web.Request) -> web.StreamResponse:
        """Cut the connection, or keep it open and say nothing until the client goes away."""
        if fault.kind in {"hang", "hang_after"}:
            while not self._closing.is_set() and request.transport is not None:
                await _done_or_after(self._closing, 0.05)
        if request.transport is not None:
            request.transport.abort()
        self._finish(call)
        return web.Response()


async def _read(request: web.Request) -> bytes:
    try:
        return await request.read() if request.body_exists else b""
    except web.HTTPRequestEntityTooLarge:
        raise BotApiError(413) from None


def _note(call: Call, error: BotApiError) -> None:
    call.ok = False
    call.error_code = error.code
    call.description = error.description
    call.in_ban = error.in_ban


async def _done_or_after(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
