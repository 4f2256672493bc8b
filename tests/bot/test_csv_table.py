"""CSV files as programs write them, good and broken."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.csv_table import read_table, safe
from bot.errors import OperatorError
from handlers.intake.tables import plain


@pytest.fixture
def file(tmp_path):
    return tmp_path / "orders.csv"


def refusal(file):
    with pytest.raises(OperatorError) as refused:
        read_table(file)
    return str(refused.value).replace(str(file), "FILE")


TEXT = 'order_id,first_name\n1001,Анна\n1002,"Бен, мл."\n'


@pytest.mark.parametrize(
    ("raw", "encoding", "delimiter"),
    [
        (TEXT.encode(), "UTF-8", ","),
        (b"\xef\xbb\xbf" + TEXT.encode(), "UTF-8", ","),
        (TEXT.encode("cp1251"), "Windows-1251", ","),
        (TEXT.encode("utf-16"), "UTF-16", ","),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16", ","),
        (TEXT.replace("\n", "\r\n").encode(), "UTF-8", ","),
        (TEXT.replace("\n", "\r").encode(), "UTF-8", ","),
        (TEXT.removesuffix("\n").encode(), "UTF-8", ","),
        (b"\n , \n" + TEXT.replace("\n", "\n\n,\n").encode(), "UTF-8", ","),
        (TEXT.replace(",", ";").replace("; ", ", ").encode(), "UTF-8", ";"),
        (TEXT.replace(",", "\t").replace("\t ", ", ").encode("cp1251"), "Windows-1251", "\t"),
    ],
    ids=["plain", "bom", "1251", "utf16", "utf16be", "crlf", "cr", "no end", "blanks", "semicolon", "tab"],
)
def test_a_file_is_read_in_whichever_dialect_it_is_written(file, raw, encoding, delimiter):
    file.write_bytes(raw)
    table = read_table(file)
    assert (table.encoding, table.delimiter, table.size) == (encoding, delimiter, 2)
    assert table.columns == ["order_id", "first_name"]
    assert [list(row.cells) for row in table.rows()] == [["1001", "Анна"], ["1002", "Бен, мл."]]


def test_a_row_is_known_by_the_line_on_which_it_begins(file):
    file.write_text('order_id,product\n1,"two\nlines"\n\n2,"say ""hi"""\n', newline="")
    rows = list(read_table(file).rows())
    assert [(row.line, row.cells[1]) for row in rows] == [(2, "two\nlines"), (5, 'say "hi"')]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "FILE is empty; export it anew."),
        (b"\xef\xbb\xbf \r\n\r\n", "FILE is empty; export it anew."),
        (b"PK\x03\x04rest", "FILE is a spreadsheet's own file; save it as CSV (UTF-8), and import that."),
        (
            b"\xd0\xcf\x11\xe0rest",
            "FILE is a spreadsheet's own file; save it as CSV (UTF-8), and import that.",
        ),
        (b"\x89PNG\r\n\0\0", "FILE isn't text in UTF-8 or Windows-1251; save it as CSV (UTF-8)."),
        (b"order_id\n\x98\n", "FILE isn't text in UTF-8 or Windows-1251; save it as CSV (UTF-8)."),
        (
            b"\xef\xbb\xbforder_id\n\xff\n",
            "FILE isn't text in UTF-8 or Windows-1251; save it as CSV (UTF-8).",
        ),
        (
            b'order_id\n1\n2\n"3\n4\n',
            "FILE can't be read below line 3 (unexpected end of data); look there for a quote too many or too few.",
        ),
        (
            b'order_id,product\n1,"a" b\n',
            "FILE can't be read below line 1 (',' expected after '\"'); look there for a quote too many or too few.",
        ),
    ],
    ids=["empty", "blank", "xlsx", "xls", "png", "no 1251", "no utf8", "open quote", "inner quote"],
)
def test_what_is_no_csv_is_refused_in_one_sentence(file, raw, sentence):
    file.write_bytes(raw)
    assert refusal(file) == sentence


def test_a_file_that_cannot_be_opened_is_refused_in_one_sentence(file, tmp_path):
    assert refusal(file) == "FILE can't be read (No such file or directory); check its name."
    assert refusal(tmp_path).endswith(" can't be read (Is a directory); check its name.")


@settings(max_examples=200, deadline=None)
@given(raw=st.binary(max_size=80))
def test_whatever_the_bytes_are_they_are_a_table_or_refused(tmp_path_factory, raw):
    file = tmp_path_factory.mktemp("any") / "any.csv"
    file.write_bytes(raw)
    size = None
    try:
        table = read_table(file)
        size = (table.size, len(list(table.rows())))
    except OperatorError as refused:
        assert len(str(refused).splitlines()) == 1  # noqa: PT017 - either is right
    assert size is None or size[0] == size[1]


@pytest.mark.parametrize(
    "name", ["order_id", "Order ID", " ORDER-ID ", "orderId", "Order.Id", "\u00a0order_id"]
)
def test_a_columns_spelling_doesnt_matter(name):
    assert plain(name) == "orderid"


@pytest.mark.parametrize("cell", ["=1+1", "+371", "-1", "@sum", "\t=1", "\r=1", "\n=1"])
def test_a_cell_that_would_be_a_formula_is_quoted(cell):
    assert safe(cell) == f"'{cell}"


@given(st.text(st.characters(exclude_characters="=+-@\t\r\n"), max_size=20))
def test_any_other_cell_stays_as_it_is(cell):
    written = io.StringIO()
    csv.writer(written).writerow([safe(cell)])
    assert next(csv.reader(io.StringIO(written.getvalue(), newline=""))) == [cell]
