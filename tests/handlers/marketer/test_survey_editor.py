"""/survey: what is shown, what a press changes, and what becomes of one out of turn."""

import pytest

from handlers.customer.wording import PARTS
from handlers.replies import Edit
from handlers.texts.languages import SPOKEN
from storage.kinds import Role, Symbols
from tests.handlers.house import words_of
from tests.handlers.samples import ANNA
from tests.handlers.survey_house import CHANGED, MEANWHILE, Shown, labels, newest, opened, versions
from tests.handlers.team_house import ADAM, ELSEWHERE, MAX, VERA, ZOE

SORRY = (
    "We're sorry, Max. What went wrong? Write it in your own words, "
    "or send a photo or a voice message: a person reads it."
)


# What is shown


async def test_a_survey_is_shown_as_its_customers_read_it(team):
    await team.house.order("1001", product="Trail running shoes")
    shown = await opened(team)
    assert shown.text.splitlines() == [
        "CSAT · version 1",
        "Scale: 1–5 · buttons: 1 2 3 4 5",
        "The question (English)",
        "Max, your Trail running shoes arrived on 3 May. How satisfied are you?",
        "1 = not at all, 5 = very",
        "The reminder (before the question)",
        "A gentle reminder, in case it slipped by:",
        "After a low score (1–2)",
        SORRY,
        "After a middle score (3)",
        "Thank you, Max! What would have made it perfect?",
        "After a high score (4–5)",
        "Thank you, Max! What did you like best?",
        "Quick answers",
        "Delivery · Quality · Price · Service · Skip",
    ]
    assert labels(shown.content) == [
        ["Scale", "Symbols"],
        ["Low and high", "Words"],
        ["Quick answers"],
        ["Send me a test"],
        ["Back"],
    ]


async def test_without_a_kind_there_is_a_button_for_each(team):
    (content,) = await team.says(MAX, "survey")
    assert labels(content) == [["CSAT", "NPS", "CES"]]
    shown = await Shown(team, content).press("NPS")
    assert shown.text.startswith("NPS · version 1\nScale: 0–10 · buttons: 0 … 10")
    assert "how likely are you to recommend Greenleaf" in shown.text
    assert labels(shown.content)[0] == ["Symbols"]  # it is asked on one scale alone
    assert labels((await shown.press("Back")).content) == [["CSAT", "NPS", "CES"]]


async def test_a_survey_that_there_is_not_is_answered_by_those_that_there_are(team):
    assert await team.reads(MAX, "survey", "hearts") == "I know the surveys csat, nps, ces, not 'hearts'."


async def test_it_is_shown_in_the_rooms_language_and_edited_there(team):
    await team.says(ADAM, "language", "ru")
    shown = await opened(team)
    assert "CSAT · версия 1" in shown.text
    assert "После низкой оценки (1–2)" in shown.text
    await shown.press("Слова", "Polski")
    # The words are Polish, and all that is said of them Russian.
    assert "После низкой оценки (1–2)\nMax, bardzo nam przykro. Co poszło nie tak?" in shown.text
    await shown.press("Вопрос")
    await shown.reply("{kto}")
    assert shown.said == (
        "В тексте могут быть места {name}, {shop}, {product}, {order}, {date}, но не {kto}."
    )


@pytest.mark.parametrize("language", SPOKEN)
async def test_every_screen_can_be_read_in_every_language(team, language):
    await team.says(ADAM, "language", language)
    shown = await opened(team)
    for screen in (
        "",
        "s",
        "y",
        "b",
        "w",
        "wen",
        "wenquestion",
        "wplreminder",
        "wenlow",
        "wenmiddle",
        "wzhhigh",
    ):
        await shown.brings(f"ts:q:1:csat{screen}")
        assert shown.said is None
        assert shown.content.language == language
        assert all(name for row in labels(shown.content) for name in row)
        assert shown.text.startswith("CSAT · ")


async def test_all_own_words_at_once_fit_into_a_message(team):
    shown = await opened(team)
    for part in PARTS:
        await shown.brings(f"ts:q:{(await newest(team))['version']}:csatwen{part}")
        await shown.reply("😀" * 500)
    await shown.press("Back", "Back")
    assert shown.text.startswith("CSAT · version 6")
    assert len(shown.text.encode("utf-16-le")) // 2 < 4096
    await shown.press("Words", "• English", "• Question")
    assert "😀" * 500 in shown.text


# What a press changes


async def test_the_scale_is_chosen_among_those_that_are_offered(team):
    shown = await (await opened(team)).press("Scale")
    assert labels(shown.content) == [["1–3", "1–4", "• 1–5", "1–6", "1–7"], ["1–10"], ["Back"]]
    await shown.press("1–7")
    assert shown.said == CHANGED
    assert "• 1–7" in labels(shown.content)[0]
    row = await newest(team)
    assert [row[name] for name in ("version", "lowest", "highest", "low_to", "high_from")] == [2, 1, 7, 2, 6]
    assert "Scale: 1–7 · buttons: 1 2 3 4 5 6 7" in (await shown.press("Back")).text


async def test_symbols_are_shown_as_they_stand_on_the_buttons(team):
    shown = await (await opened(team)).press("Symbols")
    assert labels(shown.content) == [["• 1 2 3 4 5"], ["😠 🙁 😐 🙂 😄"], ["1 ★ 2 ★ 3 ★ 4 ★ 5 ★"], ["Back"]]
    await shown.press("😠 🙁 😐 🙂 😄")
    assert (await newest(team))["symbols"] is Symbols.FACES
    assert "😠 = not at all, 😄 = very" in (await shown.press("Back")).text
    await shown.press("Scale", "1–10")  # which has no faces
    assert (await newest(team))["symbols"] is Symbols.DIGITS
    assert labels((await shown.press("Back", "Symbols")).content) == [["• 1 … 10"], ["1 ★ … 10 ★"], ["Back"]]


async def test_the_bounds_of_low_and_high_go_as_far_as_the_other_one_lets_them(team):
    shown = await (await opened(team)).press("Low and high")
    assert labels(shown.content) == [["≤ 1", "• ≤ 2", "≤ 3"], ["≥ 3", "• ≥ 4", "≥ 5"], ["Back"]]
    await shown.press("≤ 3", "Back")
    assert "After a low score (1–3)" in shown.text
    assert "middle" not in shown.text
    assert "After a high score (4–5)" in shown.text
    assert ((await newest(team))["low_to"], (await newest(team))["high_from"]) == (3, 4)
    await shown.press("Words", "English")
    assert [name for row in labels(shown.content) for name in row] == [
        "Question",
        "Reminder",
        "After a low score",
        "After a high score",
        "Back",
    ]


async def test_what_changes_nothing_makes_no_version(team):
    shown = await (await opened(team)).press("Scale", "• 1–5")
    assert shown.said is None
    assert len(await versions(team)) == 1


@pytest.mark.parametrize("choice", ["csatbl5", "csatbh2", "csatbh9", "csatyhearts", "csats99", "x"])
async def test_what_no_button_asks_for_changes_nothing(team, choice):
    """Invariant 6: callback data comes from outside."""
    shown = await opened(team)
    await shown.brings(f"ts:q:1:{choice}")
    assert shown.said == "This button doesn't work any more."
    assert len(await versions(team)) == 1


async def test_a_test_is_asked_as_the_newest_version_says(team):
    await team.house.command(MAX, "start", await team.house.order("1"))
    await team.house.send()
    shown = await (await opened(team)).press("Scale", "1–3", "Back")
    woken = team.house.woken
    await shown.press("Send me a test")
    assert team.house.woken == woken + 1  # it leaves at once
    assert shown.said == "A test is on its way to your private chat. Tests never count."
    (question,) = await team.house.send(to=MAX)
    assert [button.label for button in question.content.keyboard[0]] == ["1", "2", "3"]
    assert (await shown.press("Scale")).said is None  # the test has made no version


async def test_old_answers_keep_their_version(team):
    """A question that is out is answered on the scale, and followed up by the words, that it was asked with."""
    await team.house.command(MAX, "start", await team.house.order("1"))
    await team.house.send()
    shown = await (await opened(team)).press("Words", "English", "After a low score")
    await shown.reply("Oh no, {name}!")
    await shown.press("Back", "Back", "Send me a test", "Scale", "1–10", "Back", "Words", "• English")
    await shown.press("• After a low score", "Usual words", "Back", "Back", "Back", "Send me a test")
    before, after = await team.house.send(to=MAX)
    for question, own, highest in ((before, True, 5), (after, False, 10)):
        replies = await team.house.press_on(question, "2", by=MAX)
        (edit,) = [reply for reply in replies if isinstance(reply, Edit)]
        assert f"Your answer: 2 of {highest}" in words_of(edit.content)
        assert await team.house.says(MAX) == ["Oh no, Max!" if own else SORRY]
    assert [row["highest"] for row in await versions(team)] == [5, 5, 10, 10]


# Two people at once


async def test_a_press_on_an_old_version_shows_the_present_one(team):
    mine, theirs = await opened(team), await opened(team, by=ADAM)
    await mine.press("Scale")
    await theirs.press("Symbols", "1 ★ 2 ★ 3 ★ 4 ★ 5 ★", by=ADAM)
    await mine.press("1–10")
    assert mine.said == MEANWHILE
    assert mine.text.startswith("CSAT · version 2\nScale: 1–5 · buttons: 1 ★ 2 ★")
    assert len(await versions(team)) == 2
    await mine.press("Scale", "1–10")
    assert mine.said == CHANGED
    assert (await newest(team))["symbols"] is Symbols.STARS


# Rights


@pytest.mark.parametrize("by", [VERA, ZOE, ANNA])
async def test_only_who_may_plan_presses_and_types(team, by):
    """Rights are looked at each time, and the message stays as it is."""
    refusal = "For this you need the role of a marketer."
    shown = await opened(team)
    for choice in ("", "csat", "csats7", "csatwenlow", "csatuenlow", "csatt"):
        await shown.brings(f"ts:q:1:{choice}", by=by)
        assert shown.said == refusal
    await shown.press("Words", "English", "Question")
    await shown.reply("Happy?", by=by)
    assert shown.said == refusal
    assert len(await versions(team)) == 1


async def test_a_role_that_was_taken_changes_nothing_any_more(team):
    shown = await (await opened(team)).press("Scale")
    await team.give(MAX, Role.VIEWER)
    await shown.press("1–7")
    assert shown.said == "For this you need the role of a marketer."


async def test_a_group_that_is_no_room_is_told_nothing(team):
    shown = await opened(team)
    shown.chat_id = ELSEWHERE.chat_id
    await shown.press("Scale")
    assert shown.said == "This button doesn't work any more."
