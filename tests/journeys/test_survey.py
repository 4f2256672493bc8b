"""A marketer changes a survey in the chat: the next wave is asked so, and a question that is out stays as it was."""

from bot.simulator.group import Group
from bot.simulator.messages import Message
from bot.simulator.person import Person
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
