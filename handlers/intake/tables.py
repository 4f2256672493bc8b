"""Tables in CSV files as shops send them: read in whichever dialect a program wrote them."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

DELIMITERS: Final = ",;\t"

_UTF_8_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls


class NoTableError(ValueError):
    """The file is no such table; the message says so as a sentence goes on after the file's name."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file on which it begins, and its cells as they are written there."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file with a header. `size` is the number of rows below it, those of blanks alone not counted."""

    columns: Sequence[str]
    encoding: str
    delimiter: str
    size: int
    _text: str

    def rows(self) -> Iterator[Row]:
        """The rows below the header, one by one."""
        return _rows(self._text, self.delimiter, below=1)


def read(raw: bytes) -> Table:
    """Read a CSV file: commas, semicolons or tabs; UTF-8, UTF-16 (with its mark) or Windows-1251.

    It is read to its end before the first row is handed out. Raises NoTableError where it isn't such a file.
    """
    text, encoding = _decoded(raw)
    # What stands first: blank lines above the header are passed over, by its line breaks it is delimited.
    header = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    delimiter = max(DELIMITERS, key=header.count)
    size, line = 0, 1
    try:
        rows = _rows(text, delimiter)
        first = next(rows, None)
        for row in rows:
            size, line = size + 1, row.line
    except csv.Error as error:
        raise NoTableError(
            f"can't be read below line {line} ({error}); look there for a quote too many or too few"
        ) from None
    if first is None:
        raise NoTableError("is empty; export it anew")
    columns = [name.strip() for name in first.cells]
    return Table(columns=columns, encoding=encoding, delimiter=delimiter, size=size, _text=text)


def plain(column: str) -> str:
    """A column's name as it is compared: "Order ID", "order-id" and "order_id" are the same one."""
    return "".join(letter for letter in column.casefold() if letter.isalnum())


def _decoded(raw: bytes) -> tuple[str, str]:
    """The text, and the name of the encoding it is in. Windows-1251 reads nearly anything, so it comes last."""
    if raw.startswith(_SPREADSHEETS):
        raise NoTableError("is a spreadsheet's own file; save it as CSV (UTF-8), and import that")
    if raw.startswith(_UTF_16_MARKS):
        tried = {"utf-16": "UTF-16"}
    elif raw.startswith(_UTF_8_MARK):
        tried = {"utf-8-sig": "UTF-8"}
    else:
        tried = {"utf-8": "UTF-8", "cp1251": "Windows-1251"}
    for encoding, name in tried.items():
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, name
    raise NoTableError("isn't text in UTF-8 or Windows-1251; save it as CSV (UTF-8)")


def _rows(text: str, delimiter: str, *, below: int = 0) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    for cells in reader:
        if any(map(str.strip, cells)):
            if below:
                below -= 1
            else:
                yield Row(line, cells)
        line = reader.line_num + 1
