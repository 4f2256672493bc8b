"""Erasing a person: what stays is counted as before, what was on its way ends, and nobody takes their place."""

import asyncio

import pytest
from sqlalchemy import text

from storage import contacts, erasure, messages, outcomes, purchases
from storage.contacts import Profile
from storage.kinds import InvitationState, MessageKind, MessageState, SkipReason, WaveState
from storage.messages import NewMessage
from storage.outcomes import Result
from storage.people import UNLINKED
from storage.tables import (
    contact_ref_table,
    contact_table,
    invitation_table,
    message_table,
    purchase_table,
    response_table,
    wave_table,
)
from storage.writer import Writer
from tests.postgresql import SERVER
from tests.storage.conftest import NOW

ANNA = 5_000_000_001


@pytest.fixture
async def anna(rows):
    return await rows.contact(telegram_id=ANNA, first_name="Anna")


async def erase(writer, telegram_id=ANNA):
    async with writer.unit() as session:
        erased = await erasure.erase(session, telegram_id, now=NOW)
        await session.commit()
    return erased


@pytest.mark.parametrize("state", InvitationState)
async def test_a_question_that_waits_is_left_out_and_one_on_its_way_is_unknown(writer, rows, anna, state):
    reason = SkipReason.BLOCKED if state is InvitationState.SKIPPED else None
    asked = await rows.invitation(contact_id=anna, state=state, skip_reason=reason)
    await erase(writer)
    row = await rows.one(invitation_table, asked)
    changed = {
        InvitationState.DUE: (InvitationState.SKIPPED, SkipReason.ERASED),
        InvitationState.SENDING: (InvitationState.UNKNOWN, None),
    }
    assert (row.state, row.skip_reason) == changed.get(state, (state, reason))
    assert row.contact_id == anna


async def test_of_an_answer_all_that_is_counted_stays_and_the_words_go(writer, rows, anna):
    asked = await rows.invitation(contact_id=anna, state=InvitationState.ANSWERED, product="Shoes")
    answer = await rows.answer(
        invitation_id=asked, score=2, comment="Fell apart", commented_at=NOW, reason="quality", closed_at=NOW
    )
    before = (await rows.one(response_table, answer))._asdict()
    assert (await erase(writer)).answers == 1
    after = (await rows.one(response_table, answer))._asdict()
    assert after == before | {"comment": None}
    assert after["commented_at"] == NOW, "the comment rate counts by it"
    assert (await rows.one(invitation_table, asked)).product == "Shoes"


async def test_the_outcome_of_what_is_on_its_way_meets_a_row_of_nobody(writer, rows, anna):
    """SQLite gives a deleted row's number to the next: the outcome would be taken for that one's."""
    on_its_way = await rows.message(
        chat_id=ANNA, key=f"start:{ANNA}:1", contact_id=anna, state=MessageState.SENDING, attempt=1
    )
    await erase(writer)
    new = NewMessage(key="new", kind=MessageKind.REPLY, not_before=NOW, chat_id=77)
    async with writer.unit() as session:
        await messages.put_in_line(session, [new], now=NOW)
        await session.commit()
    row, other = await rows.all(message_table)
    assert (row.id, row.key, row.state) == (on_its_way, f"erased:{on_its_way}", MessageState.UNKNOWN)
    assert (row.chat_id, row.contact_id, row.content) == (0, None, None)
    async with writer.unit() as session:
        await messages.claim(session, [other.id], owner="owner", now=NOW)
        ended = Result(
            message_id=on_its_way,
            owner="owner",
            attempt=1,
            state=MessageState.SENT,
            at=NOW,
            telegram_message_id=9,
        )
        await outcomes.write_results(session, [ended])
        await session.commit()
    states = [(row.key, row.state) for row in await rows.all(message_table)]
    assert states == [(f"erased:{on_its_way}", MessageState.UNKNOWN), ("new", MessageState.SENDING)]


async def test_the_same_person_can_come_again_and_is_somebody_new(writer, rows, database, anna):
    await rows.add(contact_ref_table, ref="anna@mail", contact_id=anna, linked_at=NOW)
    await rows.purchase(contact_ref="anna@mail", contact_id=anna)
    await erase(writer)
    assert await rows.all(purchase_table) == []
    await rows.purchase(contact_ref="anna@mail")
    async with writer.unit() as session:
        again = await contacts.meet(session, Profile(telegram_id=ANNA, first_name="Anna"), now=NOW)
        assert again.id is not None
        assert await contacts.take_ref(session, "anna@mail", again.id, now=NOW)
        await session.commit()
    assert again.id != anna
    old = await rows.one(contact_table, anna)
    assert (old.telegram_id, old.first_name, old.erased_at) == (None, "", NOW)


async def test_erasing_again_finds_nothing_more(writer, rows, anna):
    asked = await rows.invitation(contact_id=anna, state=InvitationState.ANSWERED)
    await rows.answer(invitation_id=asked, score=5)
    assert (await erase(writer)).answers == 1
    before = await rows.all(contact_table)
    assert (await erase(writer)).answers == 0
    assert await rows.all(contact_table) == before


async def test_an_order_of_an_erased_person_can_be_imported_again_as_nobodys(writer, rows, anna):
    order = rows.a_purchase(order_id="1001", contact_ref="anna@mail")
    names = ("first_name", "language", "product", "category", "store", "operator", "channel")
    row = dict.fromkeys((*names, "amount_cents", "currency", "purchased_at", "delivered_at")) | order
    async with writer.unit() as session:
        await contacts.take_ref(session, "anna@mail", anna, now=NOW)
        await purchases.save_all(session, [row])
        await session.commit()
    (owned,) = await rows.all(purchase_table)
    assert owned.contact_id == anna
    await erase(writer)
    async with writer.unit() as session:
        await purchases.save_all(session, [row])
        await session.commit()
    (again,) = await rows.all(purchase_table)
    assert again.contact_id is None


@pytest.mark.parametrize("state", [WaveState.FILLING, WaveState.DONE])
async def test_how_far_a_wave_is_filled_names_nobody(writer, rows, anna, state):
    """The pass over those without a contact goes by their refs, and stops at the last one's."""
    await rows.add(contact_ref_table, ref="anna@mail", contact_id=anna, linked_at=NOW)
    theirs = await rows.wave(state=state, fill_cursor=f"{UNLINKED}anna@mail")
    others = await rows.wave(state=state, fill_cursor=f"{UNLINKED}boris@mail")
    await erase(writer)
    assert (await rows.one(wave_table, theirs)).fill_cursor == UNLINKED
    assert (await rows.one(wave_table, others)).fill_cursor == f"{UNLINKED}boris@mail"


on_postgresql = pytest.mark.skipif(SERVER is None, reason="TEST_DATABASE_URL names no server")


async def _waits_or_ends(database, task):
    """Until another transaction waits for a lock, or the task is through."""
    while not task.done():
        async with database.reading() as session:
            waiting = await session.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
            if waiting.scalar_one():
                return


@on_postgresql
@pytest.mark.parametrize("dialect", ["postgresql"] if SERVER else [], indirect=True)
async def test_what_is_claimed_at_that_very_moment_is_nobodys_too(writer, rows, database, another, anna):
    message = await rows.message(chat_id=ANNA, key=f"start:{ANNA}:1", contact_id=anna)
    async with writer.unit() as session:
        assert await messages.claim(session, [message], owner="owner", now=NOW) == {message}
        erasing = asyncio.create_task(erase(Writer(database=another)))
        await _waits_or_ends(database, erasing)
        assert not erasing.done()
        await session.commit()
    await erasing
    (row,) = await rows.all(message_table)
    assert (row.key, row.chat_id, row.contact_id) == (f"erased:{message}", 0, None)


@on_postgresql
@pytest.mark.parametrize("dialect", ["postgresql"] if SERVER else [], indirect=True)
async def test_an_order_imported_at_that_very_moment_goes_too(writer, rows, database, another, anna):
    await rows.add(contact_ref_table, ref="anna@mail", contact_id=anna, linked_at=NOW)
    names = ("first_name", "language", "product", "category", "store", "operator", "channel")
    row = dict.fromkeys((*names, "amount_cents", "currency", "purchased_at", "delivered_at"))
    async with writer.unit() as session:
        await purchases.save_all(session, [row | rows.a_purchase(contact_ref="anna@mail")])
        erasing = asyncio.create_task(erase(Writer(database=another)))
        await _waits_or_ends(database, erasing)
        assert not erasing.done()
        await session.commit()
    await erasing
    assert await rows.all(purchase_table) == []
