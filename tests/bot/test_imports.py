"""A shop's file of orders: what goes in, what is refused into a file beside it, and links that open."""

import csv
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select

from bot import imports, intake
from bot.errors import OperatorError, WrongUseError
from handlers.intake.orders import COLUMNS, Reader
from storage import contacts, purchases
from storage.migrate import open_database
from storage.tables import purchase_table as purchase
from storage.writer import BULK_ROWS, Writer

NOW = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)


class Shop:
    """A shop with a database, and a folder in which its files stand."""

    def __init__(self, folder, database):
        self.folder = folder
        self.database = database
        self.writer = Writer(database=database)
        self.progress = []

    async def imports(self, text, *, name="orders.csv", **options):
        file = self.folder / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return await self.imports_file(file, **options)

    async def imports_file(self, file, **options):
        return await imports.import_orders(
            file,
            writer=self.writer,
            reader=Reader(zone=ZoneInfo("Europe/Riga"), now=NOW),
            progress=lambda done, everything: self.progress.append((done, everything)),
            **options,
        )

    async def refusal(self, text, **options):
        with pytest.raises(OperatorError) as refused:
            await self.imports(text, **options)
        return str(refused.value).replace(f"{self.folder}/", "")

    async def orders(self, *columns):
        async with self.database.reading() as session:
            found = await session.execute(
                select(*(purchase.c[name] for name in columns or ("order_id",))).order_by(purchase.c.id)
            )
            return [tuple(row) if columns else row.order_id for row in found]

    def table(self, name):
        """A file as a spreadsheet shows it, row by row."""
        with (self.folder / name).open(newline="", encoding="utf-8-sig") as lines:
            return list(csv.reader(lines))


@pytest.fixture
async def shop(tmp_path):
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    yield Shop(tmp_path, database)
    await database.close()


async def test_a_file_is_imported_and_again_without_harm(shop):
    text = "order_id,contact_ref,amount\n1001,anna@x.lv,49.90\n1002,ben@x.lv,\n"
    first = await shop.imports(text)
    assert (first.new, first.updated, first.rejected, first.repeated) == (2, 0, 0, 0)
    before = await shop.orders(*purchase.c.keys())
    second = await shop.imports(text)
    assert (second.new, second.updated, second.rejected, second.repeated) == (0, 2, 0, 0)
    assert await shop.orders(*purchase.c.keys()) == before
    assert [order[:2] for order in await shop.orders("order_id", "amount_cents")] == [
        ("1001", 4990),
        ("1002", None),
    ]


async def test_a_later_file_brings_an_order_up_to_date_and_leaves_its_link(shop):
    await shop.imports("order_id,product\n1001,Shoes\n")
    [(link, _)] = await shop.orders("link_token", "product")
    await shop.imports("order_id,product,delivered_at\n1001,Trail shoes,2026-05-03\n")
    delivered = datetime(2026, 5, 2, 21, 0, tzinfo=UTC)
    assert await shop.orders("link_token", "product", "delivered_at") == [(link, "Trail shoes", delivered)]


async def test_the_headers_spelling_and_order_do_not_matter(shop):
    done = await shop.imports("Amount;ORDER ID; First-Name ;colour\n49,90;1001;Анна;red\n".encode("cp1251"))
    assert await shop.orders("order_id", "first_name", "amount_cents") == [("1001", "Анна", 4990)]
    assert (done.encoding, done.unused) == ("Windows-1251", ["colour"])


async def test_every_column_of_ours_is_read(shop):
    done = await shop.imports(",".join(COLUMNS) + "\n" + "," * (len(COLUMNS) - 1) + "\n")
    assert (done.new, done.unused) == (0, [])  # and a row of blanks alone is none
    assert shop.progress == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "orders.csv is empty; export it anew."),
        ("id,name\n1,Anna\n", "orders.csv has no column order_id, but id, name; name one of them so."),
        (
            "order_id,product,Order ID\n1,Shoes,2\n",
            "orders.csv has more than one column order_id; leave one of each.",
        ),
    ],
)
async def test_a_table_that_cannot_be_understood_changes_nothing(shop, text, sentence):
    assert await shop.refusal(text) == sentence
    assert await shop.orders() == []


async def test_a_file_that_breaks_off_changes_nothing(shop):
    text = "order_id\n" + "".join(f"{number}\n" for number in range(2 * BULK_ROWS)) + '"open'
    assert "can't be read below line 1001" in await shop.refusal(text)
    assert await shop.orders() == []


# Rows that are refused

BAD = (
    "order_id,contact_ref,product,amount,note\n"
    "1001,anna@x.lv,Shoes,49.90,\n"
    "1002,7.9E+10,Shoes,49.90,=HYPERLINK(1)\n"
    '1003,ben@x.lv,"Two\nlines","1,234",é\n'
    "1004,cleo@x.lv,Shoes,1.00,\n"
    "1005,dan@x.lv,Shoes\n"
)


async def test_a_bad_row_is_kept_with_its_line_and_reason_and_stops_no_other(shop):
    done = await shop.imports(BAD)
    assert (done.new, done.rejected) == (2, 3)
    assert await shop.orders() == ["1001", "1004"]
    assert done.rejected_file == shop.folder / "orders.csv.rejected.csv"
    spoiled = "contact_ref was spoiled by a spreadsheet: '7.9E+10'; make its column text, and export anew"
    two_ways = "amount can be read in two ways: '1,234'; write 1234.00 or 1.23"
    short = "cells: 3, in the header: 5; quote a cell that holds a delimiter or a line break"
    assert shop.table("orders.csv.rejected.csv") == [
        ["line", "reason", "order_id", "contact_ref", "product", "amount", "note"],
        ["3", spoiled, "1002", "7.9E+10", "Shoes", "49.90", "'=HYPERLINK(1)"],
        ["4", two_ways, "1003", "ben@x.lv", "Two\nlines", "1,234", "é"],
        ["7", short, "1005", "dan@x.lv", "Shoes"],
    ]
    assert done.refusals == [f"line 3: {spoiled}", f"line 4: {two_ways}", f"line 7: {short}"]


async def test_the_refused_rows_mended_go_in(shop):
    await shop.imports(BAD)
    rejected = (shop.folder / "orders.csv.rejected.csv").read_bytes().decode("utf-8-sig")
    mended = rejected.replace("7.9E+10", "'+37120000000").replace("1,234", "1234.00")
    again = await shop.imports(mended, name="mended.csv")
    assert (again.new, again.rejected) == (2, 1)
    assert await shop.orders("order_id", "contact_ref", "product", "amount_cents") == [
        ("1001", "anna@x.lv", "Shoes", 4990),
        ("1004", "cleo@x.lv", "Shoes", 100),
        ("1002", "+37120000000", "Shoes", 4990),
        ("1003", "ben@x.lv", "Two lines", 123400),
    ]
    # What is refused once more doesn't drag the first refusal along.
    [header, row] = shop.table("mended.csv.rejected.csv")
    assert header == ["line", "reason", "order_id", "contact_ref", "product", "amount", "note"]
    assert (row[0], row[2:]) == ("5", ["1005", "dan@x.lv", "Shoes"])


@pytest.mark.parametrize("delimiter", [";", "\t"])
async def test_the_refused_rows_are_written_in_the_files_own_dialect(shop, delimiter):
    text = "order_id,amount\n1001,free\n".replace(",", delimiter)
    await shop.imports(text.encode("cp1251"))
    rejected = (shop.folder / "orders.csv.rejected.csv").read_bytes()
    assert rejected.startswith(b"\xef\xbb\xbfline" + delimiter.encode() + b"reason")
    done = await shop.imports(rejected.replace(b"\r\n1001", b"\r\n1002").replace(b"free\r\n", b"1\r\n"))
    assert (done.new, done.rejected) == (1, 0)


async def test_without_refusals_there_is_no_file_of_them(shop):
    done = await shop.imports("order_id\n1001\n")
    assert done.rejected_file is None
    assert not (shop.folder / "orders.csv.rejected.csv").exists()


async def test_an_unquoted_line_break_makes_no_order_of_its_second_half(shop):
    done = await shop.imports("order_id,first_name,store\n1001,Anna\nSmith,Riga\n1002,Ben,Riga\n")
    assert (done.new, done.rejected) == (1, 2)
    assert await shop.orders() == ["1002"]


async def test_blank_cells_beyond_the_header_are_no_fault(shop):
    done = await shop.imports("order_id;store\n1001;Riga;\n1002;Riga;;;\n1003;Riga;x\n")
    assert (done.new, done.rejected) == (2, 1)


async def test_a_refusal_that_cannot_be_written_down_is_told_in_one_sentence(shop):
    (shop.folder / "orders.csv.rejected.csv").mkdir()
    assert await shop.refusal(BAD) == (
        "orders.csv.rejected.csv can't be written (Is a directory); choose another place."
    )


# An order that is named more than once


async def test_the_last_row_of_an_order_counts(shop):
    page = "".join(f"{number},old\n" for number in range(BULK_ROWS))
    done = await shop.imports(f"order_id,product\n1,older\n{page}1,new\n1,newest\n")
    assert (done.new, done.updated, done.repeated) == (BULK_ROWS, 0, 3)
    products = dict(await shop.orders("order_id", "product"))
    assert len(products) == BULK_ROWS
    assert (products["1"], products["2"]) == ("newest", "old")


# Dry run


async def test_a_dry_run_tells_the_same_and_stores_nothing(shop):
    await shop.imports("order_id,product\n1001,Shoes\n")
    stored = await shop.orders(*purchase.c.keys())
    links = shop.folder / "links.csv"
    page = "".join(f"x{number},Shoes,,,\n" for number in range(BULK_ROWS))
    text = BAD + page + "1004,,,,\nx1,,,,\n"
    dry = await shop.imports(text, dry_run=True, links=links, username="tapscore_bot")
    assert (dry.new, dry.updated, dry.rejected, dry.repeated) == (BULK_ROWS + 1, 1, 3, 2)
    assert len(dry.refusals) == 3
    assert await shop.orders(*purchase.c.keys()) == stored
    assert {file.name for file in shop.folder.glob("*.csv*")} == {"orders.csv"}
    assert dry.rejected_file is None
    wet = await shop.imports(text)
    assert (wet.new, wet.updated, wet.rejected, wet.repeated) == (BULK_ROWS + 1, 1, 3, 2)


async def test_only_the_first_refusals_are_shown(shop):
    done = await shop.imports("order_id,amount\n" + "1,x\n" * 25, dry_run=True)
    assert (done.rejected, len(done.refusals)) == (25, intake.SHOWN_REFUSALS)


# Links


async def test_links_open_the_orders_of_the_file_in_its_order(shop):
    links = shop.folder / "links.csv"
    page = "".join(f"{number}\n" for number in range(BULK_ROWS + 5, 4, -1))
    await shop.imports(f"order_id\n{page}=1\n5\n", links=links, username="tapscore_bot")
    header, *rows = shop.table("links.csv")
    assert header == ["order_id", "link"]
    expected = [*map(str, range(BULK_ROWS + 5, 4, -1)), "=1"]
    assert [row[0] for row in rows] == [*expected[:-1], "'=1"]
    opened = []
    async with shop.database.reading() as session:
        for _, link in rows:
            address, _, token = link.partition("?start=")
            assert address == "https://t.me/tapscore_bot"
            found = await purchases.by_token(session, token)
            assert found is not None
            opened.append(found.order_id)
    assert opened == expected


async def test_an_order_keeps_the_link_that_its_customer_may_hold(shop):
    links = shop.folder / "links.csv"
    await shop.imports("order_id\n1001\n", links=links, username="tapscore_bot")
    before = shop.table("links.csv")
    await shop.imports("order_id\n1001\n", links=links, username="tapscore_bot")
    assert shop.table("links.csv") == before


async def test_no_link_is_given_to_an_order_that_was_not_stored(shop):
    def fails(_connection):
        raise RuntimeError("the disk is full")

    links = shop.folder / "links.csv"
    event.listen(shop.database.engine.sync_engine, "commit", fails)
    with pytest.raises(RuntimeError):
        await shop.imports("order_id\n1001\n", links=links, username="tapscore_bot")
    event.remove(shop.database.engine.sync_engine, "commit", fails)
    assert shop.table("links.csv") == [["order_id", "link"]]
    assert await shop.orders() == []


@pytest.mark.parametrize("name", ["orders.csv", "./orders.csv", "orders.csv.rejected.csv"])
async def test_the_links_never_overwrite_the_orders(shop, name):
    with pytest.raises(WrongUseError) as refused:
        await shop.imports("order_id\n1001\n", links=shop.folder / name, username="tapscore_bot")
    assert str(refused.value) == f"The links would overwrite {shop.folder / name}; give --links another file."
    assert (shop.folder / "orders.csv").read_text() == "order_id\n1001\n"


async def test_links_that_cannot_be_written_stop_the_import_before_it_begins(shop):
    links = shop.folder / "no" / "links.csv"
    sentence = await shop.refusal("order_id\n1001\n", links=links, username="tapscore_bot")
    assert sentence == "no/links.csv can't be written (No such file or directory); choose another place."
    assert await shop.orders() == []


def test_a_token_fits_a_deep_link_and_is_never_the_same():
    tokens = {imports.new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(len(token) == 22 and set(token) <= set(_ALPHABET) for token in tokens)


_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"  # Telegram: deep linking


# Whose they are


async def test_a_new_order_of_a_known_person_is_theirs_and_one_of_nobody_is_nobodys(shop):
    async with shop.writer.unit() as session:
        anna = await contacts.meet(session, contacts.Profile(telegram_id=7, first_name="Anna"), now=NOW)
        assert anna.id is not None
        await contacts.take_ref(session, "anna@x.lv", anna.id, now=NOW)
        await session.commit()
    await shop.imports("order_id,contact_ref\n1001, ANNA@X.LV\n1002,0\n1003,0\n")
    assert await shop.orders("order_id", "contact_ref", "contact_id") == [
        ("1001", "anna@x.lv", anna.id),
        ("1002", "order:1002", None),
        ("1003", "order:1003", None),
    ]


async def test_progress_is_told_page_by_page_up_to_the_end(shop):
    await shop.imports("order_id\n" + "".join(f"{number}\n\n" for number in range(BULK_ROWS + 1)))
    assert shop.progress == [(BULK_ROWS, BULK_ROWS + 1), (BULK_ROWS + 1, BULK_ROWS + 1)]
