"""Opening, closing, and importing no more than the chosen library."""

import asyncio
import gc
import subprocess
import sys
from typing import Any

import pytest

from bot.adapters import open_messenger
from bot.adapters.http import proxy_for
from handlers.messenger import NotSent, Sent, Unknown


async def test_closing_leaves_no_connection_behind(library, token, wire):
    opened, closed = [], asyncio.Semaphore(0)

    async def answer(reader, writer):
        opened.append(writer)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.lower().splitlines()
                length = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
                await reader.readexactly(length)
                writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n{"ok": true, "result": true}')
        except asyncio.IncompleteReadError:
            closed.release()

    async with open_messenger(library, token=token, api_url=await wire(answer)) as messenger:
        outcomes = await asyncio.gather(
            *(messenger.call(name, {}) for name in ("getMe", "getMe", "getUpdates"))
        )
        assert outcomes == [Sent(True)] * 3
        assert len(opened) == 3
        assert closed.locked()
    async with asyncio.timeout(2):
        for _ in opened:
            await closed.acquire()
    gc.collect()  # a socket left open would warn here, and warnings are errors


async def test_closing_twice_is_harmless_and_it_opens_again(library, token, telegram):
    messenger: Any = open_messenger(library, token=token, api_url=telegram.url)
    for _ in range(2):
        async with messenger as opened:
            assert await opened.call("getMe", {}) == Sent(True)
        await messenger.__aexit__(None, None, None)


async def test_opening_asks_telegram_nothing(library, token, telegram):
    async with open_messenger(library, token=token, api_url=telegram.url):
        pass
    assert telegram.seen == []


async def test_an_error_inside_passes_and_still_closes(library, token, telegram):
    messenger: Any = open_messenger(library, token=token, api_url=telegram.url)
    with pytest.raises(ZeroDivisionError):
        async with messenger:
            raise ZeroDivisionError
    with pytest.raises(RuntimeError, match="async with"):
        await messenger.call("getMe", {})


async def test_it_works_only_while_open(library, token, telegram):
    messenger: Any = open_messenger(library, token=token, api_url=telegram.url)
    with pytest.raises(RuntimeError, match="async with"):
        await messenger.call("getMe", {})
    with pytest.raises(RuntimeError, match="async with"):
        await messenger.download("F")
    assert telegram.seen == []


async def test_closing_ends_the_calls_in_flight(library, token, telegram):
    async def hang(_):
        await asyncio.sleep(30)

    telegram.on_call = hang
    async with asyncio.timeout(5):
        async with open_messenger(library, token=token, api_url=telegram.url) as messenger:
            call = asyncio.create_task(messenger.call("sendMessage", {"chat_id": 1}, timeout=20))
            await telegram.has_seen(1)
        assert isinstance(await call, Unknown)


async def test_a_slash_at_the_end_of_the_address_is_welcome(library, token, telegram):
    async with open_messenger(library, token=token, api_url=f"{telegram.url}/") as messenger:
        assert await messenger.call("getMe", {}) == Sent(True)


def test_another_library_is_refused_with_what_to_write(token):
    with pytest.raises(ValueError, match=r"Write aiogram or python-telegram-bot .*, not 'ptb'\."):
        open_messenger("ptb", token=token)


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("bot.adapters", ["aiogram", "aiohttp", "telegram", "httpx"]),
        ("bot.adapters.aiogram_adapter", ["telegram", "httpx"]),
        ("bot.adapters.ptb_adapter", ["aiogram", "telegram.ext"]),
        ("bot.adapters.aiogram_guest", ["telegram", "httpx"]),
        ("bot.adapters.ptb_guest", ["aiogram"]),
        ("bot.adapters.examples.aiogram_host", ["telegram", "httpx"]),
        ("bot.adapters.examples.ptb_host", ["aiogram"]),
    ],
)
def test_one_adapter_does_not_import_the_other_s_library(module, absent):
    code = f"import {module}, sys; print([name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("library", ["aiogram", "python-telegram-bot"])
def test_opening_one_imports_only_its_library(library, token):
    other = "telegram" if library == "aiogram" else "aiogram"
    code = (
        "import sys; from bot.adapters import open_messenger; "
        f"open_messenger({library!r}, token={token!r}); print({other!r} in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("library", ["aiogram", "python-telegram-bot"])
async def test_it_goes_through_the_proxy_that_the_environment_names(
    library, token, telegram, wire, monkeypatch
):
    asked = []

    async def proxy(reader, writer):
        asked.append((await reader.readline()).decode())
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n{"ok": true, "result": true}')
        await writer.drain()

    monkeypatch.setenv("http_proxy", await wire(proxy))
    async with open_messenger(library, token=token, api_url="http://shop.test:81") as far:
        assert await far.call("getMe", {}) == Sent(True)
    async with open_messenger(library, token=token, api_url=telegram.url) as near:
        assert await near.call("getMe", {}) == Sent(True)
    assert asked == [f"POST http://shop.test:81/bot{token}/getMe HTTP/1.1\r\n"]
    assert [seen.method for seen in telegram.seen] == ["getMe"]


@pytest.mark.parametrize(
    ("named", "url", "through"),
    [
        ("http://proxy.test:3128", "https://api.telegram.org", "http://proxy.test:3128"),
        ("proxy.test:3128", "https://api.telegram.org", "http://proxy.test:3128"),
        ("http://proxy.test:3128", "https://bot.near.test", None),
        ("http://proxy.test:3128", "https://127.0.0.1:8443", None),
        ("http://proxy.test:3128", "https://localhost", None),
        ("http://proxy.test:3128", "https://[::1]:8443", None),
        ("", "https://api.telegram.org", None),
    ],
)
def test_the_proxy_is_the_one_named_for_what_isn_t_here(monkeypatch, named, url, through):
    monkeypatch.setenv("https_proxy", named)
    monkeypatch.setenv("no_proxy", "near.test")
    assert proxy_for(url) == through


@pytest.mark.parametrize("library", ["aiogram", "python-telegram-bot"])
async def test_a_proxy_that_refuses_is_told_without_its_password(library, token, wire, monkeypatch):
    async def refuse(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()

    address = (await wire(refuse)).removeprefix("http://")
    monkeypatch.setenv("https_proxy", f"http://anna:pass-word@{address}")
    async with open_messenger(library, token=token, api_url="https://shop.test") as far:
        outcome = await far.call("getMe", {})
    assert isinstance(outcome, NotSent)
    assert "pass-word" not in outcome.description
    assert "502" in outcome.description
