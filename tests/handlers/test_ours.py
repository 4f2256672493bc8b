"""Whose an update is, where the agent is a guest: what is clearly ours, what both act on, and all else the host's."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handlers.admin import owner_link
from handlers.ours import Whose, at_sight, find_out
from handlers.rights import Rights
from handlers.updates import (
    Attached,
    Blocked,
    Command,
    Group,
    GroupText,
    Migrated,
    Other,
    Person,
    Removed,
    Text,
    Unblocked,
    Update,
)
from storage import drafts, members, rooms
from storage.kinds import AttachmentKind, DraftStep, Role, SurveyKind
from storage.tables import Draft, contact_table, message_table
from tests.handlers.house import BOT_ID, House, edit_of, open_house, words_of
from tests.handlers.samples import ANNA, EVE, NOW, SHOP, tap

OLGA = Person(10, "Olga", "olga", "en")
TEAM = Group(-1001, "Team")
PHOTO = Attached(AttachmentKind.PHOTO, "F")


async def whose(house: House, update: Update, *, owner_ids: tuple[int, ...] = ()) -> Whose:
    """What the guest finds, at sight or by a look into the database."""
    seen_as = at_sight(update)
    if seen_as is not None:
        return seen_as
    assert isinstance(update, Command | Text | GroupText)
    async with house.database.reading() as session:
        return await find_out(session, update, bot_id=BOT_ID, rights=Rights.of(owner_ids), now=house.now)


def text(house: House, words: str = "hello", *, by: Person = ANNA, **fields: Any) -> Text:
    number = next(house.numbers)
    return Text(number, by, number, words, house.now, **fields)


def command(house: House, name: str, argument: str = "", *, by: Person = ANNA, **fields: Any) -> Command:
    number = next(house.numbers)
    return Command(number, by, number, name, argument, house.now, **fields)


async def answer(house: House, label: str, *, kind: SurveyKind = SurveyKind.CSAT) -> Any:
    """Anna has tapped a score, and what follows it has arrived."""
    await house.command(ANNA, "start", await house.order("1001"))
    await house.send()
    await house.plan(kind)
    (question,) = await house.send(to=ANNA)
    await house.press_on(question, label)
    (prompt,) = await house.send(to=ANNA)
    return question, prompt


# At sight


@pytest.mark.parametrize("data", ["ts:a:7:4", "ts:n:1:", "ts:v:12:30d", "ts:g:3:ru", "ts:f:3:yes"])
def test_a_button_of_ours_is_ours(data):
    assert at_sight(tap(data=data)) is Whose.OURS


@pytest.mark.parametrize(
    "data", ["", "ts:", "buy:7", "ts:z:7:4", "xts:a:7:4", "ts:a:7:4\n", "ts:a:0:4", "TS:a:7:4"]
)
def test_any_other_button_is_the_host_s(data):
    assert at_sight(tap(data=data)) is Whose.THEIRS


@pytest.mark.parametrize(
    "update",
    [Blocked(1, ANNA), Unblocked(1, ANNA), Removed(1, -5), Migrated(1, -5, -1005)],
    ids=lambda update: type(update).__name__,
)
def test_who_comes_and_goes_concerns_both(update):
    assert at_sight(update) is Whose.SHARED


@pytest.mark.parametrize("update", [Other(1), Other(1, 5)])
def test_what_means_nothing_to_us_is_the_host_s(update):
    assert at_sight(update) is Whose.THEIRS


@pytest.mark.parametrize(
    ("name", "argument"),
    [("start", ""), ("help", ""), ("catalog", ""), ("order", "token-1001"), ("shop", "nps")],
)
def test_the_host_s_commands_need_no_look_into_the_database(house, name, argument):
    assert at_sight(command(house, name, argument)) is Whose.THEIRS


@pytest.mark.parametrize("name", ["start", "stop", "mydata", "catalog"])
def test_in_a_group_only_the_team_s_commands_can_be_ours(house, name):
    assert at_sight(command(house, name, "token-1001", group=TEAM)) is Whose.THEIRS


def test_words_that_the_host_waits_for_are_its_own_but_not_those_that_answer_a_message(house):
    assert at_sight(text(house, "4"), host_asks=True) is Whose.THEIRS
    assert at_sight(text(house, "4", reply_to=9), host_asks=True) is None
    assert at_sight(tap(), host_asks=True) is Whose.OURS


# Links


async def test_the_link_of_an_order_is_ours_for_everybody(house):
    token = await house.order("1001")
    for person in (ANNA, EVE):
        assert await whose(house, command(house, "start", token, by=person)) is Whose.OURS
        await house.command(person, "start", token)
        assert await whose(house, command(house, "start", token, by=person)) is Whose.OURS


async def test_any_other_payload_is_the_host_s(house):
    await house.order("1001")
    for payload in ("token-1002", "own-nothing", "own-", "ref_42", "TOKEN-1001"):
        assert await whose(house, command(house, "start", payload)) is Whose.THEIRS


async def test_a_link_to_own_the_bot_is_ours_also_when_it_is_used_up(house):
    async with house.writer.unit() as session:
        payload = await owner_link.offer(session, "secret", rights=Rights.of(()), now=NOW)
        await session.commit()
    assert payload is not None
    assert await whose(house, command(house, "start", payload)) is Whose.OURS
    await house.command(ANNA, "start", payload)
    house.later(days=2)
    assert await whose(house, command(house, "start", payload, by=EVE)) is Whose.OURS


# Customers' commands


@pytest.mark.parametrize("name", ["stop", "language", "mydata", "forget", "privacy"])
async def test_a_customer_s_commands_are_ours_once_they_are_a_customer_of_ours(house, name):
    assert await whose(house, command(house, name)) is Whose.THEIRS
    await house.command(ANNA, "start", await house.order("1001"))
    assert await whose(house, command(house, name)) is Whose.OURS
    assert await whose(house, command(house, name, by=EVE)) is Whose.THEIRS


# The team's commands


async def _role(house: House, person: Person, role: Role) -> None:
    async with house.writer.unit() as session:
        await members.see(session, person.telegram_id, first_name="", username=None, now=NOW)
        await members.set_role(session, person.telegram_id, role, by=1, now=NOW)
        await session.commit()


async def test_words_about_a_wave_that_is_being_planned_are_ours_and_no_other_talk_of_a_group(house):
    await _connect(house)
    async with house.writer.unit() as session:
        for chat_id, message_id in ((TEAM.chat_id, 77), (OLGA.telegram_id, 78)):
            known: dict[str, Any] = {"words": {}, "offers": [], "created_at": NOW, "edited_at": NOW}
            known |= {"message_id": message_id}
            draft = Draft(chat_id=chat_id, person_id=OLGA.telegram_id, step=DraftStep.NAME, **known)
            await drafts.add(session, draft)
        await session.commit()
    for reply_to, found in ((77, Whose.OURS), (76, Whose.THEIRS)):
        assert await whose(house, GroupText(1, ANNA, TEAM, 5, "Spring", reply_to)) is found
    assert await whose(house, text(house, "Spring", by=OLGA)) is Whose.OURS
    assert await whose(house, text(house, "Spring", by=OLGA, reply_to=78)) is Whose.OURS
    assert await whose(house, text(house, "Spring", by=EVE)) is Whose.THEIRS
    assert await whose(house, text(house, "", by=OLGA, attached=PHOTO)) is Whose.THEIRS


async def test_words_for_a_survey_are_ours_only_in_reply(house):
    async with house.writer.unit() as session:
        known: dict[str, Any] = {"words": {}, "offers": [], "created_at": NOW, "edited_at": NOW}
        step, olga = DraftStep.SURVEY_WORDS, OLGA.telegram_id
        await drafts.add(session, Draft(chat_id=olga, message_id=78, person_id=olga, step=step, **known))
        await session.commit()
    assert await whose(house, text(house, "Happy?", by=OLGA, reply_to=78)) is Whose.OURS
    assert await whose(house, text(house, "Happy?", by=OLGA)) is Whose.THEIRS


async def test_the_link_of_a_test_is_ours_for_who_may_have_one(house):
    link = {"name": "start", "argument": "test-nps"}
    assert await whose(house, command(house, by=OLGA, **link), owner_ids=(OLGA.telegram_id,)) is Whose.OURS
    assert await whose(house, command(house, by=ANNA, **link)) is Whose.THEIRS


async def _connect(house: House) -> None:
    async with house.writer.unit() as session:
        await rooms.connect(session, chat_id=TEAM.chat_id, thread_id=None, title="Team", now=NOW)
        await session.commit()


@pytest.mark.parametrize("name", ["nps", "csat", "ces", "scores", "grant", "revoke", "connect", "disconnect"])
async def test_the_team_s_commands_are_ours_in_a_room_of_ours_whoever_writes_them(house, name):
    elsewhere = Group(-2002, "Elsewhere")
    assert await whose(house, command(house, name, group=TEAM)) is Whose.THEIRS
    await _connect(house)
    assert await whose(house, command(house, name, group=TEAM)) is Whose.OURS
    assert await whose(house, command(house, name, group=elsewhere)) is Whose.THEIRS
    async with house.writer.unit() as session:
        await rooms.disconnect(session, TEAM.chat_id, now=NOW)
        await session.commit()
    assert await whose(house, command(house, name, group=TEAM)) is Whose.THEIRS


async def test_both_answer_help_in_a_room(house):
    assert await whose(house, command(house, "help", group=TEAM)) is Whose.THEIRS
    await _connect(house)
    assert await whose(house, command(house, "help", group=TEAM)) is Whose.SHARED


async def test_an_owner_connects_any_group_and_nobody_else_does(house):
    await _role(house, ANNA, Role.ADMIN)
    connect: dict[str, Any] = {"name": "connect", "group": TEAM}
    assert await whose(house, command(house, by=OLGA, **connect), owner_ids=(OLGA.telegram_id,)) is Whose.OURS
    assert await whose(house, command(house, by=ANNA, **connect)) is Whose.THEIRS
    assert (
        await whose(house, command(house, by=OLGA, anonymous=True, **connect), owner_ids=(10,))
        is Whose.THEIRS
    )
    await _role(house, ANNA, Role.OWNER)
    assert await whose(house, command(house, by=ANNA, **connect)) is Whose.OURS
    assert await whose(house, command(house, "nps", by=ANNA, group=TEAM)) is Whose.THEIRS


@pytest.mark.parametrize("name", ["nps", "csat", "ces", "scores"])
async def test_scores_are_asked_in_private_by_who_has_a_role(house, name):
    assert await whose(house, command(house, name)) is Whose.THEIRS
    await _role(house, ANNA, Role.VIEWER)
    assert await whose(house, command(house, name)) is Whose.OURS
    assert await whose(house, command(house, "connect")) is Whose.THEIRS
    await _role(house, ANNA, Role.OWNER)
    assert await whose(house, command(house, "connect")) is Whose.OURS


# Words


async def test_plain_words_are_the_host_s_also_while_a_question_is_open(house):
    assert await whose(house, text(house)) is Whose.THEIRS
    await house.asked()
    assert await whose(house, text(house, "where is my parcel?")) is Whose.THEIRS
    assert await whose(house, text(house, "", attached=PHOTO)) is Whose.THEIRS


async def test_a_reply_to_a_question_of_ours_is_ours_until_it_closes(house):
    question = await house.asked()
    reply = {"reply_to": question.message_id}
    assert await whose(house, text(house, "late!", **reply)) is Whose.OURS
    assert await whose(house, text(house, "", attached=PHOTO, **reply)) is Whose.OURS
    assert await whose(house, text(house, "late!", by=EVE, **reply)) is Whose.THEIRS
    house.later(days=7)
    assert await whose(house, text(house, "late!", **reply)) is Whose.THEIRS


async def test_a_reply_to_an_answered_question_or_its_prompt_is_ours_however_late(house):
    question, prompt = await answer(house, "1")
    house.later(days=30)
    for message in (question, prompt):
        assert await whose(house, text(house, "late!", reply_to=message.message_id)) is Whose.OURS


async def test_a_reply_to_anything_else_is_the_host_s_even_while_we_wait_for_words(house):
    await answer(house, "1")
    assert await whose(house, text(house, "yes, two of them", reply_to=999_999)) is Whose.THEIRS
    assert await whose(house, text(house, "4", reply_to=999_999)) is Whose.THEIRS


async def test_a_bare_number_on_the_scale_answers_the_open_question(house):
    assert await whose(house, text(house, "4")) is Whose.THEIRS
    await house.asked()
    for words in ("4", " 5 ", "four"):
        assert await whose(house, text(house, words)) is Whose.OURS
    for words in ("0", "6", "42", "4 pairs", "4/5"):
        assert await whose(house, text(house, words)) is Whose.THEIRS
    assert await whose(house, text(house, "4", attached=PHOTO)) is Whose.THEIRS
    assert await whose(house, text(house, "4", by=EVE)) is Whose.THEIRS
    house.later(days=7)
    assert await whose(house, text(house, "4")) is Whose.THEIRS


async def test_a_number_of_somebody_who_stopped_is_the_host_s(house):
    question = await house.asked()
    await house.command(ANNA, "stop")
    assert await whose(house, text(house, "4")) is Whose.THEIRS
    assert await whose(house, text(house, "hm", reply_to=question.message_id)) is Whose.THEIRS


async def test_words_are_ours_for_an_hour_after_we_asked_for_them(house):
    await answer(house, "1")
    for said in ({"words": "the sole came off"}, {"words": "3"}, {"words": "", "attached": PHOTO}):
        assert await whose(house, text(house, **said)) is Whose.OURS
    assert await whose(house, text(house, by=EVE)) is Whose.THEIRS
    house.later(minutes=59)
    assert await whose(house, text(house)) is Whose.OURS
    house.later(minutes=1, seconds=1)
    assert await whose(house, text(house)) is Whose.THEIRS
    assert await whose(house, text(house, "3")) is Whose.THEIRS


async def test_once_something_was_said_only_what_follows_in_one_breath_is_ours(house):
    await answer(house, "1")
    await house.write(ANNA, "the sole came off")
    house.later(seconds=59)
    assert await whose(house, text(house, "on day one")) is Whose.OURS
    house.later(seconds=2)
    assert await whose(house, text(house, "do you have size 42?")) is Whose.THEIRS


async def test_what_had_its_effect_before_is_still_ours_when_it_is_offered_again(house):
    """Invariant 5: an update is handled once, whatever its own effect has changed meanwhile."""
    await answer(house, "1")
    words = text(house, "the sole came off")
    assert await whose(house, words) is Whose.OURS
    await house.handle(words)
    stop = command(house, "stop")
    await house.handle(stop)
    house.later(hours=3)
    assert await whose(house, words) is Whose.OURS
    async with house.writer.unit() as session:
        await session.execute(contact_table.update().values(telegram_id=None))
        await session.commit()
    assert await whose(house, stop) is Whose.OURS
    assert await whose(house, command(house, "stop")) is Whose.THEIRS


async def test_what_is_taken_never_gets_the_help_line(house):
    """A guest that takes words must have a use for them: all that the tests above call ours is handled so."""
    question, prompt = await answer(house, "1")
    for update in (
        text(house, "the sole came off"),
        text(house, "3"),
        text(house, "", attached=PHOTO),
        text(house, "late", reply_to=question.message_id),
        text(house, "late", reply_to=prompt.message_id),
    ):
        assert await whose(house, update) is Whose.OURS
        await house.handle(update)
    keys = [row["key"] for row in await house.rows(message_table)]
    assert not any(key.startswith("help:") for key in keys)


@pytest.mark.parametrize(("has_own_bot", "promised"), [(False, True), (True, False)])
async def test_start_is_promised_to_whoever_stops_only_where_it_is_ours(
    migrated, tmp_path, has_own_bot, promised
):
    shop = replace(SHOP, has_own_bot=has_own_bot)
    async with open_house(Path(shutil.copy(migrated, tmp_path)), shop=shop) as house:
        question = await house.asked()
        edit = edit_of(await house.press_on(question, "Don't ask me"))
        assert ("/start" in words_of(edit.content)) is promised
        await house.command(ANNA, "stop")
        (stopped,) = await house.says()
        assert ("/start" in stopped) is promised
