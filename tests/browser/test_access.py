"""Who can't see well, or works by keys alone, can use the chat page too."""

from typing import Any

import pytest
from playwright.async_api import expect

from bot.simulator import Person, Simulator
from bot.simulator.crowd import Member
from tests.browser.accessibility import serious_violations
from tests.browser.conftest import Open
from tests.browser.telegram import KEYBOARD, Bot, png

pytestmark = pytest.mark.asyncio(loop_scope="session")

# Where the keys stand: what it is called, and whether one can see that they stand there; null past the end.
FOCUS = """() => {
  const node = document.activeElement;
  if (node === document.body) return null;
  const style = getComputedStyle(node), box = node.getBoundingClientRect();
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 1
    && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [node.ariaLabel ?? node.textContent.trim().slice(0, 30), seen];
}"""


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
async def test_everything_is_reached_by_keys_and_one_sees_where_they_stand(
    sim: Simulator, bot: Bot, anna: Person, open_page: Open, width: int, height: int
) -> None:
    await bot("sendMessage", chat_id=anna.id, text="How satisfied?", reply_markup=KEYBOARD)
    await sim.crowd.join([Member(first_name="Ben", link="x")])
    page = await open_page(sim.url, width=width, height=height)
    stops: dict[str, bool] = {}
    await page.keyboard.press("Tab")
    while focus := await page.evaluate(FOCUS):
        name, is_seen = focus
        stops[name] = stops.get(name, True) and is_seen
        await page.keyboard.press("Tab")
    expected = {
        "Skip to your chat",
        "Jump a day",
        "Jump a month",
        "Break something",
        "What happened",
        "Your chat with the shop",
    }
    expected |= {"Reply", *"12345", "Message to the shop, as a customer", "Send a photo or a file", "Send"}
    expected |= {"Customer"} if width < 700 else {"Message to the team's group", "/nps"}
    assert expected - set(stops) == set()
    assert [name for name, is_seen in stops.items() if not is_seen] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (820, 1180), (1440, 900)])
async def test_nothing_keeps_anybody_from_using_it(
    sim: Simulator, bot: Bot, anna: Person, open_page: Open, width: int, height: int, scheme: Any
) -> None:
    await bot("sendMessage", chat_id=anna.id, text="How satisfied? /stop ends it", reply_markup=KEYBOARD)
    await bot("sendMessage", chat_id=sim.stage.scene.group, text="NPS +42", reply_markup=KEYBOARD)
    await bot.send_photo(anna.id, png(320, 200), caption="A chart")
    await sim.crowd.join([Member(first_name="Ben", link="x", answer="5")])
    await anna.send("late")
    page = await open_page(sim.url, width=width, height=height, scheme=scheme)
    tabs = page.get_by_role("tab")
    for number in range(3 if width < 700 else 1):
        if width < 700:
            await tabs.nth(number).click()
        assert await serious_violations(page) == []
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(overflow) <= 0
    await page.get_by_role("button", name="Break something").click()
    assert await serious_violations(page) == []
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="What happened").click()
    await expect(page.locator("#journal li").first).to_be_visible()
    assert await serious_violations(page) == []


async def test_whoever_works_by_keys_stays_where_they_were(
    sim: Simulator, bot: Bot, anna: Person, open_page: Open
) -> None:
    def keys(*labels: str) -> Any:
        return {"inline_keyboard": [[{"text": label, "callback_data": label} for label in labels]]}

    await anna.send("before")
    question = await bot("sendMessage", chat_id=anna.id, text="Which days?", reply_markup=keys(*"1234"))
    page = await open_page(sim.url)
    chat = page.locator("#customer")
    await chat.locator(".key").nth(2).focus()
    # The same one while it is there, else the last that is left, else the chat.
    for labels, focused in (("abcd", "c"), ("ab", "b"), ("", None)):
        edit = {"chat_id": anna.id, "message_id": question["message_id"], "text": f"Now {labels}"}
        await bot("editMessageText", **edit, reply_markup=keys(*labels) if labels else None)
        await expect(chat.locator(".text").last).to_have_text(f"Now {labels}")
        await expect(
            chat.locator(".key", has_text=focused) if focused else chat.get_by_role("log")
        ).to_be_focused()
    anna.block()
    await chat.get_by_role("button", name="Unblock the bot").press("Enter")
    await expect(page.get_by_label("Message to the shop")).to_be_focused()
