"""Orders as they are imported, again and again, beside people who open their links."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage import contacts, purchases
from storage.tables import contact_ref_table, purchase_table
from storage.writer import BULK_ROWS, Writer

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
DAY = timedelta(days=1)

SHOES = {
    "order_id": "1001",
    "contact_ref": "anna@mail",
    "link_token": "first-token",
    "first_name": "Anna",
    "language": "ru",
    "product": "Trail running shoes",
    "category": "shoes",
    "store": "Riga",
    "operator": "Maria",
    "channel": "web",
    "amount_cents": 4990,
    "currency": "EUR",
    "purchased_at": NOW - 9 * DAY,
    "delivered_at": NOW - 2 * DAY,
    "received_at": NOW - 2 * DAY,
    "is_test": False,
    "imported_at": NOW,
}

UNSAID = dict.fromkeys(
    (
        "first_name",
        "language",
        "product",
        "category",
        "store",
        "operator",
        "channel",
        "amount_cents",
        "currency",
        "purchased_at",
        "delivered_at",
    )
)


async def _save(database, *rows) -> None:
    async with Writer(database=database).unit() as session:
        await purchases.save_all(session, rows)
        await session.commit()


async def _only(rows):
    (row,) = await rows.all(purchase_table)
    return row


def _values(row) -> dict[str, object]:
    return {name: getattr(row, name) for name in SHOES}


async def test_an_order_is_stored_as_it_came(database, rows):
    await _save(database, SHOES)
    row = await _only(rows)
    assert _values(row) == SHOES
    assert (row.contact_id, row.cancelled_at) == (None, None)


async def test_an_import_of_nothing_is_nothing(database, rows):
    await _save(database)
    assert await rows.all(purchase_table) == []


async def test_the_same_import_twice_is_harmless(database, rows):
    await _save(database, SHOES)
    await _save(database, SHOES | {"link_token": "second-token", "imported_at": NOW + DAY})
    assert _values(await _only(rows)) == SHOES


async def test_an_order_that_changed_is_brought_up_to_date_and_keeps_its_link_and_person(database, rows):
    contact = await rows.contact()
    await _save(database, SHOES)
    async with Writer(database=database).unit() as session:
        await contacts.take_ref(session, "anna@mail", contact, now=NOW)
        await session.commit()
    changed = {
        "product": "Road running shoes",
        "amount_cents": 5990,
        "delivered_at": NOW - DAY,
        "received_at": NOW - DAY,
    }
    others = {"link_token": "second-token", "contact_ref": "boris@mail", "imported_at": NOW + DAY}
    await _save(database, SHOES | changed | others)
    row = await _only(rows)
    assert _values(row) == SHOES | changed
    assert row.contact_id == contact


async def test_what_a_later_import_doesnt_say_stays_known(database, rows):
    """Another export of the shop may have fewer columns."""
    await _save(database, SHOES)
    await _save(database, SHOES | UNSAID | {"store": "Tallinn", "received_at": NOW + 7 * DAY})
    assert _values(await _only(rows)) == SHOES | {"store": "Tallinn"}


@pytest.mark.parametrize(
    ("known", "said", "received"),
    [
        ({}, {"received_at": NOW + DAY}, NOW),
        ({}, {"purchased_at": NOW - DAY, "received_at": NOW + 6 * DAY}, NOW + 6 * DAY),
        ({}, {"delivered_at": NOW - DAY, "received_at": NOW - DAY}, NOW - DAY),
        ({"purchased_at": NOW - DAY}, {"received_at": NOW + 3 * DAY}, NOW),
        ({"purchased_at": NOW - DAY}, {"fulfilled_at": NOW, "received_at": NOW + 7 * DAY}, NOW + 7 * DAY),
        ({"fulfilled_at": NOW}, {"purchased_at": NOW - DAY, "received_at": NOW + 6 * DAY}, NOW),
        ({"delivered_at": NOW}, {"fulfilled_at": NOW - DAY, "received_at": NOW + 6 * DAY}, NOW),
        ({"delivered_at": NOW}, {"purchased_at": NOW - DAY, "received_at": NOW + 6 * DAY}, NOW),
        ({"delivered_at": NOW}, {"delivered_at": NOW + DAY, "received_at": NOW + DAY}, NOW + DAY),
    ],
    ids=[
        "nothing is known: the first import counts",
        "the purchase becomes known",
        "the delivery becomes known",
        "the purchase was known",
        "the shipping becomes known",
        "the shipping was known",
        "the delivery was known, and now the shipping",
        "the delivery was known",
        "the delivery was another day",
    ],
)
async def test_the_moment_of_receipt_is_the_best_that_is_known(known, said, received, database, rows):
    await _save(database, SHOES | UNSAID | {"received_at": NOW} | known)
    await _save(database, SHOES | UNSAID | said)
    assert (await _only(rows)).received_at == received


async def test_an_order_twice_in_one_import_is_one_and_the_last_row_counts(database, rows):
    await _save(database, SHOES, SHOES | {"link_token": "other", "product": "Socks"})
    row = await _only(rows)
    assert (row.product, row.link_token) == ("Socks", "first-token")


async def test_a_taken_ref_joins_later_imports_too(database, rows):
    contact = await rows.contact()
    await rows.add(contact_ref_table, ref="anna@mail", contact_id=contact, linked_at=NOW)
    await _save(
        database,
        SHOES,
        SHOES | {"order_id": "1002", "link_token": "2"},
        SHOES | {"order_id": "1003", "link_token": "3", "contact_ref": "boris@mail"},
    )
    assert [row.contact_id for row in await rows.all(purchase_table)] == [contact, contact, None]


async def _link(session, contact: int) -> None:
    assert await contacts.take_ref(session, "anna@mail", contact, now=NOW)


@pytest.mark.parametrize("first", ["the link is opened", "the import comes"])
async def test_a_link_opened_during_an_import_joins_its_orders(first, database, another, rows):
    """Neither sees what the other hasn't committed, so that one has to wait."""
    contact = await rows.contact()

    async def import_it(session) -> None:
        await purchases.save_all(session, [SHOES])

    async def open_it(session) -> None:
        await _link(session, contact)

    works = [open_it, import_it] if first == "the link is opened" else [import_it, open_it]

    async def afterwards() -> None:
        async with Writer(database=another).unit() as session:
            await works[1](session)
            await session.commit()

    async with Writer(database=database).unit() as session:
        await works[0](session)
        second = asyncio.create_task(afterwards())
        done, _ = await asyncio.wait({second}, timeout=0.1)
        assert not done
        await session.commit()
    await second
    assert (await _only(rows)).contact_id == contact


async def test_two_imports_at_once_are_as_good_as_one_after_the_other(database, another, rows):
    def page(draw: str) -> list[dict[str, Any]]:
        """The same orders; each import draws tokens of its own."""
        return [
            SHOES | {"order_id": str(n), "link_token": f"{draw}{n}", "contact_ref": f"r{n}"}
            for n in range(50)
        ]

    await asyncio.gather(_save(database, *page("a")), _save(another, *page("b")))
    assert [row.order_id for row in await rows.all(purchase_table)] == [str(n) for n in range(50)]


async def test_a_whole_page_of_bulk_work_fits_into_one_call(database, rows, session):
    page = [
        SHOES | {"order_id": str(n), "link_token": f"t{n}", "contact_ref": f"r{n}"} for n in range(BULK_ROWS)
    ]
    await _save(database, *page)
    orders = {str(n) for n in range(BULK_ROWS)}
    assert await purchases.known(session, orders) == orders
    assert await purchases.tokens(session, orders) == {str(n): f"t{n}" for n in range(BULK_ROWS)}


async def test_an_order_is_found_by_its_link(rows, session):
    purchase = await rows.purchase(link_token="opaque")
    found = await purchases.by_token(session, "opaque")
    assert found is not None
    assert found.id == purchase
    assert await purchases.by_token(session, "OPAQUE") is None
    assert await purchases.by_token(session, "") is None


async def test_orders_that_are_unknown_arent_known(rows, session):
    await rows.purchase(order_id="1001", link_token="q")
    assert await purchases.known(session, ["1001", "1002"]) == {"1001"}
    assert await purchases.known(session, []) == set()
    assert await purchases.tokens(session, ["1001", "1002"]) == {"1001": "q"}


async def test_the_newest_product_is_the_last_orders(database, rows):
    async def newest() -> str | None:
        async with database.reading() as session:
            return await purchases.newest_product(session)

    assert await newest() is None
    for number, product in enumerate(("Boots", "Shoes", None)):
        await rows.purchase(order_id=str(number), link_token=str(number), product=product)
        assert await newest() == product


async def test_orders_are_looked_up_by_index(plans):
    async def work(session) -> None:
        await purchases.by_token(session, "t")
        await purchases.known(session, ["1"])
        await purchases.tokens(session, ["1"])
        await purchases.save_all(session, [SHOES])
        await contacts.take_ref(session, "r", await plans_contact(session), now=NOW)

    async def plans_contact(session) -> int:
        met = await contacts.meet(session, contacts.Profile(telegram_id=1, first_name="A"), now=NOW)
        return met.id or 0

    lines = await plans.of(work)
    assert [line for line in lines if line.startswith("SCAN")] == []
    assert len([line for line in lines if line.startswith("SEARCH purchase USING")]) == 4
