"""A person is erased: asked once, by nobody but themself; and no figure moves."""

import shutil
from datetime import timedelta
from typing import Any

import pytest

from handlers.admin import scores
from handlers.customer.forget import ask
from handlers.periods import Period
from handlers.replies import Toast, content_from
from handlers.texts.languages import SPOKEN
from handlers.updates import Command, Person
from storage import residue, rooms
from storage.kinds import Role, SurveyKind
from storage.tables import (
    contact_ref_table,
    contact_table,
    invitation_table,
    message_table,
    purchase_table,
    response_table,
)
from tests.handlers.house import edit_of, toast_of, words_of
from tests.handlers.samples import ANNA, EVE, NOW
from tests.handlers.team_house import ADAM, OLGA, ROOM, open_team

ERASE, KEEP = "Erase everything", "Don't erase"


async def really(house, person=ANNA):
    """/forget, and the question in return."""
    await house.command(person, "forget")
    return (await house.send(to=person))[-1]


async def forgets(house, person=ANNA):
    asked = await really(house, person)
    return await house.tap(person, str(asked.content.keyboard[0][0].data), on=asked)


async def test_it_is_asked_once_before_anything_is_erased(house):
    await house.asked()
    before = await house.rows(contact_table)
    asked = await really(house)
    assert asked.text.startswith("Erase everything we keep about you")
    assert [[button.style for button in row] for row in asked.content.keyboard] == [["danger"], [None]]
    assert await house.rows(contact_table) == before


async def test_who_keeps_it_after_all_is_told_that_nothing_was_erased(house):
    await house.asked()
    before = await house.rows(contact_table)
    asked = await really(house)
    replies = await house.press_on(asked, KEEP)
    edit = edit_of(replies)
    assert (words_of(edit.content), edit.content.keyboard) == ("All right, nothing was erased.", ())
    assert await house.rows(contact_table) == before


async def test_the_answer_says_what_was_kept_and_is_stored_nowhere(house):
    question = await house.asked()
    await house.press_on(question, "1")
    await house.send()
    asked = await really(house)
    replies = await house.press_on(asked, ERASE)
    assert toast_of(replies) == "Erased."
    edit = edit_of(replies)
    assert (edit.chat_id, edit.message_id) == (ANNA.telegram_id, asked.message_id)
    assert words_of(edit.content) == (
        "Done: everything about you is erased. What was kept is 1 score without a name."
    )
    assert edit.content.keyboard == ()
    assert await house.rows(message_table) == []


@pytest.mark.parametrize("language", SPOKEN)
async def test_it_is_said_in_the_language_that_was_just_erased(house, language):
    await house.asked()
    await house.command(ANNA, "language", language)
    await house.send()
    edit = edit_of(await forgets(house))
    assert edit.content.language == language
    assert (await house.one(contact_table))["language"] is None


async def test_what_named_them_is_gone_and_what_was_counted_stays(house):
    question = await house.asked()
    await house.press_on(question, "1")
    await house.write(ANNA, "They fell apart")
    house.later(hours=1)
    await forgets(house)
    contact = await house.one(contact_table)
    assert (contact["telegram_id"], contact["first_name"]) == (None, "")
    assert contact["erased_at"] == NOW + timedelta(hours=1)
    assert await house.rows(contact_ref_table) == await house.rows(purchase_table) == []
    answer = await house.one(response_table)
    assert (answer["score"], answer["comment"]) == (1, None)
    asked = await house.one(invitation_table)
    assert (asked["order_id"], asked["purchase_id"]) == (None, None)
    assert (asked["product"], asked["state"]) == ("Trail running shoes", "answered")


async def test_a_second_press_finds_nothing_more(house):
    """The edit of the first may have been lost: the buttons still stand there."""
    question = await house.asked()
    await house.press_on(question, "5")
    asked = await really(house)
    await house.press_on(asked, ERASE)
    again = edit_of(await house.press_on(asked, ERASE))
    assert words_of(again.content) == "Done: nothing about you is kept any more."
    assert len(await house.rows(response_table)) == 1


async def test_the_same_press_told_again_by_telegram_is_done_once(house):
    await house.asked()
    asked = await really(house)
    press = house.press(ANNA, asked.button(ERASE), on=asked)
    await house.handle(press)
    after = await house.rows(contact_table)
    house.later(minutes=1)
    assert [type(reply) for reply in await house.handle(press)] == [Toast]
    assert await house.rows(contact_table) == after


async def test_an_erasure_that_fails_in_the_middle_erases_nothing(house, monkeypatch):
    """It is one transaction with the handling of the press."""
    question = await house.asked()
    await house.press_on(question, "1")
    asked = await really(house)
    tables = (contact_table, contact_ref_table, purchase_table, message_table, invitation_table)
    before = [await house.rows(table) for table in tables]
    press = house.press(ANNA, asked.button(ERASE), on=asked)
    with monkeypatch.context() as broken:

        async def fails(*_given):
            raise InterruptedError

        broken.setattr(residue, "note", fails)
        with pytest.raises(InterruptedError):
            await house.handle(press)
    assert [await house.rows(table) for table in tables] == before
    await house.handle(press)
    assert (await house.one(contact_table))["telegram_id"] is None


async def test_nobody_erases_somebody_else(house):
    """Invariant 6: only the person themself, in their own chat, whatever a client sends."""
    await house.asked()
    asked = await really(house)
    before = await house.rows(contact_table)
    data = asked.button(ERASE)
    assert toast_of(await house.tap(EVE, data, on=asked)) == "Эта кнопка больше не работает."
    for chat_id in (-100500, EVE.telegram_id, None):
        press = house.press(ANNA, data, on=asked, chat_id=chat_id)
        assert toast_of(await house.handle(press)) == "This button doesn't work any more."
    for odd in ("ts:f:1001:", "ts:f:1001:all", "ts:f:6666:erase", "ts:f:1:erase"):
        assert toast_of(await house.tap(ANNA, odd, on=asked)) == "This button doesn't work any more."
    assert await house.rows(contact_table) == before


async def test_in_a_group_it_is_nobodys_business(migrated, tmp_path):
    async with open_team(shutil.copy(migrated, tmp_path)) as team:
        await team.house.asked()
        for command in ("forget", "mydata", "privacy"):
            assert await team.says(ANNA, command, group=ROOM) == []


async def test_whoever_waits_for_the_files_to_be_cleaned_is_woken_after_the_commit(house):
    woken = []
    house.conversation._erased = lambda: woken.append(house.now)
    await house.asked()
    asked = await really(house)
    assert woken == []
    await house.press_on(asked, ERASE)
    assert woken == [house.now]


async def test_a_stranger_s_chat_is_forgotten_too(house):
    await house.command(EVE, "help")
    await house.send()
    replies = await forgets(house, EVE)
    assert words_of(edit_of(replies).content) == "Готово: о вас больше ничего не хранится."
    assert await house.rows(message_table) == []


async def test_the_same_link_is_unknown_afterwards_and_a_new_one_makes_somebody_new(house):
    await house.asked()
    await forgets(house)
    await house.command(ANNA, "start", "token-1001")
    (words,) = await house.says()
    assert words.startswith("We don't know this link.")
    await house.command(ANNA, "start")
    (words,) = await house.says()
    assert words.startswith("Hi! This is Greenleaf's customer care. Please open the link")
    await house.command(ANNA, "start", await house.order("1002"))
    shell, contact = await house.rows(contact_table)
    assert (shell["telegram_id"], contact["telegram_id"]) == (None, ANNA.telegram_id)


async def test_an_old_button_counts_nothing_any_more(house):
    question = await house.asked()
    await house.press_on(question, "2")
    await forgets(house)
    for label in ("1", "Don't ask me"):
        replies = await house.press_on(question, label)
        assert toast_of(replies) == "This button doesn't work any more."
    await house.write(ANNA, "Words after all", reply_to=question.message_id)
    assert (await house.one(response_table))["comment"] is None
    assert (await house.one(response_table))["score"] == 2


async def test_what_the_team_was_to_be_told_is_not_told_any_more(house):
    async with house.writer.unit() as session:
        await rooms.connect(session, chat_id=-1001, thread_id=None, title="Team", now=NOW)
        await session.commit()
    question = await house.asked()
    asked = await really(house)
    await house.press_on(question, "1")
    await house.write(ANNA, "They fell apart")
    alerts = [row for row in await house.rows(message_table) if row["chat_id"] == -1001]
    assert "They fell apart" in str([row["content"] for row in alerts])
    await house.press_on(asked, ERASE)
    assert await house.rows(message_table) == []
    assert await house.send() == []


async def test_a_role_in_the_team_stays_and_is_told(migrated, tmp_path):
    async with open_team(shutil.copy(migrated, tmp_path)) as team:
        replies = await forgets(team.house, ADAM)
        assert words_of(edit_of(replies).content).endswith(
            "Your role in the team stays: an owner can take it with /revoke."
        )
        assert await team.role(ADAM) == Role.ADMIN
        assert "Adam has no role" in await team.reads(OLGA, "revoke", to=ADAM)
        replies = await forgets(team.house, ADAM)
        assert "role" not in words_of(edit_of(replies).content)
        assert await team.role(ADAM) is None


# The trend doesn't change


async def figures(house) -> dict[Any, Any]:
    """All that is shown of the scores, in every kind, by everything they can be split by."""
    found: dict[Any, Any] = {}
    async with house.database.reading() as session:
        for days in (60, 365):
            period = Period.of_days(days, today=house.now.date())
            for kind in SurveyKind:
                report = await scores.report(session, kind, period, shop=house.shop)
                found[kind, days] = report.as_json()
                for by in ("product", "category", "store", "operator", "channel", "language", "wave"):
                    cells = await scores.breakdown(session, kind, period, by=by, shop=house.shop)
                    found[kind, days, by] = cells.as_json()
    return found


async def test_the_trend_does_not_change(house):
    """Whoever gave two answers is still one person to NPS; a place in a split stays where it was."""
    people = [Person(2000 + number, f"Customer {number}", None, "en") for number in range(5)]
    for number, person in enumerate(people):
        token = await house.order(
            str(3000 + number), product="Shoes" if number % 2 else "Hat", store=f"Riga {number % 3}"
        )
        await house.command(person, "start", token)
    await house.send()
    given = 0
    for kind in (SurveyKind.NPS, SurveyKind.CSAT, SurveyKind.CES, SurveyKind.NPS):
        await house.plan(kind)
        for arrived in await house.send():
            if arrived.chat_id == people[4].telegram_id:
                continue  # who is silent is counted as reached
            score = (arrived.chat_id + given) % 5 + 1
            replies = await house.tap(
                next(person for person in people if person.telegram_id == arrived.chat_id),
                f"ts:a:{arrived.invitation_id}:{score}",
                on=arrived,
            )
            assert replies
            given += 1
        house.later(days=31)
        await house.send()
    await house.write(people[0], "Words")
    before = await figures(house)
    assert [before[kind, 365]["n"] for kind in SurveyKind] == [4, 4, 4]
    assert given == 16
    for person in (people[0], people[1], people[4]):
        await forgets(house, person)
    assert [row["telegram_id"] for row in await house.rows(contact_table)].count(None) == 3
    assert await figures(house) == before


async def test_the_question_names_whose_data_it_is_about(house):
    """By Telegram's number: a person without an order has no other."""
    command = Command(1, EVE, 1, "forget", "", NOW)
    async with house.database.reading() as session:
        (say,) = await ask(session, command, shop=house.shop)
    assert say.content is not None
    assert [button.data for row in say.content.keyboard for button in row] == [
        "ts:f:6666:erase",
        "ts:f:6666:keep",
    ]
    assert content_from(say.as_message(NOW).content or {}) == say.content
