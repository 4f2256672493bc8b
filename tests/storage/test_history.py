"""Another tool's answers in our tables: counted like any other, in no wave of ours, and once."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select

from storage import contacts, history, people, reports, waves
from storage.contacts import Profile
from storage.history import PastAnswer
from storage.kinds import InvitationState, ResponseSource, SurveyKind, WaveState
from storage.reports import Scope
from storage.tables import (
    Survey,
    contact_ref_table,
    contact_table,
    invitation_table,
    purchase_table,
    response_table,
    survey_table,
    wave_table,
)
from storage.writer import BULK_ROWS, Writer

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
PAST = NOW - timedelta(days=40)


def answer(ref: str = "anna", **values: Any) -> PastAnswer:
    said: dict[str, Any] = {
        "ref": ref,
        "kind": SurveyKind.NPS,
        "score": 9,
        "lowest": 0,
        "highest": 10,
        "answered_at": PAST,
        "language": "en",
    }
    return PastAnswer(**said | values)


@pytest.fixture
async def surveys(rows, database):
    for kind in SurveyKind:
        await rows.survey(kind)
    async with database.reading() as session:
        found = await session.execute(select(Survey).order_by(survey_table.c.id))
        return {survey.kind: survey for survey in found.scalars()}


@pytest.fixture
def add(database, surveys):
    async def run(*answers, source="old tool", on=database, now=NOW):
        async with Writer(database=on).unit() as session:
            new = await history.add_page(session, answers, source=source, surveys=surveys, now=now)
            await session.commit()
        return new

    return run


async def test_an_answer_is_stored_with_its_person_and_what_it_was_about(add, rows):
    about = {
        "order_id": "1001",
        "product": "Shoes",
        "category": "shoes",
        "store": "Riga",
        "operator": "Maria",
        "channel": "e-mail",
        "language": "lv",
    }
    assert await add(answer(comment="Fine", **about)) == 1
    (person,) = await rows.all(contact_table)
    assert (person.telegram_id, person.first_name, person.consented_at) == (None, "", None)
    (ref,) = await rows.all(contact_ref_table)
    assert (ref.ref, ref.contact_id) == ("anna", person.id)
    (invited,) = await rows.all(invitation_table)
    assert {name: getattr(invited, name) for name in about} == about
    assert (invited.state, invited.kind, invited.contact_id) == (
        InvitationState.ANSWERED,
        SurveyKind.NPS,
        person.id,
    )
    assert (invited.sent_at, invited.expires_at, invited.purchase_id) == (None, None, None)
    (given,) = await rows.all(response_table)
    assert (given.invitation_id, given.score, given.lowest, given.highest) == (invited.id, 9, 0, 10)
    assert (given.source, given.comment) == (ResponseSource.IMPORTED, "Fine")
    assert given.answered_at == given.first_answered_at == given.closed_at == given.commented_at == PAST
    (wave,) = await rows.all(wave_table)
    assert (wave.name, wave.audience, wave.state) == ("old tool", waves.IMPORTED, WaveState.DONE)
    assert invited.wave_id == wave.id


async def test_the_one_query_counts_it_and_it_is_in_no_response_rate(add, database):
    """Invariant 8: imported answers pass through the same definition of every number."""
    await add(answer("anna", score=10), answer("ben", score=0), answer("anna", answered_at=NOW, score=3))
    async with database.reading() as session:
        scope = Scope(SurveyKind.NPS)
        counts = {count.score: count.number for count in await reports.score_counts(session, scope)}
        assert counts == {0: 1, 3: 1}  # one answer per person, their last
        assert await reports.delivery(session, scope) == reports.Delivery(delivered=0, answered=0)
        split = await reports.score_counts(session, scope, by="wave")
        assert {count.value for count in split} == {"old tool"}


async def test_twice_is_harmless(add, rows):
    page = [answer(), answer("ben"), answer(answered_at=NOW), answer(kind=SurveyKind.CES, score=5)]
    assert await add(*page) == 4
    tables = (contact_table, contact_ref_table, wave_table, invitation_table, response_table)
    before = [await rows.all(table) for table in tables]
    assert await add(*page, now=NOW + timedelta(days=1)) == 0
    assert [await rows.all(table) for table in tables] == before


async def test_the_same_answer_again_changes_nothing_and_of_two_at_once_the_first_counts(add, rows):
    assert await add(answer(score=2), answer(score=10)) == 1
    assert await add(answer(score=7), source="other tool") == 0
    assert [row.score for row in await rows.all(response_table)] == [2]


def test_the_same_moment_in_another_zone_is_the_same_answer():
    riga = timezone(timedelta(hours=3))
    assert answer(answered_at=PAST.astimezone(riga)).key == answer().key
    assert answer("a|nps").key != answer("a").key
    assert "anna" not in answer("anna").key


async def test_a_source_and_kind_has_one_wave_which_the_next_file_goes_on_in(add, rows):
    await add(answer(), answer(kind=SurveyKind.CSAT, score=5, highest=5, lowest=1))
    await add(answer("ben"))
    await add(answer("cleo"), source="other tool")
    found = [(wave.name, wave.survey_id) for wave in await rows.all(wave_table)]
    kinds = {survey.id: survey.kind for survey in await rows.all(survey_table)}
    assert [(name, kinds[survey]) for name, survey in found] == [
        ("old tool", SurveyKind.CSAT),
        ("old tool", SurveyKind.NPS),
        ("other tool", SurveyKind.NPS),
    ]


async def test_imported_history_is_no_wave_of_ours(add, rows, database):
    sent = await rows.wave(name="old tool", kind=SurveyKind.NPS)
    await add(answer())
    async with database.reading() as session:
        assert [count.wave.id for count in await waves.counts(session)] == [sent]
    assert {row.wave_id for row in await rows.all(invitation_table)}.isdisjoint({sent})


async def test_a_known_person_s_history_is_theirs(add, rows, writer):
    anna = await rows.contact(telegram_id=77)
    async with writer.unit() as session:
        await contacts.take_ref(session, "anna", anna, now=NOW)
        await session.commit()
    await add(answer())
    assert [row.contact_id for row in await rows.all(invitation_table)] == [anna]
    assert len(await rows.all(contact_table)) == 1


async def test_orders_of_somebody_only_history_knows_are_theirs_whichever_came_first(add, rows):
    before = await rows.purchase(contact_ref="anna")
    other = await rows.purchase(contact_ref="ben")
    await add(answer())
    (person,) = await rows.all(contact_table)
    assert (await rows.one(purchase_table, before)).contact_id == person.id
    assert (await rows.one(purchase_table, other)).contact_id is None


async def test_somebody_only_history_knows_is_of_a_wave_s_people_and_has_no_chat(add, rows, database):
    await rows.purchase(contact_ref="anna")
    await add(answer())
    async with database.reading() as session:
        (person,) = await people.page(session, SurveyKind.NPS, after="", most=9)
        assert person.contact is not None
        assert person.contact.telegram_id is None
        assert await people.page(session, SurveyKind.NPS, after=person.cursor, most=9) == []


async def test_a_score_outside_of_its_scale_never_gets_in(add, rows):
    with pytest.raises(Exception, match="score_in_scale"):
        await add(answer(), answer("ben", score=11))
    assert await rows.all(contact_table) == []


async def test_a_page_takes_as_many_statements_as_one_answer(add, statements, rows):
    await add(answer("first"))
    one = len(statements)
    statements.clear()
    await add(*(answer(f"c{number}") for number in range(BULK_ROWS)))
    # The wave is there by now; inserts of many rows are cut into a few statements.
    assert len(statements) < one + 10
    assert len(await rows.all(response_table)) == BULK_ROWS + 1


async def test_two_imports_at_once_make_one_person_of_a_ref(add, another, rows):
    page = [answer(f"c{number}") for number in range(20)]
    new = await asyncio.gather(add(*page), add(*reversed(page), on=another))
    assert sum(new) == 20
    assert len(await rows.all(contact_table)) == len(await rows.all(contact_ref_table)) == 20
    assert len(await rows.all(wave_table)) == 1


async def test_a_link_opened_while_history_comes_in_makes_one_person(add, another, rows):
    async def opens() -> bool:
        async with Writer(database=another).unit() as session:
            anna = await contacts.meet(session, Profile(telegram_id=77, first_name="Anna"), now=NOW)
            assert anna.id is not None
            taken = await contacts.take_ref(session, "anna", anna.id, now=NOW)
            await session.commit()
        return taken

    taken, _ = await asyncio.gather(opens(), add(answer()))
    assert taken
    (person,) = await rows.all(contact_table)
    assert person.telegram_id == 77
    assert [row.contact_id for row in await rows.all(invitation_table)] == [person.id]
