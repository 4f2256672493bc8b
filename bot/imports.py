"""Orders from a file: the good rows go in, the bad ones into a file beside it, twice is harmless."""

import csv
import io
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bot.errors import OperatorError
from handlers.orders import COLUMNS, BadRowError, Reader
from storage import purchases
from storage.writer import BULK_ROWS, Writer

ENCODINGS: Final = ("utf-8-sig", "cp1251")
"""Tried in this order; Windows-1251 reads anything, so it comes last."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file by the names in its header, and how it was read."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[int, Mapping[str, str]]]  # with the line on which each ends
    encoding: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: orders that are new, known ones brought up to date, and rows that were refused."""

    new: int
    updated: int
    rejected: int
    rejected_file: Path | None


def read_table(file: Path) -> Table:
    """Read a CSV file with a header: commas, semicolons or tabs; UTF-8 or Windows-1251.

    Raises OperatorError where it isn't one.
    """
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise OperatorError(f"{file} can't be read ({error.strerror}); check its name.") from None
    for encoding in ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise OperatorError(f"{file} is neither UTF-8 nor Windows-1251; save it as CSV in UTF-8.")
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = tuple(name.strip().casefold() for name in reader.fieldnames or ())
        rows = [
            (reader.line_num, {(k or "").strip().casefold(): v for k, v in row.items() if isinstance(v, str)})
            for row in reader
        ]
    except csv.Error as error:
        raise OperatorError(f"{file} is no CSV ({error}); save it as CSV anew.") from None
    return Table(columns=columns, rows=rows, encoding="UTF-8" if encoding == "utf-8-sig" else "Windows-1251")


async def import_orders(
    file: Path,
    *,
    writer: Writer,
    reader: Reader,
    username: str | None = None,
    links: Path | None = None,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Imported:
    """Import a file of orders; with `links`, write each order's deep link, for which the bot's name is needed.

    `progress` is called with the rows done and all rows. Raises OperatorError.
    """
    table = read_table(file)
    if "order_id" not in table.columns:
        raise OperatorError(f"{file} has no column order_id; name its columns {', '.join(COLUMNS)}.")
    rejected_path = file.with_name(file.name + ".rejected.csv")
    new = updated = rejected = 0
    with ExitStack() as stack:
        refuse = _Refusals(rejected_path, table.columns, stack, dry_run=dry_run)
        linked = _Links(links, username, stack) if links and username and not dry_run else None
        for start in range(0, len(table.rows), BULK_ROWS):
            page = table.rows[start : start + BULK_ROWS]
            good: dict[str, dict[str, Any]] = {}
            for number, row in page:
                try:
                    order = reader.read(row)
                except BadRowError as error:
                    refuse.add(number, row, str(error))
                    rejected += 1
                else:
                    good[order["order_id"]] = order
            async with writer.unit() as session:
                known = await purchases.known(session, good)
                new += len(good.keys() - known)
                updated += len(known)
                await purchases.save_all(session, [_row(order, reader.now) for order in good.values()])
                if linked:
                    linked.add(await purchases.tokens(session, good))
                if not dry_run:
                    await session.commit()
            progress(start + len(page), len(table.rows))
    return Imported(new, updated, rejected, rejected_path if rejected and not dry_run else None)


def deep_link(username: str, token: str) -> str:
    """The link that joins an order to whoever opens it (Telegram: deep linking)."""
    return f"https://t.me/{username}?start={token}"


def new_token() -> str:
    """128 random bits as 22 characters: nobody guesses another customer's link."""
    return secrets.token_urlsafe(16)


def _row(order: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {**order, "link_token": new_token(), "is_test": False, "imported_at": now}


class _Refusals:
    """The rows that were refused, with their reason and where they stood; the file is made by the first."""

    def __init__(self, path: Path, columns: Sequence[str], stack: ExitStack, *, dry_run: bool) -> None:
        self._path = path
        self._columns = columns
        self._stack = stack
        self._dry_run = dry_run
        self._writer: csv.DictWriter[str] | None = None

    def add(self, number: int, row: Mapping[str, str], reason: str) -> None:
        if self._dry_run:
            return
        if self._writer is None:
            target = self._stack.enter_context(self._path.open("w", newline="", encoding="utf-8-sig"))
            self._writer = csv.DictWriter(target, ["line", "reason", *self._columns], extrasaction="ignore")
            self._writer.writeheader()
        cells = {name: _safe(value) for name, value in row.items()}
        self._writer.writerow({**cells, "line": number, "reason": reason})


class _Links:
    def __init__(self, path: Path, username: str, stack: ExitStack) -> None:
        self._username = username
        self._writer = csv.writer(stack.enter_context(path.open("w", newline="", encoding="utf-8")))
        self._writer.writerow(["order_id", "link"])

    def add(self, tokens: Mapping[str, str]) -> None:
        for order_id, token in tokens.items():
            self._writer.writerow([_safe(order_id), deep_link(self._username, token)])


def _safe(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula is quoted (OWASP: CSV injection)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
