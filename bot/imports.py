"""Orders from a file: the good rows go in, the bad ones into a file beside it, twice is harmless."""

import csv
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from bot.csv_table import Row, Table, create, plain, read_table, safe
from bot.errors import OperatorError, WrongUseError
from handlers.orders import COLUMNS, BadRowError, Reader
from storage import purchases
from storage.writer import BULK_ROWS, Writer

SHOWN_REFUSALS: Final = 10
"""How many of the first refusals are kept to be shown."""

_OURS = ("line", "reason")  # the columns that a file of refused rows begins with


@dataclass(slots=True)
class Imported:
    """What an import did.

    `new` and `updated` count orders, `rejected` and `repeated` rows: those refused, and those whose order
    came again further down, where the last one counts. `unused` are the columns that nobody knows.
    """

    encoding: str
    unused: Sequence[str]
    new: int = 0
    updated: int = 0
    rejected: int = 0
    repeated: int = 0
    rejected_file: Path | None = None
    refusals: list[str] = field(default_factory=list)


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

    A file that can't be read to its end changes nothing. `progress` is called with the rows done and all
    rows. Raises OperatorError.
    """
    table = read_table(file)
    columns = _Columns(table)
    done = Imported(encoding=table.encoding, unused=columns.unused)
    with ExitStack() as stack:
        refusals = _Refusals(table, columns, stack, dry_run=dry_run)
        linked = None
        if links and username and not dry_run:
            linked = _Links(links, username, stack, keep=(file, refusals.path))
        seen: set[str] = set()
        rows, read = table.rows(), 0
        while page := list(islice(rows, BULK_ROWS)):
            good: dict[str, dict[str, Any]] = {}
            for row in page:
                try:
                    order = reader.read(columns.named(row))
                except BadRowError as error:
                    refusals.add(row, str(error))
                else:
                    done.repeated += order["order_id"] in good or order["order_id"] in seen
                    good[order["order_id"]] = order
            first_time = [order_id for order_id in good if order_id not in seen]
            async with writer.unit() as session:
                known = await purchases.known(session, first_time)
                await purchases.save_all(session, [_stored(order, reader.now) for order in good.values()])
                tokens = await purchases.tokens(session, first_time) if linked else {}
                if not dry_run:
                    await session.commit()
            if linked:
                linked.add((order_id, tokens[order_id]) for order_id in first_time)
            done.new += len(first_time) - len(known)
            done.updated += len(known)
            seen.update(first_time)
            read += len(page)
            progress(read, table.size)
    done.rejected, done.refusals = refusals.number, refusals.first
    done.rejected_file = refusals.path if refusals.number and not dry_run else None
    return done


def deep_link(username: str, token: str) -> str:
    """The link that joins an order to whoever opens it (Telegram: deep linking)."""
    return f"https://t.me/{username}?start={token}"


def new_token() -> str:
    """128 random bits as 22 characters: nobody guesses another customer's link."""
    return secrets.token_urlsafe(16)


def _stored(order: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {**order, "link_token": new_token(), "is_test": False, "imported_at": now}


class _Columns:
    """Which of a table's columns is which of ours."""

    def __init__(self, table: Table) -> None:
        """Raises OperatorError where `order_id` is missing, or a column of ours is there twice."""
        ours = {plain(name): name for name in COLUMNS}
        self._names = [ours.get(plain(name)) for name in table.columns]
        # A file of ours, mended: its first two columns are about the file before it.
        self.skipped = len(_OURS) if tuple(table.columns[: len(_OURS)]) == _OURS else 0
        self.unused = [
            name
            for name, known in zip(table.columns, self._names, strict=True)
            if name and not known and name not in _OURS[: self.skipped]
        ]
        if "order_id" not in self._names:
            found = ", ".join(name for name in table.columns if name)
            raise OperatorError(f"{table.file} has no column order_id, but {found}; name one of them so.")
        twice = sorted({name for name in self._names if name and self._names.count(name) > 1})
        if twice:
            raise OperatorError(
                f"{table.file} has more than one column {', '.join(twice)}; leave one of each."
            )

    def named(self, row: Row) -> dict[str, str]:
        """A row's cells by our names. Raises BadRowError for a row that isn't as long as the header.

        A comma or a line break that isn't quoted shifts what follows it (RFC 4180, 2.4).
        """
        beyond = row.cells[len(self._names) :]
        if len(row.cells) < len(self._names) or any(map(str.strip, beyond)):
            raise BadRowError(
                f"cells: {len(row.cells)}, in the header: {len(self._names)}; "
                "quote a cell that holds a delimiter or a line break"
            )
        return {name: cell for name, cell in zip(self._names, row.cells, strict=False) if name}


class _Refusals:
    """The rows that were refused, with their reason and where they stood; the file is made by the first.

    It has the file's own delimiter, and a mark that tells a spreadsheet the encoding, so that mending it there
    and importing it is all that is left to do.
    """

    def __init__(self, table: Table, columns: _Columns, stack: ExitStack, *, dry_run: bool) -> None:
        self.path = table.file.with_name(table.file.name + ".rejected.csv")
        self.number = 0
        self.first: list[str] = []
        self._table = table
        self._skipped = columns.skipped
        self._stack = stack
        self._dry_run = dry_run
        self._writer: Any = None

    def add(self, row: Row, reason: str) -> None:
        self.number += 1
        if self.number <= SHOWN_REFUSALS:
            self.first.append(f"line {row.line}: {reason}")
        if self._dry_run:
            return
        if self._writer is None:
            target = self._stack.enter_context(create(self.path, encoding="utf-8-sig"))
            self._writer = csv.writer(target, delimiter=self._table.delimiter)
            self._writer.writerow([*_OURS, *map(safe, self._table.columns[self._skipped :])])
        self._writer.writerow([row.line, reason, *map(safe, row.cells[self._skipped :])])


class _Links:
    """The deep links of orders, in the order of the file."""

    def __init__(self, path: Path, username: str, stack: ExitStack, *, keep: Sequence[Path]) -> None:
        """Raises OperatorError where `path` can't be written, or is one of the files to `keep`."""
        if path.resolve() in [kept.resolve() for kept in keep]:
            raise WrongUseError(f"The links would overwrite {path}; give --links another file.")
        self._username = username
        self._writer = csv.writer(stack.enter_context(create(path)))
        self._writer.writerow(["order_id", "link"])

    def add(self, orders: Iterable[tuple[str, str]]) -> None:
        for order_id, token in orders:
            self._writer.writerow([safe(order_id), deep_link(self._username, token)])
