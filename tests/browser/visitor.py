"""What a visitor of the demo does on its page, and what must be true there all the while."""

from typing import Any

import aiohttp
from playwright.async_api import Locator, Page, expect

from bot.simulator import ratings

ORDERS = 12
MINDED = ratings.answered(ratings.read_ratings()[:ORDERS], "delivery")
AGREED = f"Telegram saw {MINDED} answers, the agent counted {MINDED}"

LONG = 90_000
"""Milliseconds: for what begins with the start of a process, or waits for a fault to pass."""


async def turn(page: Page, name: str, *, on: bool) -> None:
    """Flip a switch under "Break something"."""
    await page.get_by_role("button", name="Break something").click()
    switch = page.get_by_role("switch", name=name)
    await switch.press("Space")
    await expect(switch).to_have_attribute("aria-checked", str(on).lower(), timeout=LONG)
    await page.keyboard.press("Escape")


async def say(page: Page, whom: str, text: str) -> None:
    field = page.get_by_label(f"Message to the {whom}")
    await field.fill(text)
    await field.press("Enter")


async def ask_for_score(page: Page) -> Locator:
    """Say /nps to the team; the message that answers it."""
    scores = page.locator("#team .message", has_text="one answer per person")
    before = await scores.count()
    await say(page, "team", "/nps")
    await expect(scores).to_have_count(before + 1, timeout=LONG)
    return scores.last


async def expect_true_counts(page: Page) -> None:
    """Telegram and the agent have seen the same, and nobody was asked twice."""
    wave = page.locator("#wave")
    await expect(wave.locator(".agree")).to_have_text(AGREED, timeout=LONG)
    await expect(wave.locator("[data-figure=asked]")).to_have_text(str(ORDERS))
    await expect(wave.locator("[data-figure=twice]")).to_have_text("0")


async def scene(http: aiohttp.ClientSession, demo: str) -> Any:
    """All that the page knows of the simulator."""
    async with http.get(f"{demo}/simulator/scene") as response:
        return await response.json()


async def advance(http: aiohttp.ClientSession, demo: str, *, seconds: float) -> None:
    """Let time pass there."""
    async with http.post(f"{demo}/simulator/clock/advance", json={"seconds": seconds}) as response:
        assert response.status == 200, await response.text()
