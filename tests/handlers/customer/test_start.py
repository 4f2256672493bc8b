"""A link is opened, by whom it belongs to and by others."""

from datetime import timedelta

import pytest

from handlers.admin import scores
from handlers.intake import history
from handlers.intake.history import Reader
from handlers.periods import Period
from handlers.updates import Command, Person
from storage.kinds import SkipReason, SurveyKind
from storage.tables import (
    contact_ref_table,
    contact_table,
    invitation_table,
    message_table,
    purchase_table,
    response_table,
)
from tests.handlers.samples import ANNA, EVE, NOW

ORDER = "1001"


async def test_the_link_of_a_delivered_order_joins_it_to_whoever_opens_it(house):
    await house.command(ANNA, "start", await house.order(ORDER))
    (words,) = await house.says()
    assert words == (
        "Hi Anna! This is Greenleaf's customer care.\n"
        "We'll ask one short question about order #1001. That's all: no ads, and /stop ends it."
    )
    contact = await house.one(contact_table)
    assert (contact["telegram_id"], contact["first_name"], contact["consented_at"]) == (1001, "Anna", NOW)
    assert (await house.one(purchase_table))["contact_id"] == contact["id"]
    assert (await house.one(contact_ref_table))["ref"] == "customer-1001"


@pytest.mark.parametrize(("away", "waited"), [(timedelta(0), False), (timedelta(seconds=1), True)])
async def test_an_order_under_way_is_waited_for(house, away, waited):
    await house.command(ANNA, "start", await house.order(ORDER, received_at=NOW + away))
    (words,) = await house.says()
    assert ("When order #1001 has reached you, we'll ask one short question." in words) is waited


async def test_no_question_is_promised_about_a_cancelled_order(house):
    token = await house.order(ORDER)
    async with house.writer.unit() as session:
        await session.execute(purchase_table.update().values(cancelled_at=NOW))
        await session.commit()
    await house.command(ANNA, "start", token)
    (words,) = await house.says()
    assert "#1001" not in words
    assert "after an order" in words


async def test_a_second_person_cannot_take_over_an_order_and_learns_nothing_of_the_first(house):
    token = await house.order(ORDER, product="Secret shoes", first_name="Anna")
    await house.command(ANNA, "start", token)
    await house.says()
    before = await house.rows(purchase_table)
    await house.command(EVE, "start", token)
    (words,) = await house.says(EVE)
    assert words == (
        "Эту ссылку уже открыл кто-то другой. Если заказ ваш, напишите, пожалуйста, в магазин «Greenleaf»."
    )
    assert await house.rows(purchase_table) == before
    assert [row["first_name"] for row in await house.rows(contact_table)] == ["Anna"]


async def test_somebody_with_an_order_of_their_own_cannot_take_another_s(house):
    await house.command(ANNA, "start", await house.order(ORDER))
    await house.command(EVE, "start", await house.order("1002"))
    await house.send()
    await house.command(EVE, "start", "token-1001")
    (words,) = await house.says(EVE)
    assert words.startswith("Эту ссылку уже открыл кто-то другой.")
    owners = {row["order_id"]: row["contact_id"] for row in await house.rows(purchase_table)}
    assert owners[ORDER] != owners["1002"]


async def test_the_orders_of_one_customer_cannot_be_split_between_two_people(house):
    first = await house.order(ORDER, contact_ref="anna@example.org")
    second = await house.order("1002", contact_ref="anna@example.org")
    await house.command(ANNA, "start", first)
    await house.send()
    await house.command(EVE, "start", second)
    (words,) = await house.says(EVE)
    assert words.startswith("Эту ссылку уже открыл кто-то другой.")
    assert {row["contact_id"] for row in await house.rows(purchase_table)} == {1}


async def test_one_person_with_two_links_is_one_contact(house):
    await house.command(ANNA, "start", await house.order(ORDER))
    await house.command(ANNA, "start", await house.order("1002"))
    contact = await house.one(contact_table)
    assert {row["contact_id"] for row in await house.rows(contact_ref_table)} == {contact["id"]}
    assert {row["contact_id"] for row in await house.rows(purchase_table)} == {contact["id"]}


async def test_opening_a_link_twice_is_answered_twice_and_changes_nothing_more(house):
    token = await house.order(ORDER)
    await house.command(ANNA, "start", token)
    first = await house.says()
    before = [await house.rows(table) for table in (contact_table, contact_ref_table, purchase_table)]
    house.later(hours=1)
    await house.command(ANNA, "start", token)
    assert await house.says() == first
    assert [await house.rows(table) for table in (contact_table, contact_ref_table, purchase_table)] == before


async def test_a_name_that_was_changed_is_used_from_the_next_start_on(house):
    await house.command(ANNA, "start", await house.order(ORDER))
    await house.send()
    renamed = Person(ANNA.telegram_id, "Anne", "anne", "ru")
    await house.command(renamed, "start")
    (words,) = await house.says()
    assert words == (
        "Anne, здравствуйте! Это Greenleaf. Всё готово: после заказа мы зададим один короткий вопрос. "
        "Отказаться: /stop."
    )
    contact = await house.one(contact_table)
    assert (contact["username"], contact["language_code"]) == ("anne", "ru")


@pytest.mark.parametrize(
    "argument", ["1001", "token-1002", "TOKEN-1001", "token-1001 x", "' OR 1=1 --", "т" * 4000]
)
async def test_a_link_that_is_none_of_ours_opens_nothing(house, argument):
    await house.order(ORDER)
    await house.command(EVE, "start", argument)
    (words,) = await house.says(EVE)
    assert words.startswith("Эта ссылка нам незнакома.")
    assert await house.rows(contact_table) == []


async def test_a_stranger_who_starts_is_told_what_to_open_and_not_kept(house):
    await house.command(EVE, "start")
    (words,) = await house.says(EVE)
    assert words.startswith("Здравствуйте! Это Greenleaf, служба заботы о клиентах.")
    assert await house.rows(contact_table) == []


@pytest.mark.parametrize("argument", ["", "token-1001"])
async def test_start_ends_an_earlier_stop(house, argument):
    await house.command(ANNA, "start", await house.order(ORDER))
    await house.command(ANNA, "stop")
    await house.send()
    assert (await house.one(contact_table))["opted_out_at"] is not None
    house.later(days=1)
    await house.command(ANNA, "start", argument)
    contact = await house.one(contact_table)
    assert contact["opted_out_at"] is None
    assert contact["consented_at"] == NOW
    (words,) = await house.says()
    assert words.startswith("Welcome back, Anna!" if not argument else "Hi Anna!")


@pytest.mark.parametrize("argument", ["nonsense", "token-1002"])
async def test_a_link_that_opens_nothing_leaves_a_stop_in_force(house, argument):
    await house.command(EVE, "start", await house.order("1002"))
    await house.command(ANNA, "start", await house.order(ORDER))
    await house.command(ANNA, "stop")
    await house.command(ANNA, "start", argument)
    stopped = {row["first_name"]: row["opted_out_at"] for row in await house.rows(contact_table)}
    assert stopped["Anna"] is not None


async def test_start_means_that_the_bot_is_not_blocked_any_more(house):
    token = await house.order(ORDER)
    await house.command(ANNA, "start", token)
    for argument in ("", token):
        await house.blocks(ANNA)
        await house.command(ANNA, "start", argument)
        assert (await house.one(contact_table))["blocked_at"] is None


@pytest.mark.parametrize(
    ("code", "chosen", "hello"),
    [
        ("en", None, "Hi Bo!"),
        ("ru", None, "Bo, здравствуйте!"),
        ("ru-RU", None, "Bo, здравствуйте!"),
        ("xx", None, "Hi Bo!"),  # the shop's
        (None, None, "Hi Bo!"),
        ("en", "ru", "Bo, здравствуйте!"),
    ],
)
async def test_the_language_is_the_chosen_one_then_telegram_s_then_the_shop_s(house, code, chosen, hello):
    bo = Person(1002, "Bo", None, code)
    token = await house.order(ORDER)
    await house.command(bo, "start", token)
    await house.send()
    async with house.writer.unit() as session:
        await session.execute(contact_table.update().values(language=chosen))
        await session.commit()
    await house.command(bo, "start", token)
    (words,) = await house.says(bo)
    assert words.startswith(hello)


async def test_somebody_without_a_name_is_greeted_without_one(house):
    nobody = Person(1003, "\u3164", None, "en")
    await house.command(nobody, "start", await house.order(ORDER))
    (words,) = await house.says(nobody)
    assert words.startswith("Hi! This is Greenleaf's customer care.")


async def test_another_bot_on_the_same_database_is_answered_too(house):
    """A shop that tried a test bot first: message ids begin anew with each bot, update ids don't."""
    token = await house.order(ORDER)
    for update_id in (71, 7100001):
        await house.handle(Command(update_id, ANNA, 5, "start", token, NOW))
    assert len(await house.rows(message_table)) == 2


# Who has a history with another tool


async def imports(house, *answers: tuple[str, str, str], kind: SurveyKind = SurveyKind.NPS) -> None:
    """The answers of another tool: whose, the score, the day."""
    async with house.writer.unit() as session:
        reader = Reader(shop=house.shop, now=NOW, scales=await history.scales(session))
        rows = [
            {"contact": ref, "kind": kind, "score": score, "answered_at": day} for ref, score, day in answers
        ]
        await history.keep(session, [reader.read(row) for row in rows], source="old tool", now=NOW)
        await session.commit()


async def test_somebody_with_a_history_opens_their_link_and_is_one_person(house):
    token = await house.order(ORDER)
    await imports(house, ("customer-1001", "3", "2026-05-01"), ("customer-1001", "9", "2026-05-03"))
    await house.command(ANNA, "start", token)
    (words,) = await house.says()
    assert words.startswith("Hi Anna!")
    contact = await house.one(contact_table)
    assert (contact["telegram_id"], contact["first_name"], contact["consented_at"]) == (1001, "Anna", NOW)
    for table in (contact_ref_table, purchase_table, invitation_table):
        assert {row["contact_id"] for row in await house.rows(table)} == {contact["id"]}


async def test_two_histories_of_one_person_count_once_as_soon_as_that_is_known(house):
    first, second = await house.order(ORDER), await house.order("1002")
    await imports(house, ("customer-1001", "3", "2026-05-01"), ("customer-1002", "9", "2026-05-03"))

    async def counted() -> tuple[int, int]:
        async with house.database.reading() as session:
            period = Period.of_days(30, today=NOW.date())
            tally = (await scores.report(session, SurveyKind.NPS, period, shop=house.shop)).tally
        return tally.n, tally.top

    assert await counted() == (2, 1)
    await house.command(ANNA, "start", first)
    assert await counted() == (2, 1)
    await house.command(ANNA, "start", second)
    assert await counted() == (1, 1)
    assert len(await house.rows(response_table)) == 2
    await house.one(contact_table)


async def test_a_second_person_cannot_take_over_a_history(house):
    token = await house.order(ORDER)
    await imports(house, ("customer-1001", "3", "2026-05-01"))
    await house.command(ANNA, "start", token)
    await house.says()
    before = [await house.rows(table) for table in (contact_table, invitation_table, purchase_table)]
    await house.command(EVE, "start", token)
    (words,) = await house.says(EVE)
    assert words.startswith("Эту ссылку уже открыл кто-то другой.")
    assert [await house.rows(table) for table in (contact_table, invitation_table, purchase_table)] == before


async def test_a_wave_leaves_out_whom_only_history_knows_until_the_link_is_opened(house):
    token = await house.order(ORDER)
    await imports(house, ("customer-1001", "3", "2026-05-01"), ("nobody", "9", "2026-05-03"))
    await house.plan()
    assert await house.send() == []
    (asked,) = [row for row in await house.rows(invitation_table) if row["kind"] is SurveyKind.CSAT]
    assert (asked["state"], asked["skip_reason"]) == ("skipped", SkipReason.NO_CHAT)
    await house.command(ANNA, "start", token)
    await house.send()
    house.later(days=90)  # as long as anybody who has answered is left alone
    await house.plan()
    (question,) = await house.send(to=ANNA)
    assert "Trail running shoes" in question.text
