"""How Telegram is told where updates go; from one way to the other and back, nothing that waits is dropped."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.adapters import open_messenger
from bot.errors import OperatorError
from bot.simulator.simulator import Simulator
from bot.web.webhook import CONNECTIONS, delete_webhook, set_webhook
from bot.wire import ALLOWED_UPDATES
from handlers.messenger import Messenger, NotSent, Outcome, Rejected, RetryAfter, Sent, Unknown
from scheduler.pacing import LONGEST_BACKOFF
from scheduler.sender import TokenRefusedError
from tests.scheduler.virtual_time import instantly, now

TOKEN = "42:AAF-secret_of_this_bot"
URL = "https://shop.example/tapscore"


@pytest.fixture
async def telegram() -> AsyncIterator[Simulator]:
    async with Simulator(token=TOKEN) as simulator:
        yield simulator


@pytest.fixture(params=["aiogram", "python-telegram-bot"])
async def messenger(request: pytest.FixtureRequest, telegram: Simulator) -> AsyncIterator[Messenger]:
    async with open_messenger(request.param, token=TOKEN, api_url=telegram.url) as opened:
        yield opened


async def info(messenger: Messenger) -> Any:
    outcome = await messenger.call("getWebhookInfo", {})
    assert isinstance(outcome, Sent)
    return outcome.result


async def test_telegram_is_told_all_that_it_has_to_know(telegram: Simulator, messenger: Messenger) -> None:
    assert await set_webhook(messenger, asyncio.Event(), public_url=URL, secret="s3cret")
    found = await info(messenger)
    assert found["url"] == "https://shop.example/tapscore/telegram"
    assert found["allowed_updates"] == list(ALLOWED_UPDATES)
    assert found["max_connections"] == CONNECTIONS
    assert telegram.webhook._secret == "s3cret"


async def test_what_waits_is_dropped_neither_there_nor_back(
    telegram: Simulator, messenger: Messenger
) -> None:
    await telegram.person(started=True).send("before")
    for _ in range(2):
        assert await set_webhook(messenger, asyncio.Event(), public_url="http://127.0.0.1:9", secret="s")
        assert (await info(messenger))["pending_update_count"] == 1
        assert await delete_webhook(messenger, asyncio.Event())
        assert (await info(messenger)) | {"allowed_updates": []} == {
            "url": "",
            "has_custom_certificate": False,
            "pending_update_count": 1,
            "allowed_updates": [],
        }
    outcome = await messenger.call("getUpdates", {})
    assert isinstance(outcome, Sent)
    assert [update["message"]["text"] for update in outcome.result] == ["before"]


async def test_an_address_that_telegram_refuses_is_one_sentence(messenger: Messenger) -> None:
    with pytest.raises(OperatorError) as refused:
        await set_webhook(messenger, asyncio.Event(), public_url="ftp://shop.example", secret="s")
    assert str(refused.value).startswith("Telegram refuses PUBLIC_URL (Bad Request: bad webhook: ")
    assert str(refused.value).endswith(
        "); it has to be an address that the internet reaches by https, with a certificate that browsers trust."
    )


async def test_a_token_that_telegram_refuses_is_told_apart(telegram: Simulator, messenger: Messenger) -> None:
    telegram.token = telegram._server._token = "42:REVOKED"
    with pytest.raises(TokenRefusedError):
        await set_webhook(messenger, asyncio.Event(), public_url=URL, secret="s")
    with pytest.raises(TokenRefusedError):
        await delete_webhook(messenger, asyncio.Event())


# However long it takes


class Scripted:
    """A Telegram that answers as scripted, and then with yes."""

    def __init__(self, *script: Outcome) -> None:
        self.script = list(script)
        self.asked: list[float] = []
        self.open = asyncio.Event()
        self.open.set()

    async def call(self, method, params, files=None, *, timeout=30.0):  # noqa: ASYNC109 - the port's
        self.asked.append(now())
        await self.open.wait()
        return self.script.pop(0) if self.script else Sent(True)

    async def download(self, file_id):
        raise NotImplementedError

    @property
    def rests(self) -> list[float]:
        return [after - before for before, after in zip(self.asked, self.asked[1:], strict=False)]


@instantly
async def test_it_is_said_again_until_telegram_has_heard_it():
    telegram = Scripted(NotSent("away"), Unknown("lost"), RetryAfter(7.0), Unknown("lost"))
    assert await set_webhook(telegram, asyncio.Event(), public_url=URL, secret="s")
    assert telegram.rests == pytest.approx([0.2, 0.4, 7.0, 1.6])


@instantly
async def test_the_rest_between_two_tries_has_a_limit(caplog):
    telegram = Scripted(*[NotSent("42:AAF-secret away")] * 20)
    assert await delete_webhook(telegram, asyncio.Event())
    assert max(telegram.rests) == LONGEST_BACKOFF
    assert set(caplog.messages) == {"Telegram can't be told how updates come: NotSent"}


@instantly
async def test_a_refusal_is_final():
    telegram = Scripted(Rejected(400, "bad webhook"))
    with pytest.raises(OperatorError):
        await set_webhook(telegram, asyncio.Event(), public_url=URL, secret="s")
    assert len(telegram.asked) == 1


@instantly
async def test_the_end_cuts_short_the_rest_and_the_call():
    over = asyncio.Event()
    for telegram in (Scripted(RetryAfter(3600.0)), Scripted()):
        over.clear()
        if not telegram.script:
            telegram.open.clear()
        asyncio.get_running_loop().call_later(10, over.set)
        began = now()
        assert not await set_webhook(telegram, over, public_url=URL, secret="s")
        assert now() - began == 10
