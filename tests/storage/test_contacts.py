"""People and the shop's names for them: a ref belongs to who opened its link first."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from storage import contacts
from storage.contacts import Profile
from storage.kinds import InvitationState, SkipReason
from storage.tables import (
    contact_ref_table,
    contact_table,
    early_text_table,
    invitation_table,
    message_table,
    purchase_table,
)
from storage.writer import Writer

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
LATER = NOW + timedelta(days=1)

ANNA = Profile(telegram_id=77, first_name="Anna", username="anna", language_code="ru")


async def _meet(writer, profile: Profile = ANNA, *, now: datetime = NOW) -> int:
    async with writer.unit() as session:
        contact = await contacts.meet(session, profile, now=now)
        await session.commit()
    assert contact.id is not None
    return contact.id


async def _take(database, ref: str, contact_id: int) -> bool:
    async with Writer(database=database).unit() as session:
        taken = await contacts.take_ref(session, ref, contact_id, now=NOW)
        await session.commit()
    return taken


async def _note(writer, rows, contact: int, what, **values):
    async with writer.unit() as session:
        await what(session, contact, **values)
        await session.commit()
    return await rows.one(contact_table, contact)


async def test_a_person_is_met_once_and_known_again(writer, rows):
    contact = await _meet(writer)
    assert await _meet(writer, now=LATER) == contact
    (row,) = await rows.all(contact_table)
    assert (row.telegram_id, row.first_name, row.username, row.language_code) == (77, "Anna", "anna", "ru")
    assert (row.created_at, row.is_staff, row.consented_at) == (NOW, False, None)


async def test_what_telegram_tells_of_a_person_is_renewed(writer, rows):
    contact = await _meet(writer)
    await _meet(writer, Profile(telegram_id=77, first_name="Anna Maria"), now=LATER)
    row = await rows.one(contact_table, contact)
    assert (row.first_name, row.username, row.language_code) == ("Anna Maria", None, None)


async def test_what_a_person_chose_is_kept_when_they_come_again(writer, rows):
    contact = await rows.contact(
        telegram_id=77, language="uk", time_zone="Europe/Kyiv", is_staff=True, opted_out_at=NOW
    )
    assert await _meet(writer, now=LATER) == contact
    row = await rows.one(contact_table, contact)
    assert (row.language, row.time_zone, row.is_staff, row.opted_out_at) == (
        "uk",
        "Europe/Kyiv",
        True,
        NOW,
    )


async def test_whoever_comes_again_neither_blocks_the_bot_nor_is_gone(writer, rows):
    contact = await rows.contact(telegram_id=77, blocked_at=NOW, deactivated_at=NOW)
    await _meet(writer, now=LATER)
    row = await rows.one(contact_table, contact)
    assert (row.blocked_at, row.deactivated_at) == (None, None)


async def test_a_person_who_opens_two_links_at_once_becomes_one_contact(database, another, rows):
    first, second = await asyncio.gather(*(_meet(Writer(database=one)) for one in (database, another)))
    assert first == second
    assert len(await rows.all(contact_table)) == 1


async def test_a_person_is_found_by_telegrams_id(rows, session):
    contact = await rows.contact(telegram_id=77)
    found = await contacts.find(session, 77)
    assert found is not None
    assert found.id == contact
    assert await contacts.find(session, 78) is None


async def test_a_ref_brings_all_its_purchases(database, rows):
    contact = await rows.contact()
    mine = [await rows.purchase(contact_ref="anna@mail") for _ in range(2)]
    other = await rows.purchase(contact_ref="boris@mail")
    assert await _take(database, "anna@mail", contact)
    owners = [(await rows.one(purchase_table, which)).contact_id for which in (*mine, other)]
    assert owners == [contact, contact, None]


async def test_two_refs_of_one_person_are_one_contact(database, rows, session):
    contact = await rows.contact()
    assert await _take(database, "anna@mail", contact)
    assert await _take(database, "+371 2000", contact)
    for ref in ("anna@mail", "+371 2000"):
        assert await contacts.owner_of_ref(session, ref) == contact


async def test_a_ref_that_is_taken_stays_taken(database, rows):
    """A second person who opens the link must not take over the order."""
    anna, boris = await rows.contact(), await rows.contact()
    purchase = await rows.purchase(contact_ref="anna@mail")
    assert await _take(database, "anna@mail", anna)
    assert not await _take(database, "anna@mail", boris)
    assert (await rows.one(purchase_table, purchase)).contact_id == anna
    assert [(row.ref, row.contact_id) for row in await rows.all(contact_ref_table)] == [("anna@mail", anna)]


async def test_taking_ones_own_ref_again_is_harmless(database, rows):
    anna = await rows.contact()
    assert await _take(database, "anna@mail", anna)
    assert await _take(database, "anna@mail", anna)
    assert len(await rows.all(contact_ref_table)) == 1


async def test_of_two_who_open_a_link_at_once_one_gets_it(database, another, rows):
    anna, boris = await rows.contact(), await rows.contact()
    purchase = await rows.purchase(contact_ref="anna@mail")
    won = await asyncio.gather(_take(database, "anna@mail", anna), _take(another, "anna@mail", boris))
    assert sorted(won) == [False, True]
    assert (await rows.one(purchase_table, purchase)).contact_id == (anna if won[0] else boris)


async def _imported(writer, *refs: str) -> list[int]:
    """Contacts whom only history imported from another tool knows."""
    async with writer.unit() as session:
        found = await contacts.behind_refs(session, refs, now=NOW)
        await session.commit()
    return [found[ref] for ref in refs]


async def test_behind_every_ref_there_is_one_contact(writer, rows, database):
    anna = await rows.contact()
    await _take(database, "anna@mail", anna)
    found = await _imported(writer, "boris@mail", "anna@mail", "cleo@mail", "boris@mail")
    assert found[1] == anna
    assert found[0] == found[3] != found[2]
    assert await _imported(writer, "boris@mail", "anna@mail", "cleo@mail", "boris@mail") == found
    assert len(await rows.all(contact_table)) == 3


async def test_a_ref_that_only_history_knows_is_free(writer, session):
    await _imported(writer, "anna@mail")
    assert await contacts.owner_of_ref(session, "anna@mail") is None


async def test_whoever_opens_the_link_takes_over_all_that_history_knows(writer, database, rows):
    (imported,) = await _imported(writer, "anna@mail")
    purchase = await rows.purchase(contact_ref="anna@mail", contact_id=imported)
    answered = await rows.invitation(contact_id=imported, state=InvitationState.ANSWERED)
    skipped = await rows.invitation(
        contact_id=imported, state=InvitationState.SKIPPED, skip_reason=SkipReason.NO_CHAT
    )
    message = await rows.message(contact_id=imported, invitation_id=answered)
    text = await rows.add(early_text_table, invitation_id=answered, text="well", received_at=NOW)
    others = await rows.invitation(state=InvitationState.ANSWERED)
    stranger = (await rows.one(invitation_table, others)).contact_id
    anna = await rows.contact(telegram_id=77)
    async with writer.unit() as session:
        assert await contacts.take_ref(session, "anna@mail", anna, now=LATER)
        await session.commit()
    assert [row.id for row in await rows.all(contact_table)] == [stranger, anna]
    assert [(row.ref, row.contact_id, row.linked_at) for row in await rows.all(contact_ref_table)] == [
        ("anna@mail", anna, LATER)
    ]
    for table, which in (
        (purchase_table, purchase),
        (invitation_table, answered),
        (invitation_table, skipped),
        (message_table, message),
    ):
        assert (await rows.one(table, which)).contact_id == anna
    assert (await rows.one(early_text_table, text)).invitation_id == answered
    assert (await rows.one(invitation_table, others)).contact_id == stranger
    assert not await _take(database, "anna@mail", stranger)


async def test_what_an_erased_person_left_is_adopted_by_nobody(writer, database, rows):
    """Invariant 10: whoever was erased isn't brought back by a link that lies around."""
    erased = await rows.contact(telegram_id=None, erased_at=NOW)
    await rows.add_all(contact_ref_table, [{"ref": "anna@mail", "contact_id": erased, "linked_at": NOW}])
    boris = await rows.contact()
    assert not await _take(database, "anna@mail", boris)
    async with database.reading() as session:
        assert await contacts.owner_of_ref(session, "anna@mail") == erased


async def test_of_two_who_open_a_link_with_history_at_once_one_gets_it_all(writer, database, another, rows):
    (imported,) = await _imported(writer, "anna@mail")
    invited = await rows.invitation(contact_id=imported, state=InvitationState.ANSWERED)
    anna, boris = await rows.contact(), await rows.contact()
    won = await asyncio.gather(_take(database, "anna@mail", anna), _take(another, "anna@mail", boris))
    assert sorted(won) == [False, True]
    assert (await rows.one(invitation_table, invited)).contact_id == (anna if won[0] else boris)


async def test_nobody_owns_a_ref_before_its_link_is_opened(rows, session):
    await rows.purchase(contact_ref="anna@mail")
    assert await contacts.owner_of_ref(session, "anna@mail") is None


async def test_consent_is_dated_by_the_first_time(writer, rows):
    contact = await rows.contact()
    await _note(writer, rows, contact, contacts.consent, now=NOW)
    row = await _note(writer, rows, contact, contacts.consent, now=LATER)
    assert row.consented_at == NOW


async def test_stop_is_dated_by_the_first_time_and_ended_by_consent(writer, rows):
    contact = await rows.contact()
    await _note(writer, rows, contact, contacts.opt_out, now=NOW)
    assert (await _note(writer, rows, contact, contacts.opt_out, now=LATER)).opted_out_at == NOW
    assert (await _note(writer, rows, contact, contacts.consent, now=LATER)).opted_out_at is None
    assert (await _note(writer, rows, contact, contacts.opt_out, now=LATER)).opted_out_at == LATER


@pytest.mark.parametrize("what", [contacts.consent, contacts.opt_out], ids=["consent", "stop"])
async def test_what_one_person_decides_holds_for_nobody_else(what, writer, rows):
    anna, boris = await rows.contact(), await rows.contact()
    before = await rows.one(contact_table, boris)
    await _note(writer, rows, anna, what, now=NOW)
    assert await rows.one(contact_table, boris) == before


async def test_a_language_is_chosen_for_one_person_and_outlives_what_telegram_says(writer, rows):
    anna, boris = await rows.contact(telegram_id=77), await rows.contact()
    async with writer.unit() as session:
        await contacts.choose_language(session, anna, "uk")
        await session.commit()
    await _meet(writer, now=LATER)
    assert (await rows.one(contact_table, anna)).language == "uk"
    assert (await rows.one(contact_table, boris)).language is None


async def test_blocking_and_letting_back_in_is_noted_by_telegrams_id(writer, rows):
    anna = await rows.contact(telegram_id=77)
    boris = await rows.contact(telegram_id=78)
    async with writer.unit() as session:
        await contacts.mark_blocked(session, 77, at=NOW)
        await contacts.mark_blocked(session, 404, at=NOW)
        await contacts.mark_deactivated(session, 78, at=NOW)
        await session.commit()
    blocked, gone = await rows.one(contact_table, anna), await rows.one(contact_table, boris)
    assert (blocked.blocked_at, blocked.deactivated_at) == (NOW, None)
    assert (gone.blocked_at, gone.deactivated_at) == (None, NOW)
    async with writer.unit() as session:
        await contacts.mark_blocked(session, 77, at=None)
        await session.commit()
    assert (await rows.one(contact_table, anna)).blocked_at is None
