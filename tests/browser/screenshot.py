"""Takes the README's picture of the chat page: the same people, answers and day each time."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Page, expect

from bot.demo.shop import read_orders
from bot.demo.stage import open_stage
from bot.demo.visit import RATE, Visit
from tests.browser.chromium import NONE_HERE, find_chromium, open_chromium

BEGIN = datetime(2026, 5, 5, 10, 0, tzinfo=UTC)
SIZE = (1440, 900)
PATIENCE = 120_000  # milliseconds


async def play(page: Page) -> None:
    """What a visitor does in the first minute, until the wave beside it is answered."""
    customer, team = page.locator("#customer"), page.locator("#team")
    await customer.get_by_role("button", name="Open the link").click()
    await expect(team.get_by_text("This group is connected")).to_be_visible()
    await customer.get_by_role("button", name="2", exact=True).click()
    await expect(customer.get_by_text("What went wrong?")).to_be_visible()
    await say(page, "shop", "The lassi was warm, and the driver called three times.")
    await expect(team.get_by_text("The lassi was warm")).to_be_visible()
    await say(page, "team", "/nps")
    await expect(team.get_by_text("one answer per person")).to_be_visible()
    await page.locator("body").click(position={"x": 700, "y": 8})
    await page.wait_for_timeout(4_000)  # toasts go, figures come


async def say(page: Page, whom: str, text: str) -> None:
    field = page.get_by_label(f"Message to the {whom}")
    await field.fill(text)
    await field.press("Enter")


async def take(target: Path) -> None:
    stop = asyncio.Event()
    expect.set_options(timeout=PATIENCE)
    async with open_stage(rate=RATE, library="aiogram", begin=BEGIN) as stage, open_chromium() as browser:
        visit = Visit(stage=stage, orders=read_orders("600"), say=lambda _: None)
        async with asyncio.TaskGroup() as group:
            group.create_task(visit.run(stop))
            try:
                context = await browser.new_context(
                    viewport={"width": SIZE[0], "height": SIZE[1]}, reduced_motion="reduce"
                )
                context.set_default_timeout(PATIENCE)
                page = await context.new_page()
                await page.goto(stage.url)
                await play(page)
                target.parent.mkdir(exist_ok=True)
                await page.screenshot(path=target)
            finally:
                stop.set()


if __name__ == "__main__":
    if find_chromium() is None:
        sys.exit(NONE_HERE)
    asyncio.run(take(Path(sys.argv[1])))
