"""The buttons under a prompt."""

import pytest

from handlers.marketer import surveys
from handlers.marketer.surveys import Changes
from storage.kinds import MessageKind, MessageState, SurveyKind
from storage.tables import message_table, response_table
from tests.handlers.house import edit_of, toast_of, words_of
from tests.handlers.samples import ANNA


async def test_a_reason_is_noted_and_may_be_followed_by_words(house):
    question = await house.asked()
    await house.press_on(question, "1")
    (prompt,) = await house.send()
    replies = await house.press_on(prompt, "Delivery")
    assert toast_of(replies) == "Thank you!"
    assert words_of(edit_of(replies).content).splitlines()[1:] == [
        "Your answer: Delivery",
        "Thank you. Would you like to add a few words?",
    ]
    assert (await house.one(response_table))["reason"] == "delivery"
    await house.write(ANNA, "Two days late.")
    assert (await house.one(response_table))["comment"] == "Two days late."


async def test_a_reason_does_not_close_the_answer(house):
    question = await house.asked()
    await house.press_on(question, "1")
    (prompt,) = await house.send()
    await house.press_on(prompt, "Price")
    await house.press_on(question, "2")
    answer = await house.one(response_table)
    assert (answer["score"], answer["reason"]) == (2, "price")


async def test_a_reason_after_words_asks_for_no_more_of_them(house):
    question = await house.asked()
    await house.press_on(question, "1")
    (prompt,) = await house.send()
    await house.write(ANNA, "Late.")
    edit = edit_of(await house.press_on(prompt, "Delivery"))
    assert words_of(edit.content).splitlines()[1:] == ["Your answer: Delivery"]
    assert edit.content.keyboard == ()
    answer = await house.one(response_table)
    assert (answer["comment"], answer["reason"]) == ("Late.", "delivery")


async def test_a_button_from_before_there_were_three_prompts_still_works(house):
    question = await house.asked()
    await house.press_on(question, "1")
    assert toast_of(await house.tap(ANNA, "ts:r:1:price")) == "Thank you!"
    assert (await house.one(response_table))["reason"] == "price"
    assert toast_of(await house.tap(ANNA, "ts:s:1:")) == "Thank you!"


async def test_a_second_reason_replaces_the_first(house):
    question = await house.asked()
    await house.press_on(question, "1")
    (prompt,) = await house.send()
    await house.press_on(prompt, "Delivery")
    await house.press_on(prompt, "Quality")
    assert (await house.one(response_table))["reason"] == "quality"


async def test_skipping_is_all_right_and_keeps_the_reason(house):
    question = await house.asked()
    await house.press_on(question, "1")
    (prompt,) = await house.send()
    await house.press_on(prompt, "Price")
    replies = await house.press_on(prompt, "Skip")
    assert words_of(edit_of(replies).content).splitlines()[1:] == [
        "Your answer: Price",
        "That's all right. Thank you for your answer!",
    ]
    assert edit_of(replies).content.keyboard == ()
    assert (await house.one(response_table))["reason"] == "price"


@pytest.mark.parametrize("data", ["ts:r:1:lowprice", "ts:r:1:price", "ts:s:1:high", "ts:s:1:"])
async def test_there_is_no_reason_and_nothing_to_skip_before_an_answer(house, data):
    await house.asked()
    replies = await house.tap(ANNA, data)
    assert toast_of(replies) == "This button doesn't work any more."
    assert len(replies) == 1


@pytest.mark.parametrize("choice", ["", "low", "weather", "lowweather", "price2"])
async def test_a_reason_that_is_none_of_ours_is_not_stored(house, choice):
    question = await house.asked()
    await house.press_on(question, "1")
    assert toast_of(await house.tap(ANNA, f"ts:r:1:{choice}")) == "This button doesn't work any more."
    assert (await house.one(response_table))["reason"] is None


@pytest.mark.parametrize("choice", ["lowprice", "price", "lowown2", "own2"])
async def test_a_reason_that_the_person_was_not_offered_is_not_stored(house, choice):
    """Invariant 6: callback data comes from outside."""
    await changed(house, quick_answers=("quality", "own1"), words={("en", "own1"): "Size"})
    question = await house.asked()
    await house.press_on(question, "1")
    assert toast_of(await house.tap(ANNA, f"ts:r:1:{choice}")) == "This button doesn't work any more."
    assert (await house.one(response_table))["reason"] is None
    assert toast_of(await house.tap(ANNA, "ts:r:1:lowown1")) == "Thank you!"
    assert (await house.one(response_table))["reason"] == "own1"


async def changed(house, **wanted):
    """The shop asks the survey otherwise."""
    async with house.writer.unit() as session:
        await surveys.change(session, SurveyKind.CSAT, Changes(**wanted), now=house.now)
        await session.commit()


# The prompts of the other bands


async def test_the_happy_are_asked_what_they_liked_and_can_say_it_in_one_tap(house):
    question = await house.asked()
    await house.press_on(question, "5")
    (prompt,) = await house.send()
    assert prompt.text == "Thank you, Anna! What did you like best?"
    edit = edit_of(await house.press_on(prompt, "Quality"))
    assert words_of(edit.content).splitlines() == [
        "Thank you, Anna! What did you like best?",
        "Your answer: Quality",
        "Thank you. Would you like to add a few words?",
    ]
    assert (await house.one(response_table))["reason"] == "quality"


async def test_a_changed_answer_is_asked_about_anew_and_each_band_once(house):
    question = await house.asked()
    said = []
    for score in ("1", "2", "5", "1", "4", "3"):
        await house.press_on(question, score)
        said += [arrived.text.rpartition(" What ")[2] for arrived in await house.send()]
    assert [words.split("?")[0] for words in said] == [
        "went wrong",
        "did you like best",
        "would have made it perfect",
    ]


async def test_of_two_prompts_in_line_only_that_of_the_last_answer_leaves(house):
    question = await house.asked()
    await house.press_on(question, "1")
    await house.press_on(question, "4")
    assert await house.says() == ["Thank you, Anna! What did you like best?"]
    prompts = [row for row in await house.rows(message_table) if row["kind"] == MessageKind.PROMPT]
    assert [(row["key"], row["state"]) for row in prompts] == [
        ("prompt:1:low", MessageState.CANCELLED),
        ("prompt:1:high", MessageState.SENT),
    ]


@pytest.mark.parametrize("label", ["Delivery", "Skip"])
async def test_the_prompt_of_a_score_that_was_changed_asks_no_more(house, label):
    question = await house.asked()
    await house.press_on(question, "1")
    (low,) = await house.send()
    await house.press_on(question, "5")
    replies = await house.press_on(low, label)
    assert toast_of(replies) == "This button doesn't work any more."
    assert words_of(edit_of(replies).content) == low.text
    assert edit_of(replies).content.keyboard == ()
    assert (await house.one(response_table))["reason"] is None


async def test_a_reason_goes_with_the_band_that_it_explains(house):
    question = await house.asked()
    await house.press_on(question, "1")
    (prompt,) = await house.send()
    await house.press_on(prompt, "Delivery")
    await house.press_on(question, "2")
    assert (await house.one(response_table))["reason"] == "delivery"
    await house.press_on(question, "5")
    assert (await house.one(response_table))["reason"] is None


async def test_whoever_has_stopped_is_asked_nothing_more(house):
    question = await house.asked()
    await house.command(ANNA, "stop")
    await house.send()
    for score in ("1", "3", "5"):
        await house.press_on(question, score)
    assert await house.says() == []
