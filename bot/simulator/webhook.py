"""Brings updates to the bot's own address, and tries again until they are taken or too old."""

import asyncio
import re
from collections import deque
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final

import aiohttp
import msgspec

from bot.simulator.allowed import AllowedUpdates
from bot.simulator.clock import Clock
from bot.simulator.errors import bad_request
from bot.simulator.parameters import DeleteWebhook, Nothing, SetWebhook
from bot.simulator.polling import Polling
from bot.simulator.updates import Queues, Update

MAX_PAUSE: Final = 60.0  # seconds between two tries, at most
DEFAULT_CONNECTIONS: Final = 40  # Bot API: setWebhook, max_connections
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
_IN_USE: Final = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)

Execute = Callable[[dict[str, Any]], Awaitable[None]]


class Webhook:
    """Delivers updates by POST, in order within each lane (a chat, or a person's taps), lanes side by side.

    Anything but 2xx is tried again after 2, 4, 8 ... 60 seconds, multiplied by `pause_scale`, until the
    update is too old; what comes after it in its lane waits. `max_connections` bounds the requests under way.
    """

    def __init__(
        self, *, queues: Queues, allowed: AllowedUpdates, polling: Polling, clock: Clock, execute: Execute
    ) -> None:
        """`execute` does a call that the bot wrote into its response (Bot API: "Making requests")."""
        self.pause_scale = 1.0
        self.url = ""
        self._queues = queues
        self._allowed = allowed
        self._polling = polling
        self._clock = clock
        self._execute = execute
        self._secret: str | None = None
        self._max_connections = DEFAULT_CONNECTIONS
        self._slots = asyncio.Semaphore(DEFAULT_CONNECTIONS)
        self._last_error: tuple[int, str] | None = None
        self._lanes: dict[tuple[str, int], deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._client: aiohttp.ClientSession | None = None
        queues.on_put(self._collect)

    async def set(self, params: SetWebhook) -> bool:
        """Bot API: setWebhook; plain http is fine here. An empty url is deleteWebhook."""
        if not params.url:
            return await self.delete(DeleteWebhook(drop_pending_updates=params.drop_pending_updates))
        if not params.url.startswith(("http://", "https://")):
            raise bad_request(f"bad webhook: url {params.url!r} is no http or https address")
        connections = DEFAULT_CONNECTIONS if params.max_connections is None else params.max_connections
        if not 1 <= connections <= 100:
            raise bad_request(f"max_connections must be 1-100: {connections}")
        if params.secret_token is not None and not _SECRET.fullmatch(params.secret_token):
            raise bad_request("secret_token must be 1-256 of A-Z, a-z, 0-9, _ and -")
        await self._stop_delivering()
        self._allowed.choose(params.allowed_updates)
        if params.drop_pending_updates:
            self._queues.clear()
        self.url = params.url
        self._secret = params.secret_token
        self._max_connections = connections
        self._slots = asyncio.Semaphore(connections)
        self._last_error = None
        self._polling.refuse(_IN_USE)
        for update in self._queues.unacknowledged:
            self._enqueue(update)
        self._collect()
        return True

    async def delete(self, params: DeleteWebhook) -> bool:
        """Bot API: deleteWebhook. What wasn't taken waits for getUpdates."""
        await self._stop_delivering()
        self.url = ""
        self._last_error = None
        self._polling.refuse(None)
        if params.drop_pending_updates:
            self._queues.clear()
        return True

    async def info(self, params: Nothing) -> dict[str, Any]:
        """Bot API: getWebhookInfo."""
        info: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": self._queues.pending,
        }
        if self.url:
            info |= {"max_connections": self._max_connections, "ip_address": "127.0.0.1"}
        if self._last_error is not None:
            info["last_error_date"], info["last_error_message"] = self._last_error
        if self._allowed.chosen is not None:
            info["allowed_updates"] = self._allowed.chosen
        return info

    async def close(self) -> None:
        """Stop delivering; the settings stay."""
        await self._stop_delivering()
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _stop_delivering(self) -> None:
        # Not the caller's own: a bot may say deleteWebhook in its response to a delivery.
        self.url, tasks = "", [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()

    def _collect(self) -> None:
        """Take what is new into the lanes."""
        if not self.url:
            return
        self._queues.drop_expired()
        while (update := self._queues.take_new()) is not None:
            self._enqueue(update)

    def _enqueue(self, update: Update) -> None:
        lane = self._lanes.get(update.lane)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.lane] = deque([update])
        task = asyncio.create_task(self._empty(update.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _empty(self, key: tuple[str, int]) -> None:
        """Deliver a lane's updates, one after the other, until there are none."""
        lane = self._lanes[key]
        while lane:
            await self._deliver(lane[0])
            lane.popleft()
        del self._lanes[key]

    async def _deliver(self, update: Update) -> None:
        pause = 2.0
        while True:
            self._queues.drop_expired()
            if update.dropped_at is not None:
                return
            async with self._slots:
                self._queues.mark_delivered(update, self._clock.now())
                error, body = await self._post(update)
            if error is None:
                self._queues.acknowledge(update)
                await self._execute_response(body)
                return
            self._last_error = (self._clock.date(), error)
            await asyncio.sleep(pause * self.pause_scale)
            pause = min(2 * pause, MAX_PAUSE)

    async def _post(self, update: Update) -> tuple[str | None, bytes]:
        """What went wrong, as getWebhookInfo words it, or None; and the body of the response."""
        headers = {"Content-Type": "application/json"}
        if self._secret is not None:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        if self._client is None:
            self._client = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=60), connector=aiohttp.TCPConnector(limit=0)
            )
        try:
            async with self._client.post(
                self.url, data=msgspec.json.encode(update.as_json()), headers=headers, allow_redirects=False
            ) as response:
                body = await response.read()
                if 200 <= response.status < 300:
                    return None, body
                reason = response.reason or HTTPStatus(response.status).phrase
                return f"Wrong response from the webhook: {response.status} {reason}", b""
        except TimeoutError:
            return "Read timeout expired", b""
        except aiohttp.ClientConnectorError:
            return "Connection refused", b""
        except aiohttp.ClientError as error:
            return f"Connection failed: {error}", b""

    async def _execute_response(self, body: bytes) -> None:
        try:
            answer = msgspec.json.decode(body) if body else None
        except msgspec.DecodeError:
            return
        if isinstance(answer, dict) and isinstance(answer.get("method"), str):
            await self._execute(answer)
