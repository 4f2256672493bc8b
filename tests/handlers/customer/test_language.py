"""Which language somebody is spoken to in: chosen by a button or by name, in private and in a room."""

import pytest

from handlers.customer.language import NATIVE, meant
from handlers.replies import Toast
from handlers.texts.languages import SPOKEN
from handlers.updates import Person
from storage.tables import contact_table, room_table
from tests.handlers.house import edit_of, toast_of, words_of
from tests.handlers.samples import ANNA, EVE
from tests.handlers.team_house import ADAM, ANONYMOUS, ELSEWHERE, MAX, OLGA, ROOM, ZOE

IN_EACH = {
    "en": "Done: we speak English here now.",
    "ru": "Готово: теперь говорим здесь по-русски.",
    "uk": "Готово: тепер спілкуємося тут українською.",
    "pl": "Gotowe: od teraz rozmawiamy tu po polsku.",
    "zh": "好的，现在我们在这里说中文。",
}


async def known(house, person=ANNA):
    await house.command(person, "start", await house.order("1001"))
    await house.send()


def labels(content):
    return [[button.label for button in row] for row in content.keyboard]


async def asked(house, person=ANNA):
    await house.command(person, "language")
    (menu,) = await house.send(to=person)
    return menu


def test_every_language_we_speak_can_be_chosen():
    assert tuple(NATIVE) == SPOKEN


async def test_there_is_a_button_for_each_language_and_the_present_one_is_marked(house):
    await known(house)
    menu = await asked(house)
    assert menu.text == "Which language shall we speak?"
    assert labels(menu.content) == [["• English", "Русский"], ["Українська", "Polski"], ["中文"]]


@pytest.mark.parametrize("language", SPOKEN)
async def test_a_button_is_answered_in_its_own_language_in_the_same_message(house, language):
    await known(house)
    menu = await asked(house)
    label = f"• {NATIVE[language]}" if language == "en" else NATIVE[language]
    replies = await house.press_on(menu, label)
    assert toast_of(replies) is None
    edit = edit_of(replies)
    assert (edit.chat_id, edit.message_id) == (ANNA.telegram_id, menu.message_id)
    assert words_of(edit.content) == IN_EACH[language]
    assert [label for row in labels(edit.content) for label in row if label.startswith("•")] == [
        f"• {NATIVE[language]}"
    ]
    assert (await house.one(contact_table))["language"] == language
    assert await house.says() == []


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("ru", "ru"),
        ("RU", "ru"),
        ("ru-RU", "ru"),
        ("ru_RU", "ru"),
        ("Russian", "ru"),
        ("русский", "ru"),
        ("РУССКИЙ", "ru"),
        ("  rosyjski ", "ru"),
        ("俄语", "ru"),
        ("Ukrainian", "uk"),
        ("українська", "uk"),
        ("ua", "uk"),
        ("украинский", "uk"),
        ("polski", "pl"),
        ("польська", "pl"),
        ("chinese", "zh"),
        ("китайский", "zh"),
        ("中文", "zh"),
        ("cn", "zh"),
        ("zh-hans", "zh"),
        ("english", "en"),
        ("en-GB", "en"),
        ("angielski", "en"),
    ],
)
def test_a_language_is_known_by_its_name_in_any_language(words, language):
    assert meant(words) == language


@pytest.mark.parametrize(
    "words", ["", "de", "german", "немецкий", "xx", "-", "r", "ru ru", "\u202e", "т" * 4000]
)
def test_what_names_no_language_of_ours_is_none(words):
    assert meant(words) is None


@pytest.mark.parametrize("language", SPOKEN)
async def test_a_language_is_chosen_by_its_name_at_once(house, language):
    await known(house)
    await house.command(ANNA, "language", NATIVE[language])
    assert await house.says() == [IN_EACH[language]]
    assert (await house.one(contact_table))["language"] == language


async def test_a_language_we_do_not_speak_is_answered_by_those_we_do(house):
    await known(house)
    await house.command(ANNA, "language", "deutsch")
    (menu,) = await house.send(to=ANNA)
    assert menu.text == (
        "We don't know that language yet. You can choose: English, Русский, Українська, Polski, 中文."
    )
    assert labels(menu.content)[0][0] == "• English"
    assert (await house.one(contact_table))["language"] is None


async def test_a_stranger_is_told_what_to_open(house):
    for argument in ("", "ru", "klingon"):
        await house.command(EVE, "language", argument)
        (words,) = await house.says(EVE)
        assert words.startswith("Здравствуйте! Это Greenleaf")
    assert await house.rows(contact_table) == []


async def test_what_stands_in_line_speaks_the_new_language_already(house):
    await known(house)
    await house.plan()
    await house.command(ANNA, "language", "pl")
    said = await house.says()
    assert len(said) == 2
    assert any("Trail running shoes" in words and "Anna" in words for words in said)
    assert not any("How satisfied" in words for words in said)


async def test_everything_said_afterwards_speaks_it_too(house):
    question = await house.asked()
    await house.command(ANNA, "language", "ru")
    await house.send()
    assert toast_of(await house.press_on(question, "1")) == "Спасибо!"
    assert toast_of(await house.tap(ANNA, "garbage")) == "Эта кнопка больше не работает."
    for command in ("stop", "start", "help", "privacy", "mydata", "forget", "weather"):
        await house.command(ANNA, command)
    said = await house.says()
    assert len(said) == 8
    for words in said:
        assert not any(english in words.lower() for english in ("the", "we ", "you")), words


async def test_what_somebody_chose_is_kept_when_their_telegram_says_otherwise(house):
    await known(house)
    await house.command(ANNA, "language", "pl")
    await house.send()
    await house.command(Person(ANNA.telegram_id, "Anna", None, "ru"), "help")
    (words,) = await house.says()
    assert words.startswith("Tu Greenleaf")


@pytest.mark.parametrize("choice", ["de", "", "en1"])
async def test_a_choice_that_no_button_has_changes_nothing(house, choice):
    await known(house)
    assert toast_of(await house.tap(ANNA, f"ts:g:1:{choice}")) == "This button doesn't work any more."
    assert (await house.one(contact_table))["language"] is None


async def test_a_button_works_for_whose_it_is_where_it_stands(house):
    """Invariant 6: not for a stranger, nor for another contact, nor in another chat."""
    await known(house)
    menu = await asked(house)
    data = menu.button("Polski")
    assert toast_of(await house.tap(EVE, data, on=menu)) == "Эта кнопка больше не работает."
    await house.command(EVE, "start", await house.order("1002"))
    await house.tap(EVE, data, on=menu)
    for chat_id in (-100500, EVE.telegram_id, None):
        await house.handle(house.press(ANNA, data, on=menu, chat_id=chat_id))
    assert {row["language"] for row in await house.rows(contact_table)} == {None}
    await house.press_on(menu, "Polski")
    assert [row["language"] for row in await house.rows(contact_table)] == ["pl", None]


async def test_a_press_without_its_message_is_heard_and_edits_nothing(house):
    await known(house)
    tap = house.press(ANNA, "ts:g:1:pl", message_id=None)
    assert [type(reply) for reply in await house.handle(tap)] == [Toast]
    assert (await house.one(contact_table))["language"] == "pl"


# In a room


async def room_language(team):
    return {row["chat_id"]: row["language"] for row in await team.house.rows(room_table)}[ROOM.chat_id]


async def room_menu(team):
    (menu,) = await team.says(OLGA, "language")
    return {button.label.removeprefix("• "): button.data for row in menu.keyboard for button in row}


def press_in(team, person, data, chat_id=ROOM.chat_id):
    return team.house.handle(team.house.press(person, data, chat_id=chat_id, message_id=77))


async def test_a_room_has_a_language_of_its_own(team):
    assert await team.reads(ADAM, "language") == "Which language shall we speak?"
    await team.connect(ELSEWHERE)
    await team.connect(ROOM)
    assert await team.reads(ADAM, "language", "русский") == IN_EACH["ru"]
    spoken = {row["chat_id"]: row["language"] for row in await team.house.rows(room_table)}
    assert spoken == {ROOM.chat_id: "ru", ELSEWHERE.chat_id: None}
    assert "За этот период ответов пока нет." in await team.reads(ZOE, "nps")
    assert (await team.reads(ADAM, "language", "klingon")).startswith("Этого языка мы пока не знаем.")
    assert await team.reads(ANONYMOUS, "language", "en") == IN_EACH["en"]


async def test_a_room_s_button_is_heard_from_who_may_press_it(team):
    buttons = await room_menu(team)
    for person in (MAX, ZOE, EVE):
        assert (
            toast_of(await press_in(team, person, buttons["Polski"])) == "Only an admin can change that here."
        )
    assert await room_language(team) is None
    replies = await press_in(team, ADAM, buttons["Polski"])
    edit = edit_of(replies)
    assert (edit.chat_id, edit.message_id, words_of(edit.content)) == (ROOM.chat_id, 77, IN_EACH["pl"])
    assert await room_language(team) == "pl"
    assert toast_of(await press_in(team, MAX, buttons["English"])) == (
        "Tutaj może to zmienić tylko administrator."
    )


async def test_a_right_that_was_taken_is_refused_at_the_next_press(team):
    buttons = await room_menu(team)
    await team.give(ADAM, None)
    assert toast_of(await press_in(team, ADAM, buttons["Polski"])) == "Only an admin can change that here."
    assert await room_language(team) is None


async def test_a_room_s_button_works_in_that_room_while_it_is_one(team):
    buttons = await room_menu(team)
    for chat_id in (ELSEWHERE.chat_id, OLGA.telegram_id, None):
        assert "any more" in str(toast_of(await press_in(team, OLGA, buttons["Polski"], chat_id)))
    assert "any more" in str(toast_of(await press_in(team, OLGA, "ts:g:2:pl")))
    await team.says(OLGA, "disconnect")
    assert "any more" in str(toast_of(await press_in(team, OLGA, buttons["Polski"])))
    assert await room_language(team) is None


async def test_a_contact_s_number_is_no_room_s(team):
    """Both have a number 1; which is meant, the chat decides."""
    await known(team.house)
    await team.says(OLGA, "language", "pl")
    await team.house.tap(ANNA, "ts:g:1:zh")
    assert await room_language(team) == "pl"
    assert (await team.house.one(contact_table))["language"] == "zh"
    await press_in(team, OLGA, "ts:g:1:ru")
    assert await room_language(team) == "ru"
    assert (await team.house.one(contact_table))["language"] == "zh"


async def test_a_member_of_the_team_is_spoken_to_in_private_as_they_chose_as_a_customer(team):
    house = team.house
    await known(house, OLGA)
    await house.command(OLGA, "language", "ru")
    assert (await team.reads(OLGA, "scores", group=None)).startswith("Оценки")
    (score,) = await team.says(OLGA, "nps", group=None)
    replies = await house.tap(OLGA, str(score.keyboard[0][0].data))
    assert edit_of(replies).content.language == "ru"
    assert toast_of(await house.tap(OLGA, "ts:v:999:7d")) == "Эта кнопка больше не работает."
