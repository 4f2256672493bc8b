"""Waves: whom they look at, about which order, and when they are over."""

from datetime import UTC, datetime, timedelta

import pytest

from storage import waves
from storage.kinds import InvitationState, SkipReason, SurveyKind, WaveState
from storage.tables import Wave, invitation_table, wave_table
from storage.waves import UNLINKED, Person

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
DAY = timedelta(days=1)

UNSETTLED = {InvitationState.DUE, InvitationState.SENDING, InvitationState.SENT}


async def _linked(database, *, kind=SurveyKind.CSAT, after=0, most=100) -> list[Person]:
    async with database.reading() as session:
        return await waves.linked_people(session, kind=kind, after=after, now=NOW, most=most)


async def _unlinked(database, *, after="", most=100) -> list[Person]:
    async with database.reading() as session:
        return await waves.unlinked_people(session, after=after, most=most)


def _orders(person: Person) -> tuple[int | None, int | None]:
    latest, asked = person.latest_order, person.open_order
    return asked.id if asked else None, latest.id if latest else None


async def _finish(writer) -> None:
    async with writer.unit() as session:
        await waves.finish_settled(session, NOW)
        await session.commit()


# Planned, and due


async def test_a_planned_wave_is_stored(rows, writer):
    survey = await rows.survey()
    async with writer.unit() as session:
        wave = await waves.plan(
            session,
            Wave(
                name="Spring",
                survey_id=survey,
                audience="all",
                due_at=NOW,
                state=WaveState.PLANNED,
                created_at=NOW,
            ),
        )
        await session.commit()
    row = await rows.one(wave_table, wave.id)
    assert (row.name, row.state, row.open_seconds) == ("Spring", WaveState.PLANNED, 7 * 24 * 3600)
    assert (row.is_test, row.fill_cursor, row.finished_at) == (False, "", None)


async def test_waves_are_due_when_their_moment_has_come_the_oldest_first(rows, database):
    late = await rows.wave(state=WaveState.PLANNED, due_at=NOW)
    early = await rows.wave(state=WaveState.PLANNED, due_at=NOW - DAY)
    half_filled = await rows.wave(state=WaveState.FILLING, due_at=NOW - DAY)
    await rows.wave(state=WaveState.PLANNED, due_at=NOW + timedelta(microseconds=1))
    async with database.reading() as session:
        due = await waves.due(session, NOW)
    assert [wave.id for wave, _ in due] == [early, half_filled, late]
    assert all(survey.id == wave.survey_id for wave, survey in due)


@pytest.mark.parametrize("state", ["running", "paused", "done", "stopped"])
async def test_a_wave_is_filled_once(state, rows, database):
    await rows.wave(state=state, due_at=NOW - DAY)
    async with database.reading() as session:
        assert await waves.due(session, NOW) == []


async def test_the_next_wave_is_the_first_planned_one_after_now(rows, database):
    for state, due_at in [
        (WaveState.PLANNED, NOW),
        (WaveState.PLANNED, NOW + 3 * DAY),
        (WaveState.PLANNED, NOW + 2 * DAY),
        (WaveState.STOPPED, NOW + DAY),
    ]:
        await rows.wave(state=state, due_at=due_at)
    async with database.reading() as session:
        assert await waves.next_due(session, after=NOW) == NOW + 2 * DAY
        assert await waves.next_due(session, after=NOW + 3 * DAY) is None


async def test_a_wave_remembers_how_far_it_is_filled(rows, writer):
    wave = await rows.wave(state=WaveState.PLANNED)
    async with writer.unit() as session:
        await waves.set_state(session, wave, WaveState.FILLING, cursor="250")
        await session.commit()
    async with writer.unit() as session:
        await waves.set_state(session, wave, WaveState.RUNNING)
        await session.commit()
    row = await rows.one(wave_table, wave)
    assert (row.state, row.fill_cursor) == (WaveState.RUNNING, "250")


async def test_a_wave_is_read_as_it_is_now(rows, writer, database):
    wave = await rows.wave(state=WaveState.FILLING)
    async with database.new_writing() as session:
        known = await waves.by_id(session, wave)
        assert known is not None
        await session.rollback()
        async with writer.unit() as other:
            await waves.set_state(other, wave, WaveState.STOPPED)
            await other.commit()
        again = await waves.by_id(session, wave)
        assert again is not None
        assert again.state is WaveState.STOPPED
        assert await waves.by_id(session, wave + 1) is None


# People who opened a link


async def test_a_person_is_asked_about_their_latest_delivered_order(rows, database):
    contact = await rows.contact()
    await rows.purchase(contact_id=contact, received_at=NOW - 9 * DAY)
    latest = await rows.purchase(contact_id=contact, received_at=NOW)
    await rows.purchase(contact_id=contact, received_at=NOW - 3 * DAY)
    (person,) = await _linked(database)
    assert person.contact is not None
    assert person.contact.id == contact
    assert _orders(person) == (latest, latest)
    assert person.cursor == str(contact)


async def test_of_orders_received_together_the_one_that_was_stored_last_counts(rows, database):
    contact = await rows.contact()
    first, second = [await rows.purchase(contact_id=contact) for _ in range(2)]
    assert first < second
    assert [_orders(person) for person in await _linked(database)] == [(second, second)]


@pytest.mark.parametrize(
    "flaw",
    [{"received_at": NOW + timedelta(microseconds=1)}, {"cancelled_at": NOW}, {"is_test": True}],
    ids=["not delivered", "cancelled", "the shop's own test"],
)
async def test_an_order_with_a_flaw_gives_way_to_an_earlier_one(flaw, rows, database):
    contact = await rows.contact()
    earlier = await rows.purchase(contact_id=contact, received_at=NOW - 9 * DAY)
    flawed = await rows.purchase(**{"contact_id": contact, "received_at": NOW - DAY} | flaw)
    latest = flawed
    assert [_orders(person) for person in await _linked(database)] == [(earlier, latest)]


@pytest.mark.parametrize(
    "flaw",
    [{"received_at": NOW + DAY}, {"cancelled_at": NOW}, {"is_test": True}],
    ids=["not delivered", "cancelled", "the shop's own test"],
)
async def test_a_person_without_an_order_to_ask_about_comes_with_the_one_that_says_why(flaw, rows, database):
    contact = await rows.contact()
    flawed = await rows.purchase(contact_id=contact, **flaw)
    assert [_orders(person) for person in await _linked(database)] == [(None, flawed)]


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
async def test_an_order_is_asked_about_once(state, rows, database):
    """Invariant 3: nobody is asked the same thing twice."""
    contact = await rows.contact()
    earlier = await rows.purchase(contact_id=contact, received_at=NOW - 9 * DAY)
    asked = await rows.purchase(contact_id=contact)
    await rows.invitation(contact_id=contact, purchase_id=asked, state=state)
    assert [_orders(person) for person in await _linked(database)] == [(earlier, asked)]


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
async def test_an_order_nobody_was_asked_about_may_be_asked_about(values, rows, database):
    contact = await rows.contact()
    order = await rows.purchase(contact_id=contact)
    await rows.invitation(contact_id=contact, purchase_id=order, **values)
    assert [_orders(person) for person in await _linked(database)] == [(order, order)]


async def test_who_never_bought_anything_is_in_no_audience(rows, database):
    await rows.contact()
    assert await _linked(database) == []


async def test_people_come_by_the_page_and_nobody_twice_or_never(rows, database):
    contacts = [await rows.contact() for _ in range(7)]
    for contact in contacts:
        await rows.purchase(contact_id=contact)
    seen: list[int] = []
    cursor = "0"
    while page := await _linked(database, after=int(cursor), most=3):
        assert len(page) <= 3
        seen += [int(person.cursor) for person in page]
        cursor = page[-1].cursor
    assert seen == contacts


async def test_a_page_of_people_takes_two_statements(rows, database, statements):
    for _ in range(9):
        await rows.purchase(contact_id=await rows.contact())
    statements.clear()
    async with database.new_writing() as session:
        people = await waves.linked_people(session, kind=SurveyKind.CSAT, after=0, now=NOW, most=100)
    assert len(people) == 9
    assert len([statement for statement in statements if statement.startswith("SELECT")]) == 2


# People who didn't


async def test_whoever_opened_no_link_stands_under_their_ref_with_their_latest_order(rows, database):
    await rows.purchase(contact_ref="anna@mail")
    latest = await rows.purchase(contact_ref="anna@mail")
    other = await rows.purchase(contact_ref="boris@mail")
    await rows.purchase(contact_ref="clara@mail", contact_id=await rows.contact())
    people = await _unlinked(database)
    assert [(person.cursor, _orders(person)) for person in people] == [
        (UNLINKED + "anna@mail", (None, latest)),
        (UNLINKED + "boris@mail", (None, other)),
    ]
    assert {person.contact for person in people} == {None}


async def test_refs_come_by_the_page_and_none_twice_or_never(rows, database):
    refs = {"anna@mail", "Boris@mail", "order:1001", "+371 2000", "ßß", "ирина@почта"}
    for ref in refs:
        await rows.purchase(contact_ref=ref)
        await rows.purchase(contact_ref=ref)
    seen: list[str] = []
    cursor = ""
    while page := await _unlinked(database, after=cursor, most=2):
        seen += [person.cursor.removeprefix(UNLINKED) for person in page]
        cursor = seen[-1]
    assert len(seen) == len(refs)
    assert set(seen) == refs


# The end, and the numbers


@pytest.mark.parametrize("state", list(InvitationState))
async def test_a_wave_is_done_when_nothing_of_it_is_open(state, rows, writer):
    wave = await rows.wave()
    await rows.invitation(wave_id=wave, state=InvitationState.EXPIRED)
    reason = {"skip_reason": SkipReason.BLOCKED} if state is InvitationState.SKIPPED else {}
    await rows.invitation(wave_id=wave, state=state, **reason)
    await _finish(writer)
    row = await rows.one(wave_table, wave)
    if state in UNSETTLED:
        assert (row.state, row.finished_at) == (WaveState.RUNNING, None)
    else:
        assert (row.state, row.finished_at) == (WaveState.DONE, NOW)


@pytest.mark.parametrize("state", [state for state in WaveState if state is not WaveState.RUNNING])
async def test_only_a_running_wave_ends_by_itself(state, rows, writer):
    wave = await rows.wave(state=state)
    await _finish(writer)
    row = await rows.one(wave_table, wave)
    assert (row.state, row.finished_at) == (state, None)


async def test_one_wave_doesnt_keep_another_open(rows, writer):
    done, running = await rows.wave(), await rows.wave()
    await rows.invitation(wave_id=running, state=InvitationState.SENT)
    await _finish(writer)
    assert (await rows.one(wave_table, done)).state is WaveState.DONE
    assert (await rows.one(wave_table, running)).state is WaveState.RUNNING


async def test_what_may_have_arrived_keeps_a_wave_open_until_its_time_is_up(rows, writer):
    """Whom a lost question didn't reach, the reminder does: while the wave runs."""
    over, still = await rows.wave(), await rows.wave()
    for wave, expires_at in ((over, NOW), (still, NOW + timedelta(seconds=1))):
        await rows.invitation(wave_id=wave, state=InvitationState.UNKNOWN, expires_at=expires_at)
    await _finish(writer)
    assert (await rows.one(wave_table, over)).state is WaveState.DONE
    assert (await rows.one(wave_table, still)).state is WaveState.RUNNING


async def test_a_plans_wave_stays_open_for_its_day(rows, writer):
    day = await rows.wave(fills_until=NOW + timedelta(seconds=1))
    await _finish(writer)
    assert (await rows.one(wave_table, day)).state is WaveState.RUNNING


async def test_the_states_of_a_wave_sum_to_its_audience(rows, database):
    """Invariant 3: an invitation is in exactly one state, and a wave's states sum to its audience, always."""
    wave, other = await rows.wave(kind=SurveyKind.NPS), await rows.wave()
    for number, state in enumerate(InvitationState, start=1):
        reason = {"skip_reason": SkipReason.BLOCKED} if state is InvitationState.SKIPPED else {}
        for _ in range(number):
            await rows.invitation(wave_id=wave, kind=SurveyKind.NPS, state=state, **reason)
    async with database.reading() as session:
        first, second = await waves.counts(session)
    assert (first.wave.id, first.kind) == (wave, SurveyKind.NPS)
    assert first.states == {state: number for number, state in enumerate(InvitationState, start=1)}
    assert first.audience == len(await rows.all(invitation_table)) == sum(range(1, 10))
    assert (second.wave.id, second.audience) == (other, 0)
    assert second.states == dict.fromkeys(InvitationState, 0)


async def test_waves_are_followed_by_their_indexes(plans):
    async def work(session) -> None:
        await waves.finish_settled(session, NOW)
        await waves.counts(session)

    lines = await plans.of(work)
    assert "SEARCH invitation USING INDEX invitation_by_wave (wave_id=? AND state=?)" in lines
    assert "SCAN invitation USING COVERING INDEX invitation_by_wave" in lines


async def test_people_are_found_by_index_and_in_their_order(plans):
    async def work(session) -> None:
        await waves.linked_people(session, kind=SurveyKind.CSAT, after=0, now=NOW, most=100)
        await waves.unlinked_people(session, after="a", most=100)

    lines = await plans.of(work)
    assert "SEARCH contact USING INTEGER PRIMARY KEY (rowid>?)" in lines
    assert any(line.startswith("SEARCH other USING INDEX ix_purchase_contact_id") for line in lines)
    assert any(line.startswith("SEARCH invitation USING") for line in lines)
    assert [line for line in lines if line.startswith("SCAN")] == []
