"""Who of the shop's people is asked, read from a real database; and who isn't, for which reason."""

from datetime import timedelta

import pytest

from handlers.marketer.audience import Asking, still_why_not
from handlers.updates import Person
from storage.kinds import SkipReason, SurveyKind
from storage.tables import contact_table, invitation_table, purchase_table
from tests.handlers.samples import ANNA, EVE, NOW, answered, facts


async def invited(house):
    """The invitations of a wave, by the order that they are about."""
    await house.plan()
    return [(row["order_id"], row["skip_reason"]) for row in await house.rows(invitation_table)]


async def change(house, table, **values):
    async with house.writer.unit() as session:
        await session.execute(table.update().values(**values))
        await session.commit()


async def test_somebody_with_a_delivered_order_is_asked_about_it(house):
    await house.command(ANNA, "start", await house.order("1001"))
    assert await invited(house) == [("1001", None)]


async def test_the_latest_order_is_the_one(house):
    for order_id, days in (("old", 9), ("new", 1), ("middle", 5)):
        received = NOW - timedelta(days=days)
        token = await house.order(order_id, received_at=received, delivered_at=received)
        await house.command(ANNA, "start", token)
    assert await invited(house) == [("new", None)]


async def test_an_order_that_was_asked_about_is_followed_by_the_one_before(house):
    for order_id, days in (("old", 9), ("new", 1)):
        received = NOW - timedelta(days=days)
        await house.command(ANNA, "start", await house.order(order_id, received_at=received))
    await house.plan()
    await house.send()
    house.later(days=30)
    await house.plan()
    rows = await house.rows(invitation_table)
    assert [(row["order_id"], row["skip_reason"]) for row in rows] == [("new", None), ("old", None)]


@pytest.mark.parametrize(
    ("table", "values", "reason"),
    [
        (contact_table, {"opted_out_at": NOW}, SkipReason.OPTED_OUT),
        (contact_table, {"blocked_at": NOW}, SkipReason.BLOCKED),
        (contact_table, {"deactivated_at": NOW}, SkipReason.DEACTIVATED),
        (contact_table, {"erased_at": NOW}, SkipReason.ERASED),
        (contact_table, {"telegram_id": None}, SkipReason.NO_CHAT),
        (contact_table, {"is_staff": True}, SkipReason.STAFF),
        (purchase_table, {"cancelled_at": NOW}, SkipReason.CANCELLED_ORDER),
        (purchase_table, {"is_test": True}, SkipReason.TEST_ORDER),
        (purchase_table, {"received_at": NOW + timedelta(seconds=1)}, SkipReason.NOT_DELIVERED),
    ],
)
async def test_everybody_else_is_left_out_for_one_reason(house, table, values, reason):
    await house.command(ANNA, "start", await house.order("1001"))
    await change(house, table, **values)
    assert await invited(house) == [("1001", reason)]
    assert await house.states() == ["skipped"]


async def test_whoever_was_asked_about_each_order_is_not_asked_again(house):
    """Invariant 3: nobody is asked the same thing twice."""
    await house.asked()
    assert await invited(house) == [("1001", None), ("1001", SkipReason.ALREADY_ASKED)]


async def test_nps_asks_about_the_shop_and_keeps_what_was_bought(house):
    """The same order may be behind each quarter's question: it isn't what is asked about."""
    await house.command(ANNA, "start", await house.order("1001", store="Riga"))
    await house.send()
    await house.plan(SurveyKind.NPS)
    (question,) = await house.send(to=ANNA)
    assert "recommend" in question.text
    house.later(days=120)
    await house.plan(SurveyKind.NPS)
    for row in await house.rows(invitation_table):
        assert (row["state"] in ("due", "sent"), row["purchase_id"], row["store"]) == (True, None, "Riga")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"cancelled_at": NOW}, SkipReason.CANCELLED_ORDER),
        ({"is_test": True}, SkipReason.TEST_ORDER),
        ({"received_at": NOW + timedelta(seconds=1)}, SkipReason.NOT_DELIVERED),
    ],
)
async def test_whoever_has_no_order_yet_has_no_opinion_of_the_shop(house, values, reason):
    await house.command(ANNA, "start", await house.order("1001"))
    await change(house, purchase_table, **values)
    await house.plan(SurveyKind.NPS)
    assert [row["skip_reason"] for row in await house.rows(invitation_table)] == [reason]


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (0, SkipReason.ASKED_TODAY),
        (1, SkipReason.ASKED_RECENTLY),
        (29, SkipReason.ASKED_RECENTLY),
        (30, None),
    ],
)
async def test_somebody_who_was_asked_is_left_alone_by_every_survey(house, days, reason):
    await house.asked()
    house.later(days=days)
    await house.plan(SurveyKind.NPS)
    assert (await house.rows(invitation_table))[-1]["skip_reason"] == reason


async def test_whoever_has_answered_is_asked_the_same_after_ninety_days(house):
    await house.press_on(await house.asked(), "5")
    await house.command(ANNA, "start", await house.order("1002"))
    for days, reason in ((31, SkipReason.SAME_KIND_RECENTLY), (58, SkipReason.SAME_KIND_RECENTLY), (1, None)):
        house.later(days=days)
        await house.plan()
        row = (await house.rows(invitation_table))[-1]
        assert (row["order_id"], row["skip_reason"]) == ("1002", reason)


async def test_a_question_in_the_evening_waits_in_line_for_the_morning(house):
    house.later(hours=10)
    await house.command(ANNA, "start", await house.order("1001"))
    await house.send()
    await house.plan()
    assert await house.send() == []
    house.later(hours=10, minutes=59)
    assert await house.send() == []
    house.later(minutes=1)
    assert len(await house.send()) == 1


async def test_an_order_that_nobody_has_opened_the_link_of_has_no_chat(house):
    await house.order("1001", language="ru")
    assert await invited(house) == [("1001", SkipReason.NO_CHAT)]
    (row,) = await house.rows(invitation_table)
    assert (row["contact_id"], row["language"]) == (None, "ru")


FLAWS = [{"received_at": NOW + timedelta(seconds=1)}, {"cancelled_at": NOW}, {"is_test": True}]


@pytest.mark.parametrize("flaw", FLAWS, ids=["not delivered", "cancelled", "the shop's own test"])
async def test_an_order_with_a_flaw_gives_way_to_an_earlier_one(house, flaw):
    await house.command(ANNA, "start", await house.order("earlier", received_at=NOW - timedelta(days=9)))
    await house.command(ANNA, "start", await house.order("flawed", **flaw))
    assert await invited(house) == [("earlier", None)]


async def test_of_orders_received_together_the_one_that_was_stored_last_counts(house):
    for order_id in ("first", "second"):
        await house.command(ANNA, "start", await house.order(order_id))
    assert await invited(house) == [("second", None)]


async def test_the_latest_order_that_fits_is_the_one(house):
    for order_id, category, days in (("shoes", "shoes", 9), ("coat", "coats", 1)):
        received = NOW - timedelta(days=days)
        token = await house.order(order_id, category=category, received_at=received)
        await house.command(ANNA, "start", token)
    await house.plan(audience="category:Shoes")
    await house.plan(SurveyKind.NPS, audience="category:hats")
    assert [row["order_id"] for row in await house.rows(invitation_table)] == ["shoes"]


async def test_whoever_is_not_meant_is_not_of_the_wave_even_without_a_chat(house):
    await house.order("1001", category="shoes", language="ru")
    await house.order("1002", category="coats", language="uk")
    await house.plan(audience="category:shoes language:ru")
    (row,) = await house.rows(invitation_table)
    assert (row["order_id"], row["skip_reason"]) == ("1001", SkipReason.NO_CHAT)


async def test_the_last_score_and_what_was_asked_before_are_known(house):
    await house.press_on(await house.asked(), "2")
    await house.command(EVE, "start", await house.order("1002"))
    house.later(days=91)
    for audience, order_ids in (
        ("last-score:<=2", ["1001"]),
        ("not last-score:<=2", ["1002"]),
        ("never-asked", ["1002"]),
        ("not never-asked", ["1001"]),
        ("last-score:>2", []),
    ):
        before = len(await house.rows(invitation_table))
        await house.plan(audience=audience, is_test=True)
        rows = (await house.rows(invitation_table))[before:]
        assert [row["order_id"] for row in rows] == order_ids, audience


@pytest.mark.parametrize(
    ("code", "chosen", "language"),
    [("ru", None, "ru"), ("en", "ru", "ru"), ("xx", None, "en"), (None, None, "en"), ("ru-RU", "xx", "ru")],
)
async def test_an_invitation_remembers_the_language_it_was_made_for(house, code, chosen, language):
    person = Person(1009, "Bo", None, code)
    await house.command(person, "start", await house.order("1001", language="ru"))
    await change(house, contact_table, language=chosen)
    await house.plan()
    assert (await house.one(invitation_table))["language"] == language


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (facts(), None),
        (answered(1), None),
        (facts(erased_at=NOW, telegram_id=None), SkipReason.ERASED),
        (facts(telegram_id=None), SkipReason.NO_CHAT),
        (facts(is_staff=True), SkipReason.STAFF),
        (facts(is_staff=True, is_test=True), None),
        (facts(opted_out_at=NOW), SkipReason.OPTED_OUT),
        (facts(blocked_at=NOW), SkipReason.BLOCKED),
        (facts(deactivated_at=NOW), SkipReason.DEACTIVATED),
        (facts(order_cancelled_at=NOW), SkipReason.CANCELLED_ORDER),
        (facts(order_is_test=True), SkipReason.TEST_ORDER),
        (facts(order_is_test=True, is_test=True), None),
    ],
)
def test_the_same_reasons_hold_at_the_moment_of_sending(known, reason):
    asking = Asking(known.kind, NOW, is_test=known.is_test)
    assert still_why_not(known, asking) is reason
