"""Words find the answer they belong to."""

from datetime import timedelta
from itertools import pairwise

import pytest

from handlers.customer.answer import LONGEST_COMMENT
from handlers.replies import Line
from handlers.texts.units import utf16_length
from handlers.updates import Person
from storage.tables import contact_table, early_text_table, response_table
from tests.handlers.house import CATALOG, edit_of, toast_of, words_of
from tests.handlers.samples import ANNA, EVE, NOW

HELP = CATALOG.plain(Line("help-customer", {"shop": "Greenleaf"}), "en")
THANKS = "Thank you, Anna. Your words are with the team."
HINT = "Thank you, we've kept your words. One tap on the scale completes your answer."


async def comments(house):
    return {row["invitation_id"]: row["comment"] for row in await house.rows(response_table)}


async def test_words_after_a_tap_are_its_comment_and_close_it(house):
    question = await house.asked()
    await house.press_on(question, "1")
    await house.send()
    house.later(minutes=5)
    replies = await house.write(ANNA, "Late.")
    answer = await house.one(response_table)
    assert (answer["comment"], answer["commented_at"], answer["closed_at"]) == ("Late.", house.now, house.now)
    edit = edit_of(replies)
    assert (edit.chat_id, edit.message_id) == (ANNA.telegram_id, question.message_id)
    assert words_of(edit.content).endswith("Your answer: 1 of 5")
    assert edit.content.keyboard == ()
    assert await house.says() == [THANKS]
    late = await house.press_on(question, "5")
    assert toast_of(late) == "Your answer is already recorded. Thank you!"
    assert (await house.one(response_table))["score"] == 1


async def test_people_write_in_several_messages_and_are_thanked_once(house):
    question = await house.asked()
    await house.press_on(question, "5")
    await house.send()
    for words in ("Lovely shoes.", "Fast, too.", "👍"):
        await house.write(ANNA, words)
    assert await comments(house) == {question.invitation_id: "Lovely shoes.\nFast, too.\n👍"}
    assert await house.says() == [THANKS]


async def test_only_the_first_words_need_to_take_the_change_button_away(house):
    question = await house.asked()
    await house.press_on(question, "5")
    assert len(await house.write(ANNA, "Lovely.")) == 1
    assert await house.write(ANNA, "Really.") == []


async def test_a_reply_belongs_to_the_message_that_it_answers(house):
    house.open_for = timedelta(days=60)
    first = await house.asked()
    await house.press_on(first, "1")
    (prompt,) = await house.send()
    house.later(days=90)
    second = await house.asked(order_id="1002")
    await house.press_on(second, "5")
    await house.send()
    await house.write(ANNA, "The first, by its prompt.", reply_to=prompt.message_id)
    await house.write(ANNA, "The second.")
    await house.write(ANNA, "The first, by its question.", reply_to=first.message_id)
    assert await comments(house) == {
        first.invitation_id: "The first, by its prompt.\nThe first, by its question.",
        second.invitation_id: "The second.",
    }


async def test_without_a_reply_words_belong_to_what_was_asked_last(house):
    house.open_for = timedelta(days=100)
    first = await house.asked()
    await house.press_on(first, "5")
    house.later(days=90)
    second = await house.asked(order_id="1002")
    await house.write(ANNA, "About the second")
    assert [row["invitation_id"] for row in await house.rows(early_text_table)] == [second.invitation_id]
    await house.press_on(first, "1")
    assert await comments(house) == {first.invitation_id: None}


async def test_a_prompt_that_came_last_gets_the_words(house):
    house.open_for = timedelta(days=60)
    first = await house.asked()
    house.later(days=30)
    await house.asked(order_id="1002")
    house.later(minutes=1)
    await house.press_on(first, "2")
    await house.send()
    await house.write(ANNA, "The first was late.")
    assert await comments(house) == {first.invitation_id: "The first was late."}


@pytest.mark.parametrize("reply_to", [1, 999_999, 2**52])
async def test_a_reply_to_a_message_that_asks_nothing_goes_to_the_open_question(house, reply_to):
    question = await house.asked()
    await house.press_on(question, "1")
    await house.send()
    await house.write(ANNA, "Late.", reply_to=reply_to)
    assert await comments(house) == {question.invitation_id: "Late."}


async def test_a_message_number_of_another_chat_means_nothing_here(house):
    question = await house.asked()
    await house.press_on(question, "1")
    await house.send()
    await house.write(EVE, "Let me in", reply_to=question.message_id)
    assert await comments(house) == {question.invitation_id: None}
    assert await house.rows(early_text_table) == []


async def test_words_before_the_tap_wait_for_it(house):
    question = await house.asked()
    await house.write(ANNA, "Two days late.")
    await house.write(ANNA, "And wet.")
    assert await house.says() == [HINT]
    assert await comments(house) == {}
    house.later(minutes=10)
    await house.press_on(question, "2")
    assert await comments(house) == {question.invitation_id: "Two days late.\nAnd wet."}
    assert await house.says() == [THANKS]


async def test_words_of_more_than_ten_minutes_before_do_not_belong_to_the_tap(house):
    question = await house.asked()
    await house.write(ANNA, "Still waiting")
    house.later(minutes=6)
    await house.write(ANNA, "It's here")
    house.later(minutes=4, seconds=1)
    await house.press_on(question, "4")
    assert await comments(house) == {question.invitation_id: "It's here"}


async def test_words_after_not_now_bring_the_numbers_back(house):
    question = await house.asked()
    await house.press_on(question, "Not now")
    await house.send()
    await house.write(ANNA, "They are fine, really")
    (hint,) = await house.send()
    assert hint.text == f"{HINT}\n1 = not at all, 5 = very"
    replies = await house.press_on(hint, "5")
    assert edit_of(replies).message_id == hint.message_id
    assert await comments(house) == {question.invitation_id: "They are fine, really"}


async def test_words_of_whoever_has_stopped_are_not_taken_for_an_answer(house):
    question = await house.asked()
    await house.press_on(question, "Don't ask me")
    await house.write(ANNA, "Because of the courier")
    assert await house.says() == [HELP]
    assert await house.rows(early_text_table) == []


async def test_whoever_stopped_after_answering_can_still_say_why(house):
    question = await house.asked()
    await house.press_on(question, "1")
    await house.command(ANNA, "stop")
    await house.send()
    await house.write(ANNA, "Late.")
    assert await comments(house) == {question.invitation_id: "Late."}
    assert await house.says() == [THANKS]


@pytest.mark.parametrize("to_the_question", [True, False])
async def test_a_question_whose_time_is_up_takes_no_words(house, to_the_question):
    question = await house.asked()
    house.later(days=7)
    await house.write(ANNA, "Late.", reply_to=question.message_id if to_the_question else None)
    assert await house.says() == [HELP]
    assert await house.rows(early_text_table) == []


async def test_an_answer_takes_words_by_reply_however_late(house):
    question = await house.asked()
    await house.press_on(question, "5")
    house.later(days=90)
    await house.write(ANNA, "The sole came off.", reply_to=question.message_id)
    assert await comments(house) == {question.invitation_id: "The sole came off."}


async def test_what_somebody_writes_a_day_after_their_comment_is_something_else(house):
    question = await house.asked()
    await house.press_on(question, "5")
    await house.write(ANNA, "Lovely.")
    house.later(hours=23)
    await house.write(ANNA, "Still lovely.")
    await house.send()
    house.later(hours=1)
    await house.write(ANNA, "Where is my other order?")
    assert await house.says() == [HELP]
    await house.write(ANNA, "And by the way: lovely.", reply_to=question.message_id)
    assert await comments(house) == {
        question.invitation_id: "Lovely.\nStill lovely.\nAnd by the way: lovely."
    }


@pytest.mark.parametrize("text", ["   ", "\n\n", "\u00a0"])
async def test_a_text_with_nothing_in_it_is_no_comment(house, text):
    question = await house.asked()
    await house.press_on(question, "1")
    await house.send()
    await house.write(ANNA, text)
    assert await comments(house) == {question.invitation_id: None}
    assert await house.says() == [HELP]


@pytest.mark.parametrize("letter", ["x", "ж", "😀"])
async def test_a_comment_grows_to_its_limit_and_no_further(house, letter):
    question = await house.asked()
    await house.press_on(question, "1")
    longest = letter * (4096 // utf16_length(letter))
    lengths = []
    for _ in range(5):
        await house.write(ANNA, longest)
        lengths.append(utf16_length((await comments(house))[question.invitation_id]))
    assert lengths[0] == 4096
    assert all(before <= after <= LONGEST_COMMENT for before, after in pairwise(lengths))
    assert LONGEST_COMMENT - lengths[-1] <= 1
    assert (await comments(house))[question.invitation_id].endswith("…")


async def test_early_words_grow_to_the_limit_and_no_further(house):
    question = await house.asked()
    for _ in range(6):
        await house.write(ANNA, "x" * 4096)
    kept = [row["text"] for row in await house.rows(early_text_table)]
    assert utf16_length("\n".join(kept)) <= LONGEST_COMMENT
    await house.press_on(question, "3")
    assert await comments(house) == {question.invitation_id: "\n".join(kept)}


@pytest.mark.parametrize(
    "text", ["<b>no</b> *markup* {$name}", "'; DROP TABLE response; --", "\u202eevil", "a\x01b"]
)
async def test_words_are_kept_as_they_were_written(house, text):
    question = await house.asked()
    await house.press_on(question, "1")
    await house.write(ANNA, text)
    assert await comments(house) == {question.invitation_id: text}


async def test_a_stranger_gets_the_help_line_and_leaves_nothing(house):
    await house.write(EVE, "Привет")
    (words,) = await house.says(EVE)
    assert words.startswith("Это Greenleaf")
    assert await house.rows(contact_table) == []
    assert await house.rows(early_text_table) == []


@pytest.mark.parametrize("by_reply", [True, False])
async def test_an_erased_person_s_question_takes_nobody_s_words(house, by_reply):
    question = await house.asked()
    async with house.writer.unit() as session:
        await session.execute(contact_table.update().values(telegram_id=None, erased_at=NOW))
        await session.commit()
    await house.write(ANNA, "Hello?", reply_to=question.message_id if by_reply else None)
    assert await house.rows(early_text_table) == []
    assert await house.says() == [HELP]


async def test_two_people_write_about_their_own(house):
    bob = Person(1002, "Bob", None, "en")
    first = await house.asked()
    second = await house.asked(bob, order_id="1002")
    await house.press_on(first, "1")
    await house.press_on(second, "1", by=bob)
    await house.send()
    await house.write(bob, "Bob's")
    await house.write(ANNA, "Anna's")
    assert await comments(house) == {first.invitation_id: "Anna's", second.invitation_id: "Bob's"}
