"""/survey: quick answers are taken away, added and named in each language, and whoever was asked keeps theirs."""

import pytest

from handlers.texts.languages import SPOKEN
from handlers.updates import Tap
from storage.tables import response_table
from tests.handlers.house import edit_of, toast_of, words_of
from tests.handlers.samples import ANNA
from tests.handlers.survey_house import CHANGED, MEANWHILE, MESSAGE, labels, newest, opened, versions
from tests.handlers.team_house import ADAM, MAX, ROOM, VERA

USUAL = [["• Delivery", "• Quality"], ["• Price", "• Service"]]


async def quick(team, **where):
    return await (await opened(team, **where)).press("Quick answers")


async def added(team, *words):
    """The screen of all of them, after these were added."""
    shown = await quick(team)
    for name in words:
        await (await shown.press("Add your own")).reply(name)
    return shown


# What is shown


async def test_they_are_shown_as_customers_read_them_in_each_language(team):
    shown = await quick(team)
    assert shown.text.splitlines() == [
        "CSAT · version 1",
        (
            "Which quick answers? They stand under what is asked after any score, so name a thing (“Size”), "
            "not a fault. A dot marks those that customers see."
        ),
        "English: Delivery · Quality · Price · Service · Skip",
        "Русский: Доставка · Качество · Цена · Обслуживание · Пропустить",
        "Українська: Доставка · Якість · Ціна · Обслуговування · Пропустити",
        "Polski: Dostawa · Jakość · Cena · Obsługa · Pomiń",
        "中文：配送 · 质量 · 价格 · 服务 · 跳过",
    ]
    assert labels(shown.content) == [*USUAL, ["Add your own"], ["Back"]]


async def test_the_card_and_the_words_of_a_language_show_them(team):
    shown = await added(team, "Size")
    await shown.press("• Price", "Back")
    assert shown.text.endswith("Quick answers\nDelivery · Quality · Service · Size · Skip")
    await shown.press("Words", "Polski")
    assert "Szybkie" not in shown.text
    assert "Quick answers\nDostawa · Jakość · Obsługa · Size · Pomiń\n" in shown.text


@pytest.mark.parametrize("language", SPOKEN)
async def test_every_screen_can_be_read_in_every_language(team, language):
    await added(team, "Size", "Fit")
    await team.says(ADAM, "language", language)
    shown = await opened(team)
    for screen in ("q", "qown1", "wplown1", "wzhown", "uplown1", "q"):
        await shown.brings(f"ts:q:3:csat{screen}")
        assert shown.said is None
        assert shown.content.language == language
        assert all(name for row in labels(shown.content) for name in row)
        assert shown.text.startswith("CSAT · ")


# What a press and words change


async def test_usual_ones_are_taken_away_and_brought_back(team):
    shown = await (await quick(team)).press("• Price")
    assert shown.said == CHANGED
    assert labels(shown.content)[:2] == [["• Delivery", "• Quality"], ["Price", "• Service"]]
    assert "Polski: Dostawa · Jakość · Obsługa · Pomiń" in shown.text
    assert (await newest(team))["quick_answers"] == ["delivery", "quality", "service"]
    await shown.press("Price")
    assert labels(shown.content)[:2] == USUAL
    assert (await newest(team))["quick_answers"] is None
    assert len(await versions(team)) == 3


async def test_a_survey_may_have_none_at_all(team):
    shown = await (await quick(team)).press("• Price", "• Delivery", "• Service", "• Quality")
    assert "English: Skip" in shown.text
    assert (await newest(team))["quick_answers"] == []


async def test_one_of_the_shops_own_is_typed_and_named_in_other_languages(team):
    shown = await (await quick(team)).press("Add your own")
    assert shown.text.splitlines()[1:] == [
        "Quick answer (English)",
        "Reply to this message with a word or two (English), at most 20 characters. “-” takes them away.",
    ]
    await shown.reply(" Size\n")
    assert shown.said is None
    assert labels(shown.content) == [*USUAL, ["• Size"], ["Add your own"], ["Back"]]
    assert "Polski: Dostawa · Jakość · Cena · Obsługa · Size · Pomiń" in shown.text
    assert "those in English are shown; without these, any that there are." in shown.text
    await shown.press("• Size")
    assert "English: Size\nРусский: —\n" in shown.text
    assert labels(shown.content) == [
        ["• English", "Русский", "Українська"],
        ["Polski", "中文"],
        ["Take away"],
        ["Back"],
    ]
    await (await shown.press("Polski")).reply("Rozmiar")
    assert "English: Size\n" in shown.text
    assert "Polski: Rozmiar\n" in shown.text
    await shown.press("Back")
    assert "Polski: Dostawa · Jakość · Cena · Obsługa · Rozmiar · Pomiń" in shown.text
    assert (await newest(team))["wording"] == {"en": {"own1": "Size"}, "pl": {"own1": "Rozmiar"}}
    assert (await newest(team))["quick_answers"] == ["delivery", "quality", "price", "service", "own1"]


async def test_words_in_a_language_are_taken_away_by_a_button_or_by_typing(team):
    shown = await (await added(team, "Size")).press("• Size", "• English")
    assert labels(shown.content) == [["Back"]]  # its only words: it is taken away as a whole
    await (await shown.press("Back", "Polski")).reply("Rozmiar")
    await shown.press("• English", "Take these words away")
    assert shown.said == CHANGED
    await shown.press("Back")
    assert "English: —\n" in shown.text
    await (await shown.press("• Polski")).reply("-")
    assert labels(shown.content) == [*USUAL, ["Add your own"], ["Back"]]
    assert (await newest(team))["wording"] is None


async def test_an_own_one_is_taken_away_with_its_words(team):
    shown = await (await added(team, "Size", "Fit")).press("• Size", "Take away")
    assert shown.said == CHANGED
    assert labels(shown.content)[2] == ["• Fit"]
    assert (await newest(team))["wording"] == {"en": {"own2": "Fit"}}


async def test_of_six_one_goes_before_another_comes(team):
    shown = await added(team, "Size", "Fit")
    assert "At most 6 are shown: take one away to offer another." in shown.text
    assert labels(shown.content) == [*USUAL, ["• Size", "• Fit"], ["Back"]]
    await shown.press("• Price")
    assert labels(shown.content)[1] == ["Price", "• Service"]
    await (await shown.press("Add your own")).reply("Colour")
    assert labels(shown.content) == [
        ["• Delivery", "• Quality"],
        ["• Service", "• Size"],
        ["• Fit", "• Colour"],
        ["Back"],
    ]


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("x" * 21, "A quick answer is at most 20 characters long, not 21."),
        ("{product}", "A quick answer is the same for everybody: it holds no braces."),
        ("size", "There is a quick answer “size” already."),
    ],
)
async def test_wrong_words_get_one_sentence_and_are_still_awaited(team, words, refused):
    shown = await (await added(team, "Size")).press("Add your own")
    await shown.reply(words)
    assert shown.said == refused
    assert len(await versions(team)) == 2
    await shown.reply("Fit")
    assert (await newest(team))["wording"] == {"en": {"own1": "Size", "own2": "Fit"}}


async def test_words_for_an_old_version_are_asked_for_once_more(team):
    mine = await (await quick(team)).press("Add your own")
    number = next(team.house.numbers)
    await team.house.handle(Tap(number, ADAM, "c", ROOM.chat_id, MESSAGE + 1, "ts:q:1:csatoprice"))
    await mine.reply("Size")
    assert mine.said == MEANWHILE
    assert mine.text.startswith("CSAT · version 2\nQuick answer (English)")
    await mine.reply("Size")
    assert (await newest(team))["quick_answers"] == ["delivery", "quality", "service", "own1"]


@pytest.mark.parametrize(
    "choice", ["csato", "csatoweather", "csatoown", "csatoown7", "csatqprice", "csatoown2"]
)
async def test_what_no_button_asks_for_changes_nothing(team, choice):
    """Invariant 6: callback data comes from outside."""
    shown = await opened(team)
    await shown.brings(f"ts:q:1:{choice}")
    assert shown.said == "This button doesn't work any more."
    assert len(await versions(team)) == 1


async def test_only_who_may_plan_changes_them(team):
    shown = await (await quick(team)).brings("ts:q:1:csatoprice", by=VERA)
    assert shown.said == "For this you need the role of a marketer."
    await (await shown.press("Add your own")).reply("Size", by=VERA)
    assert len(await versions(team)) == 1


# The reminder


async def test_the_reminder_is_worded_like_any_other_part(team):
    shown = await (await opened(team)).press("Words", "English", "Reminder")
    assert shown.text.splitlines()[1:3] == [
        "The reminder (before the question)",
        "A gentle reminder, in case it slipped by:",
    ]
    await shown.reply("{name}, one minute for {shop}?")
    assert "The reminder (before the question)\nMax, one minute for Greenleaf?" in shown.text
    assert "• Reminder" in labels(shown.content)[0]
    assert (await newest(team))["wording"] == {"en": {"reminder": "{name}, one minute for {shop}?"}}
    await shown.press("• Reminder", "Usual words")
    assert (await newest(team))["wording"] is None


# Those who are asked


async def test_whoever_was_asked_keeps_the_quick_answers_they_were_asked_with(team):
    """One that is out names what it named, also after its place was given to another."""
    await added(team, "Size")
    question = await team.house.asked()
    shown = await (await quick(team)).press("• Size", "Take away")
    await (await shown.press("• Price", "Add your own")).reply("Colour")
    assert (await newest(team))["wording"] == {"en": {"own1": "Colour"}}
    await team.house.press_on(question, "5")
    (prompt,) = await team.house.send(to=ANNA)
    assert labels(prompt.content) == [["Delivery", "Quality"], ["Price", "Service"], ["Size"], ["Skip"]]
    replies = await team.house.press_on(prompt, "Size")
    assert toast_of(replies) == "Thank you!"
    assert "Your answer: Size" in words_of(edit_of(replies).content)
    assert (await team.house.one(response_table))["reason"] == "own1"
    assert "5 of 5 · Anna · Trail running shoes → Size" in await comments(team)


async def test_a_low_score_s_quick_answer_is_told_in_the_words_of_the_room(team):
    shown = await (await added(team, "Size")).press("• Size", "Polski")
    await shown.reply("Rozmiar")
    question = await team.house.asked()
    await team.says(ADAM, "language", "pl")
    await team.house.send()
    await team.house.press_on(question, "1")
    prompt = next(said for said in await team.house.send() if said.chat_id == ANNA.telegram_id)
    await team.house.press_on(prompt, "Size")
    await team.house.press_on(prompt, "Size")
    assert [said.text for said in await team.house.send() if said.chat_id < 0] == ["Anna: Rozmiar"]
    await team.house.press_on(prompt, "Price")
    assert [said.text for said in await team.house.send() if said.chat_id < 0] == ["Anna: Cena"]


async def comments(team):
    """The answers one by one, as the room reads them."""
    (content,) = await team.says(MAX, "csat")
    view = content.keyboard[-1][0].data
    number = next(team.house.numbers)
    replies = await team.house.handle(team.house.press(MAX, view, chat_id=-1001, message_id=number))
    return words_of(edit_of(replies).content)
