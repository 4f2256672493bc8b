"""A marketer plans a wave in the chat: step by step or in one line, tries it on herself, and it asks whom it said."""

from bot.simulator.group import Group
from bot.simulator.messages import Message
from bot.simulator.person import Person
from tests.journeys.house import House
from tests.journeys.test_room import labels, team


async def presses(group: Group, person: Person, message: Message, label: str) -> str | None:
    """What the toast says after a press."""
    return await (await group.tap(person, message, label)).answered()


async def begins(group: Group, person: Person, words: str = "") -> Message:
    await group.send(person, f"/wave@tapscore_bot {words}".rstrip())
    return await group.receives("NPS", only="new")


async def test_a_wave_is_planned_step_by_step_over_a_restart_and_asks_whom_the_card_says(
    house: House,
) -> None:
    """The preview counts those who are asked when nothing changes in between."""
    anna = await house.customer("Anna", category="Shoes")
    ben = await house.customer("Ben", category="Coats")
    dan = await house.customer("Dan", category="Shoes")
    await dan.send("/stop")
    await dan.receives("Done: no more questions")
    group, maria = await team(house)

    planner = await begins(group, maria)
    assert planner.text.startswith("A new wave. What shall we ask?")
    assert await presses(group, maria, planner, "NPS") is None
    await group.receives("To 2 people:\n· everybody who bought\nLeft out: 1\n· 1 stopped")
    await presses(group, maria, planner, "Shoes")
    await group.receives("To 1 person:\n· category: Shoes\nLeft out: 1\n· 1 stopped")

    await house.close()
    await house.open()
    await group.send(maria, "bougth:90d", reply_to=planner)
    await group.receives("did you mean bought:30d?")
    await presses(group, maria, planner, "Next ›")
    await group.receives("When?")
    await presses(group, maria, planner, "Type it")
    await group.receives("Reply to this message with a time of Riga")
    await group.send(maria, "tomorrow", reply_to=planner)
    await group.receives("not 'tomorrow'.")
    await presses(group, maria, planner, "Back")
    await group.receives("When?")
    await presses(group, maria, planner, "Tomorrow 10:00")
    await group.receives("Open for 7 days, reminder after 3 days")

    for button, asks, wrong, refused, right, shown in (
        ("Open for", "How long", "1s", "not '1s'.", "36h", "Open for 36 hours, no reminder"),
        (
            "Reminder",
            "When shall we remind",
            "2d",
            "closed already, after 36h",
            "30h",
            "reminder after 30 hours",
        ),
    ):
        await presses(group, maria, planner, button)
        await group.receives(asks)
        await group.send(maria, wrong, reply_to=planner)
        await group.receives(refused)
        await group.send(maria, right, reply_to=planner)
        await group.receives(shown)
    await house.close()
    await house.open()
    await presses(group, maria, planner, "Name")
    await group.receives("What is the wave called?")
    await group.send(maria, "Spring NPS", reply_to=planner)
    await group.receives("Wave “Spring NPS”")

    await presses(group, maria, planner, "Next ›")
    card = await group.receives("When: Wed 6 May 10:00 (Riga)")
    assert card.text.splitlines() == [
        "Wave “Spring NPS” · NPS",
        "To 1 person:",
        "· category: Shoes",
        "Left out: 1",
        "· 1 stopped",
        "When: Wed 6 May 10:00 (Riga)",
        "Everybody is asked by 10:01",
        "Nobody is asked from 21:00 to 9:00",
        "Open for 36 hours, reminder after 30 hours",
        "Answers to expect: hardly any",
        "(if 30% answer; your own share counts once 100 questions have closed)",
        "For ±5 points: about 980 answers, 3,300 people",
    ]
    assert labels(planner) == [["Send me a test"], ["Schedule", "Change"], ["Cancel"]]
    assert await presses(group, maria, planner, "Schedule") == "Planned."
    await group.receives("Spring NPS · NPS · planned")
    await anna.stays_silent()

    await house.jump(days=1)
    await anna.receives("how likely are you to recommend Greenleaf")
    await house.settles(sent=1, skipped=1)
    await ben.stays_silent()


async def test_a_wave_in_one_line_is_planned_by_one_press_of_whoever_may(house: House) -> None:
    anna = await house.customer("Anna")
    group, maria = await team(house)
    vera = house.telegram.person(first_name="Vera", username="vera")
    await group.join(vera)
    card = await begins(group, maria, "nps audience=“bought:90d not repeat” name=“Spring NPS”")
    assert "· bought in the last 90 days\n· not: bought more than once" in card.text
    assert await presses(group, vera, card, "Schedule") == "For this you need the role of a marketer."
    await anna.stays_silent()
    assert await presses(group, maria, card, "Schedule") == "Planned."
    await anna.receives("recommend")
    await house.recorded()
    await house.jump(seconds=15)
    await group.receives(
        "Spring NPS · NPS · running\nTo:\n· bought in the last 90 days\n· not: bought more than once"
    )


async def test_a_test_is_the_true_question_and_counts_nowhere(house: House) -> None:
    group, maria = await team(house)
    card = await begins(group, maria, "nps at=now")
    assert await presses(group, maria, card, "Send me a test") is None
    refused = await group.receives("I can't write to you yet.")
    (link,) = [button.url for button in refused.buttons]
    await maria.open_link(str(link))
    await maria.receives("Here comes a test")
    first = await maria.receives("how likely are you to recommend Greenleaf")
    await house.recorded()
    assert await (await maria.tap(first, "2")).answered() == "Thank you!"
    await maria.receives("What went wrong?")
    await maria.send("The sole came off")
    await maria.receives("Your words are with the team")

    assert await presses(group, maria, card, "Send me a test") == (
        "A test is on its way to your private chat. Tests never count."
    )
    again = await maria.receives("how likely are you to recommend Greenleaf", only="new")
    await house.recorded()
    assert await (await maria.tap(again, "10")).answered() == "Thank you!"
    await group.stays_silent()
    await group.send(maria, "/nps@tapscore_bot")
    assert (
        "No answers yet in this period. No questions are out."
        in (await group.receives("NPS", only="new")).text
    )


async def test_a_file_of_contacts_is_an_audience_and_nobody_waits_while_it_is_fetched(house: House) -> None:
    """A wrong one before it changes nothing, and a restart while it is on its way loses nothing."""
    anna = await house.customer("Anna", contact_ref="anna@mail", category="Shoes")
    ben = await house.customer("Ben", contact_ref="ben@mail", category="Coats")
    eve = await house.customer("Eve", contact_ref="eve@mail", category="Shoes")
    await house.order(contact_ref="dan@mail", category="Shoes")
    group, maria = await team(house)
    planner = await begins(group, maria)
    await presses(group, maria, planner, "NPS")
    await group.receives("Or reply with a CSV file of contacts: its column contact_ref counts.")

    wrong = b"contact_ref\nnobody@mail\n"
    await group.send_document(maria, wrong, name="old.csv", reply_to=planner)
    await group.receives("I know none of the contacts in old.csv (there are 1)", only="new")
    house.telegram.faults.latency(3.0, method="getFile")
    table = "Имя;Contact ref\nАня;ANNA@mail\nБен;ben@mail\nДан;dan@mail\nЗоя;zoe@mail\n".encode("cp1251")
    await group.send_document(maria, table, name="VIP friends.csv", reply_to=planner)
    await group.send(maria, "/nps@tapscore_bot")
    await group.receives("No answers yet", only="new", timeout=2.0)
    await house.close()
    house.telegram.faults.latency(0, method="getFile")
    await house.open()
    shown = await group.receives("· list: vip-friends")
    assert shown is planner
    assert "vip-friends: 3 of 4 contacts known" in planner.text
    assert "To 2 people:" in planner.text
    assert ["• vip-friends"] in labels(planner)

    await presses(group, maria, planner, "Shoes")
    await group.receives("· category: Shoes")
    await group.send(maria, "list:vpi-friends", reply_to=planner)
    await group.receives("did you mean list:vip-friends?", only="new")
    for label, shows in (("Next ›", "When?"), ("At once", "Anything else?"), ("Next ›", "When: at once")):
        await presses(group, maria, planner, label)
        await group.receives(shows)
    card = planner
    assert card.text.splitlines()[1:6] == [
        "To 1 person:",
        "· list: vip-friends",
        "· category: Shoes",
        "Left out: 1",
        "· 1 without an opened link",
    ]
    assert await presses(group, maria, planner, "Schedule") == "Planned."
    await anna.receives("how likely are you to recommend Greenleaf")
    await house.settles(sent=1, skipped=1)
    for other in (ben, eve):
        await other.stays_silent()


async def test_in_a_private_chat_a_file_is_taken_where_words_are_awaited(house: House) -> None:
    await house.customer("Anna", contact_ref="anna@mail")
    await house.customer("Ben", contact_ref="ben@mail")
    _, maria = await team(house)
    await maria.send("/wave nps")
    planner = await maria.receives("Wave “NPS")
    for label, shows in (("Change", "different"), ("Audience", "Whom"), ("Type it", "words that must hold")):
        await (await maria.tap(planner, label)).answered()
        await maria.receives(shows)
    await maria.send_document(b"ben@mail\n", name="one.csv")
    await maria.receives("To 1 person:\n· list: one")
    await maria.send("/wave nps audience=not list:one name=Others")
    assert "To 1 person:\n· not: list: one" in (await maria.receives("Wave “Others”", only="new")).text
