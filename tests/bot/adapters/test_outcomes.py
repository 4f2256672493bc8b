"""What Telegram or the network does, and the outcome: one table, the same for both libraries."""

import asyncio
import socket
import struct
import sys

import pytest
from aiohttp import web

from bot.adapters import open_messenger
from handlers.messenger import Gone, GoneReason, Moved, NotSent, Rejected, RetryAfter, Sent, Unknown

MESSAGE = {"chat_id": 7, "text": "hi"}


@pytest.mark.parametrize(
    ("code", "description", "parameters", "outcome"),
    [
        (429, "Too Many Requests: retry after 9", {"retry_after": 9}, RetryAfter(9.0)),
        (429, "Too Many Requests: retry after 40000", {"retry_after": 40000}, RetryAfter(40000.0)),
        (
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": -1002233445566778},
            Moved(-1002233445566778),
        ),
        (
            400,
            "Bad Request: chat not found",
            {},
            Gone(GoneReason.NOT_FOUND, "Bad Request: chat not found"),
        ),
        (
            403,
            "Forbidden: bot was blocked by the user",
            {},
            Gone(GoneReason.BLOCKED, "Forbidden: bot was blocked by the user"),
        ),
        (
            400,
            "Bad Request: message is not modified: specified new message content is the same",
            {},
            Rejected(400, "Bad Request: message is not modified: specified new message content is the same"),
        ),
        (403, "Forbidden: something new", {}, Rejected(403, "Forbidden: something new")),
        (401, "Unauthorized", {}, Rejected(401, "Unauthorized")),
        (404, "Not Found", {}, Rejected(401, "Not Found")),
        (404, "Not Found: method not found", {}, Rejected(404, "Not Found: method not found")),
        (
            409,
            "Conflict: terminated by other getUpdates request",
            {},
            Rejected(409, "Conflict: terminated by other getUpdates request"),
        ),
        (413, "Request Entity Too Large", {}, Rejected(413, "Request Entity Too Large")),
        (
            421,
            "Misdirected Request: unallowed token specified",
            {},
            Rejected(421, "Misdirected Request: unallowed token specified"),
        ),
        (500, "Internal Server Error: restart", {}, Unknown("Internal Server Error: restart")),
        (502, "Bad Gateway", {}, Unknown("Bad Gateway")),
    ],
)
async def test_a_refusal_of_telegram_is_told_word_for_word(
    messenger, telegram, code, description, parameters, outcome
):
    telegram.refuses(code, description, **parameters)
    assert await messenger.call("sendMessage", MESSAGE) == outcome
    assert len(telegram.seen) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, b"<html><body><h1>502 Bad Gateway</h1></body></html>"),
        (504, b""),
        (404, b"<html>404 Not Found</html>"),
        (403, b"[]"),
        (200, b"<html>Welcome to our wi-fi</html>"),
        (200, b""),
        (200, b'{"ok": true, "res'),
        (200, b"[1, 2]"),
        (200, b'{"ok": false}'),
        (200, b"\xff\xfe\x00"),
    ],
)
async def test_an_answer_that_is_not_the_bot_api_s_leaves_the_call_unknown(messenger, telegram, status, body):
    telegram.answers(status, body, content_type="text/html")
    outcome = await messenger.call("sendMessage", MESSAGE)
    assert isinstance(outcome, Unknown)
    assert outcome.description
    assert "html" not in outcome.description


async def test_a_refused_connection_was_never_sent(library, token):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        async with open_messenger(library, token=token, api_url=url) as messenger:
            outcome = await messenger.call("sendMessage", MESSAGE)
    assert isinstance(outcome, NotSent)
    assert "Connect" in outcome.description


@pytest.mark.skipif(sys.platform != "linux", reason="other kernels refuse where Linux lets one wait")
async def test_a_connection_that_does_not_come_about_in_time_was_never_sent(library, token):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        address = deaf.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:  # fills the queue of connections; Linux then drops the next ones
            each.setblocking(False)
            each.connect_ex(address)
        url = f"http://127.0.0.1:{address[1]}"
        async with open_messenger(library, token=token, api_url=url) as messenger:
            outcome = await messenger.call("sendMessage", MESSAGE, timeout=0.8)
        for each in waiting:
            each.close()
    assert isinstance(outcome, NotSent)


async def test_a_call_that_finds_no_free_connection_was_never_sent(library, telegram, token):
    released = asyncio.Event()

    async def hang(_):
        await released.wait()
        return web.json_response({"ok": True, "result": True})

    telegram.on_call = hang
    async with open_messenger(library, token=token, api_url=telegram.url, connections=1) as messenger:
        holding = asyncio.create_task(messenger.call("sendMessage", MESSAGE))
        polling = asyncio.create_task(messenger.call("getUpdates", {"timeout": 30}, timeout=40))
        await telegram.has_seen(2)
        outcome = await messenger.call("sendMessage", MESSAGE, timeout=0.4)
        released.set()
        assert set(await asyncio.gather(holding, polling)) == {Sent(True)}
    assert isinstance(outcome, NotSent)
    assert len(telegram.seen) == 2


async def _reset_at_once(_, writer):
    option = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, option)


async def _read_all(reader):
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.lower().splitlines() if line.startswith(b"content-length:"))
    await reader.readexactly(length)


async def _hang_up_after_reading(reader, _):
    await _read_all(reader)


async def _reset_after_reading(reader, writer):
    await _read_all(reader)
    await _reset_at_once(reader, writer)


async def _half_an_answer(reader, writer):
    await _read_all(reader)
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"ok": true, "resu')
    await writer.drain()


async def _not_even_http(reader, writer):
    await _read_all(reader)
    writer.write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
    await writer.drain()


@pytest.mark.parametrize(
    "behaviour",
    [_reset_at_once, _hang_up_after_reading, _reset_after_reading, _half_an_answer, _not_even_http],
)
async def test_a_connection_that_breaks_leaves_the_call_unknown(library, token, wire, behaviour):
    async with open_messenger(library, token=token, api_url=await wire(behaviour)) as messenger:
        outcome = await messenger.call("sendMessage", MESSAGE)
    assert isinstance(outcome, Unknown)
    assert outcome.description


async def test_silence_leaves_the_call_unknown_and_ends_in_time(messenger, telegram):
    async def hang(_):
        await asyncio.sleep(30)

    telegram.on_call = hang
    async with asyncio.timeout(2):
        assert isinstance(await messenger.call("sendMessage", MESSAGE, timeout=0.3), Unknown)
        assert isinstance(await messenger.call("getUpdates", {"timeout": 0}, timeout=0.3), Unknown)


async def test_an_answer_that_drips_is_bounded_as_a_whole(library, token, wire):
    async def drip(reader, writer):
        await _read_all(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
        for _ in range(60):
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.05)

    async with (
        open_messenger(library, token=token, api_url=await wire(drip)) as messenger,
        asyncio.timeout(2),
    ):
        assert isinstance(await messenger.call("sendMessage", MESSAGE, timeout=0.4), Unknown)


async def test_a_timed_out_call_gives_its_connection_back(library, telegram, token):
    answer = telegram.on_call

    async def hang(_):
        await asyncio.sleep(30)

    async with open_messenger(library, token=token, api_url=telegram.url, connections=2) as messenger:
        telegram.on_call = hang
        await asyncio.gather(*(messenger.call("sendMessage", MESSAGE, timeout=0.2) for _ in range(6)))
        telegram.on_call = answer
        assert await messenger.call("sendMessage", MESSAGE, timeout=2) == Sent(True)


async def test_cancellation_passes_through_and_gives_the_connection_back(library, telegram, token):
    answer = telegram.on_call

    async def hang(_):
        await asyncio.sleep(30)

    async with open_messenger(library, token=token, api_url=telegram.url, connections=1) as messenger:
        for method in ("sendMessage", "getUpdates"):
            telegram.on_call = hang
            seen = len(telegram.seen)
            call = asyncio.create_task(messenger.call(method, {}))
            await telegram.has_seen(seen + 1)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            telegram.on_call = answer
            assert await messenger.call(method, {}, timeout=2) == Sent(True)


async def test_the_token_is_in_no_description_and_no_log_of_ours(library, token, wire, caplog):
    secret = token.partition(":")[2]
    caplog.set_level("DEBUG")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        urls = [
            f"http://127.0.0.1:{nobody.getsockname()[1]}",
            "ftp://127.0.0.1",
            "http://",
            await wire(_hang_up_after_reading),
            await wire(_not_even_http),
            await wire(_half_an_answer),
        ]
        for url in urls:
            async with open_messenger(library, token=token, api_url=url) as messenger:
                for outcome in (
                    await messenger.call("sendMessage", MESSAGE, timeout=0.5),
                    await messenger.download("a-file"),
                ):
                    assert isinstance(outcome, NotSent | Unknown)
                    assert outcome.description
                    assert secret not in repr(outcome)
    ours = [record for record in caplog.records if record.name.startswith(("bot", "handlers"))]
    assert not any(secret in record.getMessage() for record in ours)


async def test_a_timeout_while_connecting_does_not_tell_the_token(library, token, telegram):
    async def hang(_):
        await asyncio.sleep(30)

    telegram.on_call = hang
    async with open_messenger(library, token=token, api_url=telegram.url, connections=1) as messenger:
        outcomes = await asyncio.gather(
            *(messenger.call("sendMessage", MESSAGE, timeout=0.2) for _ in range(5))
        )
    assert {type(outcome) for outcome in outcomes} == {NotSent, Unknown}
    assert token.partition(":")[2] not in repr(outcomes)
