"""What happens between the press of a button and its answer."""

from typing import Any

import pytest

from bot.simulator import CantAct, Group, Message, NoSuchButton, NothingCame, Person, Simulator


@pytest.fixture
async def question(bot: Any, anna: Person, row: Any) -> Message:
    await bot(
        "sendMessage", chat_id=anna.id, text="How satisfied?", reply_markup=row("1", "2", "3", "4", "5")
    )
    return await anna.receives("How satisfied?")


async def the_tap(bot: Any) -> Any:
    return (await bot.updates())[-1]["callback_query"]


async def test_a_press_carries_person_message_and_data(bot: Any, anna: Person, question: Message) -> None:
    await anna.tap(question, "4")
    query = await the_tap(bot)
    assert query["from"]["id"] == anna.id
    assert query["data"] == "4"
    assert query["message"]["message_id"] == question.id
    assert query["message"]["reply_markup"]["inline_keyboard"][0][3] == {"text": "4", "callback_data": "4"}
    assert query["chat_instance"]


async def test_the_answer_reaches_who_pressed(bot: Any, anna: Person, question: Message) -> None:
    press = await anna.tap(question, "4")
    query = await the_tap(bot)
    assert (
        await bot("answerCallbackQuery", callback_query_id=query["id"], text="Thank you!", show_alert=True)
    ).ok
    assert await press.answered() == "Thank you!"
    assert press.show_alert


async def test_an_answer_without_text_is_none(bot: Any, anna: Person, question: Message) -> None:
    press = await anna.tap(question, "4")
    await bot("answerCallbackQuery", callback_query_id=(await the_tap(bot))["id"])
    assert await press.answered() is None


async def test_a_second_or_late_answer_is_too_old(
    sim: Simulator, bot: Any, anna: Person, question: Message
) -> None:
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    await anna.tap(question, "4")
    first = (await the_tap(bot))["id"]
    assert (await bot("answerCallbackQuery", callback_query_id=first)).ok
    assert (await bot("answerCallbackQuery", callback_query_id=first)).description == too_old

    press = await anna.tap(question, "4")
    second = (await the_tap(bot))["id"]
    sim.clock.advance(15.5)
    assert (await bot("answerCallbackQuery", callback_query_id=second)).description == too_old
    assert (await bot("answerCallbackQuery", callback_query_id="777")).description == too_old
    with pytest.raises(NothingCame, match="has not answered"):
        await press.answered(0.01)


async def test_a_toast_has_at_most_200_characters(bot: Any, anna: Person, question: Message) -> None:
    press = await anna.tap(question, "4")
    query_id = (await the_tap(bot))["id"]
    refused = await bot("answerCallbackQuery", callback_query_id=query_id, text="a" * 201)
    assert "text holds 201" in refused.description
    assert (await bot("answerCallbackQuery", callback_query_id=query_id, text="a" * 200)).ok
    assert await press.answered() == "a" * 200


async def test_a_missing_button_is_told_with_those_that_are_there(anna: Person, question: Message) -> None:
    with pytest.raises(NoSuchButton, match="'1', '2', '3', '4', '5'"):
        await anna.tap(question, "6")


async def test_a_link_button_tells_the_bot_nothing(bot: Any, anna: Person) -> None:
    link = {"inline_keyboard": [[{"text": "Review", "url": "https://example.com"}]]}
    await bot("sendMessage", chat_id=anna.id, text="x", reply_markup=link)
    with pytest.raises(NoSuchButton, match="https"):
        await anna.tap(await anna.receives("x"), "Review")


async def test_data_may_be_damaged(bot: Any, anna: Person, question: Message) -> None:
    await anna.tap(question, data="garbage\x00")
    assert (await the_tap(bot))["data"] == "garbage\x00"


async def test_a_stranger_presses_only_when_the_test_says_so(
    sim: Simulator, bot: Any, anna: Person, question: Message
) -> None:
    bob = sim.person(first_name="Bob", started=True)
    with pytest.raises(CantAct):
        await bob.tap(question, "4")
    await bob.tap_data(anna, question, "4")
    query = await the_tap(bot)
    assert (query["from"]["id"], query["message"]["chat"]["id"]) == (bob.id, anna.id)
    with pytest.raises(ValueError, match="isn't in the chat of Bob"):
        await anna.tap_data(bob, question, "4")


async def test_an_old_message_comes_without_its_text(bot: Any, anna: Person, question: Message) -> None:
    await anna.tap(question, "4", inaccessible=True)
    message = (await the_tap(bot))["message"]
    assert message == {"chat": question.chat.as_json(), "message_id": question.id, "date": 0}


async def test_anybody_in_a_group_may_press(bot: Any, team: Group, anna: Person, row: Any) -> None:
    await bot("sendMessage", chat_id=team.id, text="NPS +42", reply_markup=row("7 d"))
    await team.tap(anna, await team.receives("NPS"), "7 d")
    query = await the_tap(bot)
    assert (query["from"]["id"], query["message"]["chat"]["id"]) == (anna.id, team.id)


async def test_nobody_presses_on_what_is_deleted(bot: Any, anna: Person, question: Message) -> None:
    await bot("deleteMessage", chat_id=anna.id, message_id=question.id)
    with pytest.raises(CantAct, match="deleted"):
        await anna.tap(question, "4")
