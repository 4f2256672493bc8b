"""A low score and its words, told in each room: once, whole, and in the room's language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wire import edit_params
from handlers.admin import alert
from handlers.admin.alert import LONGEST_PART
from handlers.texts.units import utf16_length
from handlers.updates import Group
from storage.facts import KeptAttachment
from storage.kinds import AttachmentKind, MessageKind, SurveyKind
from storage.tables import Room, message_table
from tests.handlers.house import CATALOG, words_of
from tests.handlers.samples import ANNA, NOW, SHOP, facts, nps
from tests.handlers.team_house import ELSEWHERE, MARIA, ROOM


def room(number=1, **columns):
    known = {"id": number, "chat_id": -1000 - number, "thread_id": None, "title": "Team", "connected_at": NOW}
    return Room(**{**known, **columns})


def content_of(say):
    assert say.content is not None
    return say.content


def score_text(known, score=1, **columns):
    (say,) = alert.low_score(known, score, [room(**columns)], SHOP)
    return words_of(content_of(say))


def said_in(says):
    """What the person said, without whose it is and the marks around it, and what Telegram gets."""
    told = [edit_params(say.content, CATALOG)["text"] for say in says]
    assert all(utf16_length(text) <= 4096 for text in told)
    assert all(text.startswith("Anna: “") and text.endswith("”") for text in told)
    return [text[len("Anna: “") : -1] for text in told]


def words(said, known=None, **columns):
    return alert.words(known or facts(), said, [room(**columns)], SHOP, which=9)


# The score


def test_an_alert_says_the_score_whose_it_is_and_what_it_is_about():
    assert score_text(facts(store="Riga")) == "🔴 CSAT 1 of 5 · Anna · #1001 · Trail running shoes · Riga"
    assert score_text(nps(product=None), 6) == "🔴 NPS 6 of 10 · Anna · #1001"


def test_of_nobody_known_it_says_so_much():
    assert score_text(facts(first_name="", order_id=None, product=None)) == "🔴 CSAT 1 of 5 · —"


def test_long_names_leave_room_for_each_other():
    text = score_text(facts(first_name="ж" * 5000, product="👟" * 5000, store="s" * 5000))
    assert utf16_length(text) < 1000
    assert text.count("…") == 3


def test_there_is_one_alert_in_each_room_in_its_topic_and_its_language():
    rooms = [room(1, thread_id=5), room(2, language="ru"), room(3, language="xx")]
    says = alert.low_score(facts(), 2, rooms, SHOP)
    assert [(say.chat_id, say.thread_id) for say in says] == [(-1001, 5), (-1002, None), (-1003, None)]
    assert [content_of(say).language for say in says] == ["en", "ru", "en"]
    assert [say.key for say in says] == ["alert:7:1", "alert:7:2", "alert:7:3"]
    assert {say.kind for say in says} == {MessageKind.ALERT}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_room_without_a_language_speaks_the_shops_and_not_the_customers(language):
    shop = type(SHOP)(name=SHOP.name, time_zone=SHOP.time_zone, language=language)
    known = facts(language="ru" if language == "en" else "en")
    for say in (
        *alert.low_score(known, 1, [room()], shop),
        *alert.words(known, "No", [room()], shop, which=1),
    ):
        assert content_of(say).language == language


def test_the_key_is_the_same_for_another_low_score():
    keys = {say.key for score in (0, 1, 2) for say in alert.low_score(facts(), score, [room()], SHOP)}
    assert keys == {"alert:7:1"}


@pytest.mark.parametrize("whose", [{"is_test": True}, {"is_staff": True}])
def test_of_staff_and_tests_nobody_is_told(whose):
    assert alert.low_score(facts(**whose), 1, [room()], SHOP) == ()
    assert words("No", facts(**whose)) == ()
    photo = KeptAttachment(AttachmentKind.PHOTO, 1001, 55)
    assert alert.attached(facts(**whose), photo, [room()], SHOP) == ()


def test_without_rooms_nobody_is_told():
    assert alert.low_score(facts(), 1, [], SHOP) == ()
    assert alert.words(facts(), "No", [], SHOP, which=1) == ()


# The words


@pytest.mark.parametrize("said", ["", " ", "\n\t "])
def test_no_words_are_no_message(said):
    assert words(said) == ()


def test_words_answer_the_alert_of_their_room_and_have_a_key_of_their_own():
    says = alert.words(facts(), "x" * (LONGEST_PART + 1), [room(1, thread_id=5), room(2)], SHOP, which=9)
    assert [(say.chat_id, say.thread_id, say.reply_to_key, say.key) for say in says] == [
        (-1001, 5, "alert:7:1", "alert:7:1:9:0"),
        (-1001, 5, "alert:7:1", "alert:7:1:9:1"),
        (-1002, None, "alert:7:2", "alert:7:2:9:0"),
        (-1002, None, "alert:7:2", "alert:7:2:9:1"),
    ]


def test_words_that_look_like_markup_or_placeables_are_shown_as_they_are():
    said = "*bold* <b>html</b> { $who } {alert-low}"
    assert said_in(words(said)) == [said]


LONG = {
    "letters": "x" * 4097,
    "letters of two bytes": "ж" * 10_000,
    "emoji": "👟" * 4096,
    "emoji after a letter": "x" + "👟" * 4096,
    "families": "👨‍👩‍👧‍👦" * 1000,
    "skin tones": "x" + "👍🏽" * 2000,
    "flags": "xyz" + "🇱🇻" * 2000,
    "marks": "e\u0301" * 4000,
    "blanks in the middle": "x" * 3400 + " " * 200 + "y" * 3400,
    "blanks first": " " * 9000 + "x",
    "lines": "a line\r\n" * 1000,
    "one letter with more marks than a message holds": "a" + "\u0301" * 9000,
    "one joined emoji without end": "👩\u200d" * 3000,
}

CHARACTERS = {
    "families": "👨‍👩‍👧‍👦", "skin tones": "👍🏽", "flags": "🇱🇻", "marks": "e\u0301", "lines": "\r\n"
}  # fmt: skip


@pytest.mark.parametrize("said", LONG.values(), ids=LONG)
def test_long_words_come_whole_in_several_messages(said):
    """The limit counts UTF-16 units (Bot API: sendMessage), and nothing of what was said is left out."""
    parts = said_in(words(said))
    assert "".join(parts) == said
    assert len(parts) > 1
    assert all(0 < utf16_length(part) <= LONGEST_PART for part in parts)


@pytest.mark.parametrize("name", CHARACTERS)
def test_a_character_as_it_is_seen_isnt_parted(name):
    character = CHARACTERS[name]
    parts = said_in(words(LONG[name]))
    assert sum(part.count(character) for part in parts) == LONG[name].count(character)


def test_words_of_the_exact_length_are_one_message():
    assert len(words("👟" * (LONGEST_PART // 2))) == 1
    assert len(words("👟" * (LONGEST_PART // 2) + "x")) == 2


@given(
    st.lists(
        st.sampled_from(["x", "👟", " ", "\n", "e\u0301", "👨‍👩‍👧", "🇱🇻", "\u200d", "я"]), min_size=1
    ).map("".join),
    st.integers(1, 3000),
)
def test_whatever_was_said_comes_whole(pattern, times):
    said = (pattern * times)[:12_000]
    if said.strip():
        assert "".join(said_in(words(said))) == said


def test_a_long_name_leaves_room_for_the_words():
    (say,) = words("x" * LONGEST_PART, facts(first_name="👩" * 3000))
    text = edit_params(say.content, CATALOG)["text"]
    assert text.count("x") == LONGEST_PART


# Through the house


async def alerts(team):
    rows = await team.house.rows(message_table)
    return [(row["chat_id"], row["state"]) for row in rows if row["kind"] == MessageKind.ALERT]


async def test_what_was_told_stands_when_the_score_changes(team):
    """Invariant 2: one alert in each room, whatever the taps do while the score can be changed."""
    await team.says(MARIA, "connect", group=Group(ELSEWHERE.chat_id, "Topics", 5))
    question = await team.house.asked(ANNA)
    for score in ("4", "2", "1", "5", "1"):
        await team.house.tap(ANNA, f"ts:a:{question.invitation_id}:{score}", on=question)
    rows = [row for row in await team.house.rows(message_table) if row["kind"] == MessageKind.ALERT]
    assert [(row["chat_id"], row["thread_id"]) for row in rows] == [
        (ROOM.chat_id, None),
        (ELSEWHERE.chat_id, 5),
    ]
    assert {row["content"]["lines"][0]["values"]["score"] for row in rows} == {"2"}


async def test_a_good_score_is_told_to_nobody(team):
    question = await team.house.asked(ANNA)
    await team.house.press_on(question, "3")
    await team.house.write(ANNA, "It was all right")
    assert await alerts(team) == []


async def test_words_before_and_after_the_tap_are_told_below_it(team):
    question = await team.house.asked(ANNA)
    await team.house.write(ANNA, "They fell apart")
    await team.house.press_on(question, "1")
    await team.house.write(ANNA, "On day one")
    told = [message.text for message in await team.house.send() if message.kind is MessageKind.ALERT]
    assert told == [
        "🔴 CSAT 1 of 5 · Anna · #1001 · Trail running shoes",
        "Anna: “They fell apart”",
        "Anna: “On day one”",
    ]


async def test_an_alert_in_line_isnt_told_to_a_group_that_is_a_room_no_longer(team):
    question = await team.house.asked(ANNA)
    await team.house.press_on(question, "1")
    assert await alerts(team) == [(ROOM.chat_id, "due")]
    await team.says(MARIA, "disconnect")
    assert await alerts(team) == [(ROOM.chat_id, "cancelled")]
    left = await team.house.send()
    assert [message.text for message in left if message.chat_id == ROOM.chat_id] == [
        "This group isn't connected any more: nothing is told here."
    ]


def test_each_kind_of_survey_is_told_by_its_name():
    for kind in SurveyKind:
        assert kind.value.upper() in score_text(facts(kind=kind))
