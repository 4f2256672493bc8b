"""A marketer changes a survey in the chat: the next wave is asked so, and a question that is out stays as it was."""

import json

from sqlalchemy import select

from bot.simulator.group import Group
from bot.simulator.messages import Message
from bot.simulator.person import Person
from storage.tables import message_table as message
from tests.journeys.house import House
from tests.journeys.test_room import labels, team

CHANGED = "Changed. New waves are asked so."


async def presses(
    group: Group, person: Person, message: Message, label: str, shows: str, *, toast: str | None = None
) -> Message:
    """A press, what its toast says, and what the message shows then."""
    assert await (await group.tap(person, message, label)).answered() == toast
    return await group.receives(shows)


async def test_scale_and_words_are_changed_over_a_restart_and_ask_the_next_wave(house: House) -> None:
    anna, first = await house.asked()
    group, maria = await team(house)
    await group.send(maria, "/survey@tapscore_bot")
    shown = await group.receives("Which survey shall we look at?")
    card = await presses(group, maria, shown, "CSAT", "CSAT · version 1\nScale: 1–5")
    assert "Maria, your Trail running shoes arrived on 3 May. How satisfied are you?" in card.text
    await presses(group, maria, shown, "Scale", "Which scale?")
    await presses(group, maria, shown, "1–3", "CSAT · version 2", toast=CHANGED)
    await presses(group, maria, shown, "Back", "CSAT · version 2\nScale: 1–3")
    await presses(group, maria, shown, "Words", "Words in which language?")
    await presses(group, maria, shown, "English", "Which words shall be different?")
    await presses(group, maria, shown, "Question", "Reply to this message with your own words (English).")

    await house.close()
    await house.open()
    await group.send(maria, "{nmae}, happy?", reply_to=shown)
    await group.receives("not {nmae}.")
    await group.send(maria, "{name}, happy with {product}?", reply_to=shown)
    await group.receives("CSAT · version 3\nThe question (English)\nMaria, happy with Trail running shoes?")

    ben = await house.customer("Ben")
    await house.plan()
    second = await ben.receives("Ben, happy with Trail running shoes?")
    assert labels(second)[0] == ["1", "2", "3"]
    await house.recorded()
    for person, question, score, shows in ((anna, first, "4", "4 of 5"), (ben, second, "3", "3 of 3")):
        assert await (await person.tap(question, score)).answered() == "Thank you!"
        await person.receives(f"Your answer: {shows}")


async def test_a_test_shows_what_was_changed_to_whoever_presses(house: House) -> None:
    group, maria = await team(house)
    await maria.open_link(await house.order())
    await maria.receives("/stop")
    await group.send(maria, "/survey@tapscore_bot ces")
    shown = await group.receives("CES · version 1")
    await presses(group, maria, shown, "Symbols", "What stands on the buttons?")
    await presses(group, maria, shown, "😠 🙁 😕 😐 🙂 😊 😄", "CES · version 2", toast=CHANGED)
    await presses(group, maria, shown, "Back", "😠 = strongly disagree, 😄 = strongly agree")
    assert await (await group.tap(maria, shown, "Send me a test")).answered() == (
        "A test is on its way to your private chat. Tests never count."
    )
    question = await maria.receives("made it easy to place and receive your order")
    assert labels(question)[0] == ["😠", "🙁", "😕", "😐", "🙂", "😊", "😄"]


async def test_a_shop_s_own_quick_answer_is_chosen_and_read_and_a_question_that_is_out_keeps_the_old_ones(
    house: House,
) -> None:
    anna, first = await house.asked()
    group, maria = await team(house)
    await group.send(maria, "/survey@tapscore_bot csat")
    shown = await group.receives("CSAT · version 1")
    await presses(
        group, maria, shown, "Quick answers", "English: Delivery · Quality · Price · Service · Skip"
    )
    await presses(
        group, maria, shown, "• Price", "English: Delivery · Quality · Service · Skip", toast=CHANGED
    )
    await presses(group, maria, shown, "Add your own", "Reply to this message with a word or two (English)")
    await group.send(maria, "Size", reply_to=shown)
    await group.receives("English: Delivery · Quality · Service · Size · Skip")

    ben = await house.customer("Ben")
    await house.plan()
    second = await ben.receives("How satisfied")
    await house.recorded()
    for person, name, question, offered, choice in (
        (ben, "Ben", second, [["Delivery", "Quality"], ["Service", "Size"], ["Skip"]], "Size"),
        (anna, "Anna", first, [["Delivery", "Quality"], ["Price", "Service"], ["Skip"]], "Price"),
    ):
        await (await person.tap(question, "2")).answered()
        prompt = await person.receives("What went wrong?")
        assert labels(prompt) == offered
        await group.receives(f"CSAT 2 of 5 · {name}")
        assert await (await person.tap(prompt, choice)).answered() == "Thank you!"
        await person.receives(f"Your answer: {choice}", only="edited")
        await group.receives(f"{name}: {choice}")

    await presses(group, maria, shown, "• Size", "English: Size")
    await presses(group, maria, shown, "Take away", "Delivery · Quality · Service · Skip", toast=CHANGED)
    await group.send(maria, "/csat@tapscore_bot")
    score = await group.receives("Last 30 days")
    await (await group.tap(maria, score, "Low scores")).answered()
    listed = await group.receives("2 of 5 · Ben · Trail running shoes → Size")
    assert "2 of 5 · Anna · Trail running shoes → Price" in listed.text
    await ben.send("/mydata")
    await ben.receives("Here is everything")
    assert await _answer_in_their_file(house, ben) == {"reason": "own1", "reason_in_words": {"en": "Size"}}


async def _answer_in_their_file(house: House, person: Person) -> dict[str, object]:
    """What the last file of /mydata says of a quick answer."""
    async with house.agent.database.reading() as session:
        found = await session.execute(select(message.c.content).where(message.c.chat_id == person.id))
        documents = [content["document"] for (content,) in found if content and content.get("document")]
    answer = json.loads(documents[-1]["text"])["questions"][-1]["answer"]
    return {name: value for name, value in answer.items() if name.startswith("reason")}


async def test_a_reminder_says_the_words_of_the_version_its_wave_was_planned_with(house: House) -> None:
    group, maria = await team(house)
    await group.send(maria, "/survey@tapscore_bot csat")
    shown = await group.receives("CSAT · version 1")
    await presses(group, maria, shown, "Words", "Words in which language?")
    await presses(group, maria, shown, "English", "Which words shall be different?")
    await presses(group, maria, shown, "Reminder", "A gentle reminder, in case it slipped by:")
    await group.send(maria, "{name}, one minute for {shop}?", reply_to=shown)
    await group.receives("CSAT · version 2")
    anna, _ = await house.asked()
    await presses(group, maria, shown, "• Reminder", "{name}, one minute for {shop}?")
    await presses(group, maria, shown, "Usual words", "CSAT · version 3", toast=CHANGED)
    await house.jump(days=3, seconds=1)
    reminder = await anna.receives("Anna, one minute for Greenleaf?\nAnna, your Trail running shoes arrived")
    assert labels(reminder)[0] == ["1", "2", "3", "4", "5"]
