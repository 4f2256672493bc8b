"""A visit to the demo, by clicks and keys: the simulator's page, the agent's own process, a shop's real answers."""

import json
import re
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Download, expect

from bot.demo import shop
from bot.demo.stage import TOKEN
from bot.simulator.presses import ANSWER_WITHIN
from handlers.replies import Line
from handlers.texts.catalog import Catalog
from tests.browser.accessibility import serious_violations
from tests.browser.conftest import Open
from tests.browser.telegram import Bot, png
from tests.browser.visitor import (
    LONG,
    MINDED,
    ORDERS,
    advance,
    ask_for_score,
    expect_true_counts,
    say,
    scene,
    turn,
)

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

LANGUAGES = {"Русский": "ru", "Українська": "uk", "Polski": "pl", "中文": "zh", "English": "en"}


@pytest.mark.parametrize("demo", ["aiogram"], indirect=True)
async def test_a_visitor_sees_the_whole_of_it(
    demo: str, open_page: Open, http: aiohttp.ClientSession
) -> None:
    page = await open_page(demo)
    customer, team = page.locator("#customer"), page.locator("#team")
    await turn(page, "Connection lost after sending", on=True)
    await say(page, "team", "/connect")
    await expect(team.get_by_text("This group is connected")).to_be_visible(timeout=LONG)

    # The deep link, the question, a tap by keys, and the words that follow it.
    await customer.get_by_role("link", name="t.me").click(timeout=LONG)
    await expect(customer.get_by_text("How satisfied are you?")).to_be_visible(timeout=LONG)
    await customer.get_by_role("button", name="2", exact=True).press("Enter")
    await expect(customer.locator(".toast")).to_have_text("Thank you!")
    await expect(customer.get_by_text("Your answer: 2 of 5")).to_be_visible()
    await expect(customer.get_by_text("What went wrong?")).to_be_visible(timeout=LONG)
    await turn(page, "Connection lost after sending", on=False)
    await say(page, "shop", "It was warm.")
    await expect(team.get_by_text("It was warm.")).to_be_visible(timeout=LONG)
    await expect_true_counts(page)

    # The score in the group, and its periods, however Telegram answers.
    await turn(page, "Telegram is slow", on=True)
    score = await ask_for_score(page)
    await turn(page, "Telegram is slow", on=False)
    await score.get_by_role("button", name="90 d").click()
    await expect(score).to_contain_text("Last 90 days")
    await expect(score.locator(".meta")).to_contain_text("edited")
    await turn(page, "too many requests", on=True)
    await ask_for_score(page)
    await turn(page, "too many requests", on=False)
    await expect_true_counts(page)

    # Every language, from the next word on.
    await page.set_viewport_size({"width": 820, "height": 1180})
    texts = Catalog.load()
    for name, code in LANGUAGES.items():
        await page.get_by_label("Language of your client").select_option(name)
        await expect(customer.locator(".toast")).to_contain_text("another language")
        await say(page, "shop", "/privacy")
        words = texts.plain(Line("privacy", {"shop": shop.NAME}), code)
        await expect(customer.locator(".in .text").last).to_have_text(words)

    # A file of the agent's, a photo of the bot's.
    await say(page, "shop", "/mydata")
    file = customer.locator("a.document")
    await expect(file).to_be_visible()
    async with page.expect_download() as download:
        await file.click()
    assert (await _json(await download.value))["shop"] == shop.NAME
    customer_id = (await scene(http, demo))["scene"]["customer"]
    await Bot(url=demo, token=TOKEN, http=http).send_photo(customer_id, png(640, 400), caption="A chart")
    await customer.get_by_role("button", name="Open the photo large").press("Enter")
    await expect(page.get_by_role("dialog").get_by_role("img")).to_have_js_property("naturalWidth", 640)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    assert await serious_violations(page) == []


@pytest.mark.parametrize("demo", ["python-telegram-bot"], indirect=True)
async def test_a_killed_agent_loses_nothing_and_a_day_can_be_skipped(
    demo: str, open_page: Open, http: aiohttp.ClientSession
) -> None:
    page = await open_page(demo, width=390, height=844)
    customer = page.locator("#customer")
    link = page.get_by_role("button", name="Open the link")
    await expect(link).to_be_visible(timeout=LONG)
    await expect(page.locator("[data-figure=asked]")).to_have_text(str(ORDERS), timeout=LONG)
    await turn(page, "The agent is killed", on=True)
    await expect(page.get_by_text("The agent is killed. What people do now")).to_be_visible()
    jump = page.get_by_role("button", name="Jump a day")
    await expect(jump).to_be_disabled()
    await expect(jump).to_have_attribute("title", re.compile("^Not before the agent is up"))
    # Whatever is done while it is down waits for it: taps, too, which it comes too late to acknowledge.
    await link.click()
    await expect(page.locator("[data-figure=answered]")).to_have_text(str(MINDED))
    await advance(http, demo, seconds=ANSWER_WITHIN + 5)
    await turn(page, "The agent is killed", on=False)
    await expect(page.get_by_text("The agent is starting …")).to_be_visible()
    await expect(jump).to_be_disabled()
    await expect(jump).to_be_enabled(timeout=LONG)
    await expect(customer.get_by_text("How satisfied are you?")).to_have_count(1, timeout=LONG)
    await page.get_by_role("tab", name="The wave").click()
    await expect_true_counts(page)
    found = await scene(http, demo)
    assert found["agent"]["starts"] == 2
    assert found["crowd"]["answered"] < found["crowd"]["pressed"] == MINDED

    # Somebody who has blocked the bot, and lets it in again, is reminded like all who are silent: once.
    await page.get_by_role("tab", name="Customer").click()
    await turn(page, "The customer blocks the bot", on=True)
    await page.get_by_role("button", name="Unblock the bot").click()
    await expect(page.get_by_label("Message to the shop")).to_be_visible()
    before = await customer.locator(".in").count()
    await jump.click()
    await expect(customer.locator(".in")).to_have_count(before + 1, timeout=LONG)

    # A voice message takes the way of words.
    await customer.get_by_role("button", name="1", exact=True).last.click()
    await expect(customer.get_by_text("What went wrong?")).to_be_visible()
    await customer.get_by_role("button", name="Send a voice message").click()
    await page.get_by_role("tab", name="Team").click()
    await expect(page.locator("#team .in .document")).to_contain_text("Voice message")
    await page.get_by_role("tab", name="The wave").click()
    await expect_true_counts(page)


async def _json(download: Download) -> Any:
    return json.loads((await download.path()).read_text(encoding="utf-8"))
