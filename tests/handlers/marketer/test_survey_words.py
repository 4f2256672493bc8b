"""/survey: a shop's own words, typed in reply to the message that asks for them."""

import pytest

from handlers.replies import Content, Edit
from handlers.updates import Tap
from storage.tables import draft_table
from tests.handlers.house import words_of
from tests.handlers.survey_house import CHANGED, MEANWHILE, MESSAGE, Shown, labels, newest, opened, versions
from tests.handlers.team_house import ADAM, ANONYMOUS, ELSEWHERE, MAX, ROOM


async def test_own_words_are_typed_in_reply_and_taken_away_again(team):
    shown = await (await opened(team)).press("Words", "English", "Question")
    assert "Reply to this message with your own words (English)." in shown.text
    assert "{name}, {shop}, {product}, {order}, {date}" in shown.text
    assert labels(shown.content) == [["Back"]]
    await shown.reply("  {name}, was it good?\n")
    assert shown.said is None
    assert "The question (English)\nMax, was it good?\n1 = not at all" in shown.text
    assert "• Question" in labels(shown.content)[0]
    assert (await newest(team))["wording"] == {"en": {"question": "{name}, was it good?"}}
    await shown.press("• Question")
    assert "The question (English)\n{name}, was it good?\n" in shown.text
    await shown.press("Usual words")
    assert shown.said == CHANGED
    assert "Max, how satisfied are you" in shown.text
    assert (await newest(team))["wording"] is None
    await shown.reply("Well?")  # which is still awaited
    assert (await newest(team))["wording"] == {"en": {"question": "Well?"}}
    await shown.press("• Question")
    await shown.reply("—")
    assert (await newest(team))["wording"] is None
    assert [row["version"] for row in await versions(team)] == [1, 2, 3, 4, 5]


async def test_a_language_with_own_words_has_a_dot(team):
    shown = await (await opened(team)).press("Words", "Українська", "After a high score")
    await shown.reply("Чудово! Що саме?")
    await shown.press("Back")
    assert labels(shown.content) == [["English", "Русский"], ["• Українська", "Polski"], ["中文"], ["Back"]]


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("{nmae}, happy?", "Own words can hold {name}, {shop}, {product}, {order}, {date}, not {nmae}."),
        ("{name, happy?", "not a brace of no pair."),
        ("x" * 1001, "Own words are at most 1000 characters long, not 1001."),
    ],
)
async def test_wrong_words_get_one_sentence_and_are_still_awaited(team, words, refused):
    shown = await (await opened(team)).press("Words", "English", "Question")
    before = shown.text
    await shown.reply(words)
    assert shown.said is not None
    assert shown.said.endswith(refused)
    assert shown.text == before
    assert len(await versions(team)) == 1
    await shown.reply("Happy?")
    assert (await newest(team))["wording"] == {"en": {"question": "Happy?"}}


async def test_words_are_awaited_no_more_once_the_message_shows_something_else(team):
    shown = await (await opened(team)).press("Words", "English", "Question")
    assert len(await team.house.rows(draft_table)) == 1
    await shown.press("Back")
    await shown.reply("Happy?")
    assert len(await versions(team)) == 1
    assert await team.house.rows(draft_table) == []


async def test_words_that_answer_another_message_are_nobody_s_business(team):
    shown = await (await opened(team)).press("Words", "English", "Question")
    await shown.reply("Happy?", to=MESSAGE + 1)
    await shown.reply("Happy?", group=ELSEWHERE)
    assert len(await versions(team)) == 1
    assert shown.said is None


async def test_in_a_private_chat_only_a_reply_becomes_the_words(team):
    """What customers would read is never taken from talk."""
    shown = await opened(team, by=MAX, group=None)
    await shown.press("Words", "English", "Question")
    await team.house.write(MAX, "Happy?")
    assert len(await versions(team)) == 1
    (edit,) = await team.house.write(MAX, "Happy?", reply_to=MESSAGE)
    assert isinstance(edit, Edit)
    assert "Happy?" in words_of(edit.content)
    assert (await newest(team))["wording"] == {"en": {"question": "Happy?"}}


async def test_the_words_of_a_survey_are_no_draft_of_a_wave(team):
    await (await opened(team)).press("Words", "English", "Question")
    (row,) = await team.house.rows(draft_table)
    shown = Shown(team, Content(lines=(), language="en"))
    for choice in ("kback", "cplan", "xcancel"):
        await shown.brings(f"ts:d:{row['id']}:{choice}")
        assert shown.said == "This button doesn't work any more."
    assert await team.house.rows(draft_table) == [row]


async def test_words_for_an_old_version_are_asked_for_once_more(team):
    shown = await (await opened(team)).press("Words", "English", "Question")
    number = next(team.house.numbers)
    await team.house.handle(Tap(number, ADAM, "c", ROOM.chat_id, MESSAGE + 1, "ts:q:1:csats7"))
    await shown.reply("Happy?")
    assert shown.said == MEANWHILE
    assert shown.text.startswith("CSAT · version 2")
    assert len(await versions(team)) == 2
    await shown.reply("Happy?")
    row = await newest(team)
    assert (row["version"], row["highest"], row["wording"]) == (3, 7, {"en": {"question": "Happy?"}})


async def test_an_anonymous_administrator_types_as_an_admin(team):
    shown = await (await opened(team, by=ANONYMOUS)).press("Words", "English", "Question")
    await shown.reply("Happy?", by=ANONYMOUS)
    assert (await newest(team))["wording"] == {"en": {"question": "Happy?"}}
