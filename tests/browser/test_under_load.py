"""The chat page under a wave of messages: it answers at once, and holds no more of it than it shows."""

import asyncio
from statistics import median
from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.simulator import Simulator
from bot.simulator.crowd import Member
from tests.browser.conftest import Open
from tests.browser.telegram import KEYBOARD, Bot

pytestmark = pytest.mark.asyncio(loop_scope="session")

PEOPLE = 300
MOST_NODES = 4_000
PATIENCE = 500  # milliseconds from a press to what it shows

# The time from a click to the second frame after it, as somebody who looks on would take it.
PRESS = """async (button) => {
  const begun = performance.now();
  button.click();
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - begun;
}"""
COUNT = "document.getElementsByTagName('*').length"


async def burst(sim: Simulator, *, messages: int, pause: float) -> None:
    """The bot writes to everybody in turn, and twice as much to the visitor."""
    visitor = sim.world.find_chat(sim.stage.scene.customer or 0)
    bot_account = sim.bot
    chats = [person.chat for person in sim.crowd.people]
    for number in range(messages):
        for chat in (chats[number % len(chats)], visitor):
            fields: dict[str, Any] = {"text": f"How satisfied are you, number {number}?"}
            sim.world.post(chat, sender=bot_account, fields=fields, markup=KEYBOARD)
        await asyncio.sleep(pause)


async def test_it_stays_quick_and_small_while_a_wave_answers(
    sim: Simulator, bot: Bot, open_page: Open
) -> None:
    page = await open_page(sim.url)
    await sim.crowd.join([Member(first_name=f"N{number}", link="x") for number in range(PEOPLE)])
    await burst(sim, messages=150, pause=0)
    await expect(page.locator("#customer .text").last).to_contain_text("number 149")
    small = await nodes(page)
    working = asyncio.create_task(burst(sim, messages=600, pause=1 / 300))
    opener = page.get_by_role("button", name="Break something")
    await page.locator("#customer .log").evaluate("log => { log.scrollTop = 0 }")
    waits = [await opener.evaluate(PRESS) for _ in range(12)]
    await working
    await page.get_by_role("button", name="To the newest message").click()
    await expect(page.locator("#customer .text").last).to_contain_text("number 599", timeout=10_000)
    assert median(waits) < PATIENCE, waits
    assert await page.locator("#customer .message").count() <= 120
    assert await page.locator("#wave .person").count() <= 40
    assert await nodes(page) < min(small * 1.2, MOST_NODES)


async def nodes(page: Page) -> int:
    found: int = await page.evaluate(COUNT)
    return found
