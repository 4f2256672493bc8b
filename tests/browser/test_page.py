"""The chat page by itself: whatever a bot and people do is shown as a messenger shows it."""

import asyncio
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route, expect

from bot.simulator import Person, Simulator
from bot.simulator.crowd import Member
from tests.browser.accessibility import serious_violations
from tests.browser.conftest import Open
from tests.browser.telegram import Bot, png

pytestmark = pytest.mark.asyncio(loop_scope="session")

KEYBOARD = {"inline_keyboard": [[{"text": label, "callback_data": label} for label in "12345"]]}


@pytest.fixture
def anna(sim: Simulator) -> Person:
    return sim.people[sim.stage.scene.customer or 0]


@pytest_asyncio.fixture(loop_scope="session")
async def page(sim: Simulator, open_page: Open) -> Page:
    return await open_page(sim.url)


async def test_nobodys_words_are_read_as_html(page: Page, sim: Simulator, bot: Bot, anna: Person) -> None:
    evil = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    anna.account.first_name = evil
    await anna.send(evil)
    await bot(
        "sendMessage", chat_id=anna.id, text=evil, entities=[{"type": "bold", "offset": 0, "length": 9}]
    )
    await sim.crowd.join([Member(first_name=evil, link="x")])
    await expect(page.locator("#customer .text")).to_have_text([evil, evil])
    await expect(page.locator("#wave .person strong")).to_have_text([evil])
    assert await page.locator(".text img, .text script, .person img").count() == 0
    assert await page.title() == "Tapscore: try it"


async def test_entities_become_their_elements(page: Page, bot: Bot, anna: Person) -> None:
    text = "Ёж 🦔 bold link /stop"
    entities = [
        {"type": "bold", "offset": 6, "length": 9},
        {"type": "italic", "offset": 11, "length": 4},
        {"type": "text_link", "offset": 11, "length": 4, "url": "https://example.com/"},
    ]
    await bot("sendMessage", chat_id=anna.id, text=text, entities=entities)
    said = page.locator("#customer .text")
    await expect(said.locator("strong")).to_have_text("bold link")
    await expect(said.locator("strong em")).to_have_text("link")
    await expect(said.locator("a[href='https://example.com/']")).to_have_attribute(
        "rel", "noopener noreferrer"
    )
    await said.get_by_role("button", name="/stop").click()
    await expect(page.locator("#customer .out .text")).to_have_text("/stop")


async def test_an_edit_is_marked_and_shown_in_place(page: Page, bot: Bot, anna: Person) -> None:
    question = await bot("sendMessage", chat_id=anna.id, text="How satisfied?", reply_markup=KEYBOARD)
    await bot("sendMessage", chat_id=anna.id, text="A later one")
    await expect(page.locator("#customer .key")).to_have_text(list("12345"))
    await bot("editMessageText", chat_id=anna.id, message_id=question["message_id"], text="Thank you")
    await expect(page.locator("#customer .text")).to_have_text(["Thank you", "A later one"])
    await expect(page.locator("#customer .message").first.locator(".meta")).to_contain_text("edited")
    await expect(page.locator("#customer .key")).to_have_count(0)
    await bot("deleteMessage", chat_id=anna.id, message_id=question["message_id"])
    await expect(page.locator("#customer .text")).to_have_text(["A later one"])


async def test_a_button_waits_for_its_answer_and_the_toast_shows_it(
    page: Page, bot: Bot, anna: Person
) -> None:
    await bot("sendMessage", chat_id=anna.id, text="How satisfied?", reply_markup=KEYBOARD)
    four = page.locator("#customer").get_by_role("button", name="4", exact=True)
    await four.focus()
    await page.keyboard.press("Enter")
    await expect(four).to_have_attribute("aria-busy", "true")
    query = next(update for update in await bot("getUpdates") if "callback_query" in update)["callback_query"]
    assert query["data"] == "4"
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="Thank you!")
    await expect(page.locator("#customer .toast")).to_have_text("Thank you!")
    await expect(four).not_to_have_attribute("aria-busy", "true")


async def test_an_answer_that_overtakes_its_press_ends_the_waiting_too(
    page: Page, bot: Bot, anna: Person
) -> None:
    answered = asyncio.Event()

    async def hold(route: Route) -> None:
        press = await route.fetch()
        await answered.wait()
        await route.fulfill(response=press)

    await page.route("**/tap", hold)
    await bot("sendMessage", chat_id=anna.id, text="How satisfied?", reply_markup=KEYBOARD)
    four = page.locator("#customer").get_by_role("button", name="4", exact=True)
    await four.click()
    query = next(update for update in await bot("getUpdates") if "callback_query" in update)["callback_query"]
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="Thank you!")
    await expect(page.locator("#customer .toast")).to_have_text("Thank you!")
    await expect(four).to_have_attribute("aria-busy", "true")
    answered.set()
    await expect(four).not_to_have_attribute("aria-busy", "true")


async def test_styles_links_and_typing_are_shown(page: Page, bot: Bot, anna: Person) -> None:
    row = [
        {"text": "Erase", "callback_data": "x", "style": "danger"},
        {"text": "Keep", "callback_data": "y", "style": "success"},
        {"text": "Review", "url": "https://example.com/review"},
        {"text": "Again", "url": "https://t.me/tapscore_bot?start=again"},
    ]
    await bot("sendChatAction", chat_id=anna.id, action="typing")
    await expect(page.locator("#customer .typing")).to_be_visible()
    await bot("sendMessage", chat_id=anna.id, text="?", reply_markup={"inline_keyboard": [row]})
    await expect(page.locator("#customer .typing")).to_be_hidden()
    await expect(page.locator("#customer .key.danger")).to_have_text("Erase")
    await expect(page.locator("#customer a.key")).to_have_attribute("target", "_blank")
    # A deep link opens the chat with its payload.
    await page.get_by_role("button", name="Again").click()
    await expect(page.locator("#customer .out .text")).to_have_text("/start again")


async def test_a_reply_quotes_and_an_own_message_can_be_edited(page: Page, bot: Bot, anna: Person) -> None:
    await bot("sendMessage", chat_id=anna.id, text="What went wrong?")
    chat, field = page.locator("#customer"), page.get_by_label("Message to the shop")
    await chat.locator(".message").hover()
    await chat.get_by_role("button", name="Reply").click()
    await field.fill("It came late")
    await field.press("Enter")
    await expect(chat.locator(".out .quote")).to_contain_text("What went wrong?")
    await chat.locator(".out").hover()
    await chat.locator(".out").get_by_role("button", name="Edit").click()
    await field.fill("It came very late")
    await field.press("Enter")
    await expect(chat.locator(".out .text")).to_have_text(["It came very late"])
    said = [message async for message in _texts(bot)]
    assert said == [("message", "It came late"), ("edited_message", "It came very late")]


async def _texts(bot: Bot) -> Any:
    for update in await bot("getUpdates"):
        for kind in ("message", "edited_message"):
            if "text" in update.get(kind, {}):
                yield kind, update[kind]["text"]


async def test_commands_are_offered_by_scope_and_language(page: Page, bot: Bot, anna: Person) -> None:
    for scope, language, words in (
        ("all_private_chats", "", "Ends it"),
        ("all_private_chats", "ru", "Конец вопросам"),
        ("all_chat_administrators", "", "The score"),
    ):
        name = "stop" if scope == "all_private_chats" else "nps"
        await bot(
            "setMyCommands",
            commands=[{"command": name, "description": words}],
            scope={"type": scope},
            language_code=language,
        )
    team, own = page.get_by_label("Message to the team"), page.get_by_label("Message to the shop")
    await team.press_sequentially("/")
    await expect(page.locator("#team .command")).to_have_text(["/npsThe score"])
    await own.press_sequentially("/")
    await expect(page.locator("#customer .command")).to_have_text(["/stopEnds it"])
    await own.press("Escape")
    await own.fill("")
    await page.get_by_label("Language of your client").select_option("ru")
    await expect(page.locator("#customer .toast")).to_contain_text("another language")
    await own.press_sequentially("/s")
    await expect(page.locator("#customer .command")).to_have_text(["/stopКонец вопросам"])
    await own.press("Enter")
    await expect(page.locator("#customer .out .text")).to_have_text("/stop")
    assert anna.account.language_code == "ru"


async def test_a_file_of_ones_own_can_be_sent(page: Page, anna: Person) -> None:
    chooser = page.locator("#customer input[type=file]")
    await chooser.set_input_files({"name": "sole.png", "mimeType": "image/png", "buffer": png(40, 30)})
    await expect(page.locator("#customer .out img")).to_have_js_property("naturalWidth", 40)
    await chooser.set_input_files({"name": "a.html", "mimeType": "text/html", "buffer": b"<b>hi</b>"})
    async with page.expect_download() as download:
        await page.locator("#customer a.document").click()
    assert (await (await download.value).path()).read_bytes() == b"<b>hi</b>"
    assert (await download.value).suggested_filename == "a.html"
    assert [message.media for message in anna.chat.messages] == ["photo", "document"]


async def test_anybodys_chat_can_be_looked_into(page: Page, sim: Simulator, bot: Bot) -> None:
    await sim.crowd.join([Member(first_name=name, link=name) for name in ("Ben", "Chloe")])
    chloe = sim.crowd.people[1]
    await page.get_by_label("Find a customer").fill("chl")
    await expect(page.locator("#wave .person strong")).to_have_text(["Chloe"])
    await page.locator("#wave .person").press("Enter")
    await bot("sendMessage", chat_id=chloe.id, text="How satisfied?", reply_markup=KEYBOARD)
    look = page.get_by_role("log", name="Chat of Chloe")
    await expect(look.locator(".text")).to_have_text(["/start Chloe", "How satisfied?"])
    await expect(look.get_by_role("button", name="5")).to_be_disabled()
    await page.get_by_role("button", name="Back to the wave").press("Enter")
    await expect(look).to_be_hidden()


async def test_what_happened_is_told_in_order_and_by_chat(page: Page, bot: Bot, anna: Person) -> None:
    await bot("getMe")
    await anna.send("hello there")
    await bot("sendMessage", chat_id=anna.id, text="How satisfied?", reply_markup=KEYBOARD)
    await page.get_by_role("button", name="What happened").press("Enter")
    drawer = page.get_by_role("complementary", name="What happened")
    await expect(drawer.locator("li strong").first).to_have_text("sendMessage")
    await expect(drawer.locator("li").first).to_contain_text("How satisfied? [1] [2] [3] [4] [5]")
    await expect(drawer.locator("li").first).to_contain_text("ok")
    await expect(drawer.locator("li").nth(1)).to_contain_text("hello there")
    await expect(drawer).to_contain_text("getMe")
    await drawer.get_by_label("Chat").select_option("You, the customer")
    await expect(drawer.locator("li strong")).to_have_text(["sendMessage", "message"])
    await page.keyboard.press("Escape")
    await expect(drawer).to_be_hidden()


async def test_a_page_that_is_not_for_this_machine_alone_says_so(
    page: Page, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    await expect(page.locator("#exposed")).to_be_hidden()
    monkeypatch.setattr(Simulator, "is_exposed", True)
    await expect(page.locator("#exposed")).to_be_visible()


async def test_what_was_missed_is_there_after_a_reload(page: Page, sim: Simulator, anna: Person) -> None:
    await anna.send("before")
    await page.reload()
    await expect(page.locator("#customer .text")).to_have_text(["before"])


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
