"""What a wave would do is what it does, as long as nothing changes in between."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from handlers.marketer import list_intake
from handlers.marketer.audience import asking_for
from handlers.marketer.audience_words import (
    UnclearAudienceError,
    read_audience,
    typed_audience,
    write_audience,
)
from handlers.marketer.preview import ASSUMED_RATE, ENOUGH_DELIVERIES, Preview, as_stored, preview
from handlers.survey.criteria import Criteria, Criterion, Said
from handlers.unclear import UnclearPlanError
from handlers.updates import Person
from storage import contact_lists
from storage.kinds import InvitationState, MessageKind, SkipReason, SurveyKind
from storage.tables import contact_table, invitation_table, purchase_table
from tests.handlers.samples import ANNA, NOW

AUDIENCES = [
    "all",
    "bought:30d",
    "category:shoes category:hats",
    "not category:shoes",
    "language:ru repeat",
    "amount:>=50 not first-time",
    "never-asked",
    "last-score:<=3",
    "list:vip",
    "list:vip list:new not category:shoes",
    "not list:vip repeat",
    "list:new not list:vip",
]


async def looked_at(house, kind, audience, *, at=None):
    async with house.database.reading() as session:
        asking = await asking_for(session, kind, read_audience(audience), now=at or house.now)
        return await preview(session, asking, house.shop, now=house.now, open_for=timedelta(days=7))


async def change(house, table, where, **values):
    async with house.writer.unit() as session:
        await session.execute(table.update().where(where).values(**values))
        await session.commit()


async def a_list(house, name, refs):
    """A list of contacts that can be used."""
    list_id = await list_intake.store(house.writer, refs, now=house.now)
    async with house.writer.unit() as session:
        given = await contact_lists.name(session, list_id, name)
        await session.commit()
    return given


async def asked(house):
    return [arrived for arrived in await house.send() if arrived.kind is MessageKind.QUESTION]


async def a_town(house, chance):
    """Twenty people with up to three orders each; half of them open a link, some of them have a flaw."""
    for number in range(20):
        person = Person(2000 + number, f"P{number}", None, chance.choice(["en", "ru", "uk"]))
        for nth in range(chance.randint(0, 3)):
            order_id = f"{number}-{nth}"
            received = NOW - timedelta(days=chance.randint(-2, 90))
            token = await house.order(
                order_id,
                contact_ref=f"customer-{number}",
                category=chance.choice(["shoes", "coats", "hats", None]),
                amount_cents=chance.choice([None, 1000, 5000, 9000]),
                purchased_at=chance.choice([None, received - timedelta(days=3)]),
                received_at=received,
                cancelled_at=chance.choice([None, None, NOW]),
                is_test=chance.random() < 0.1,
            )
            if chance.random() < 0.5:
                await house.command(person, "start", token)
        flaw = chance.choice(["opted_out_at", "blocked_at", "deactivated_at", None, None, None])
        if flaw:
            await change(house, contact_table, contact_table.c.telegram_id == 2000 + number, **{flaw: NOW})
    for name in ("vip", "new"):
        chosen = [number for number in range(30) if chance.random() < 0.4]  # some of whom nobody knows
        await a_list(house, name, [f"customer-{number}" for number in chosen])
    await house.plan()
    for question in await asked(house):
        if chance.random() < 0.5:
            await house.press_on(question, str(chance.randint(1, 5)), by=Person(question.chat_id, "P"))


@pytest.mark.parametrize("seed", range(3))
async def test_the_preview_is_what_filling_does(house, seed):
    chance = random.Random(seed)
    await a_town(house, chance)
    house.later(days=chance.choice([0, 31, 95]))
    for kind in (SurveyKind.CSAT, SurveyKind.NPS):
        for audience in AUDIENCES:
            seen = await looked_at(house, kind, audience)
            before = len(await house.rows(invitation_table))
            await house.plan(kind, audience=audience)
            made = (await house.rows(invitation_table))[before:]
            reasons = Counter(row["skip_reason"] for row in made if row["skip_reason"])
            assert seen.left_out == reasons, (kind, audience)
            assert seen.asked == sum(row["state"] == InvitationState.DUE for row in made), (kind, audience)
            assert seen.audience == len(made)
            # The next looks at the same people as this one did.
            await change(
                house, invitation_table, invitation_table.c.id.in_([row["id"] for row in made]), is_test=True
            )


async def test_looking_stores_nothing(house):
    await house.command(ANNA, "start", await house.order("1001"))
    assert (await looked_at(house, SurveyKind.CSAT, "all")).asked == 1
    assert await house.rows(invitation_table) == []


async def test_a_wave_of_next_week_is_seen_as_it_will_be_then(house):
    """An order that is on its way will have arrived, and who was asked lately may be asked again."""
    await house.command(ANNA, "start", await house.order("1001", received_at=NOW + timedelta(days=3)))
    assert (await looked_at(house, SurveyKind.CSAT, "all")).left_out == {SkipReason.NOT_DELIVERED: 1}
    later = NOW + timedelta(days=7)
    assert (await looked_at(house, SurveyKind.CSAT, "all", at=later)).asked == 1


async def test_an_order_that_is_refunded_in_between_is_left_out_for_that(house):
    await house.command(ANNA, "start", await house.order("1001"))
    assert (await looked_at(house, SurveyKind.CSAT, "all")).asked == 1
    await change(house, purchase_table, purchase_table.c.order_id == "1001", cancelled_at=NOW)
    await house.plan()
    assert (await house.one(invitation_table))["skip_reason"] == SkipReason.CANCELLED_ORDER


async def a_wave_that(house, people, *, answered):
    """A wave to so many new people, of whom some answer at once."""
    begin = house.now
    for number in range(people):
        person = Person(int(begin.timestamp()) + number, f"P{number}", None, "en")
        await house.command(person, "start", await house.order(f"{begin:%j}-{number}"))
    await house.plan()
    questions = await asked(house)
    assert len(questions) == people
    for question in questions[:answered]:
        await house.press_on(question, "5", by=Person(question.chat_id, "P"))


async def rate(house):
    """The share that is expected to answer; None: nobody knows it yet."""
    seen = await looked_at(house, SurveyKind.CSAT, "all", at=house.now + timedelta(days=30))
    assert seen.rate_is_measured or seen.rate == ASSUMED_RATE
    return seen.rate if seen.rate_is_measured else None


async def test_a_share_is_assumed_until_so_many_questions_have_closed(house):
    await a_wave_that(house, ENOUGH_DELIVERIES, answered=40)
    house.later(days=6)
    assert await rate(house) is None, "those who will answer haven't all done so"
    house.later(days=1)
    assert await rate(house) == 0.4
    await change(house, invitation_table, invitation_table.c.id == 1, voided_at=NOW)
    assert await rate(house) is None


async def test_what_has_just_left_says_nothing_of_how_many_answer(house):
    """Neither the silent, who had no time yet, nor the quick, who are the first of those who answer."""
    await a_wave_that(house, ENOUGH_DELIVERIES, answered=50)
    house.later(days=7)
    await a_wave_that(house, 30, answered=10)
    assert await rate(house) == 0.5
    house.later(days=7)
    assert await rate(house) == pytest.approx(60 / (ENOUGH_DELIVERIES + 30))


async def test_a_shop_that_nobody_answers_knows_that(house):
    await a_wave_that(house, ENOUGH_DELIVERIES, answered=0)
    house.later(days=7)
    assert await rate(house) == 0


def test_what_is_to_be_expected():
    """METRICS.md: some 1,000 answers for an NPS within five points."""
    seen = Preview(SurveyKind.NPS, 900, {SkipReason.BLOCKED: 9}, rate=0.3, rate_is_measured=True)
    assert (seen.audience, seen.answers) == (909, 270)
    assert seen.margin == pytest.approx(9.5, abs=0.3)
    assert seen.people_for_precision == pytest.approx(3270, abs=50)


def test_nobody_answers_nothing():
    seen = Preview(SurveyKind.NPS, 0, {}, rate=0.0, rate_is_measured=True)
    assert (seen.answers, seen.margin, seen.people_for_precision) == (0, None, None)


async def test_words_in_any_quotes_are_those_of_the_shop(house):
    for number, category in enumerate(("Книги «Мир»", "«Сад»", "Levi's", "Shoes, boots")):
        await house.order(f"{number}", category=category)
    async with house.database.reading() as session:
        for said, meant in [
            ("category:Книги «Мир»", "Книги «Мир»"),
            ('category:"книги «мир»"', "Книги «Мир»"),
            ("category:«Сад»", "«Сад»"),
            ("category:Сад", "«Сад»"),
            ("category:Levi’s", "Levi's"),
        ]:
            known = await as_stored(session, read_audience(typed_audience(said)))
            assert known == Criteria((Criterion(Said("category", (meant,))),))
        with pytest.raises(UnclearAudienceError) as unclear:
            await as_stored(session, read_audience("category:Shoes"))
        assert unclear.value.meant == 'category:"Shoes, boots"', "which is understood as it is"


async def test_words_take_the_shop_s_own_spelling(house):
    for number, category in enumerate(("Shoes", "Trail running", None)):
        await house.order(f"{number}", category=category)
    async with house.database.reading() as session:
        known = await as_stored(
            session, read_audience("category:SHOES,category:trail RUNNING not store:riga")
        )
        assert write_audience(known) == 'category:Shoes,"Trail running" not store:riga'
        with pytest.raises(UnclearAudienceError) as unclear:
            await as_stored(session, read_audience("not category:shoos"))
    assert (unclear.value.word, unclear.value.meant) == ("category:shoos", "category:Shoes")


async def test_a_list_that_there_is_not_is_answered_by_one_that_there_is(house):
    async with house.database.reading() as session:
        with pytest.raises(UnclearPlanError) as none:
            await as_stored(session, read_audience("list:vip"))
    assert str(none.value) == (
        "I know no list 'list:vip', since there are none yet; send a CSV file of contacts first."
    )
    for name in ("best-of-may", "vip"):
        await a_list(house, name, ["customer-1"])
    async with house.database.reading() as session:
        assert await as_stored(session, read_audience("not list:VIP")) == read_audience("not list:vip")
        with pytest.raises(UnclearAudienceError) as unclear:
            await as_stored(session, read_audience("list:vpi"))
    assert (unclear.value.word, unclear.value.meant) == ("list:vpi", "list:vip")
