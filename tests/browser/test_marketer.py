"""A marketer's month on the demo's page, by clicks and keys: a wave is planned, tried, asked and told of at its end."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.accessibility import serious_violations
from tests.browser.conftest import Open
from tests.browser.visitor import LONG, MINDED, ORDERS, expect_true_counts, say, scene

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

DAYS = 32
"""What the page takes for a month: whoever was asked in the demo may be asked again after 30 days."""

EVERYBODY = ORDERS + 1
"""The demo's customers, and the visitor."""

PROGRESS = (
    ("Schedule", "Spring NPS · NPS · planned"),
    ("Pause", "Spring NPS · NPS · paused"),
    ("Resume", "Spring NPS · NPS · planned"),
    ("Stop", "Stop for good?"),
    ("Keep", "Spring NPS · NPS · planned"),
)
"""The buttons that are pressed once a wave is ready, and what its message shows after each."""

OVERFLOW = """() => [document.documentElement, ...document.querySelectorAll("#team .key, #team .text")]
  .filter((node) => node.scrollWidth > node.clientWidth)
  .map((node) => node.textContent.slice(0, 80))"""


async def reads_well(page: Page) -> None:
    """Nothing is cut off at this width, and nothing keeps anybody from using it."""
    assert await page.evaluate(OVERFLOW) == []
    assert await serious_violations(page) == []


async def answer(page: Page, text: str) -> Locator:
    """Say something to the team; the message that answers it, which stays the same when it is edited."""
    team = page.locator("#team .message.in")
    before = await team.count()
    await say(page, "team", text)
    await expect(team).to_have_count(before + 1, timeout=LONG)
    number = await team.last.get_attribute("data-id")
    return page.locator(f"#team [data-id='{number}']")


async def press(message: Locator, label: str, *shows: str) -> None:
    """Press a button by keys; what the same message shows then."""
    await message.get_by_role("button", name=label, exact=True).press("Enter")
    for text in shows:
        await expect(message).to_contain_text(text, timeout=LONG)


async def reply(page: Page, message: Locator, text: str, shows: str) -> None:
    """Answer a message of the bot's in words; what it shows then."""
    await message.hover()
    await message.get_by_role("button", name="Reply").click()
    await say(page, "team", text)
    await expect(message).to_contain_text(shows, timeout=LONG)


async def plan(page: Page, begins: datetime) -> Locator:
    """Question, audience, time and details: by buttons, and by words where a step asks for them."""
    planner = await answer(page, "/wave")
    await press(
        planner, "NPS", "Whom shall we ask?", "To nobody, as it stands:", f"{EVERYBODY} asked within a day"
    )
    await press(planner, "Last 90 days", "bought in the last 90 days")
    await expect(planner.get_by_role("button", name="• Last 90 days")).to_be_visible()
    await press(planner, "Next ›", "When?")
    await press(planner, "Type it", "Reply to this message with a time of")
    await reply(page, planner, f"{begins:%Y-%m-%d} 10:00", "Anything else?")
    await press(planner, "Open for", "How long can a question be answered?")
    await press(planner, "1 day", "Open for 1 day, no reminder")
    await press(planner, "Name", "What is the wave called?")
    await reply(page, planner, "Spring NPS", "Wave “Spring NPS” · NPS")
    await press(
        planner, "Next ›", f"To {EVERYBODY} people:", "Everybody is asked by 10:01", "Answers to expect"
    )
    return planner


async def look_around(page: Page) -> None:
    """The list of the waves, a survey that is changed, and why somebody was asked."""
    waves = await answer(page, "/waves")
    await expect(waves).to_contain_text("Spring NPS · NPS · planned")
    await expect(waves).to_contain_text("After delivery · CSAT · 2 hours after the delivery")
    survey = await answer(page, "/survey csat")
    await press(survey, "Symbols", "What stands on the buttons?")
    await press(survey, "1 ★ 2 ★ 3 ★ 4 ★ 5 ★", "CSAT · version 2")
    await expect(page.locator("#team .toast")).to_have_text("Changed. New waves are asked so.")
    why = await answer(page, "/why A1001")
    await expect(why).to_contain_text("answered 5 of 5")


async def jump(page: Page, how_far: str) -> None:
    """A day or a month later, as the page's clock shows."""
    clock = page.locator("#clock")
    before = await clock.inner_text()
    await page.get_by_role("button", name=f"Jump a {how_far}").click()
    await expect(clock).not_to_have_text(before, timeout=LONG)


@pytest.mark.parametrize("demo", ["aiogram"], indirect=True)
async def test_a_marketer_plans_a_wave_and_reads_what_became_of_it(
    demo: str, open_page: Open, http: aiohttp.ClientSession
) -> None:
    page = await open_page(demo, width=390, height=844)
    customer, team = page.locator("#customer"), page.locator("#team")
    # Who clicks by hand stays below what Telegram allows in a group.
    await http.post(f"{demo}/simulator/limits", json={"per_group_minute": None})
    await page.get_by_role("button", name="Open the link").click(timeout=LONG)
    await customer.get_by_role("button", name="5", exact=True).click(timeout=LONG)
    await expect(customer.get_by_text("Your answer: 5 of 5")).to_be_visible(timeout=LONG)
    await page.get_by_role("tab", name="Team").click()
    await expect(team.get_by_text("This group is connected")).to_be_visible(timeout=LONG)

    # On a phone: a wave is planned, tried and scheduled; its message shows from then on how far it is.
    now = datetime.fromtimestamp((await scene(http, demo))["now"], UTC)
    planner = await plan(page, now + timedelta(days=DAYS))
    await reads_well(page)
    await press(planner, "Send me a test")
    await team.locator(".key", has_text="Open the chat").click(timeout=LONG)
    await expect(team.get_by_text("That went to the bot in a chat of your own")).to_be_visible()
    for button, shows in PROGRESS:
        await press(planner, button, shows)
    await expect(planner).not_to_contain_text("Stop for good?")
    await reads_well(page)

    await page.set_viewport_size({"width": 820, "height": 1180})
    await look_around(page)
    await reads_well(page)
    await expect_true_counts(page)

    # On a desk: the month goes by, the wave asks, and the team is told how it ended.
    await page.set_viewport_size({"width": 1440, "height": 900})
    await jump(page, "month")
    await expect(customer.get_by_text("how likely are you to recommend")).to_be_visible(timeout=LONG)
    await expect(planner).to_contain_text(f"Asked {EVERYBODY} of {EVERYBODY}", timeout=LONG)
    await customer.get_by_role("button", name="9", exact=True).click()
    await expect(customer.get_by_text("Your answer: 9 of 10")).to_be_visible(timeout=LONG)
    await expect_true_counts(page)
    # All the others answer this question, too, and the figures of the first wave stay what they are.
    await expect(planner).to_contain_text(f"{MINDED + 1} answered", timeout=LONG)
    for _ in range(2):
        await jump(page, "day")
    result = team.locator(".message.in", has_text="Spring NPS is over")
    await expect(result).to_contain_text(
        f"Asked {EVERYBODY} of {EVERYBODY} · {MINDED + 1} answered", timeout=LONG
    )
    # The visitor's 9, and the others' answers as they stand on this scale: 5 of 5 is a 10, 4 an 8, 3 a 5.
    await expect(result).to_contain_text("46% promoters · 8% passive · 46% detractors")
    await expect(planner).to_contain_text("Spring NPS · NPS · done", timeout=LONG)
    await expect_true_counts(page)
    await reads_well(page)
