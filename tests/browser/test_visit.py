"""A visit to the demo, by clicks and keys: the simulator's page, the agent's own process, a shop's real answers."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Download, Page, expect

from bot.demo.stage import TOKEN
from bot.simulator import ratings
from tests.browser.accessibility import serious_violations
from tests.browser.conftest import Open
from tests.browser.telegram import Bot, png

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

ROOT = Path(__file__).parents[2]
ORDERS = 12
MINDED = ratings.answered(ratings.read_ratings()[:ORDERS], "delivery")
AGREED = f"Telegram saw {MINDED} answers, the agent counted {MINDED}"


@pytest_asyncio.fixture(loop_scope="session")
async def demo() -> AsyncIterator[str]:
    """The address that `make demo` prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "demo", "--orders", str(ORDERS)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(40):
        said = (await process.stdout.readline()).decode()
    found = re.search(r"http://\S+", said)
    assert found, said
    yield found[0]
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 20) == 0


async def turn(page: Page, name: str, *, on: bool) -> None:
    """Flip a switch under "Break something"."""
    await page.get_by_role("button", name="Break something").click()
    switch = page.get_by_role("switch", name=name)
    await switch.press("Space")
    await expect(switch).to_have_attribute("aria-checked", str(on).lower(), timeout=40_000)
    await page.keyboard.press("Escape")


async def say(page: Page, whom: str, text: str) -> None:
    field = page.get_by_label(f"Message to the {whom}")
    await field.fill(text)
    await field.press("Enter")


async def test_a_visitor_sees_the_whole_of_it(
    demo: str, open_page: Open, http: aiohttp.ClientSession
) -> None:
    page = await open_page(demo)
    customer, team, wave = (page.locator(f"#{pane}") for pane in ("customer", "team", "wave"))
    await turn(page, "Connection lost after sending", on=True)
    await say(page, "team", "/connect")
    await expect(team.get_by_text("This group is connected")).to_be_visible(timeout=40_000)

    # The deep link, the question, a tap by keys, and the words that follow it.
    await customer.get_by_role("link", name="t.me").click()
    await expect(customer.get_by_text("How satisfied are you?")).to_be_visible(timeout=60_000)
    await customer.get_by_role("button", name="2", exact=True).press("Enter")
    await expect(customer.locator(".toast")).to_have_text("Thank you!")
    await expect(customer.get_by_text("Your answer: 2 of 5")).to_be_visible()
    await expect(customer.get_by_text("What went wrong?")).to_be_visible(timeout=40_000)
    await turn(page, "Connection lost after sending", on=False)
    await say(page, "shop", "It was warm.")
    await expect(team.get_by_text("It was warm.")).to_be_visible(timeout=60_000)

    # The score in the group, and its periods.
    await say(page, "team", "/nps")
    score = team.locator(".message", has_text="one answer per person").last
    await expect(score).to_be_visible(timeout=40_000)
    await score.get_by_role("button", name="90 d").click()
    await expect(score).to_contain_text("Last 90 days")
    await expect(score.locator(".meta")).to_contain_text("edited")

    # Another language, from the next word on.
    await page.get_by_label("Language of your client").select_option("ru")
    await expect(customer.locator(".toast")).to_contain_text("another language")
    await say(page, "shop", "/privacy")
    await expect(customer.locator(".in .text").last).to_contain_text(
        re.compile("[а-я]{5}", re.IGNORECASE), timeout=15_000
    )

    # A file of the agent's, a photo of the bot's.
    await say(page, "shop", "/mydata")
    file = customer.locator("a.document")
    await expect(file).to_be_visible(timeout=40_000)
    async with page.expect_download() as download:
        await file.click()
    assert (await _json(await download.value))["shop"] == "Kashmir Cafe"
    scene = (await _get(http, demo, "/scene"))["scene"]
    await Bot(url=demo, token=TOKEN, http=http).send_photo(
        scene["customer"], png(640, 400), caption="A chart"
    )
    await customer.get_by_role("button", name="Open the photo large").press("Enter")
    await expect(page.get_by_role("dialog").get_by_role("img")).to_have_js_property("naturalWidth", 640)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()

    # Whatever went wrong meanwhile, nobody was asked twice, and both counts are the truth.
    await expect(wave.locator(".agree")).to_have_text(AGREED, timeout=40_000)
    await expect(wave.locator("[data-figure=twice]")).to_have_text("0")
    assert await serious_violations(page) == []


async def test_a_killed_agent_loses_nothing_and_a_day_can_be_skipped(
    demo: str, open_page: Open, http: aiohttp.ClientSession
) -> None:
    page = await open_page(demo, width=390, height=844)
    link = page.get_by_role("button", name="Open the link")
    await expect(link).to_be_visible(timeout=40_000)
    await turn(page, "The agent is killed", on=True)
    await expect(page.get_by_text("The agent is killed. What people do now")).to_be_visible()
    # Whatever is done while it is down waits for it.
    await link.click()
    await turn(page, "The agent is killed", on=False)
    question = page.locator("#customer").get_by_text("How satisfied are you?")
    await expect(question).to_have_count(1, timeout=60_000)
    await page.get_by_role("tab", name="The wave").click()
    await expect(page.locator("#wave .agree")).to_have_text(AGREED, timeout=45_000)
    assert (await _get(http, demo, "/scene"))["agent"]["starts"] == 2

    # The silent are reminded, once: the visitor is one of them.
    await page.get_by_role("tab", name="Customer").click()
    before = await page.locator("#customer .in").count()
    await page.get_by_role("button", name="Jump a day").click()
    await expect(page.locator("#customer .in")).to_have_count(before + 1, timeout=40_000)
    crowd = await _get(http, demo, "/crowd")
    assert crowd["asked_twice"] == 0


async def _get(http: aiohttp.ClientSession, demo: str, path: str) -> Any:
    async with http.get(f"{demo}/simulator{path}") as response:
        return await response.json()


async def _json(download: Download) -> Any:
    return json.loads((await download.path()).read_text(encoding="utf-8"))
