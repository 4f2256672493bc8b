"""The one door: what an update does is stored with the fact that it was handled, or not at all."""

from datetime import timedelta

import pytest

from handlers.customer import comment
from handlers.replies import Toast
from handlers.updates import Blocked, Command, Other, Text, Unblocked
from storage import invitations, messages
from storage.kinds import MessageKind
from storage.tables import (
    contact_table,
    early_text_table,
    handled_update_table,
    invitation_table,
    message_table,
    response_table,
    response_tap_table,
)
from tests.handlers.house import BOT_ID, toast_of
from tests.handlers.samples import ANNA, EVE, NOW

EVERYTHING = [
    contact_table,
    early_text_table,
    handled_update_table,
    invitation_table,
    message_table,
    response_table,
    response_tap_table,
]


async def snapshot(house):
    """All that an update could have changed."""
    return [await house.rows(table) for table in EVERYTHING]


def updates(house, question):
    """One update of each kind that has an effect, as they might follow each other."""
    return {
        "text before a tap": Text(101, ANNA, 901, "Well", NOW),
        "later": house.press(ANNA, question.button("Not now"), on=question, update_id=102),
        "score": house.press(ANNA, question.button("1"), on=question, update_id=103),
        "reason": house.press(ANNA, f"ts:r:{question.invitation_id}:price", update_id=104),
        "skip": house.press(ANNA, f"ts:s:{question.invitation_id}:", update_id=105),
        "text": Text(106, ANNA, 902, "Too dear", NOW),
        "stop": Command(107, ANNA, 903, "stop", "", NOW),
        "start": Command(108, ANNA, 904, "start", "", NOW),
        "never": house.press(ANNA, question.button("Don't ask me"), on=question, update_id=109),
        "help": Command(110, ANNA, 905, "help", "", NOW),
        "language": Command(115, ANNA, 906, "language", "en", NOW),
        "language by a button": house.press(ANNA, "ts:g:1:en", update_id=116),
        "privacy": Command(117, ANNA, 907, "privacy", "", NOW),
        "mydata": Command(118, ANNA, 908, "mydata", "", NOW),
        "forget": Command(119, ANNA, 909, "forget", "", NOW),
        "forget, after all not": house.press(ANNA, "ts:f:1001:keep", update_id=120),
        "blocked": Blocked(111, ANNA),
        "unblocked": Unblocked(112, ANNA),
        "garbage": house.press(ANNA, "garbage", update_id=113),
        "other": Other(114, ANNA.telegram_id),
    }


async def test_every_update_is_recorded_and_has_its_effect_once(house):
    """Invariant 5: (bot, update_id) is recorded with the effect, and the same update has none again."""
    question = await house.asked()
    for name, update in updates(house, question).items():
        first = await house.handle(update)
        after = await snapshot(house)
        assert (BOT_ID, update.update_id) in {
            (row["bot_id"], row["update_id"]) for row in await house.rows(handled_update_table)
        }, name
        house.later(seconds=1)
        again = await house.handle(update)
        assert await snapshot(house) == after, name
        # A press is answered again, since Telegram may not have heard; nothing else is said twice.
        assert [type(reply) for reply in again][:1] == [type(reply) for reply in first][:1], name


async def test_the_words_and_the_answer_of_the_same_updates_are_stored_once(house):
    question = await house.asked()
    for update in updates(house, question).values():
        for _ in range(2):
            await house.handle(update)
    answer = await house.one(response_table)
    assert (answer["score"], answer["reason"], answer["comment"]) == (1, "price", "Well\nToo dear")
    keys = [row["key"] for row in await house.rows(message_table)]
    assert len(keys) == len(set(keys))


async def test_messages_stand_in_line_when_the_update_is_handled(house):
    """Invariant 2: a message is inserted in the transaction that caused it."""
    question = await house.asked()
    await house.press_on(question, "1")
    due = [row for row in await house.rows(message_table) if row["state"] == "due"]
    assert [(row["key"], row["kind"], row["chat_id"]) for row in due] == [
        (f"prompt:{question.invitation_id}:low", MessageKind.PROMPT, ANNA.telegram_id)
    ]


@pytest.mark.parametrize(
    "where", ["before the effect", "after the effect", "while the messages are put in line"]
)
async def test_an_update_that_fails_leaves_no_trace_and_can_be_handled_again(house, monkeypatch, where):
    """Invariant 5: the record of an update and its effect are one transaction."""
    question = await house.asked()
    await house.press_on(question, "1")
    before = await snapshot(house)

    whole = comment.words

    async def half(*args, **named):
        if where == "after the effect":
            await whole(*args, **named)
        raise InterruptedError

    async def no_line(*_args, **_named):
        raise InterruptedError

    with monkeypatch.context() as broken:
        if where == "while the messages are put in line":
            broken.setattr(messages, "put_in_line", no_line)
        else:
            broken.setattr(comment, "words", half)
        with pytest.raises(InterruptedError):
            await house.handle(Text(200, ANNA, 1, "Late.", NOW))
    assert await snapshot(house) == before

    await house.handle(Text(200, ANNA, 1, "Late.", NOW))
    assert (await house.one(response_table))["comment"] == "Late."


async def test_a_press_that_fails_leaves_no_trace(house, monkeypatch):
    question = await house.asked()
    before = await snapshot(house)

    async def fails(*_args, **_named):
        raise InterruptedError

    with monkeypatch.context() as broken:
        broken.setattr(invitations, "decline", fails)
        with pytest.raises(InterruptedError):
            await house.press_on(question, "Don't ask me")
    assert await snapshot(house) == before


async def test_nothing_leaves_before_it_is_committed(house, monkeypatch):
    """Invariant 1: whatever comes out of the door is stored: a commit that fails lets nothing out."""
    question = await house.asked()
    woken = house.woken

    async def fails(_session):
        raise ConnectionError

    monkeypatch.setattr("sqlalchemy.ext.asyncio.AsyncSession.commit", fails)
    for update in updates(house, question).values():
        with pytest.raises(ConnectionError):
            await house.handle(update)
    assert house.woken == woken


async def test_the_sender_is_woken_by_what_it_has_to_send(house):
    question = await house.asked()
    woken = house.woken
    await house.blocks(ANNA)
    await house.tap(EVE, f"ts:a:{question.invitation_id}:1")
    assert house.woken == woken
    await house.press_on(question, "1")
    assert house.woken == woken + 1
    await house.write(ANNA, "Late.")
    assert house.woken == woken + 2


@pytest.mark.parametrize("data", ["", "x", "ts:a:1", "ts:r:0:price", "ts:z:1:", "❤" * 21])
async def test_a_button_that_is_none_of_ours_is_answered_in_the_language_of_who_pressed(house, data):
    assert toast_of(await house.tap(EVE, data)) == "Эта кнопка больше не работает."
    assert toast_of(await house.tap(ANNA, data)) == "This button doesn't work any more."


@pytest.mark.parametrize(
    "act", ["ts:a:{}:1", "ts:c:{}:", "ts:r:{}:price", "ts:s:{}:", "ts:l:{}:", "ts:n:{}:"]
)
async def test_no_press_of_a_stranger_changes_anything(house, act):
    """Invariant 6: whatever the button, it works only for the person it stands for, where it stands."""
    question = await house.asked()
    await house.press_on(question, "1")
    await house.send()

    def state(found):
        return [
            rows for table, rows in zip(EVERYTHING, found, strict=True) if table is not handled_update_table
        ]

    before = state(await snapshot(house))
    data = act.format(question.invitation_id)
    assert toast_of(await house.tap(EVE, data, on=question)) == "Этот вопрос задан не вам."
    elsewhere = house.press(ANNA, data, on=question, chat_id=-100500)
    assert toast_of(await house.handle(elsewhere)) == "This button doesn't work any more."
    for reply in await house.tap(EVE, data.replace(str(question.invitation_id), "999"), on=question):
        assert isinstance(reply, Toast)
    assert state(await snapshot(house)) == before


async def test_blocking_and_coming_back_are_noted(house):
    await house.asked()
    house.later(minutes=1)
    await house.blocks(ANNA)
    assert (await house.one(contact_table))["blocked_at"] == NOW + timedelta(minutes=1)
    await house.unblocks(ANNA)
    assert (await house.one(contact_table))["blocked_at"] is None


async def test_a_stranger_who_blocks_is_nobody(house):
    await house.blocks(EVE)
    await house.unblocks(EVE)
    assert await house.rows(contact_table) == []


async def test_an_update_that_means_nothing_is_only_recorded(house):
    assert await house.handle(Other(1)) == []
    assert await house.handle(Other(2, EVE.telegram_id)) == []
    assert [row["update_id"] for row in await house.rows(handled_update_table)] == [1, 2]
    assert await house.rows(message_table) == []
