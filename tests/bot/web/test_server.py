"""How the agent's HTTP begins, what it shows to strangers, and how it ends."""

import asyncio
import logging
import signal
import socket

import pytest

from bot.errors import OperatorError
from bot.web import server
from tests.bot.web.site import Site

# Beginning


async def test_a_port_that_is_taken_is_one_sentence(closed: Site) -> None:
    with socket.create_server(("127.0.0.1", closed.port)), pytest.raises(OperatorError) as refused:
        await closed.open()
    assert str(refused.value) == (
        f"HTTP_PORT {closed.port} is taken; stop what listens there, or choose another one, here and in the proxy."
    )
    await closed.open()
    assert await closed.deliver(7) == 200


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid", "a..b", "::2"])
async def test_a_host_that_is_not_this_machine_is_one_sentence(closed: Site, host: str) -> None:
    with pytest.raises(OperatorError) as refused:
        await closed.open(host=host)
    assert str(refused.value) == (
        f"HTTP_HOST {host} is no address of this machine; write 127.0.0.1, or 0.0.0.0 for all of them."
    )


async def test_a_port_that_needs_rights_is_one_sentence(
    closed: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket, "create_server", refuse)
    with pytest.raises(OperatorError) as refused:
        await closed.open(port=80)
    assert str(refused.value) == "HTTP_PORT 80 may not be used by this user; choose one over 1023."


async def test_it_listens_on_ipv6_too(closed: Site) -> None:
    await closed.open(host="::1")
    _, writer = await asyncio.open_connection("::1", closed.port)
    writer.close()


async def test_signals_stay_with_the_command_line(closed: Site) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    await closed.open()
    await closed.deliver(7)
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


# What strangers see


@pytest.mark.parametrize(
    ("public_url", "found"),
    [
        ("https://shop.example", ["/telegram"]),
        ("https://shop.example/tap score", ["/telegram", "/tap%20score/telegram"]),
        ("https://shop.example/tap%20score", ["/telegram", "/tap%20score/telegram"]),
    ],
)
async def test_a_proxy_may_hand_on_the_whole_path_or_what_is_below(
    closed: Site, public_url: str, found: list[str]
) -> None:
    await closed.open(public_url=public_url)
    assert [await closed.deliver(number, path=path) for number, path in enumerate(found)] == [200] * len(
        found
    )
    for path in ("/", "/other/telegram", "/telegram/", "/telegram/x"):
        assert await closed.deliver(9, path=path) == 404


@pytest.mark.parametrize("path", ["/", "/docs", "/redoc", "/openapi.json", "/telegram/openapi.json"])
async def test_nothing_describes_itself(site: Site, path: str) -> None:
    assert (await site.get(path))[0] == 404


async def test_an_answer_does_not_say_who_gives_it(site: Site) -> None:
    _, _, headers = await site.request("GET", "/health/live")
    assert {name.lower() for name in headers} == {"date", "content-length", "content-type"}


async def test_nothing_that_is_asked_for_gets_into_a_log(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await site.get("/health/live?token=42:AAF")
    await site.get("/42:AAF")
    _, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(b"42:AAF\r\n\r\n")
    await asyncio.sleep(0.05)
    writer.close()
    await site.close()
    assert "AAF" not in caplog.text


# Ending


async def test_the_end_waits_for_what_came_in_and_answers_it(site: Site) -> None:
    gate = site.desk.gates[7] = asyncio.Event()
    assert await site.deliver(6) == 200  # leaves a connection open that nobody uses
    delivering = asyncio.create_task(site.deliver(7))
    await site.desk.until(lambda: 7 in site.desk.begun)
    closing = asyncio.create_task(site.close())
    await asyncio.sleep(0.3)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", site.port)
    assert not closing.done()
    gate.set()
    assert await delivering == 200
    await closing
    assert site.desk.taken == [6, 7]


async def test_what_takes_too_long_is_undone_before_the_end(
    closed: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "LAST_ANSWERS", 0.2)
    await closed.open()
    closed.desk.gates[7] = asyncio.Event()
    delivering = asyncio.create_task(closed.deliver(7))
    await closed.desk.until(lambda: closed.desk.begun == [7])
    async with asyncio.timeout(5):
        await closed.close()
    assert closed.desk.cancelled == [7]
    assert (await asyncio.gather(delivering, return_exceptions=True))[0] != 200


async def test_it_can_be_opened_again_on_the_same_port(site: Site) -> None:
    assert await site.deliver(7) == 200
    await site.close()
    await site.open()
    assert await site.deliver(8) == 200
