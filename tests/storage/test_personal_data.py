"""What is shown of a person and what becomes of it when they are erased: each column of each table decided."""

from typing import Any

import pytest
from sqlmodel import SQLModel

from storage import erasure, personal_data
from storage.kinds import InvitationState, Role
from storage.tables import (
    contact_table,
    invitation_table,
    member_table,
    message_table,
    purchase_table,
    set_aside_update_table,
)
from tests.storage.conftest import NOW
from tests.storage.decided import COLUMNS, NOBODYS
from tests.storage.person import BOT_ID, Somebody, leaves

ANNA, BORIS = 5_000_000_001, 5_000_000_002

SECTIONS: dict[str, Any] = {
    "contact": lambda data: data["profile"],
    "contact_ref": lambda data: data["names_at_the_shop"][0],
    "purchase": lambda data: data["orders"][0],
    "invitation": lambda data: data["questions"][0],
    "response": lambda data: data["questions"][0]["answer"],
    "response_tap": lambda data: data["questions"][0]["taps"][0],
    "early_text": lambda data: data["questions"][0]["words_before_the_tap"][0],
    "attachment": lambda data: data["questions"][0]["attachments"][0],
    "message": lambda data: data["messages_to_you"][0],
    "set_aside_update": lambda data: data["updates_set_aside"][0],
    "sending_pause": lambda data: data["pauses_of_your_chat"][0],
    "score_view": lambda data: data["score_messages"][0],
    "draft": lambda data: data["planned_waves"][0],
    "list_entry": lambda data: data["lists"][0],
    "sent_file": lambda data: data["files_not_read_yet"][0],
    "member": lambda data: data["team"],
}
"""Where a table's row stands in what is shown."""

NESTED = {"answer", "taps", "words_before_the_tap", "attachments", "list"}


@pytest.fixture
async def anna(rows):
    somebody = Somebody(rows, telegram_id=ANNA, name="Anna")
    await somebody.moves_in()
    return somebody


@pytest.fixture
async def boris(rows):
    somebody = Somebody(rows, telegram_id=BORIS, name="Boris")
    await somebody.moves_in()
    return somebody


async def kept(database, telegram_id=ANNA):
    async with database.reading() as session:
        return await personal_data.kept(session, telegram_id)


async def erase(writer, telegram_id=ANNA):
    async with writer.unit() as session:
        erased = await erasure.erase(session, telegram_id, now=NOW)
        await session.commit()
    return erased


def test_every_column_there_is_was_decided_about():
    """Invariant 10: a new table or column is shown and erased, or somebody has said why not."""
    there_are = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if table.name not in NOBODYS
    }
    assert {name for name, _, _ in COLUMNS} == there_are


def test_what_is_nobodys_refers_to_no_person():
    persons = {contact_table, purchase_table, invitation_table}
    for name in NOBODYS:
        table = SQLModel.metadata.tables[name]
        assert not {key.column.table for key in table.foreign_keys} & persons
        assert not {column.name for column in table.columns} & {"telegram_id", "contact_ref"}


async def test_all_that_is_to_be_shown_is_shown_as_it_is_stored(database, anna, boris):
    data = await kept(database)
    assert data["telegram_id"] == ANNA
    for table, section in SECTIONS.items():
        shown = {
            name.partition(".")[2]
            for name, how, _ in COLUMNS
            if name.startswith(f"{table}.") and how == "shown"
        }
        row = section(data)
        assert row.keys() - NESTED == shown, table
        assert {name: row[name] for name in shown} == {name: anna.written[table][name] for name in shown}


async def test_a_quick_answer_of_the_shops_own_is_shown_as_it_was_called(rows, database):
    """Its place in the survey says nothing, and another version may call something else so."""
    words = {"en": {"own1": "Size", "low": "Why?"}, "pl": {"own1": "Rozmiar"}, "ru": {"low": "Жаль"}}
    wave = await rows.wave(survey_id=await rows.survey(wording=words, quick_answers=["price", "own1"]))
    await rows.survey(wording={"en": {"own1": "Colour"}}, quick_answers=["own1"])
    contact = await rows.contact(telegram_id=ANNA)
    for reason in ("own1", "price", None):
        asked = await rows.invitation(wave_id=wave, contact_id=contact, state=InvitationState.ANSWERED)
        await rows.answer(invitation_id=asked, score=2, reason=reason)
    answers = [question["answer"] for question in (await kept(database))["questions"]]
    assert [(answer["reason"], answer.get("reason_in_words")) for answer in answers] == [
        ("own1", {"en": "Size", "pl": "Rozmiar"}),
        ("price", None),
        (None, None),
    ]


async def test_nothing_is_shown_that_is_hidden_or_somebody_elses(database, anna, boris):
    shown = set(map(str, leaves(await kept(database))))
    for name, how, _ in COLUMNS:
        table, _, column = name.partition(".")
        value = anna.written[table][column]
        if how == "hidden" and (isinstance(value, str) or (isinstance(value, int) and value > 1000)):
            assert str(value) not in shown - {str(ANNA)}, name
    for row in boris.written.values():
        own = {str(leaf) for leaf in leaves(row) if isinstance(leaf, str) and "Boris" in leaf}
        assert not own & shown
    assert str(BORIS) not in shown


async def test_each_column_is_erased_or_kept_as_it_was_decided(writer, anna, boris):
    await erase(writer)
    for name, _, fate in COLUMNS:
        table, _, column = name.partition(".")
        before = anna.written[table][column]
        row = await anna.row(SQLModel.metadata.tables[table])
        if name == "contact.erased_at":
            assert row is not None
            assert row[column] == NOW
        elif fate == "kept":
            assert row is not None, name
            assert row[column] == before, name
        else:
            assert row is None or row[column] in (None, ""), name


async def test_nothing_of_anybody_else_changes(writer, rows, anna, boris):
    before = {name: await boris.row(SQLModel.metadata.tables[name]) for name in boris.written}
    await erase(writer)
    assert {name: await boris.row(SQLModel.metadata.tables[name]) for name in boris.written} == before


async def test_no_table_holds_a_word_or_a_number_of_whom_was_erased(writer, rows, anna):
    """Counted by what was written, not by what the code knows of: `Anna` stands in every text of hers."""
    kept_texts = {name for name, _, fate in COLUMNS if fate == "kept"}
    await erase(writer)
    found = []
    for table in SQLModel.metadata.tables.values():
        for row in await rows.all(table):
            found += [
                f"{table.name}.{name}"
                for name, value in row._mapping.items()
                if "Anna" in str(value) or str(ANNA) in str(value)
            ]
    assert set(found) <= kept_texts
    assert "invitation.product" in found, "the search finds what is kept"


async def test_of_a_stranger_nothing_is_kept(database, anna):
    assert await kept(database, 999) is None
    assert await kept(database, BORIS) is None


async def test_what_was_said_to_a_stranger_is_shown_and_erased(database, writer, rows):
    await rows.message(chat_id=BORIS, key=f"help:{BORIS}:1")
    data = await kept(database, BORIS)
    assert data["profile"] is None
    assert len(data["messages_to_you"]) == 1
    assert (await erase(writer, BORIS)).answers == 0
    assert await kept(database, BORIS) is None
    assert await rows.all(message_table) == []


async def test_an_alert_about_a_person_is_shown_without_the_room(database, writer, rows, anna):
    await rows.message(
        chat_id=-100777000111,
        thread_id=55_000_001,
        telegram_message_id=66_000_001,
        invitation_id=anna.written["invitation"]["id"],
        content={"lines": [{"id": "alert-low", "values": {}}], "language": "en", "keyboard": []},
    )
    data = await kept(database)
    (alert,) = data["messages_about_you"]
    assert alert["content"] == {"lines": [{"id": "alert-low", "values": {}}], "language": "en"}
    assert not {"-100777000111", "55000001", "66000001"} & set(map(str, leaves(data)))
    await erase(writer)
    assert await rows.all(message_table) == []


async def test_a_wave_that_left_an_order_out_before_its_link_was_opened_is_theirs_too(
    database, writer, rows, anna
):
    left_out = await rows.invitation(
        state="skipped",
        skip_reason="no_chat",
        contact_id=None,
        purchase_id=anna.written["purchase"]["id"],
        order_id="order of Anna's",
    )
    assert [asked["order_id"] for asked in (await kept(database))["questions"]] == [
        "Anna invitation.order_id",
        "order of Anna's",
    ]
    await erase(writer)
    row = await rows.one(invitation_table, left_out)
    assert (row.purchase_id, row.order_id, row.skip_reason) == (None, None, "no_chat")


async def test_an_update_set_aside_in_a_group_shows_nothing_of_what_others_said(database, rows, anna):
    said = {"chat": {"id": -1001, "type": "group"}, "text": "Boris was here", "from": {"id": ANNA}}
    for number, body in enumerate(
        (
            {"update_id": 8, "message": said},
            {"update_id": 9, "callback_query": {"id": "1", "message": said}},
            {"update_id": 10, "callback_query": {"id": "1"}},
            {"update_id": 11},
        )
    ):
        await rows.add(
            set_aside_update_table,
            bot_id=BOT_ID,
            update_id=8 + number,
            telegram_id=ANNA,
            body=body,
            error="KeyError",
            set_aside_at=NOW,
        )
    shown = (await kept(database))["updates_set_aside"]
    assert [update["body"] for update in shown if update["update_id"] < 100] == [None] * 4
    assert "Boris was here" not in str(shown)


async def test_an_update_set_aside_that_tells_of_a_person_goes_with_them(writer, rows, anna):
    async def set_aside(update_id, **body):
        await rows.add(
            set_aside_update_table,
            bot_id=BOT_ID,
            update_id=update_id,
            telegram_id=BORIS,
            body={"update_id": update_id, **body},
            error="KeyError",
            set_aside_at=NOW,
        )

    await set_aside(8, message={"reply_to_message": {"from": {"id": ANNA}, "text": "Hello"}})
    await set_aside(9, message={"text": f"not {ANNA}, nor {ANNA}0", "from": {"id": ANNA * 10}})
    await erase(writer)
    assert [row.update_id for row in await rows.all(set_aside_update_table)] == [9]


async def test_whoever_holds_a_role_keeps_it_and_is_told_so(writer, rows, anna, boris):
    async with writer.unit() as session:
        await session.execute(
            member_table.update()
            .where(member_table.c.telegram_id == ANNA)
            .values(role=Role.ADMIN, granted_by=BORIS)
        )
        await session.execute(
            member_table.update().where(member_table.c.telegram_id == BORIS).values(granted_by=ANNA)
        )
        await session.commit()
    assert (await erase(writer)).role is Role.ADMIN
    of_anna, of_boris = await rows.all(member_table)
    assert (of_anna.telegram_id, of_anna.role, of_boris.granted_by) == (ANNA, Role.ADMIN, ANNA)


async def test_who_was_given_a_role_by_somebody_erased_was_given_it_by_nobody(writer, rows, anna, boris):
    async with writer.unit() as session:
        await session.execute(
            member_table.update()
            .where(member_table.c.telegram_id == BORIS)
            .values(role=Role.ADMIN, granted_by=ANNA)
        )
        await session.commit()
    assert (await erase(writer)).role is None
    (of_boris,) = await rows.all(member_table)
    assert (of_boris.role, of_boris.granted_by) == (Role.ADMIN, None)
