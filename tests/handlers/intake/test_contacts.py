"""Contacts in a marketer's table: in which column, in which dialect, and what is no use."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.intake import contacts
from handlers.intake.contacts import COLUMN, MOST_BYTES, UnusableListError, name_for, read


def refs(raw, column=COLUMN):
    return list(read(raw, file="vip.csv").columns[column])


def refusal(raw):
    with pytest.raises(UnusableListError) as refused:
        read(raw, file="vip.csv")
    return str(refused.value)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"contact_ref\nA@mail\nb@mail\na@mail\n", ["a@mail", "b@mail"]),
        (b"Name;Contact Ref\nAnna; a@mail \nBen;\nEve;b@mail\n", ["a@mail", "b@mail"]),
        (b"\xef\xbb\xbfemail,contact_ref\nx@mail,1\ny@mail,2\n", ["1", "2"]),
        ("Имя\tcontact_ref\nАнна\tАнна-1\n".encode("cp1251"), ["анна-1"]),
        ("contact_ref\r\nа\r\n".encode("utf-16"), ["а"]),
        (b"a@mail\nb@mail\n\n", ["a@mail", "b@mail"]),  # one column, and nothing else
        (b"VIP\na@mail\n", ["vip", "a@mail"]),  # a header that we don't know is nobody whom the shop knows
        (b"contact_ref,name\n'+371 2,Anna\nn/a,Nobody\n", ["+371 2"]),
        (b"contact_ref\n3.7E+10\n3.7E+10\nb@mail\n", ["3.7e+10", "b@mail"]),
        (b"name,contact_ref\nAnna\nBen,b@mail,and more\n", ["b@mail"]),
    ],
    ids=[
        "ours",
        "blanks",
        "ours first",
        "1251",
        "utf16",
        "bare",
        "header",
        "nobody",
        "spoiled",
        "short rows",
    ],
)
def test_contacts_are_read_as_orders_name_theirs(raw, found):
    assert refs(raw) == found


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Customer ID,First Name,Email,Phone", {"customer_id", "email", "phone"}),  # Shopify
        ("First Name,Billing Email,Billing Phone", {"billing_email", "billing_phone"}),  # WooCommerce
        ("E-Mail,Name", {"email"}),
        ("user_id,user_email,billing_phone", {"user_id", "billing_phone"}),
        ("Email,E-mail,name", {"email"}),
    ],
)
def test_columns_of_shops_own_exports_are_found_by_their_headers(header, columns):
    row = ",".join("x" * (1 + place) for place in range(header.count(",") + 1))
    assert read(f"{header}\n{row}\n".encode(), file="vip.csv").columns.keys() == columns


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "I can't read vip.csv as a table; save it as CSV (UTF-8) and send it again."),
        (b"PK\x03\x04", "I can't read vip.csv as a table; save it as CSV (UTF-8) and send it again."),
        (b'a\n"b\n', "I can't read vip.csv as a table; save it as CSV (UTF-8) and send it again."),
        (
            b"name,city\nAnna,Riga\n",
            "vip.csv has no column of contacts that I know; name it contact_ref and send it again.",
        ),
        (
            b"contact_ref\n-\n",
            "There is nobody in vip.csv; write a contact into each row and send it again.",
        ),
        (
            b"a" * (MOST_BYTES + 1),
            "vip.csv is too large: 5 MB and 100,000 rows are the most; send it in parts.",
        ),
        (
            b"contact_ref\n" + b"a\n" * 100_001,
            "vip.csv is too large: 5 MB and 100,000 rows are the most; send it in parts.",
        ),
    ],
    ids=["empty", "xlsx", "open quote", "no column", "nobody", "bytes", "rows"],
)
def test_what_is_no_use_is_answered_by_one_sentence(raw, sentence):
    assert refusal(raw) == sentence


def test_what_telegram_says_of_the_size_is_enough_to_refuse():
    contacts.check_size("vip.csv", None)
    contacts.check_size("vip.csv", MOST_BYTES)
    with pytest.raises(UnusableListError):
        contacts.check_size("vip.csv", MOST_BYTES + 1)


@settings(max_examples=200, deadline=None)
@given(raw=st.binary(max_size=80))
def test_whatever_the_bytes_are_they_are_contacts_or_refused(raw):
    try:
        found = read(raw, file="vip.csv").columns
    except UnusableListError:
        return
    assert all(ref and ref == ref.casefold() for column in found.values() for ref in column)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("VIP.csv", "vip"),
        ("Best of May (final).csv", "best-of-may-final"),
        ("Лучшие, 2026.csv", "лучшие-2026"),
        ("a:b\"c'.csv", "a-b-c"),
        ("../../etc/passwd", "passwd"),
        (".csv", "csv"),
        ("???.csv", "contacts"),
        ("x" * 90 + ".csv", "x" * 40),
    ],
)
def test_a_list_is_called_after_its_file_in_one_word(file, name):
    assert name_for(file) == name
