"""No more questions."""

from datetime import timedelta

import pytest

from handlers.updates import Person
from storage.kinds import SkipReason
from storage.tables import contact_table, invitation_table, response_table
from tests.handlers.house import edit_of, toast_of, words_of
from tests.handlers.samples import ANNA, EVE, NOW

STOPPED = "Done: no more questions. /start turns them on again."


async def test_stop_is_noted_and_answered(house):
    await house.command(ANNA, "start", await house.order("1001"))
    await house.send()
    await house.command(ANNA, "stop")
    assert (await house.one(contact_table))["opted_out_at"] == NOW
    assert await house.says() == [STOPPED]


async def test_a_second_stop_is_answered_and_keeps_the_moment_of_the_first(house):
    await house.command(ANNA, "start", await house.order("1001"))
    await house.command(ANNA, "stop")
    await house.send()
    house.later(days=1)
    await house.command(ANNA, "stop")
    assert (await house.one(contact_table))["opted_out_at"] == NOW
    assert await house.says() == [STOPPED]


async def test_somebody_we_do_not_know_is_told_the_same_and_not_kept(house):
    await house.command(EVE, "stop")
    assert await house.says(EVE) == ["Готово: вопросов больше не будет. Включить их снова: /start."]
    assert await house.rows(contact_table) == []


async def test_a_tap_after_stop_counts_and_is_not_followed_up(house):
    question = await house.asked()
    await house.command(ANNA, "stop")
    await house.send()
    replies = await house.press_on(question, "1")
    assert toast_of(replies) == "Thank you!"
    assert (await house.one(response_table))["score"] == 1
    assert await house.says() == []


async def test_a_follow_up_that_still_waits_is_not_sent_after_stop(house):
    question = await house.asked()
    await house.press_on(question, "1")
    await house.command(ANNA, "stop")
    assert await house.says() == [STOPPED]


async def test_dont_ask_me_is_noted_and_takes_the_buttons_away(house):
    question = await house.asked()
    replies = await house.press_on(question, "Don't ask me")
    assert toast_of(replies) == "No more questions."
    assert words_of(edit_of(replies).content).endswith(f"How satisfied are you?\n{STOPPED}")
    assert edit_of(replies).content.keyboard == ()
    assert (await house.one(contact_table))["opted_out_at"] == NOW
    assert (await house.one(invitation_table))["declined_at"] == NOW


async def test_dont_ask_me_twice_is_once(house):
    question = await house.asked()
    first = await house.press_on(question, "Don't ask me")
    house.later(hours=1)
    again = await house.press_on(question, "Don't ask me")
    assert [edit_of(replies).content for replies in (first, again)] == [edit_of(first).content] * 2
    assert (await house.one(contact_table))["opted_out_at"] == NOW
    assert (await house.one(invitation_table))["declined_at"] == NOW


@pytest.mark.parametrize("after", [timedelta(minutes=1), timedelta(days=9)])
async def test_an_answer_stands_whatever_is_pressed_after_it(house, after):
    """An old keyboard whose edit was lost: "don't ask me" is heard, the answer isn't hidden."""
    question = await house.asked()
    await house.press_on(question, "4")
    house.now += after
    replies = await house.press_on(question, "Don't ask me")
    assert toast_of(replies) == "No more questions."
    assert words_of(edit_of(replies).content).endswith("Your answer: 4 of 5")
    assert (await house.one(contact_table))["opted_out_at"] is not None
    assert (await house.one(invitation_table))["declined_at"] is None
    assert (await house.one(response_table))["score"] == 4


async def test_dont_ask_me_is_heard_under_a_question_that_is_closed(house):
    question = await house.asked()
    house.later(days=30)
    assert toast_of(await house.press_on(question, "Don't ask me")) == "No more questions."
    assert (await house.one(contact_table))["opted_out_at"] is not None


async def test_a_stop_under_one_question_takes_back_those_that_still_wait(house):
    bob = Person(1002, "Bob", None, "en")
    house.open_for = timedelta(days=60)
    question = await house.asked()
    house.later(days=30)
    await house.command(ANNA, "start", await house.order("1002"))
    await house.command(bob, "start", await house.order("1003"))
    await house.send()
    await house.plan()
    await house.press_on(question, "Don't ask me")
    assert [arrived.chat_id for arrived in await house.send()] == [bob.telegram_id]
    reasons = [row["skip_reason"] for row in await house.rows(invitation_table)]
    assert reasons == [None, SkipReason.OPTED_OUT, None]


async def test_whoever_comes_back_is_asked_again(house):
    question = await house.asked()
    await house.press_on(question, "Don't ask me")
    await house.command(ANNA, "start", await house.order("1002"))
    await house.send()
    house.later(days=30)
    await house.plan()
    assert ["order" in text or "arrived" in text for text in await house.says()] == [True]
