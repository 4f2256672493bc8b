"""Rows of a shop's table, read or refused with a reason that says what to do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.intake.cells import BadRowError
from handlers.intake.orders import COLUMNS, Reader

NOW = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
RIGA = Reader(zone=ZoneInfo("Europe/Riga"), now=NOW)


def read(**cells):
    return RIGA.read({"order_id": "1001", **cells})


def refusal(**cells):
    with pytest.raises(BadRowError) as refused:
        read(**cells)
    return str(refused.value)


def test_a_full_row_is_a_purchase():
    row = {
        "order_id": " #1001 ",
        "contact_ref": " Anna@Example.LV ",
        "first_name": "Anna",
        "language": "LV-lv",
        "product": "Trail  running\nshoes",
        "category": "shoes",
        "amount": "49,90",
        "currency": "eur",
        "purchased_at": "2026-05-01T10:00:00+03:00",
        "fulfilled_at": "2026-05-02T10:00:00+03:00",
        "delivered_at": "2026-05-03",
        "store": "Riga",
        "operator": "Maria",
    }
    assert set(row) == set(COLUMNS)
    assert RIGA.read(row) == {
        "order_id": "#1001",
        "contact_ref": "anna@example.lv",
        "first_name": "Anna",
        "language": "lv-lv",
        "product": "Trail running shoes",
        "category": "shoes",
        "amount_cents": 4990,
        "currency": "EUR",
        "purchased_at": datetime(2026, 5, 1, 7, 0, tzinfo=UTC),
        "fulfilled_at": datetime(2026, 5, 2, 7, 0, tzinfo=UTC),
        "delivered_at": datetime(2026, 5, 2, 21, 0, tzinfo=UTC),  # midnight in Riga
        "received_at": datetime(2026, 5, 2, 21, 0, tzinfo=UTC),
        "store": "Riga",
        "operator": "Maria",
    }


def test_an_order_id_is_all_that_is_needed():
    order = read()
    assert order.pop("order_id") == "1001"
    assert order.pop("contact_ref") == "order:1001"
    assert order.pop("received_at") == NOW
    assert set(order.values()) == {None}


@pytest.mark.parametrize("blank", ["", "   ", "\u00a0", "\t"])
def test_a_row_without_an_order_id_is_refused(blank):
    assert refusal(order_id=blank) == "order_id is empty"


@pytest.mark.parametrize(
    ("known", "received"),
    [
        ({"purchased_at": "2026-05-01T10:00Z"}, "2026-05-08T10:00Z"),
        ({"purchased_at": "2026-05-01T10:00Z", "fulfilled_at": "2026-05-04T10:00Z"}, "2026-05-11T10:00Z"),
        (
            {"fulfilled_at": "2026-05-04T10:00Z", "delivered_at": "2026-05-05T08:00Z"},
            "2026-05-05T08:00Z",
        ),
    ],
)
def test_the_delivery_counts_or_a_week_after_the_shipping_or_after_the_purchase(known, received):
    assert read(**known)["received_at"] == datetime.fromisoformat(received)


def test_a_shop_says_how_long_its_deliveries_take():
    quick = Reader(zone=ZoneInfo("Europe/Riga"), now=NOW, delivery=timedelta(days=2))
    row = {"order_id": "1001", "purchased_at": "2026-05-01T10:00Z"}
    assert quick.read(row)["received_at"] == datetime(2026, 5, 3, 10, 0, tzinfo=UTC)
    # Shipped is shipped, whatever the shop assumes between purchase and delivery.
    row["fulfilled_at"] = "2026-05-02T10:00Z"
    assert quick.read(row)["received_at"] == datetime(2026, 5, 9, 10, 0, tzinfo=UTC)


# Money


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("49.90", 4990),
        ("49,9", 4990),
        ("49", 4900),
        ("0", 0),
        ("0,05", 5),
        ("0.500", 50),
        ("1234.5", 123450),
        ("49.9000", 4990),
        ("1,234.56", 123456),
        ("1.234,56", 123456),
        ("1,234,567", 123456700),
        ("1.234.567,8", 123456780),
        ("1 234,56", 123456),
        ("1\u00a0234", 123400),
        ("1\u202f234\u202f567.00", 123456700),
        ("1'234.50", 123450),
        ("", None),
    ],
)
def test_an_amount_that_can_only_mean_one_thing_is_taken(written, cents):
    assert read(amount=written)["amount_cents"] == cents


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1,234", "amount can be read in two ways: '1,234'; write 1234.00 or 1.23"),
        ("1.234", "amount can be read in two ways: '1.234'; write 1234.00 or 1.23"),
        ("999,999", "amount can be read in two ways: '999,999'; write 999999.00 or 999.99"),
        ("49.999", "amount can be read in two ways: '49.999'; write 49999.00 or 49.99"),
        ("1234.567", "amount has parts of a cent: '1234.567'; write 49.90"),
        ("1,234.567", "amount has parts of a cent: '1,234.567'; write 49.90"),
        ("1,23,456", "amount is no number: '1,23,456'; write 49.90"),
        ("1,234,56", "amount is no number: '1,234,56'; write 49.90"),
        ("1.234.56", "amount is no number: '1.234.56'; write 49.90"),
        ("12 34", "amount is no number: '12 34'; write 49.90"),
        ("€49.90", "amount is no number: '€49.90'; write 49.90"),
        ("free", "amount is no number: 'free'; write 49.90"),
        ("NaN", "amount is no number: 'NaN'; write 49.90"),
        ("1e3", "amount is no number: '1e3'; write 49.90"),
        ("1_000", "amount is no number: '1_000'; write 49.90"),
        ("４９", "amount is no number: '４９'; write 49.90"),
        ("-5", "amount is below zero: '-5'; leave it empty, or the row out"),
        ("10000000000000.00", "amount is out of range: '10000000000000.00'; write 49.90"),
    ],
)
def test_an_amount_that_could_become_a_wrong_number_is_refused(written, reason):
    assert refusal(amount=written) == reason


@settings(max_examples=200, deadline=None)
@given(
    cents=st.integers(0, 10**15 - 1),
    style=st.sampled_from([(",", "."), (".", ","), (" ", ","), (" ", "."), ("'", "."), ("", "."), ("", ",")]),
)
def test_whatever_way_an_amount_is_grouped_it_never_becomes_another_one(cents, style):
    group, mark = style
    written = f"{cents // 100:,}".replace(",", group) + f"{mark}{cents % 100:02}"
    assert read(amount=written)["amount_cents"] == cents


# Moments


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-05-03T14:30:00Z", datetime(2026, 5, 3, 14, 30, tzinfo=UTC)),
        ("2026-05-03 14:30:00 -0300", datetime(2026, 5, 3, 17, 30, tzinfo=UTC)),
        ("2026-05-03 14:30:00 UTC", datetime(2026, 5, 3, 14, 30, tzinfo=UTC)),
        ("2026-05-03 14:30", datetime(2026, 5, 3, 11, 30, tzinfo=UTC)),
        ("2026-05-03T14:30:15.5", datetime(2026, 5, 3, 11, 30, 15, 500000, tzinfo=UTC)),
        ("2026-05-03", datetime(2026, 5, 2, 21, 0, tzinfo=UTC)),
        ("3.5.2026", datetime(2026, 5, 2, 21, 0, tzinfo=UTC)),
        ("03.05.2026 9:05", datetime(2026, 5, 3, 6, 5, tzinfo=UTC)),
        ("03.05.2026 14:30:59", datetime(2026, 5, 3, 11, 30, 59, tzinfo=UTC)),
        # Riga's clocks went from 3:00 to 4:00 on 29 March, and showed 3:30 twice on 26 October.
        ("2026-03-29 03:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2025-10-26 03:30", datetime(2025, 10, 26, 0, 30, tzinfo=UTC)),
        ("2025-10-26 03:30+02:00", datetime(2025, 10, 26, 1, 30, tzinfo=UTC)),
        ("", None),
    ],
)
def test_a_moment_is_taken_by_its_zone_else_by_the_shops(written, moment):
    """Invariant 9: times are aware UTC in storage, local only at the edge."""
    assert read(purchased_at=written)["purchased_at"] == moment


def test_a_day_whose_midnight_is_skipped_begins_where_the_clocks_go_on():
    cairo = Reader(zone=ZoneInfo("Africa/Cairo"), now=NOW)
    order = cairo.read({"order_id": "1", "delivered_at": "2026-04-24"})  # 0:00 became 1:00
    assert order["delivered_at"] == datetime(2026, 4, 23, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize("written", ["5/3/2026", "05/03/2026 14:30:00", "25/12/2025"])
def test_a_date_that_can_be_read_in_two_ways_is_refused(written):
    expected = f"delivered_at can be read in two ways: {written!r}; write 2026-05-03 or 2026-05-03 14:30"
    assert refusal(delivered_at=written) == expected


@pytest.mark.parametrize(
    "written",
    ["yesterday", "46145", "20260503", "2026-W18-7", "2026-02-30", "31.4.2026", "3.5.26", "2026-05-03 25:00"],
)
def test_what_is_no_date_is_refused(written):
    expected = f"delivered_at is no date: {written!r}; write 2026-05-03 or 2026-05-03 14:30"
    assert refusal(delivered_at=written) == expected


@pytest.mark.parametrize("written", ["1899-12-30", "1970-01-01", "0001-01-01 00:00"])
def test_a_date_that_is_a_machines_zero_is_refused(written):
    assert (
        refusal(purchased_at=written)
        == f"purchased_at is before 2000: {written!r}; check it, or leave it empty"
    )


def test_nothing_was_bought_later_than_tomorrow():
    assert read(purchased_at="2026-05-06T08:59Z")["purchased_at"] == NOW + timedelta(days=1, minutes=-1)
    for written in ("2026-05-06T09:01Z", "2062-05-03", "9999-12-31T23:59:59-12:00"):
        expected = f"purchased_at is too far in the future: {written!r}; check it, or leave it empty"
        assert refusal(purchased_at=written) == expected


def test_a_delivery_may_be_promised_for_a_year_ahead():
    assert read(delivered_at="2027-05-05T09:00Z")["received_at"] == NOW + timedelta(days=365)
    assert "too far in the future" in refusal(delivered_at="2027-05-05T09:01Z")


# Who


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" +371 2000 0000 ", "+371 2000 0000"),
        ("'+37120000000", "+37120000000"),
        ("ANNA@EXAMPLE.LV", "anna@example.lv"),
        ("4.5E10", "4.5e10"),  # no spreadsheet writes it so
    ],
)
def test_a_contact_ref_is_kept_as_written_but_for_blanks_and_case(written, kept):
    assert read(contact_ref=written)["contact_ref"] == kept


@pytest.mark.parametrize("name", ["order_id", "contact_ref"])
@pytest.mark.parametrize("written", ["7.9E+10", "7,9E+10", "3.71200E+10", "8e+15", "#NAME?", "#N/A"])
def test_what_a_spreadsheet_has_spoiled_is_refused(name, written):
    expected = f"{name} was spoiled by a spreadsheet: {written!r}; make its column text, and export anew"
    assert refusal(**{name: written}) == expected


@pytest.mark.parametrize("nobody", ["0", "-", "N/A", "null", "None", "nan"])
def test_orders_of_nobody_are_not_made_one_persons(nobody):
    assert read(contact_ref=nobody)["contact_ref"] == "order:1001"


# The rest


@pytest.mark.parametrize("name", COLUMNS)
def test_a_value_that_no_export_means_is_refused_by_its_columns_name(name):
    reason = f"{name} is longer than 500 characters or isn't text"
    assert refusal(**{name: "9" * 501}) == reason
    assert refusal(**{name: "9\0"}) == reason


@pytest.mark.parametrize("quoted", ["'=1+1", "'+1", "'-1", "'@x"])
def test_a_cell_quoted_against_formulas_is_read_back(quoted):
    assert read(product=quoted)["product"] == quoted[1:]


@pytest.mark.parametrize("written", ["'n Ander", "O'Neill", "''", "'"])
def test_any_other_quote_is_the_customers(written):
    assert read(first_name=written)["first_name"] == written


def test_codes_are_held_to_their_form():
    assert read(currency=" usd ")["currency"] == "USD"
    assert refusal(currency="€") == "currency can't be '€'; write three letters such as EUR"
    assert read(language="zh-Hans")["language"] == "zh-hans"
    assert refusal(language="Russian") == "language can't be 'russian'; write a code such as ru"


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=40)))
def test_whatever_stands_in_a_row_it_is_read_or_refused_in_one_line(cells):
    order, reason = None, "taken"
    try:
        order = RIGA.read(cells)
    except BadRowError as refused:
        reason = str(refused)
    assert reason.splitlines() == [reason]
    if order is not None:
        assert order["order_id"]
        assert order["contact_ref"]
        assert order["received_at"].tzinfo is UTC
