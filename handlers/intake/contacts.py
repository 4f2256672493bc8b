"""Contacts as marketers send them in a table: found in the columns whose headers say that they name customers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from handlers.intake import cells, tables
from handlers.intake.cells import LONGEST_VALUE, BadRowError
from handlers.intake.tables import NoTableError, Table, plain
from handlers.unclear import UnclearPlanError

COLUMN: Final = "contact_ref"
"""Our own name of the column; where it is there, it is the one."""

COLUMNS: Final = (
    COLUMN,
    "contact",
    "customer_id",
    "user_id",
    "email",
    "email_address",
    "customer_email",
    "billing_email",
    "phone",
    "phone_number",
    "billing_phone",
    "default_address_phone",
)
"""Headers of columns that name customers, as our own files, Shopify's and WooCommerce's have them."""

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_ROWS: Final = 100_000
LONGEST_NAME: Final = 40
"""Characters of a list's name."""

_OURS: Final = {plain(name): name for name in COLUMNS}
_UNNAMED: Final = "contacts"


class UnusableListError(UnclearPlanError):
    """A file that can't be used as a list of contacts; says what to do."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """A file's contacts, each once and in their order, by the column that they may be meant by.

    All columns have the same people in them: the shop knows which of their names it goes by.
    """

    columns: Mapping[str, Sequence[str]]


def check_size(file: str, size: int | None) -> None:
    """Raise UnusableListError where so many bytes, as far as that is known, are too many."""
    if size is not None and size > MOST_BYTES:
        raise _too_large(file)


def read(raw: bytes, *, file: str) -> Contacts:
    """The contacts in a file of this name. Raises UnusableListError."""
    check_size(file, len(raw))
    try:
        table = tables.read(raw)
    except NoTableError:
        raise UnusableListError("list-no-table", file=file) from None
    return in_table(table, file=file)


def in_table(table: Table, *, file: str) -> Contacts:
    """The contacts in a table: in a single column without a header of ours each line is one.

    Raises UnusableListError.
    """
    if table.size > MOST_ROWS:
        raise _too_large(file)
    places: dict[str, int] = {}
    for place, header in enumerate(table.columns):
        if (ours := _OURS.get(plain(header))) is not None:
            places.setdefault(ours, place)
    if COLUMN in places:
        places = {COLUMN: places[COLUMN]}
    headless = not places and len(table.columns) == 1
    if headless:
        places = {COLUMN: 0}
    if not places:
        raise UnusableListError("list-no-column", file=file, column=COLUMN)
    found: dict[str, dict[str, None]] = {name: {} for name in places}
    if headless and (ref := _ref(table.columns[0])) is not None:
        found[COLUMN][ref] = None
    for row in table.rows():
        for name, place in places.items():
            ref = _ref(row.cells[place]) if place < len(row.cells) else None
            if ref is not None:
                found[name][ref] = None
    if not any(found.values()):
        raise UnusableListError("list-empty", file=file)
    return Contacts({name: tuple(refs) for name, refs in found.items()})


def name_for(file: str) -> str:
    """What a list is called after its file: letters, digits and "-", which need no quotes among other words."""
    words = re.sub(r"[^\w.]+", "-", PurePath(file).stem.casefold())[:LONGEST_NAME]
    return words.strip("-._") or _UNNAMED


def _ref(cell: str) -> str | None:
    """The contact in a cell, as orders name theirs; None where it names nobody.

    What a spreadsheet has spoiled is no order's, and so it counts among those whom the shop doesn't know.
    """
    value = cells.unquoted({COLUMN: cell[:LONGEST_VALUE]}, (COLUMN,))[COLUMN]
    try:
        return cells.customer(COLUMN, value)
    except BadRowError:
        return value.casefold()


def _too_large(file: str) -> UnusableListError:
    return UnusableListError(
        "list-too-large", file=file, megabytes=MOST_BYTES // 1024 // 1024, rows=MOST_ROWS
    )
