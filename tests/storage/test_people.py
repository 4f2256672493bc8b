"""People with what they bought: everybody once, with all their orders, and what was asked about which."""

import asyncio
from datetime import timedelta

import pytest

from storage import erasure, people
from storage.kinds import InvitationState, SkipReason, SurveyKind
from storage.people import UNLINKED
from storage.writer import Writer
from tests.postgresql import SERVER
from tests.storage.conftest import NOW

DAY = timedelta(days=1)


async def page(database, *, kind=SurveyKind.CSAT, after="", most=100):
    async with database.reading() as session:
        return await people.page(session, kind, after=after, most=most)


def _ids(person):
    return [order.id for order in person.orders]


async def test_a_person_comes_with_all_their_orders_the_latest_first(rows, database):
    contact = await rows.contact()
    oldest = await rows.purchase(contact_id=contact, received_at=NOW - 9 * DAY)
    latest = await rows.purchase(contact_id=contact, received_at=NOW + DAY)
    between = await rows.purchase(contact_id=contact, received_at=NOW, cancelled_at=NOW)
    together = await rows.purchase(contact_id=contact, received_at=NOW, is_test=True)
    await rows.purchase(contact_id=await rows.contact())
    person = (await page(database))[0]
    assert person.contact is not None
    assert (person.contact.id, person.cursor) == (contact, str(contact))
    assert _ids(person) == [latest, together, between, oldest]
    assert set(person.asked_about) == set()


@pytest.mark.parametrize(
    "state",
    [
        InvitationState.DUE,
        InvitationState.SENDING,
        InvitationState.SENT,
        InvitationState.ANSWERED,
        InvitationState.EXPIRED,
        InvitationState.UNKNOWN,
    ],
)
async def test_an_order_that_a_question_is_out_about_was_asked_about(state, rows, database):
    contact = await rows.contact()
    await rows.purchase(contact_id=contact, received_at=NOW - 9 * DAY)
    asked = await rows.purchase(contact_id=contact)
    await rows.invitation(contact_id=contact, purchase_id=asked, state=state)
    assert [set(person.asked_about) for person in await page(database)] == [{asked}]


@pytest.mark.parametrize(
    "values",
    [
        {"state": InvitationState.SKIPPED, "skip_reason": SkipReason.BLOCKED},
        {"state": InvitationState.CANCELLED},
        {"state": InvitationState.FAILED},
        {"state": InvitationState.ANSWERED, "is_test": True},
        {"state": InvitationState.ANSWERED, "kind": SurveyKind.NPS},
    ],
    ids=["skipped", "cancelled", "failed", "a test", "another kind"],
)
async def test_an_order_that_nobody_was_asked_about_was_not(values, rows, database):
    contact = await rows.contact()
    order = await rows.purchase(contact_id=contact)
    await rows.invitation(contact_id=contact, purchase_id=order, **values)
    assert [set(person.asked_about) for person in await page(database)] == [set()]


async def test_nps_asks_about_no_order(rows, database):
    """As it is with imported history, whose answers may stand with an order."""
    contact = await rows.contact()
    order = await rows.purchase(contact_id=contact)
    await rows.invitation(
        contact_id=contact, purchase_id=order, kind=SurveyKind.NPS, state=InvitationState.ANSWERED
    )
    (person,) = await page(database, kind=SurveyKind.NPS)
    assert set(person.asked_about) == set()


async def test_who_never_bought_anything_is_in_no_audience(rows, database):
    await rows.contact()
    assert await page(database) == []


async def test_whoever_opened_no_link_stands_under_their_ref_after_all_others(rows, database):
    first = await rows.purchase(contact_ref="anna@mail", received_at=NOW - DAY)
    latest = await rows.purchase(contact_ref="anna@mail", received_at=NOW)
    other = await rows.purchase(contact_ref="boris@mail")
    clara = await rows.contact()
    await rows.purchase(contact_ref="clara@mail", contact_id=clara)
    assert [person.cursor for person in await page(database)] == [str(clara)]
    found = await page(database, after=str(clara))
    assert [(person.cursor, _ids(person), person.contact) for person in found] == [
        (UNLINKED + "anna@mail", [latest, first], None),
        (UNLINKED + "boris@mail", [other], None),
    ]


async def test_everybody_comes_by_the_page_and_nobody_twice_or_never(rows, database):
    contacts = [str(await rows.contact()) for _ in range(7)]
    for contact in contacts:
        await rows.purchase(contact_id=int(contact))
    refs = {"anna@mail", "Boris@mail", "order:1001", "+371 2000", "ßß", "ирина@почта", "ref:ref:"}
    for ref in refs:
        await rows.purchase(contact_ref=ref)
        await rows.purchase(contact_ref=ref)
    seen: list[str] = []
    while found := await page(database, after=seen[-1] if seen else "", most=3):
        assert len(found) <= 3
        seen += [person.cursor for person in found]
    assert seen[:7] == contacts
    assert len(seen) == len(contacts) + len(refs)
    assert {cursor.removeprefix(UNLINKED) for cursor in seen[7:]} == refs


async def test_a_page_of_people_takes_two_statements(rows, database, statements):
    for _ in range(9):
        await rows.purchase(contact_id=await rows.contact())
    statements.clear()
    async with database.new_writing() as session:
        found = await people.page(session, SurveyKind.CSAT, after="", most=100)
    assert len(found) == 9
    assert len([statement for statement in statements if statement.startswith("SELECT")]) == 2


async def test_the_last_score_of_a_kind_is_the_latest_answer(rows, database):
    anna, ben, chen = [await rows.contact() for _ in range(3)]

    async def answered(contact, score, days, **values):
        wave = await rows.wave()
        invitation = await rows.invitation(
            contact_id=contact, wave_id=wave, state=InvitationState.ANSWERED, **values
        )
        at = NOW - days * DAY
        await rows.answer(invitation_id=invitation, score=score, first_answered_at=at, answered_at=at)

    await answered(anna, 5, 3)
    await answered(anna, 2, 40)
    await answered(anna, 1, 1, kind=SurveyKind.CES)
    await answered(anna, 3, 1, is_test=True)
    await answered(anna, 4, 1, voided_at=NOW)
    await answered(ben, 1, 1)
    async with database.reading() as session:
        assert await people.last_scores(session, [anna, chen], SurveyKind.CSAT) == {anna: 5}
        assert await people.last_scores(session, [], SurveyKind.CSAT) == {}


async def test_the_words_that_orders_have(rows, database):
    for category in ("shoes", "coats", "shoes", None):
        await rows.purchase(category=category)
    async with database.reading() as session:
        assert await people.values_of(session, "category") == ["coats", "shoes"]
        assert await people.values_of(session, "operator") == []


async def test_people_are_found_by_index_and_in_their_order(plans):
    async def work(session) -> None:
        await people.page(session, SurveyKind.CSAT, after="", most=100)
        await people.orders_of(session, [1, 2], SurveyKind.CSAT)

    lines = await plans.of(work)
    assert "SEARCH contact USING INTEGER PRIMARY KEY (rowid>?)" in lines
    assert any("purchase_of_contact" in line for line in lines)
    assert any(line.startswith("SEARCH invitation USING") for line in lines)


async def test_those_without_a_link_are_found_one_after_the_other_however_many_they_are(plans):
    lines = await plans.of(lambda session: people.page(session, SurveyKind.CSAT, after=UNLINKED, most=100))
    assert any("purchase_of_contact (contact_id=? AND contact_ref>?)" in line for line in lines)
    assert [line for line in lines if "DISTINCT" in line] == []


@pytest.mark.parametrize("dialect", ["postgresql"] if SERVER else [], indirect=True)
async def test_nobody_who_is_held_is_erased_meanwhile(rows, writer, another):
    """Two transactions on PostgreSQL: an erasure that comes later waits, so that it finds what was written."""
    anna = await rows.contact(telegram_id=77)
    await rows.purchase(contact_id=anna)
    async with writer.unit() as session:
        (person,) = await people.page(session, SurveyKind.CSAT, after="", most=9, hold=True)
        assert person.contact is not None
        assert person.contact.telegram_id == 77
        erasing = asyncio.create_task(_erase(another, 77))
        done, _ = await asyncio.wait({erasing}, timeout=0.3)
        assert not done, "the other didn't wait"
        await session.commit()
    await erasing


async def _erase(database, telegram_id):
    async with Writer(database=database).unit() as session:
        await erasure.erase(session, telegram_id, now=NOW)
        await session.commit()
