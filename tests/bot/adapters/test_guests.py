"""The agent as a guest of hostile bots of both libraries: people talk with one bot, and each half hears its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import contacts, rooms
from tests.bot.adapters.guest_house import GuestHouse, open_guest_house
from tests.bot.adapters.hosts import HOW_MANY, IN_BASKET, PARDON, allow_arbitrary_callback_data


@pytest.fixture
async def house(tmp_path: Path, library: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[GuestHouse]:
    """A shop's bot that polls, with the agent in it."""
    allow_arbitrary_callback_data(monkeypatch)
    async with open_guest_house(tmp_path, library) as house:
        yield house
        assert house.host.errors == []


async def test_a_customer_talks_with_both(house: GuestHouse) -> None:
    anna = house.telegram.person(first_name="Anna")
    await anna.open_link(await house.order())
    await anna.receives("customer care")
    await anna.send("/catalog")
    catalog = await anna.receives("Catalog")
    press = await anna.tap(catalog, "Buy")
    assert await press.answered() == IN_BASKET

    await house.plan()
    question = await anna.receives("How satisfied")
    await anna.send("where is my parcel?")
    await anna.receives(PARDON)
    press = await anna.tap(question, "2")
    assert await press.answered() == "Thank you!"
    await anna.receives("What went wrong?")
    await anna.send("The sole came off.")
    await anna.receives("Your words are with the team")
    stored = await house.answer()
    assert (stored.score, stored.comment) == (2, "The sole came off.")

    await house.jump(minutes=2)
    await anna.send("thanks!")
    await anna.receives(PARDON, only="new")
    heard = [
        update.message.text if update.message else update.callback_query.message.text
        for update in house.host.seen
        if update.message or update.callback_query
    ]
    assert heard == ["/catalog", "Catalog", "where is my parcel?", "thanks!"]


async def test_a_number_answers_the_question_but_not_while_the_host_asks_for_one(house: GuestHouse) -> None:
    anna, question = await house.asked()
    await anna.send("/order")
    await anna.receives(HOW_MANY)
    await anna.send("4")
    await anna.receives("4 it is")
    assert await house.answer() is None
    await anna.send("11")
    await anna.receives(PARDON)
    await anna.send("4")
    await anna.receives("Your answer: 4 of 5")
    assert (await house.answer()).score == 4
    assert "Your answer: 4 of 5" in question.text


async def test_a_photo_is_taken_where_we_asked_for_one(house: GuestHouse) -> None:
    anna, question = await house.asked()
    await anna.send_photo()
    await anna.receives(PARDON)
    await (await anna.tap(question, "1")).answered()
    await anna.receives("What went wrong?")
    await anna.send_photo(caption="look")
    await anna.receives("Your words are with the team")
    assert (await house.answer()).comment == "look"


async def test_a_reply_is_heard_by_whoever_it_is_to(house: GuestHouse) -> None:
    anna, question = await house.asked()
    await anna.send("/catalog")
    catalog = await anna.receives("Catalog")
    await (await anna.tap(question, "1")).answered()
    prompt = await anna.receives("What went wrong?")
    await house.recorded()
    await anna.send("two of these, please", reply_to=catalog)
    await anna.receives(PARDON)
    await house.jump(hours=5)
    await anna.send("the sole", reply_to=prompt)
    await anna.receives("Your words are with the team")
    assert (await house.answer()).comment == "the sole"


async def test_start_help_and_what_we_don_t_know_stay_the_host_s(house: GuestHouse) -> None:
    anna, _ = await house.asked()
    bob = house.telegram.person(first_name="Bob")
    for person, words in (
        (anna, "/start"),
        (anna, "/start ref_42"),
        (anna, "/help"),
        (anna, "hello"),
        (bob, "/start"),
        (bob, "/stop"),
        (bob, "/nps"),
        (bob, "4"),
    ):
        await person.send(words)
        await person.receives(PARDON, only="new")
    assert len([update for update in house.host.seen if update.message]) == 8
    assert await house.messages("reply") == [
        (await house.messages("reply"))[0]
    ]  # the welcome, and no help line


async def test_stop_is_ours_for_a_customer_and_promises_nothing_of_the_host_s_start(
    house: GuestHouse,
) -> None:
    anna = await house.customer()
    await anna.send("/stop")
    stopped = await anna.receives("no more questions")
    assert "/start" not in stopped.text
    await anna.open_link(await house.order(contact_ref="customer-1001"))
    await anna.receives("customer care")
    await house.plan()
    await anna.receives("How satisfied")
    assert house.came_through == []


async def test_a_block_is_told_to_both(house: GuestHouse) -> None:
    anna = await house.customer()
    anna.block()

    async def blocked() -> bool:
        async with house.agent.database.reading() as session:
            contact = await contacts.find(session, anna.id)
        return contact is not None and contact.blocked_at is not None

    assert await house.until(blocked)

    async def told() -> bool:
        return [bool(update.my_chat_member) for update in house.host.seen] == [True]

    assert await house.until(told)


async def test_the_team_asks_in_its_room_and_the_host_hears_other_groups(house: GuestHouse) -> None:
    maria = house.telegram.person(first_name="Maria", started=True)
    await house.own(maria.id)
    group = house.telegram.group("Team", owner=maria, bot="admin")
    await group.send(maria, "/nps")
    await group.inbox.receives(PARDON)
    await group.send(maria, "/connect")
    await group.inbox.receives("is connected to Greenleaf")
    await group.send(maria, "/nps")
    await group.inbox.receives("No answers yet")
    await group.send(maria, "/help")
    await group.inbox.receives(PARDON, only="new")
    await group.inbox.receives("/csat")
    await group.send(maria, "good morning")
    await group.inbox.receives(PARDON, only="new")
    anna, question = await house.asked()
    await (await anna.tap(question, "1")).answered()
    await group.inbox.receives("1 of 5")

    new_id = group.migrate()

    async def moved() -> bool:
        async with house.agent.database.reading() as session:
            return await rooms.of_chat(session, new_id) is not None

    assert await house.until(moved)
    await group.send(maria, "/csat")
    await group.inbox.receives("CSAT")
    heard = [update.message.text for update in house.host.seen if update.message and update.message.text]
    assert heard == ["/nps", "/help", "good morning"]
    assert any(update.message and update.message.migrate_to_chat_id for update in house.host.seen)
