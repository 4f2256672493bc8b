"""Pictures, voice messages and the like belong to an answer as words do."""

import shutil
from dataclasses import replace

import pytest

from handlers.replies import Copied, Line
from handlers.updates import Attached, Group, Text
from storage.kinds import AttachmentKind, MessageKind
from storage.tables import attachment_table, early_text_table, message_table, response_table
from tests.handlers.house import CATALOG, edit_of, open_house, toast_of, words_of
from tests.handlers.samples import ANNA, EVE, NOW, SHOP, buttons, ids
from tests.handlers.team_house import ELSEWHERE, MARIA, ROOM

HELP = CATALOG.plain(Line("help-customer", {"shop": "Greenleaf"}), "en")
THANKS = "Thank you, Anna. The team has got it."
THANKS_FOR_WORDS = "Thank you, Anna. Your words are with the team."
HINT = "Thank you, we've kept it. One tap on the scale completes your answer."

every_kind = pytest.mark.parametrize("kind", AttachmentKind)


async def kept(house):
    return [(row["invitation_id"], row["kind"], row["file_id"]) for row in await house.rows(attachment_table)]


@every_kind
async def test_what_is_sent_after_a_tap_is_kept_with_its_answer_and_closes_it(house, kind):
    question = await house.asked()
    await house.press_on(question, "1")
    await house.send()
    house.later(minutes=5)
    replies = await house.attach(ANNA, kind)
    (row,) = await house.rows(attachment_table)
    assert (row["invitation_id"], row["kind"], row["chat_id"]) == (
        question.invitation_id,
        kind,
        ANNA.telegram_id,
    )
    assert row["file_id"] == f"file-{row['telegram_message_id']}"
    assert row["received_at"] == house.now
    answer = await house.one(response_table)
    assert (answer["comment"], answer["commented_at"], answer["closed_at"]) == (None, None, house.now)
    assert edit_of(replies).message_id == question.message_id
    assert edit_of(replies).content.keyboard == ()
    assert await house.says() == [THANKS]
    late = await house.press_on(question, "5")
    assert toast_of(late) == "Your answer is already recorded. Thank you!"


async def test_a_caption_is_words(house):
    question = await house.asked()
    await house.press_on(question, "1")
    await house.send()
    await house.attach(ANNA, AttachmentKind.PHOTO, "The sole came off.")
    answer = await house.one(response_table)
    assert (answer["comment"], answer["commented_at"]) == ("The sole came off.", NOW)
    assert len(await kept(house)) == 1
    assert await house.says() == [THANKS_FOR_WORDS]
    assert question.invitation_id == answer["invitation_id"]


async def test_an_album_and_words_around_it_are_thanked_for_once(house):
    question = await house.asked()
    await house.press_on(question, "3")
    await house.send()
    await house.attach(ANNA, AttachmentKind.PHOTO, "Look:")
    for _ in range(3):
        await house.attach(ANNA)
    await house.write(ANNA, "That's all.")
    assert len(await kept(house)) == 4
    assert (await house.one(response_table))["comment"] == "Look:\nThat's all."
    assert await house.says() == [THANKS_FOR_WORDS]


async def test_a_prompt_in_line_isnt_asked_of_whoever_has_sent_a_picture(house):
    question = await house.asked()
    await house.press_on(question, "1")
    await house.attach(ANNA)
    assert await house.says() == [THANKS]
    assert question.invitation_id == (await kept(house))[0][0]


async def test_what_comes_before_the_tap_waits_for_it_however_long(house):
    question = await house.asked()
    await house.attach(ANNA, AttachmentKind.VOICE)
    await house.attach(ANNA)
    assert await house.says() == [HINT]
    assert [kind for _, kind, _ in await kept(house)] == [AttachmentKind.VOICE, AttachmentKind.PHOTO]
    house.later(days=2)
    edit = edit_of(await house.press_on(question, "2"))
    assert edit.content.keyboard == ()
    answer = await house.one(response_table)
    assert (answer["score"], answer["comment"], answer["closed_at"]) == (2, None, house.now)
    assert await house.says() == [THANKS]


async def test_a_caption_before_the_tap_is_words_before_the_tap(house):
    question = await house.asked()
    await house.attach(ANNA, AttachmentKind.PHOTO, "Torn.")
    assert [row["text"] for row in await house.rows(early_text_table)] == ["Torn."]
    assert await house.says() == [HINT.replace("kept it", "kept your words")]
    await house.press_on(question, "1")
    assert (await house.one(response_table))["comment"] == "Torn."
    assert await house.says() == [THANKS_FOR_WORDS]


async def test_a_picture_after_not_now_brings_the_scale_back(house):
    question = await house.asked()
    await house.press_on(question, "Not now")
    await house.send()
    await house.attach(ANNA)
    (hint,) = await house.send()
    assert hint.text == f"{HINT}\n1 = not at all, 5 = very"
    assert buttons(hint.content) == [["1", "2", "3", "4", "5"]]


async def test_the_same_update_twice_is_kept_once(house):
    """Invariant 5: an update is handled once."""
    question = await house.asked()
    await house.press_on(question, "1")
    await house.send()
    update = Text(7001, ANNA, 7001, "", NOW, attached=Attached(AttachmentKind.PHOTO, "file"))
    for again in (update, update, replace(update, update_id=7002)):
        await house.handle(again)
    assert len(await kept(house)) == 1
    assert await house.says() == [THANKS]


async def test_a_picture_belongs_to_the_message_that_it_answers(house):
    question = await house.asked()
    await house.press_on(question, "4")
    await house.attach(ANNA)
    house.later(days=3)
    await house.attach(ANNA)  # something else, by now
    await house.attach(ANNA, reply_to=question.message_id)
    assert len(await kept(house)) == 2
    assert await house.says() == [THANKS, HELP]


@pytest.mark.parametrize("person", [ANNA, EVE])
async def test_where_nothing_is_open_a_picture_gets_the_help_line(house, person):
    if person is ANNA:
        await house.asked()
        house.later(days=7)
    await house.attach(person)
    assert len(await house.says(person)) == 1
    assert await kept(house) == []


# The review link, where no prompt has offered it


@pytest.fixture
async def reviewed(migrated, tmp_path):
    shop = replace(SHOP, review_url="https://example.org/review")
    async with open_house(shutil.copy(migrated, tmp_path), shop=shop) as house:
        yield house


def links(arrived):
    return [button.url for row in arrived.content.keyboard for button in row if button.url]


@pytest.mark.parametrize("score", ["1", "3", "5"])
@pytest.mark.parametrize("early", [True, False])
async def test_everybody_is_offered_the_review_link_once(reviewed, score, early):
    """In the prompt; in the thanks, where there is no prompt. Whatever the score: anything else is gating."""
    question = await reviewed.asked()
    if early:
        await reviewed.attach(ANNA)
        await reviewed.send()
    await reviewed.press_on(question, score)
    offered = await reviewed.send()
    await reviewed.attach(ANNA)
    offered += await reviewed.send()
    assert [link for arrived in offered for link in links(arrived)] == ["https://example.org/review"]
    assert links(offered[0])


@pytest.mark.parametrize("score", ["1", "3", "5"])
async def test_a_prompt_that_words_overtook_leaves_its_link_to_the_thanks(reviewed, score):
    question = await reviewed.asked()
    await reviewed.press_on(question, score)
    await reviewed.write(ANNA, "So it was.")
    (thanks,) = await reviewed.send()
    assert ids(thanks.content) == ["thanks-words"]
    assert links(thanks) == ["https://example.org/review"]


async def test_whoever_has_stopped_is_offered_nothing(reviewed):
    question = await reviewed.asked()
    await reviewed.command(ANNA, "stop")
    await reviewed.send()
    await reviewed.press_on(question, "5")
    await reviewed.write(ANNA, "Lovely.")
    (thanks,) = await reviewed.send()
    assert links(thanks) == []


# Below the alert


async def told(team):
    """What the rooms were told: the words of each message, what it copies, and whom it answers."""
    rows = [row for row in await team.house.rows(message_table) if row["kind"] == MessageKind.ALERT]
    keys = {row["key"]: row["reply_to_key"] for row in rows}
    arrived = [message for message in await team.house.send() if message.kind is MessageKind.ALERT]
    assert [keys[row["key"]] for row in rows][1:] == [f"alert:1:{row['key'].split(':')[2]}" for row in rows][
        1:
    ]
    return [(words_of(message.content), message.content.copied) for message in arrived]


@every_kind
async def test_a_room_gets_a_copy_below_the_alert(team, kind):
    question = await team.house.asked(ANNA)
    await team.house.press_on(question, "1")
    await team.house.attach(ANNA, kind, "Torn." if kind is AttachmentKind.PHOTO else "")
    (row,) = await team.house.rows(attachment_table)
    alert, *words, copy = await told(team)
    assert alert == ("🔴 CSAT 1 of 5 · Anna · #1001 · Trail running shoes", None)
    assert words == ([("Anna: “Torn.”", None)] if kind is AttachmentKind.PHOTO else [])
    caption = "" if kind is AttachmentKind.VIDEO_NOTE else "From Anna"
    assert copy == (caption, Copied(ANNA.telegram_id, row["telegram_message_id"]))


async def test_what_came_before_a_low_tap_follows_its_alert(team):
    question = await team.house.asked(ANNA)
    await team.house.attach(ANNA)
    await team.house.attach(ANNA, AttachmentKind.VOICE, "Listen.")
    assert await team.house.says() == [HINT]
    await team.house.press_on(question, "2")
    first, second = [row["telegram_message_id"] for row in await team.house.rows(attachment_table)]
    assert await told(team) == [
        ("🔴 CSAT 2 of 5 · Anna · #1001 · Trail running shoes", None),
        ("Anna: “Listen.”", None),
        ("From Anna", Copied(ANNA.telegram_id, first)),
        ("From Anna", Copied(ANNA.telegram_id, second)),
    ]


async def test_each_room_gets_its_copy_in_its_topic(team):
    await team.says(MARIA, "connect", group=Group(ELSEWHERE.chat_id, "Topics", 5))
    question = await team.house.asked(ANNA)
    await team.house.attach(ANNA)
    await team.house.press_on(question, "1")
    rows = [row for row in await team.house.rows(message_table) if row["key"].endswith(":copy")]
    assert [(row["chat_id"], row["thread_id"]) for row in rows] == [
        (ROOM.chat_id, None),
        (ELSEWHERE.chat_id, 5),
    ]


@pytest.mark.parametrize("score", ["3", "5"])
async def test_of_what_comes_with_a_good_score_no_room_is_told(team, score):
    question = await team.house.asked(ANNA)
    await team.house.attach(ANNA)
    await team.house.press_on(question, score)
    await team.house.attach(ANNA)
    assert await told(team) == []
