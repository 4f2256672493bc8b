"""The simulator as a process of its own."""

import asyncio
import json
import signal
import sys
from typing import Any

import aiohttp
import pytest

from bot.simulator import Simulator
from bot.simulator.loopback import is_loopback


async def start(*arguments: str) -> tuple[asyncio.subprocess.Process, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.simulator",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    return process, json.loads(await process.stdout.readline())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_tells_its_address_serves_and_stops(number: signal.Signals) -> None:
    process, ready = await start(
        "--token", "7:ABC", "--start-at", "2026-05-05T10:00:00+03:00", "--rate", "none"
    )
    assert ready["token"] == "7:ABC"
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{ready['url']}/bot7:ABC/getMe") as response:
            assert (await response.json())["result"]["id"] == 7
        async with http.get(f"{ready['url']}/simulator/clock") as response:
            assert (await response.json())["now"].startswith("2026-05-05T07:00:0")
        async with http.get(f"{ready['url']}/simulator/limits") as response:
            assert (await response.json())["per_second"] is None
        # An open long poll doesn't keep it from stopping.
        poll = asyncio.create_task(http.get(f"{ready['url']}/bot7:ABC/getUpdates?timeout=50"))
        await asyncio.sleep(0.1)
        process.send_signal(number)
        out, err = await asyncio.wait_for(process.communicate(), 5)
        async with await poll as response:
            assert (await response.json())["result"] == []
    assert (process.returncode, out, err) == (0, b"", b"")


async def test_wrong_arguments_are_told_in_one_line(sim: Simulator) -> None:
    taken = sim.url.rpartition(":")[2]
    for arguments, word, status in (
        (["--token", "nonsense"], b"a token is", 1),
        (["--rate", "0"], b"at least 1", 2),
        (["--port", "70000"], b"0-65535", 2),
        (["--port", taken], b"can't start", 1),
    ):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.simulator", *arguments, stderr=asyncio.subprocess.PIPE
        )
        _, err = await process.communicate()
        assert (process.returncode, b"Traceback" in err, word in err) == (status, False, True), err


def test_addresses_beyond_this_machine_are_known() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.8.8.8", "::1", "localhost")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.1.5", "example.com")))
