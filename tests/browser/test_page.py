"""The chat page by itself: whatever a bot and people do is shown as a messenger shows it."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from bot.simulator import Person, Simulator
from bot.simulator.control import settings
from bot.simulator.crowd import Member
from tests.browser.accessibility import serious_violations
from tests.browser.telegram import KEYBOARD, Bot, png

pytestmark = pytest.mark.asyncio(loop_scope="session")


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
    query = await bot.pressed()
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
    query = await bot.pressed()
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="Thank you!")
    await expect(page.locator("#customer .toast")).to_have_text("Thank you!")
    await expect(four).to_have_attribute("aria-busy", "true")
    answered.set()
    await expect(four).not_to_have_attribute("aria-busy", "true")


async def test_an_answer_that_asks_to_be_closed_by_hand_stays_until_it_is(
    page: Page, bot: Bot, anna: Person
) -> None:
    await bot("sendMessage", chat_id=anna.id, text="How satisfied?", reply_markup=KEYBOARD)
    await page.locator("#customer").get_by_role("button", name="4", exact=True).click()
    query = await bot.pressed()
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="Too late", show_alert=True)
    alert = page.get_by_role("dialog", name="The bot says")
    await expect(alert).to_contain_text("Too late")
    assert await serious_violations(page) == []
    await page.keyboard.press("Enter")
    await expect(alert).to_be_hidden()


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
    said = [(kind, message["text"]) for kind, message in await bot.heard() if "text" in message]
    assert said == [("message", "It came late"), ("edited_message", "It came very late")]


async def test_an_edit_of_what_has_left_the_page_does_not_bring_it_back(
    page: Page, sim: Simulator, bot: Bot, anna: Person
) -> None:
    first = await bot("sendMessage", chat_id=anna.id, text="The first")
    for number in range(130):
        sim.world.post(anna.chat, sender=sim.bot, fields={"text": f"Number {number}"})
    said = page.locator("#customer .text")
    await expect(said.last).to_have_text("Number 129")
    await bot("editMessageText", chat_id=anna.id, message_id=first["message_id"], text="The first, edited")
    await bot("sendMessage", chat_id=anna.id, text="The last")
    await expect(said.last).to_have_text("The last")
    await expect(said.filter(has_text="The first")).to_have_count(0)


async def test_whoever_looks_at_the_end_goes_on_doing_so_when_the_room_shrinks(
    page: Page, sim: Simulator, bot: Bot, anna: Person
) -> None:
    for number in range(30):
        sim.world.post(anna.chat, sender=sim.bot, fields={"text": f"Number {number}"})
    last = page.locator("#customer .text").last
    await expect(last).to_have_text("Number 29")
    for width, height in ((820, 1180), (390, 640)):
        await page.set_viewport_size({"width": width, "height": height})
        await expect(last).to_be_in_viewport()


async def test_what_is_said_in_haste_arrives_in_its_order(page: Page, anna: Person) -> None:
    at_once = asyncio.Event()
    held: list[str] = []

    async def hold_the_first(route: Route) -> None:
        held.append(str(route.request.post_data))
        if len(held) == 1:
            await at_once.wait()
        await route.continue_()

    await page.route("**/send", hold_the_first)
    field = page.get_by_label("Message to the shop")
    for word in ("one", "two"):
        await field.fill(word)
        await field.press("Enter")
    at_once.set()
    await expect(page.locator("#customer .out .text")).to_have_text(["one", "two"])
    assert await field.evaluate("field => field.scrollHeight <= field.clientHeight")  # no scrollbar
    assert [message.text for message in anna.chat.messages] == ["one", "two"]


async def test_what_could_not_be_said_comes_back_to_be_said_again(page: Page, anna: Person, bot: Bot) -> None:
    await bot("sendMessage", chat_id=anna.id, text="What went wrong?")
    field, chat = page.get_by_label("Message to the shop"), page.locator("#customer")
    await chat.locator(".in").hover()
    await chat.locator(".in").get_by_role("button", name="Reply").click()
    anna.chat.deactivated = True
    await field.fill("It came late")
    await field.press("Enter")
    await expect(chat.locator(".toast")).to_contain_text("deleted the account")
    await expect(field).to_have_value("It came late")
    anna.chat.deactivated = False
    await field.press("Enter")
    await expect(chat.locator(".out .quote")).to_contain_text("What went wrong?")


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
    # Tab completes, Shift and Tab goes elsewhere; neither sends.
    await own.press_sequentially("/s")
    await expect(page.locator("#customer .command")).to_be_visible()
    await own.press("Tab")
    await expect(own).to_have_value("/stop ")
    await expect(own).to_be_focused()
    await own.fill("")
    await own.press_sequentially("/s")
    await expect(page.locator("#customer .command")).to_be_visible()
    await own.press("Shift+Tab")
    await expect(page.locator("#customer .command")).to_be_hidden()
    await expect(own).not_to_be_focused()
    await expect(own).to_have_value("/s")
    assert [message.text for message in anna.chat.messages] == ["/stop"]


async def test_a_file_of_ones_own_can_be_sent(page: Page, anna: Person) -> None:
    chooser = page.locator("#customer input[type=file]")
    await chooser.set_input_files({"name": "sole.png", "mimeType": "image/png", "buffer": png(40, 30)})
    await expect(page.locator("#customer .out img")).to_have_js_property("naturalWidth", 40)
    await chooser.set_input_files({"name": "a.html", "mimeType": "text/html", "buffer": b"<b>hi</b>"})
    async with page.expect_download() as download:
        await page.locator("#customer a.document").click()
    assert (await (await download.value).path()).read_bytes() == b"<b>hi</b>"
    assert (await download.value).suggested_filename == "a.html"
    # A picture that not every browser draws is a file.
    for name, mime in (("b.svg", "image/svg+xml"), ("c.bmp", "image/bmp"), ("d.heic", "image/heic")):
        await chooser.set_input_files({"name": name, "mimeType": mime, "buffer": b"x"})
    await expect(page.locator("#customer a.document")).to_have_count(4)
    assert [message.media for message in anna.chat.messages] == ["photo", *["document"] * 4]


async def test_a_voice_message_reaches_the_bot_as_one(page: Page, bot: Bot, anna: Person) -> None:
    await page.locator("#customer").get_by_role("button", name="Send a voice message").press("Enter")
    await expect(page.locator("#customer .out .document")).to_contain_text("Voice message")
    [voice] = [message["voice"] for _, message in await bot.heard() if "voice" in message]
    assert (voice["duration"], voice["mime_type"]) == (3, "audio/ogg")


async def test_the_team_sends_files_and_edits_as_a_customer_does(page: Page, bot: Bot) -> None:
    team = page.locator("#team")
    field = page.get_by_label("Message to the team")
    await field.fill("/nsp")
    await field.press("Enter")
    await team.locator(".out").hover()
    await team.locator(".out").get_by_role("button", name="Edit").click()
    await field.fill("/nps")
    await field.press("Enter")
    await expect(team.locator(".out .text")).to_have_text("/nps")
    await expect(team.locator(".out .meta")).to_contain_text("edited")
    chooser = team.locator("input[type=file]")
    for name, mime in (("sole.png", "image/png"), ("receipt.pdf", "application/pdf")):
        await chooser.set_input_files({"name": name, "mimeType": mime, "buffer": png(40, 30)})
    await team.locator(".out").first.hover()
    await team.locator(".out").first.get_by_role("button", name="Reply").click()
    await team.get_by_role("button", name="Send a voice message").click()
    await expect(team.locator(".out")).to_have_count(4)
    await expect(team.locator(".out .quote")).to_contain_text("/nps")
    known = ("text", "photo", "document", "voice")
    heard = [(kind, part) for kind, said in await bot.heard() for part in known if part in said]
    assert heard == [
        ("message", "text"),
        ("edited_message", "text"),
        ("message", "photo"),
        ("message", "document"),
        ("message", "voice"),
    ]


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
    # What lies behind it is out of the keys' reach.
    await expect(page.locator("#wave [inert] input[type=search]")).to_have_count(1)
    await page.get_by_role("button", name="Back to the wave").press("Enter")
    await expect(look).to_be_hidden()


async def test_a_long_list_of_chats_is_lengthened_and_searched_by_order(page: Page, sim: Simulator) -> None:
    await sim.crowd.join([Member(first_name=f"N{number}", link="x") for number in range(90)])
    people, more = page.locator("#wave .person"), page.get_by_role("button", name="Show more")
    await expect(people).to_have_count(40)
    for before, count in ((40, 80), (80, 90)):
        await more.press("Enter")
        await expect(people).to_have_count(count)
        await expect(people.nth(before)).to_be_focused()
    await expect(more).to_be_hidden()
    sim.world.post(sim.crowd.people[7].chat, sender=sim.bot, fields={"text": "We'll ask about order #103."})
    find = page.get_by_label("Find a customer")
    await find.fill("103")
    await expect(people.locator("strong")).to_have_text(["N7"])
    await find.fill("#10")
    await expect(page.get_by_text("Nobody of that name or order.")).to_be_visible()
    await expect(people).to_have_count(0)
    await find.fill("")
    await expect(people).to_have_count(40)
    await expect(more).to_be_visible()


async def test_what_happened_is_told_in_order_and_by_chat(
    page: Page, sim: Simulator, bot: Bot, anna: Person
) -> None:
    maria = sim.people[sim.stage.scene.admin or 0]
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
    whose = ["You, the customer", "You, the customer", "The team's group", "The team's group"]
    await expect(drawer.locator(".whose")).to_have_text(whose)
    await maria.send("I am new here")
    await expect(drawer.locator("li .whose").first).to_have_text("Maria")
    await drawer.get_by_label("Chat").select_option("You, the customer")
    await expect(drawer.locator("li strong")).to_have_text(["sendMessage", "message"])
    await expect(drawer.locator(".whose")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(drawer).to_be_hidden()


async def test_a_page_that_is_not_for_this_machine_alone_says_so(
    page: Page, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    await expect(page.locator("#exposed")).to_be_hidden()
    monkeypatch.setattr(Simulator, "is_exposed", True)
    await expect(page.locator("#exposed")).to_be_visible()


async def test_what_the_head_says_is_seen_whichever_chat_is(
    page: Page, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    said = page.locator("#said")
    for tab in ("Team", "The wave"):
        await page.get_by_role("tab", name=tab).click()
        await page.get_by_role("button", name="Jump a day").click()
        await expect(said).to_have_css("opacity", "1")
        await expect(said).to_have_text(
            "It is a day later. Reminders leave, and what was asked too long ago closes."
        )
        await expect(said).to_be_in_viewport()
        assert await serious_violations(page) == []
    # And what it can't do: here, nobody supervises the agent, though somebody has said so.
    sim.stage.agent_is(up=True)
    monkeypatch.setattr(settings, "SUPERVISOR_WITHIN", 0.01)
    await page.get_by_role("button", name="Jump a day").click()
    await expect(said).to_contain_text("has not moved its clock yet")


async def test_what_was_missed_is_there_after_a_reload(page: Page, sim: Simulator, anna: Person) -> None:
    await anna.send("before")
    await page.reload()
    await expect(page.locator("#customer .text")).to_have_text(["before"])
