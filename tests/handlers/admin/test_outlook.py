"""From when on each survey may ask a person; and a wave of that moment does, one of a second earlier doesn't."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.admin.outlook import outlooks
from handlers.marketer import audience
from handlers.survey.criteria import EVERYBODY
from storage import people, surveys, waves
from storage.kinds import SkipReason, SurveyKind, WaveState
from storage.tables import Contact, Purchase, Wave, contact_table, purchase_table
from tests.handlers.samples import ANNA, NOW

DAY = timedelta(days=1)
CSAT, NPS, CES = SurveyKind.CSAT, SurveyKind.NPS, SurveyKind.CES


async def looked_at(house):
    """Anna's outlook by kind: from when on, and about which order."""
    async with house.database.reading() as session:
        anna = (await session.execute(select(Contact))).scalar_one()
        found = await outlooks(session, anna, None, now=house.now, shop=house.shop)
    return {outlook.kind: (outlook.since, outlook.order.order_id) for outlook in found}


async def wave_of(house, kind, now):
    """Whether a wave of that moment would ask Anna, and about which order."""
    async with house.database.reading() as session:
        asking = await audience.asking_for(session, kind, EVERYBODY, now=now)
        found = await people.page(session, kind, after="", most=9)
        (invited,) = await audience.consider(session, found, asking, house.shop)
    (about,) = [order for person in found for order in person.orders if order.id == invited.purchase_id]
    return invited.skip_reason is None, about.order_id


async def joins(house, order_id="1001", *, days=2, **columns):
    """Anna's order, received so many days ago, under one name of hers."""
    received = NOW - days * DAY
    token = await house.order(
        order_id, contact_ref="anna", received_at=received, delivered_at=None, **columns
    )
    await house.command(ANNA, "start", token)
    await house.send()


async def asks(house, kind=CSAT):
    await house.plan(kind)
    return (await house.send(to=ANNA))[-1]


async def nothing_yet(house):
    await joins(house)


async def asked_just_now(house):
    await joins(house)
    await asks(house)


async def asked_and_answered(house):
    await joins(house)
    await house.press_on(await asks(house, CES), "7")
    house.later(days=12)


async def asked_and_bought_again(house):
    await joins(house)
    await asks(house)
    house.later(days=3)
    await joins(house, "1002", days=-1)


async def bought_what_is_on_its_way(house):
    await joins(house, days=-40)


async def asked_while_another_is_on_its_way(house):
    await joins(house)
    await asks(house)
    await joins(house, "1002", days=-9)


async def asked_by_two_kinds(house):
    await joins(house)
    await asks(house, NPS)
    house.later(days=31)
    await asks(house, CES)
    house.later(days=1)


async def asked_and_put_off(house):
    await joins(house)
    question = await asks(house)
    house.later(days=5)
    await house.press_on(question, "Not now")


@pytest.mark.parametrize("kind", SurveyKind)
@pytest.mark.parametrize(
    "story",
    [
        asked_and_put_off,
        nothing_yet,
        asked_just_now,
        asked_and_answered,
        asked_and_bought_again,
        bought_what_is_on_its_way,
        asked_while_another_is_on_its_way,
        asked_by_two_kinds,
    ],
)
async def test_what_is_foretold_is_what_a_wave_does(house, story, kind):
    await story(house)
    since, order = (await looked_at(house))[kind]
    if isinstance(since, SkipReason):
        for days in (0, 30, 300):
            assert not (await wave_of(house, kind, house.now + days * DAY))[0]
        return
    assert await wave_of(house, kind, since) == (True, order)
    if since > house.now:
        for earlier in (timedelta(seconds=1), since - house.now):
            assert not (await wave_of(house, kind, since - earlier))[0]


async def test_a_decline_counts_from_its_own_moment_on(house):
    await asked_and_put_off(house)
    await joins(house, "1002")
    found = {kind: since for kind, (since, _) in (await looked_at(house)).items()}
    assert found == {CSAT: house.now + 30 * DAY, NPS: house.now + 25 * DAY, CES: house.now + 25 * DAY}


async def test_the_clock_of_any_survey_holds_up_each_and_each_its_own(house):
    await asked_and_answered(house)
    assert await looked_at(house) == {
        CSAT: (NOW + 30 * DAY, "1001"),
        NPS: (NOW + 30 * DAY, "1001"),
        CES: (SkipReason.ALREADY_ASKED, "1001"),
    }


async def test_an_order_on_its_way_is_asked_about_when_it_has_come(house):
    await asked_while_another_is_on_its_way(house)
    assert await looked_at(house) == {
        CSAT: (NOW + 30 * DAY, "1002"),
        NPS: (NOW + 30 * DAY, "1002"),
        CES: (NOW + 30 * DAY, "1002"),
    }


async def test_the_latest_of_two_is_the_one(house):
    await joins(house, "1001", days=9)
    await joins(house, "1002", days=3)
    assert {order for _, order in (await looked_at(house)).values()} == {"1002"}


async def test_a_planned_nps_wave_keeps_people_from_the_others(house):
    await joins(house)
    async with house.writer.unit() as session:
        survey = await surveys.add_version(
            session, NPS, version=1, lowest=0, highest=10, low_to=6, high_from=9, now=NOW
        )
        await waves.plan(
            session,
            Wave(
                name="Spring",
                survey_id=survey.id or 0,
                audience="all",
                due_at=NOW + 9 * DAY,
                state=WaveState.PLANNED,
                created_at=NOW,
            ),
        )
        await session.commit()
    assert await looked_at(house) == {
        CSAT: (SkipReason.RESERVED, "1001"),
        NPS: (NOW, "1001"),
        CES: (SkipReason.RESERVED, "1001"),
    }
    async with house.database.reading() as session:
        anna = (await session.execute(select(Contact))).scalar_one()
        found = await outlooks(session, anna, None, now=NOW, shop=house.shop)
    assert {outlook.kind: outlook.kept_until for outlook in found} == {
        CSAT: NOW + 9 * DAY,
        NPS: None,
        CES: NOW + 9 * DAY,
    }


@pytest.mark.parametrize(
    ("table", "values", "reason"),
    [
        (contact_table, {"opted_out_at": NOW}, SkipReason.OPTED_OUT),
        (contact_table, {"is_staff": True}, SkipReason.STAFF),
        (purchase_table, {"cancelled_at": NOW}, SkipReason.CANCELLED_ORDER),
    ],
)
async def test_what_lasts_is_told_also_while_a_clock_runs(house, table, values, reason):
    await asked_just_now(house)
    async with house.writer.unit() as session:
        await session.execute(table.update().values(**values))
        await session.commit()
    assert {since for since, _ in (await looked_at(house)).values()} == {reason}


async def test_an_order_that_nobody_opened_the_link_of_waits_for_that(house):
    await house.order("1001")
    async with house.database.reading() as session:
        order = (await session.execute(select(Purchase))).scalar_one()
        found = await outlooks(session, None, order, now=NOW, shop=house.shop)
    assert [(outlook.kind, outlook.since) for outlook in found] == [
        (kind, SkipReason.NO_CHAT) for kind in SurveyKind
    ]


async def test_somebody_without_orders_has_no_outlook(house):
    await joins(house)
    async with house.writer.unit() as session:
        await session.execute(purchase_table.delete())
        await session.commit()
    assert await looked_at(house) == {}
