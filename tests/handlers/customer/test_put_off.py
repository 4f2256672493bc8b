"""Not now: once, a day, and no promise that isn't kept."""

from datetime import timedelta

import pytest

from storage.kinds import InvitationState, MessageKind
from storage.tables import invitation_table, message_table, response_table
from tests.handlers.house import edit_of, toast_of, words_of
from tests.handlers.samples import ANNA, NOW, buttons

NUMBERS = ["1", "2", "3", "4", "5"]


async def questions_in_line(house):
    return [
        row["key"]
        for row in await house.rows(message_table)
        if row["kind"] == MessageKind.QUESTION and row["state"] == "due"
    ]


async def test_not_now_takes_the_buttons_away_until_tomorrow(house):
    question = await house.asked()
    replies = await house.press_on(question, "Not now")
    assert toast_of(replies) == "See you tomorrow!"
    assert words_of(edit_of(replies).content).endswith("Of course. We'll ask once more tomorrow.")
    assert edit_of(replies).content.keyboard == ()
    assert (await house.one(invitation_table))["snoozed_at"] == NOW
    house.later(hours=23, minutes=59)
    assert await house.send() == []
    house.later(minutes=1)
    (again,) = await house.send()
    assert buttons(again.content) == [NUMBERS, ["button-never"]]
    await house.press_on(again, "4")
    assert (await house.one(response_table))["score"] == 4
    await house.send()
    house.later(days=2)
    assert await house.send() == []


async def test_not_now_twice_comes_back_once_and_a_day_after_the_first(house):
    question = await house.asked()
    await house.press_on(question, "Not now")
    house.later(hours=5)
    assert toast_of(await house.press_on(question, "Not now")) == "See you tomorrow!"
    assert (await house.one(invitation_table))["snoozed_at"] == NOW
    house.later(hours=19)
    assert len(await house.send()) == 1
    house.later(days=2)
    assert await house.send() == []


async def test_not_now_on_the_first_message_after_it_came_back_promises_nothing(house):
    question = await house.asked()
    await house.press_on(question, "Not now")
    house.later(days=1)
    await house.send()
    replies = await house.press_on(question, "Not now")
    assert toast_of(replies) == "This button doesn't work any more."
    assert buttons(edit_of(replies).content) == [NUMBERS, ["button-never"]]
    house.later(days=2)
    assert await house.send() == []


async def test_a_question_that_was_put_off_can_be_answered_on_its_old_keyboard(house):
    question = await house.asked()
    await house.press_on(question, "Not now")
    assert toast_of(await house.press_on(question, "3")) == "Thank you!"
    assert (await house.one(response_table))["score"] == 3
    assert await questions_in_line(house) == []
    await house.send()
    house.later(days=1)
    assert await house.send() == []


async def test_a_second_tap_on_the_old_keyboard_changes_the_answer_given_on_the_new_one(house):
    question = await house.asked()
    await house.press_on(question, "Not now")
    house.later(days=1)
    (again,) = await house.send()
    await house.press_on(again, "5")
    await house.press_on(question, "4")
    assert (await house.one(response_table))["score"] == 4


async def test_not_now_after_an_answer_shows_the_answer(house):
    question = await house.asked()
    await house.press_on(question, "4")
    replies = await house.press_on(question, "Not now")
    assert toast_of(replies) == "Your answer is already recorded. Thank you!"
    assert words_of(edit_of(replies).content).endswith("Your answer: 4 of 5")
    assert await questions_in_line(house) == []


@pytest.mark.parametrize("left", [timedelta(seconds=1), timedelta(hours=23), timedelta(days=1)])
async def test_a_question_that_closes_before_it_could_come_back_stays_as_it_is(house, left):
    question = await house.asked()
    house.now = NOW + timedelta(days=7) - left
    replies = await house.press_on(question, "Not now")
    assert toast_of(replies) == "That's all right. We won't ask about this again."
    assert len(replies) == 1
    assert await questions_in_line(house) == []
    assert (await house.one(invitation_table))["snoozed_at"] is None
    await house.press_on(question, "5")
    assert (await house.one(response_table))["score"] == 5


async def test_a_question_that_has_time_enough_comes_back(house):
    question = await house.asked()
    house.now = NOW + timedelta(days=6) - timedelta(seconds=1)
    assert toast_of(await house.press_on(question, "Not now")) == "See you tomorrow!"
    house.later(days=1)
    assert len(await house.send()) == 1


async def test_not_now_under_a_closed_question_closes_it_for_the_eye_too(house):
    question = await house.asked()
    house.later(days=7)
    replies = await house.press_on(question, "Not now")
    assert toast_of(replies) == "This question is closed. Thank you all the same!"
    assert edit_of(replies).content.keyboard == ()
    assert await questions_in_line(house) == []


async def test_a_question_that_expired_while_it_was_put_off_does_not_come_back(house):
    question = await house.asked()
    await house.press_on(question, "Not now")
    house.later(days=8)
    assert await house.send() == []
    assert question.chat_id == ANNA.telegram_id


async def test_stop_while_it_is_put_off_keeps_it_away(house):
    question = await house.asked()
    await house.press_on(question, "Not now")
    await house.command(ANNA, "stop")
    await house.send()
    house.later(days=1)
    assert await house.send() == []
    assert (await house.one(invitation_table))["state"] == InvitationState.SENT
