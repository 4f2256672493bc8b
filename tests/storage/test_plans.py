"""Plans: whose purchases are asked about on which day, and what is given up."""

from datetime import date, timedelta

import pytest

from storage import plans as stored
from storage.kinds import InvitationState, PlanState, SkipReason, SurveyKind
from storage.tables import Plan, Survey, purchase_table, wave_table
from tests.storage.conftest import NOW

DAY = timedelta(days=1)
TODAY = date(2026, 5, 5)
PATIENCE = 14 * DAY


@pytest.fixture
async def plan(writer):
    """CSAT, two days after each delivery, for a hundred days by now."""
    async with writer.unit() as session:
        made = await stored.add(
            session,
            Plan(
                name="After delivery",
                kind=SurveyKind.CSAT,
                audience="all",
                delay_seconds=2 * 24 * 3600,
                open_seconds=7 * 24 * 3600,
                state=PlanState.RUNNING,
                created_at=NOW - 100 * DAY,
            ),
        )
        await session.commit()
    return made


async def due(database, plan, day=TODAY, now=NOW, most=100):
    async with database.reading() as session:
        page = await stored.people_due(session, plan, day=day, now=now, patience=PATIENCE, most=most)
    return {
        order.order_id: (
            person.contact.id if person.contact else None,
            order.id not in person.asked_about,
            person.too_late_before is not None and order.received_at < person.too_late_before,
        )
        for person in page.people
        for order in person.due or ()
    }


async def wave(rows, plan, day=TODAY):
    return await rows.wave(plan_id=plan.id, day=day)


async def test_a_purchase_is_asked_about_when_its_delay_is_over(database, rows, plan):
    anna = await rows.contact()
    await rows.purchase(order_id="early", contact_id=anna, received_at=NOW - 2 * DAY + timedelta(seconds=1))
    assert await due(database, plan) == {}
    await rows.purchase(order_id="ready", contact_id=anna, received_at=NOW - 2 * DAY)
    assert await due(database, plan) == {"ready": (anna, True, False)}


async def test_purchases_of_before_the_plan_are_none_of_its_business(database, rows, plan):
    anna = await rows.contact()
    plan.created_at = NOW - DAY
    await rows.purchase(order_id="before", contact_id=anna, received_at=NOW - 3 * DAY - timedelta(seconds=1))
    assert await due(database, plan) == {}
    await rows.purchase(order_id="just so", contact_id=anna, received_at=NOW - 3 * DAY)
    assert await due(database, plan) == {"just so": (anna, True, False)}


@pytest.mark.parametrize("reason", SkipReason)
async def test_a_purchase_is_looked_at_once_whatever_became_of_it(database, rows, plan, reason):
    anna = await rows.contact()
    purchase = await rows.purchase(order_id="1001", contact_id=anna, received_at=NOW - 3 * DAY)
    await rows.invitation(
        wave_id=await wave(rows, plan, TODAY - DAY),
        contact_id=anna,
        purchase_id=purchase,
        order_id="1001",
        state=InvitationState.SKIPPED,
        skip_reason=reason,
    )
    assert await due(database, plan) == {}


async def test_of_two_purchases_the_latest_comes_first_and_the_other_with_the_next_wave(database, rows, plan):
    anna = await rows.contact()
    for order_id, days in (("older", 4), ("newer", 3)):
        await rows.purchase(order_id=order_id, contact_id=anna, received_at=NOW - days * DAY)
    assert list(await due(database, plan)) == ["newer", "older"]
    await rows.invitation(
        wave_id=await wave(rows, plan), contact_id=anna, order_id="newer", state=InvitationState.SENT
    )
    assert await due(database, plan) == {}
    tomorrow = TODAY + DAY
    assert await due(database, plan, day=tomorrow, now=NOW + DAY) == {"older": (anna, True, False)}


async def test_a_person_comes_with_all_that_they_bought(database, rows, plan):
    """Whether it was their first order is seen by the others, which the plan has nothing to do with."""
    anna = await rows.contact()
    for order_id, days in (("of last year", 365), ("due", 3), ("on its way", 0)):
        await rows.purchase(order_id=order_id, contact_id=anna, received_at=NOW - days * DAY)
    async with database.reading() as session:
        page = await stored.people_due(session, plan, day=TODAY, now=NOW, patience=PATIENCE, most=9)
    (person,) = page.people
    assert [order.order_id for order in person.orders] == ["on its way", "due", "of last year"]
    assert [order.order_id for order in person.due or ()] == ["due"]


async def test_purchases_come_by_the_page_and_none_twice_or_never(database, rows, plan):
    """What a plan doesn't mean stays due, and mustn't stand before what it does."""
    for number in range(7):
        # Three of them at the same moment.
        received = NOW - (3 + min(number, 4)) * DAY
        await rows.purchase(order_id=f"{number}", contact_id=await rows.contact(), received_at=received)
    seen, beyond = [], None
    async with database.reading() as session:
        while True:
            page = await stored.people_due(
                session, plan, day=TODAY, now=NOW, patience=PATIENCE, most=2, beyond=beyond
            )
            seen += [order.order_id for person in page.people for order in person.due or ()]
            if (beyond := page.beyond) is None:
                break
    assert seen == ["0", "1", "2", "3", "6", "5", "4"]


async def test_one_that_was_asked_about_elsewhere_has_nothing_to_ask_about(database, rows, plan):
    anna = await rows.contact()
    purchase = await rows.purchase(order_id="1001", contact_id=anna, received_at=NOW - 3 * DAY)
    await rows.invitation(contact_id=anna, purchase_id=purchase, state=InvitationState.SENT)
    assert await due(database, plan) == {"1001": (anna, False, False)}


async def test_a_link_that_nobody_has_opened_is_waited_for_and_then_given_up(database, rows, plan):
    await rows.purchase(order_id="1001", received_at=NOW - 2 * DAY - PATIENCE)
    assert await due(database, plan) == {}
    assert await due(database, plan, now=NOW + timedelta(seconds=1)) == {"1001": (None, True, True)}


async def test_one_whose_link_is_opened_late_is_still_asked_about(database, rows, plan):
    purchase = await rows.purchase(order_id="1001", received_at=NOW - 12 * DAY)
    assert await due(database, plan) == {}
    anna = await rows.contact()
    async with database.new_writing() as session:
        await session.execute(
            purchase_table.update().where(purchase_table.c.id == purchase).values(contact_id=anna)
        )
        await session.commit()
    assert await due(database, plan) == {"1001": (anna, True, False)}


async def test_what_was_too_late_long_ago_is_not_looked_for(database, rows, plan):
    anna = await rows.contact()
    long_ago = NOW - 2 * DAY - PATIENCE - stored.GIVEN_UP
    await rows.purchase(order_id="older", contact_id=anna, received_at=long_ago - timedelta(seconds=1))
    await rows.purchase(order_id="old", contact_id=await rows.contact(), received_at=long_ago)
    assert list(await due(database, plan)) == ["old"]


async def test_a_day_has_one_wave_however_often_it_is_asked_for(writer, rows, plan):
    survey = await rows.survey()
    made = []
    for now in (NOW, NOW + timedelta(hours=1)):
        async with writer.unit() as session:
            version = await session.get(Survey, survey)
            found = await stored.wave_of_day(session, plan, version, day=TODAY, until=NOW + DAY, now=now)
            made.append(found.id)
            await session.commit()
    (wave,) = await rows.all(wave_table)
    assert made == [wave.id, wave.id]
    assert (wave.name, wave.plan_id, wave.day) == ("After delivery 2026-05-05", plan.id, TODAY)
    assert (wave.due_at, wave.fills_until, wave.open_seconds) == (NOW, NOW + DAY, plan.open_seconds)


async def test_a_plan_that_is_stopped_stays_stopped(database, writer, plan):
    async with writer.unit() as session:
        assert await stored.stop(session, plan.id, now=NOW)
        assert await stored.stop(session, plan.id, now=NOW + DAY)
        assert not await stored.stop(session, 999, now=NOW)
        assert not await stored.still_running(session, plan.id)
        assert not await stored.still_running(session, 999)
        await session.commit()
    async with database.reading() as session:
        assert await stored.running(session) == []
        (listed,) = await stored.everyone(session)
    assert (listed.state, listed.stopped_at) == (PlanState.STOPPED, NOW)
