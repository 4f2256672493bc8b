"""The team's group: connected by an owner, asked for scores, told of low ones."""

from sqlalchemy import select

from bot.simulator.group import Group
from bot.simulator.person import Person
from storage.tables import member_table as member
from storage.tables import room_table as room
from tests.journeys.house import House


def labels(message) -> list[list[str]]:
    return [[button.text for button in row] for row in message.keyboard]


async def team(house: House, *, forum: bool = False, connected: bool = True) -> tuple[Group, Person]:
    """A group with its owner Maria in it; connected unless told otherwise."""
    maria = house.telegram.person(first_name="Maria", username="maria", language_code="en")
    group = house.telegram.group("Team", owner=maria, bot="member", forum=forum)
    await house.own(maria.id)
    if connected:
        await group.send(maria, "/connect@tapscore_bot")
        await group.receives("connected to Greenleaf")
    return group, maria


async def answered(house: House, *scores: int, **columns: str) -> None:
    """So many customers who have answered so."""
    people = [await house.customer(f"Customer {number}", **columns) for number, _ in enumerate(scores)]
    await house.plan()
    for person, score in zip(people, scores, strict=True):
        question = await person.receives("How satisfied")
        await (await person.tap(question, str(score))).answered()


async def test_an_owner_connects_a_group_and_asks_it_for_a_score(house: House) -> None:
    await answered(house, 5, 4, 4, 2, product="Shoes", store="Riga")
    group, maria = await team(house)
    await group.send(maria, "/csat@tapscore_bot")
    score = await group.receives("CSAT 75%")
    assert "Last 30 days" in score.text
    assert "75% satisfied · 0% neither · 25% dissatisfied" in score.text
    assert "4 answers (small sample)" in score.text
    assert "Asked in these days: 4 reached, 4 answered (100%)" in score.text
    assert score.bold() == ["CSAT 75%"]
    assert labels(score) == [
        ["7 d", "• 30 d", "90 d", "All"],
        ["By product", "By store"],
        ["Comments", "Low scores"],
    ]
    for label, words in (
        ("7 d", "Last 7 days"),
        ("90 d", "Last 90 days"),
        ("All", "All time"),
        ("30 d", "Last 30"),
    ):
        press = await group.tap(maria, score, label)
        await press.answered()
        await group.receives(words)
        assert f"• {label}" in labels(score)[0]
    await (await group.tap(maria, score, "By store")).answered()
    await group.receives("Riga: 75%")
    await (await group.tap(maria, score, "Back")).answered()
    await group.receives("Last 30 days")
    await (await group.tap(maria, score, "Low scores")).answered()
    await group.receives("2 of 5 · Customer 3 · Shoes · Riga")


async def test_the_same_group_stays_the_same_room_when_it_becomes_a_supergroup(house: House) -> None:
    group, maria = await team(house)
    await group.send(maria, "/csat@tapscore_bot")
    score = await group.receives("No answers yet")
    group.migrate()
    await group.send(maria, "/csat@tapscore_bot")
    await group.receives("No answers yet")
    assert score is not None
    async with house.agent.database.reading() as session:
        rooms = (await session.execute(select(room))).all()
    assert [(found.chat_id, found.disconnected_at) for found in rooms] == [(group.id, None)]


async def test_an_alert_follows_the_group_that_moved(house: House) -> None:
    anna, question = await house.asked()
    group, _maria = await team(house)
    with house.telegram.queues.held():  # the agent isn't told: it learns it from the refusal
        group.migrate()
        house.telegram.queues.clear()
    await (await anna.tap(question, "1")).answered()
    await group.receives("CSAT 1 of 5", timeout=10)


async def test_a_forum_is_answered_in_the_topic_in_which_it_was_asked(house: House) -> None:
    anna, question = await house.asked()
    group, maria = await team(house, forum=True, connected=False)
    topic = await group.new_topic("Scores")
    await group.send(maria, "/connect@tapscore_bot", topic=topic)
    welcome = await group.receives("connected to Greenleaf")
    assert welcome.thread == topic.root.id
    await (await anna.tap(question, "1")).answered()
    alert = await group.receives("CSAT 1 of 5")
    assert alert.thread == topic.root.id


async def test_a_low_score_is_told_at_once_and_its_words_below_it(house: House) -> None:
    anna, question = await house.asked("Anna *<b>", product="Shoes _x_", store="Riga")
    group, _maria = await team(house)
    await (await anna.tap(question, "1")).answered()
    alert = await group.receives("CSAT 1 of 5")
    assert alert.text == "🔴 CSAT 1 of 5 · Anna *<b> · #1001 · Shoes _x_ · Riga"
    await anna.receives("What went wrong?")
    words = "<b>It *fell* apart</b> 👟 " + "x" * 3900
    await anna.send(words)
    first = await group.receives("fell")
    second = await group.receives("xxx", timeout=10)
    assert first.reply_to is not None
    assert first.reply_to.id == alert.id
    said = "".join(part.text.removeprefix("Anna *<b>: “").removesuffix("”") for part in (first, second))
    assert said == words
    await house.settles(answered=1)


async def test_a_good_score_is_nobodys_alarm(house: House) -> None:
    anna, question = await house.asked()
    group, _maria = await team(house)
    await (await anna.tap(question, "4")).answered()
    await house.settles(answered=1)
    await group.receives("is over")  # of the wave itself, and of nothing else
    assert not group.inbox.has()


async def test_a_word_that_is_not_understood_is_answered_by_what_was_meant(house: House) -> None:
    group, maria = await team(house)
    await group.send(maria, "/nps@tapscore_bot 30days")
    answer = await group.receives("understand")
    assert answer.text == "I don't understand “30days”. Did you mean “30d”?"


async def test_a_filter_finds_what_contains_its_words(house: House) -> None:
    await answered(house, 5, 5, product="Trail running shoes")
    await answered(house, 1, product="Hat")
    group, maria = await team(house)
    await group.send(maria, "/csat@tapscore_bot product:SHOES all")
    await group.receives("CSAT 100%")
    await group.send(maria, "/csat@tapscore_bot product:boots")
    await group.receives("Did you mean")
    await group.send(maria, "/csat@tapscore_bot by:product")
    split = await group.receives("by product")
    assert "Trail running shoes: 100%" in split.text
    assert "Hat: 0%" in split.text


async def test_a_stranger_group_is_told_one_thing_only(house: House) -> None:
    await answered(house, 1)
    group, maria = await team(house, connected=False)
    eve = house.telegram.person(first_name="Eve")
    await group.join(eve)
    for command in ("/nps", "/csat all", "/help", "/connect", "/grant owner", "/scores"):
        await group.send(
            eve, command.replace(" ", "@tapscore_bot ", 1) if " " in command else f"{command}@tapscore_bot"
        )
        refusal = await group.receives("I don't know this group")
        assert refusal.text == "I don't know this group. An owner can connect it: /connect."
    await group.send(maria, "/nps@other_bot")
    await group.send(maria, "/weather@tapscore_bot")
    await group.stays_silent()


async def test_roles_are_given_by_reply_and_by_name_and_taken_again(house: House) -> None:
    group, maria = await team(house)
    ben = house.telegram.person(first_name="Ben", username="ben")
    await group.join(ben)
    said = await group.send(ben, "/grant@tapscore_bot viewer")
    await group.receives("you need the role")
    await group.send(maria, "/grant@tapscore_bot admin", reply_to=said)
    await group.receives("Ben is now")
    await group.send(ben, "/grant@tapscore_bot marketer @maria")
    await group.receives("you need the role")
    await group.send(maria, "/revoke@tapscore_bot @ben")
    await group.receives("Ben has no role")
    async with house.agent.database.reading() as session:
        roles = {found.first_name: found.role for found in await session.execute(select(member))}
    assert roles == {"Maria": "owner", "Ben": None}


async def test_a_disconnected_group_is_a_stranger_again(house: House) -> None:
    group, maria = await team(house)
    await group.send(maria, "/disconnect@tapscore_bot")
    await group.receives("isn't connected any more")
    await group.send(maria, "/nps@tapscore_bot")
    await group.receives("I don't know this group")


async def test_a_group_that_removes_the_bot_is_a_room_no_longer(house: House) -> None:
    group, _maria = await team(house)
    group.kick_bot()

    async def gone() -> bool:
        async with house.agent.database.reading() as session:
            return (await session.execute(select(room.c.disconnected_at))).scalar_one() is not None

    assert await house.until(gone)


async def test_the_menu_of_commands_is_offered_by_scope_and_language(house: House) -> None:
    async def offered() -> bool:
        return len(house.telegram.calls.of("setMyCommands")) == 18

    assert await house.until(offered)
    calls = [call.params for call in house.telegram.calls.of("setMyCommands")]
    groups = [params for params in calls if params["scope"]["type"] == "all_group_chats"]
    assert [params.get("language_code") for params in groups] == [None, "en", "ru", "uk", "pl", "zh"]
    assert groups[2]["commands"][0] == {"command": "nps", "description": "NPS с погрешностью"}


async def test_the_owners_link_works_once(house: House) -> None:
    link = house.announced.pop()
    assert link.startswith("Nobody owns this bot yet.")
    payload = link.rpartition("start=")[2]
    maria = house.telegram.person(first_name="Maria")
    eve = house.telegram.person(first_name="Eve")
    await maria.open_link(payload)
    await maria.receives("You are the owner of Greenleaf")
    await eve.open_link(payload)
    await eve.receives("We don't know this link")
    await house.close()
    await house.open()
    assert house.announced == []


async def test_names_and_words_of_any_script_are_shown_as_written(house: House) -> None:
    name, words = "אנה \u200f\u202eannA", "שלום \u202e!dlrow 👩\u200d👩\u200d👧 *_`<i>"
    anna, question = await house.asked(name, product="Schuhe \u200f(גדול)")
    group, maria = await team(house)
    await (await anna.tap(question, "1")).answered()
    alert = await group.receives("CSAT 1 of 5")
    assert name in alert.text
    assert alert.bold() == ["CSAT 1 of 5"]
    await anna.receives("What went wrong?")
    await anna.send(words)
    told = await group.receives("שלום")
    assert words in told.text
    # What turns the direction of the text in a name ends with the name: our own words stay in order.
    assert alert.text.count("\u2068") == alert.text.count("\u2069") > 0
    await group.send(maria, "/csat@tapscore_bot")
    score = await group.receives("CSAT 0% · every purchase counts\nLast 30 days")
    await (await group.tap(maria, score, "Comments")).answered()
    await group.receives("שלום")
