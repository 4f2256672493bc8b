"""How updates are brought to the bot's own address."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.simulator import Person, Simulator


class Shop:
    """A bot's web server: it notes what comes, and answers with the next status or body it was given."""

    def __init__(self) -> None:
        self.url = ""
        self.seen: list[Any] = []
        self.secrets: list[str | None] = []
        self.statuses: list[int] = []
        self.reply: dict[str, Any] | None = None
        self.busy = 0
        self.busiest = 0
        self.pause = 0.0

    async def serve(self, request: web.Request) -> web.Response:
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        self.seen.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        await asyncio.sleep(self.pause)
        self.busy -= 1
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.reply, status=status) if self.reply else web.Response(status=status)

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.seen]


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    shop = Shop()
    app = web.Application()
    app.router.add_post("/hook", shop.serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    shop.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield shop
    await runner.cleanup()


async def until(condition: Any) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - nothing tells of a delivery but its traces
            await asyncio.sleep(0.005)


async def test_updates_come_with_the_secret(sim: Simulator, bot: Any, anna: Person, shop: Shop) -> None:
    await anna.send("before the webhook")
    assert (await bot("setWebhook", url=shop.url, secret_token="s3cret")).ok
    await anna.send("after it")
    await until(lambda: len(shop.seen) == 2 and sim.queues.pending == 0)
    assert shop.texts() == ["before the webhook", "after it"]
    assert shop.secrets == ["s3cret", "s3cret"]
    assert all(update.acknowledged_at is not None for update in sim.updates)
    info = (await bot("getWebhookInfo")).result
    assert (info["url"], info["pending_update_count"], info["max_connections"]) == (shop.url, 0, 40)


async def test_a_refused_update_is_tried_again_and_holds_up_its_chat_alone(
    sim: Simulator, bot: Any, anna: Person, maria: Person, shop: Shop
) -> None:
    await bot("setWebhook", url=shop.url)
    shop.statuses = [500]
    await anna.send("poison")
    await until(lambda: shop.texts() == ["poison"])
    await anna.send("after the poison")
    await maria.send("somebody else")
    await until(lambda: sim.queues.pending == 0)
    assert shop.texts().count("poison") == 2
    assert shop.texts().index("somebody else") < shop.texts().index("after the poison")
    ids = [update["update_id"] for update in shop.seen if update["message"]["text"] == "poison"]
    assert len(set(ids)) == 1


async def test_errors_are_told_by_getwebhookinfo(sim: Simulator, bot: Any, anna: Person, shop: Shop) -> None:
    sim.webhook.pause_scale = 100
    await bot("setWebhook", url=shop.url)
    shop.statuses = [500]
    await anna.send("x")
    await until(lambda: sim.webhook._last_error is not None)
    info = (await bot("getWebhookInfo")).result
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    assert info["last_error_date"]
    assert info["pending_update_count"] == 1
    await bot("setWebhook", url="http://127.0.0.1:9/closed")
    await until(lambda: sim.webhook._last_error is not None)
    assert (await bot("getWebhookInfo")).result["last_error_message"] == "Connection refused"


async def test_an_expired_update_is_given_up(sim: Simulator, bot: Any, anna: Person, shop: Shop) -> None:
    await bot("setWebhook", url=shop.url)
    shop.statuses = [500] * 1000
    await anna.send("x")
    await until(lambda: len(shop.seen) > 1)
    sim.clock.advance(86401)
    await until(lambda: not sim.webhook._lanes)
    assert sim.updates[0].dropped_at is not None


async def test_what_the_webhook_did_not_take_waits_for_polling(
    sim: Simulator, bot: Any, anna: Person, shop: Shop
) -> None:
    sim.webhook.pause_scale = 100
    await bot("setWebhook", url=shop.url)
    shop.statuses = [500]
    await anna.send("for later")
    await until(lambda: len(shop.seen) == 1)
    assert (await bot("deleteWebhook")).ok
    [update] = await bot.updates()
    assert update == shop.seen[0]
    await bot("setWebhook", url=shop.url, drop_pending_updates=True)
    assert sim.queues.pending == 0


async def test_a_call_in_the_response_is_done(
    sim: Simulator, bot: Any, anna: Person, shop: Shop, row: Any
) -> None:
    await bot("sendMessage", chat_id=anna.id, text="?", reply_markup=row("4"))
    message = await anna.receives("?")
    await bot("setWebhook", url=shop.url)
    with sim.queues.held():
        press = await anna.tap(message, "4")
        shop.reply = {"method": "answerCallbackQuery", "callback_query_id": press.id, "text": "Thank you!"}
    assert await press.answered() == "Thank you!"
    assert sim.calls[-1].method == "answerCallbackQuery"
    shop.reply = {"method": "sendMessage", "chat_id": anna.id, "text": ""}
    await anna.send("x")
    await until(lambda: sim.calls[-1].ok is False)
    assert sim.calls[-1].description == "Bad Request: message text is empty"


async def test_no_more_connections_than_allowed(sim: Simulator, bot: Any, shop: Shop) -> None:
    shop.pause = 0.02
    await bot("setWebhook", url=shop.url, max_connections=3)
    for _ in range(12):
        await sim.person().open_link()
    await until(lambda: len(shop.seen) == 12 and sim.queues.pending == 0)
    assert shop.busiest == 3


async def test_wrong_settings_are_refused(bot: Any) -> None:
    for params, word in (
        ({"url": "ftp://x"}, "url"),
        ({"url": "http://x", "max_connections": 101}, "max_connections"),
        ({"url": "http://x", "secret_token": "with blank"}, "secret_token"),
    ):
        assert word in (await bot("setWebhook", **params)).description
    assert (await bot("setWebhook", url="")).ok
