"""Opens the chat page in Debian's Chromium; a page that complains in its console fails its test."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Literal

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, expect

from bot.simulator import Person, Simulator
from tests.browser.chromium import NONE_HERE, find_chromium, open_chromium
from tests.browser.telegram import Bot
from tests.browser.visitor import LONG, ORDERS

ROOT = Path(__file__).parents[2]
REQUIRED = "BROWSER_TESTS_REQUIRED"

# What a test waits for comes at once on a machine of its own; on a busy one it comes all the same.
PATIENCE = 30_000  # milliseconds
expect.set_options(timeout=PATIENCE)

Open = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if find_chromium() is None:
        pytest.fail(NONE_HERE) if os.environ.get(REQUIRED) else pytest.skip(NONE_HERE)
    async with open_chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser) -> AsyncIterator[Open]:
    """Open an address at a width; at the end no page may have complained."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A refusal (409) isn't one: the page says it in words, and Chromium notes it all the same.
        if message.type in {"error", "warning"} and "409 (Conflict)" not in message.text:
            complaints.append(f"{message.text} at {message.location}")

    async def open_at(
        url: str, *, width: int = 1440, height: int = 900, scheme: Literal["light", "dark"] = "light"
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(url)
        await page.wait_for_selector("body:not(.waiting)")
        return page

    yield open_at
    for context in browser.contexts:
        await context.close()
    assert complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest_asyncio.fixture(loop_scope="session")
async def sim() -> AsyncIterator[Simulator]:
    """A Telegram whose scene is set: the page shows Anna's chat and the team's group."""
    async with Simulator(token="42:TEST", username="tapscore_bot", seed=7) as simulator:
        simulator.limits.turn_off()
        anna = simulator.person(first_name="Anna", started=True)
        maria = simulator.person(first_name="Maria")
        team = simulator.group("Team", owner=maria, bot="admin", supergroup=True)
        scene = simulator.stage.scene
        scene.shop, scene.customer, scene.admin, scene.group = "Greenleaf", anna.id, maria.id, team.id
        yield simulator


@pytest.fixture
def bot(sim: Simulator, http: aiohttp.ClientSession) -> Bot:
    return Bot(url=sim.url, token=sim.token, http=http)


@pytest.fixture
def anna(sim: Simulator) -> Person:
    return sim.people[sim.stage.scene.customer or 0]


@pytest_asyncio.fixture(loop_scope="session")
async def page(sim: Simulator, open_page: Open) -> Page:
    return await open_page(sim.url)


@pytest_asyncio.fixture(loop_scope="session")
async def demo(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The address that `make demo` prints; the parameter is the Telegram library that carries the agent."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "demo", "--orders", str(ORDERS), "--library", request.param),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        said = await asyncio.wait_for(process.stdout.readline(), LONG / 1000)
        found = re.search(r"http://\S+", said.decode())
        assert found, said
        yield found[0]
    finally:
        process.terminate()
        status = await asyncio.wait_for(process.wait(), LONG / 1000)
    assert status == 0
