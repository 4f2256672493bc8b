"""A score that is typed: what is a bare number, and what it leads to."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.customer.answer import EDIT_WINDOW
from handlers.customer.typed import bare_number
from handlers.replies import Edit
from storage.kinds import AttachmentKind, InvitationState, MessageKind, MessageState, SurveyKind
from storage.tables import (
    early_text_table,
    invitation_table,
    message_table,
    response_table,
    response_tap_table,
)
from tests.handlers.house import edit_of, words_of
from tests.handlers.samples import ANNA, NOW


@pytest.mark.parametrize("number", range(11))
@pytest.mark.parametrize(
    "form", ["{}", " {} ", "{}.", "{}!", "{}!!!", "{} !", "{}\n", "{})", "{}\u200b", "{}。"]
)
def test_a_number_with_nothing_that_says_more_is_bare(number, form):
    assert bare_number(form.format(number)) == number


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "０ 0️⃣ zero ноль нуль Нуль 零 〇"),
        (1, "１ 1️⃣ one ONE один одна jeden jedna 一"),
        (2, "２ 2️⃣ two два две дві двойка dwa dwie 二 两"),
        (3, "３ 3️⃣ three три Три! тройка trzy 三"),
        (4, "４ 4️⃣ four Four! четыре ЧЕТЫРЕ. четвёрка четверка чотири cztery 四 ④"),
        (5, "５ 5️⃣ five пять пятёрка п'ять п’ять пʼять pięć piec 五 五。"),
        (6, "６ 6️⃣ six шесть шість sześć szesc 六"),
        (7, "７ 7️⃣ seven семь сім siedem 七"),
        (8, "８ 8️⃣ eight восемь вісім osiem 八"),
        (9, "９ 9️⃣ nine девять дев'ять dziewięć dziewiec 九"),
        (10, "１０ 🔟 ten Ten десять dziesięć dziesiec 十"),
    ],
)
def test_a_number_may_be_written_as_people_write_it_in_any_language(number, words):
    assert {word: bare_number(word) for word in words.split()} == dict.fromkeys(words.split(), number)


def test_accents_may_come_in_two_pieces():
    assert bare_number("пяте\u0308рка") == bare_number("pie\u0328c\u0301") == 5


WORDS = """
4/5|4 stars|10 out of 10|4 of 5|4-|-4|+4|5+|04|4.0|4,5|4.5|11|12|100|1 0|4 4|#4|№ 4|4%|4?|4 ⭐|⭐⭐⭐⭐⭐|👍|½|4²|4分
four five|fourth|fours|no 4|4 because it was late|четыре с плюсом|пятак|!|.
"""


def test_whatever_says_more_is_words():
    for said in (*WORDS.replace("\n", "|").split("|"), "\u200b", "\ufe0f\u20e3", "4" * 5000, "4" + "!" * 100):
        assert bare_number(said) is None, said


@given(st.text(max_size=40))
def test_no_text_is_a_number_outside_of_every_scale(text):
    assert bare_number(text) in {None, *range(11)}


# Through the house


async def stored(house):
    answer = await house.one(response_table)
    return answer["score"], answer["source"], answer["comment"]


@pytest.mark.parametrize("typed", ["4", " 4! ", "four", "четыре", "4️⃣"])
async def test_a_typed_number_is_an_answer_like_a_tap(house, typed):
    question = await house.asked()
    woken = house.woken
    replies = await house.write(ANNA, typed)
    assert await stored(house) == (4, "typed", None)
    edit = edit_of(replies)
    assert replies == [edit]  # nothing waits for a toast
    assert (edit.chat_id, edit.message_id) == (ANNA.telegram_id, question.message_id)
    assert words_of(edit.content).endswith("Your answer: 4 of 5")
    assert await house.states() == ["answered"]
    assert house.woken > woken
    assert await house.says() == ["Thank you, Anna! What did you like best?"]
    (history,) = await house.rows(response_tap_table)
    assert (history["score"], history["counted"], history["tapped_at"]) == (4, True, NOW)


async def test_a_typed_low_score_is_asked_about_as_a_tapped_one_is(house):
    await house.asked()
    await house.write(ANNA, "один")
    (prompt,) = await house.send()
    assert (prompt.kind, prompt.text.split("?")[0]) == (
        MessageKind.PROMPT,
        "We're sorry, Anna. What went wrong",
    )


async def test_a_number_that_the_scale_has_not_is_words(house):
    await house.asked()
    for said in ("0", "6", "10", "eleven", "11"):
        await house.write(ANNA, said)
    assert await house.rows(response_table) == []
    assert [row["text"] for row in await house.rows(early_text_table)] == ["0", "6", "10", "eleven", "11"]


@pytest.mark.parametrize(("typed", "score"), [("0", 0), ("ten", 10), ("11", None)])
async def test_nps_takes_0_to_10(house, typed, score):
    await house.command(ANNA, "start", await house.order("1001"))
    await house.plan(SurveyKind.NPS)
    await house.send()
    await house.write(ANNA, typed)
    assert [row["score"] for row in await house.rows(response_table)] == ([] if score is None else [score])


async def test_a_number_after_the_answer_is_a_comment(house):
    question = await house.asked()
    await house.press_on(question, "4")
    (prompt,) = await house.send()
    await house.write(ANNA, "5")
    await house.write(ANNA, "3", reply_to=prompt.message_id)
    assert await stored(house) == (4, "tap", "5\n3")


async def test_a_reply_to_the_question_changes_the_answer_while_that_is_possible(house):
    question = await house.asked()
    await house.press_on(question, "1")
    await house.send()
    house.later(minutes=14)
    replies = await house.write(ANNA, "five", reply_to=question.message_id)
    assert await stored(house) == (5, "typed", None)
    assert words_of(edit_of(replies).content).endswith("Your answer: 5 of 5")
    assert await house.says() == ["Thank you, Anna! What did you like best?"]
    await house.press_on(question, "2")
    assert await stored(house) == (2, "tap", None)


@pytest.mark.parametrize("closed_by", ["time", "words"])
async def test_a_reply_to_the_question_is_words_once_the_answer_stands(house, closed_by):
    question = await house.asked()
    await house.press_on(question, "1")
    if closed_by == "time":
        house.later(seconds=EDIT_WINDOW.total_seconds())
    else:
        await house.write(ANNA, "Late.")
    await house.write(ANNA, "5", reply_to=question.message_id)
    assert await stored(house) == (1, "tap", "5" if closed_by == "time" else "Late.\n5")


async def test_a_number_belongs_to_the_newest_question(house):
    house.open_for = timedelta(days=60)
    first = await house.asked()
    house.later(days=30)
    second = await house.asked(order_id="1002")
    await house.write(ANNA, "3")
    await house.write(ANNA, "2", reply_to=first.message_id)
    answers = {row["invitation_id"]: row["score"] for row in await house.rows(response_table)}
    assert answers == {second.invitation_id: 3, first.invitation_id: 2}


async def test_a_number_while_the_newest_thing_is_a_prompt_is_a_comment_to_that(house):
    house.open_for = timedelta(days=60)
    first = await house.asked()
    house.later(days=30)
    await house.asked(order_id="1002")
    house.later(minutes=1)
    await house.press_on(first, "2")
    await house.send()
    await house.write(ANNA, "4")
    assert await stored(house) == (2, "tap", "4")


async def test_words_before_a_typed_score_are_its_comment(house):
    await house.asked()
    await house.write(ANNA, "Two days late.")
    await house.send()
    house.later(minutes=1)
    await house.write(ANNA, "2")
    assert await stored(house) == (2, "typed", "Two days late.")
    assert await house.says() == ["Thank you, Anna. Your words are with the team."]


async def test_a_number_under_a_picture_is_words(house):
    await house.asked()
    await house.attach(ANNA, AttachmentKind.PHOTO, "4")
    assert await house.rows(response_table) == []
    assert [row["text"] for row in await house.rows(early_text_table)] == ["4"]


async def test_after_not_now_a_number_answers_in_the_place_of_the_question(house):
    question = await house.asked()
    await house.press_on(question, "Not now")
    await house.send()
    assert edit_of(await house.write(ANNA, "4")).message_id == question.message_id
    house.later(days=2)
    assert [arrived.kind for arrived in await house.send()] == [MessageKind.PROMPT]


async def test_a_number_is_shown_where_the_question_was_asked_last(house):
    question = await house.asked()
    await house.press_on(question, "Not now")
    house.later(days=1)
    (again,) = await house.send()
    assert edit_of(await house.write(ANNA, "4")).message_id == again.message_id
    # It changes the answer in reply to either of them.
    assert edit_of(await house.write(ANNA, "5", reply_to=question.message_id)).message_id == again.message_id
    assert await stored(house) == (5, "typed", None)


async def test_a_typed_answer_proves_that_the_question_arrived(house):
    """Invariant 3: what was unknown is proven by an answer, and isn't asked again."""
    await house.asked()
    async with house.writer.unit() as session:
        await session.execute(invitation_table.update().values(state=InvitationState.UNKNOWN, sent_at=None))
        await session.execute(
            message_table.update()
            .where(message_table.c.kind == MessageKind.QUESTION)
            .values(state=MessageState.UNKNOWN, sent_at=None, telegram_message_id=None)
        )
        await session.commit()
    assert await house.write(ANNA, "4") == []  # nobody knows where it stands
    assert await house.states() == ["answered"]
    (asked,) = [row for row in await house.rows(message_table) if row["kind"] == MessageKind.QUESTION]
    assert (asked["state"], asked["sent_at"]) == (MessageState.SENT, NOW)


@pytest.mark.parametrize("by_reply", [True, False])
async def test_a_question_whose_time_is_up_takes_no_number(house, by_reply):
    question = await house.asked()
    house.later(days=7)
    assert await house.write(ANNA, "4", reply_to=question.message_id if by_reply else None) == []
    assert await house.rows(response_table) == []


async def test_the_same_number_twice_in_one_update_is_one_answer(house):
    """Invariant 5: an update is handled once."""
    question = await house.asked()
    for _ in range(2):
        house.numbers = iter([9001])
        await house.write(ANNA, "4")
    assert len(await house.rows(response_tap_table)) == 1
    assert question.invitation_id == (await house.one(response_table))["invitation_id"]


async def test_an_answer_at_the_end_of_the_window_can_still_be_changed_before_it(house):
    question = await house.asked()
    await house.write(ANNA, "4")
    house.now = NOW + EDIT_WINDOW - timedelta(seconds=1)
    (edit,) = await house.write(ANNA, "3", reply_to=question.message_id)
    assert isinstance(edit, Edit)
    assert (await stored(house))[0] == 3
