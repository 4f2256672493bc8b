"""A file's rows by our own names: the good ones are handed on, the bad ones go into a file beside it."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

from bot.csv_table import create, read_table, safe
from bot.errors import OperatorError
from handlers.intake.cells import BadRowError
from handlers.intake.tables import Row, Table, plain
from storage.writer import BULK_ROWS

Item = TypeVar("Item")

SHOWN_REFUSALS: Final = 10
"""How many of the first refusals are kept to be shown."""

REJECTED: Final = ".rejected.csv"
"""What the name of a file of refused rows ends with."""

_OURS = ("line", "reason")  # the columns that a file of refused rows begins with


@dataclass(slots=True, kw_only=True)
class Taken:
    """What came of a file.

    `unused` are its columns that nobody knows; `repeated` counts rows that told of the same thing again,
    `rejected` those that were refused.
    """

    encoding: str
    unused: Sequence[str]
    repeated: int = 0
    rejected: int = 0
    rejected_file: Path | None = None
    refusals: list[str] = field(default_factory=list)


class Intake:
    """Reads a file page by page. It has been read to its end before the first page is handed out."""

    def __init__(
        self,
        file: Path,
        *,
        columns: Sequence[str],
        required: Sequence[str],
        stack: ExitStack,
        dry_run: bool = False,
    ) -> None:
        """Raises OperatorError where the file can't be read, or its columns aren't what they have to be.

        The file of refusals is open as long as `stack` is; on a dry run there is none.
        """
        self._table = read_table(file)
        self._columns = _Columns(file, self._table, columns, required)
        self._refusals = _Refusals(file, self._table, self._columns, stack, dry_run=dry_run)
        self._dry_run = dry_run

    @property
    def encoding(self) -> str:
        """The encoding that the file is in."""
        return self._table.encoding

    @property
    def unused(self) -> Sequence[str]:
        """The columns that nobody knows."""
        return self._columns.unused

    @property
    def rejected_file(self) -> Path:
        """Where refused rows go, if there are any."""
        return self._refusals.path

    def pages(
        self, read: Callable[[Mapping[str, str]], Item], progress: Callable[[int, int], None]
    ) -> Iterator[list[Item]]:
        """What `read` makes of the rows, as many at a time as one commit may hold.

        A row for which it raises BadRowError is refused with that reason. `progress` is called with the rows
        done and all rows when the next page is asked for: what was made of this one is stored by then.
        """
        rows, done = self._table.rows(), 0
        while page := list(islice(rows, BULK_ROWS)):
            good = []
            for row in page:
                try:
                    good.append(read(self._columns.named(row)))
                except BadRowError as error:
                    self._refusals.add(row, str(error))
            yield good
            done += len(page)
            progress(done, self._table.size)

    def finish(self, taken: Taken) -> None:
        """Note what was refused."""
        taken.rejected, taken.refusals = self._refusals.number, self._refusals.first
        taken.rejected_file = self.rejected_file if taken.rejected and not self._dry_run else None


class _Columns:
    """Which of a table's columns is which of ours."""

    def __init__(self, file: Path, table: Table, known: Sequence[str], required: Sequence[str]) -> None:
        """Raises OperatorError where a required one is missing, or one of ours is there twice."""
        ours = {plain(name): name for name in known}
        self._names = [ours.get(plain(name)) for name in table.columns]
        # A file of ours, mended: its first two columns are about the file before it.
        self.skipped = len(_OURS) if tuple(table.columns[: len(_OURS)]) == _OURS else 0
        self.unused = [
            name
            for name, ours_too in zip(table.columns, self._names, strict=True)
            if name and not ours_too and name not in _OURS[: self.skipped]
        ]
        missing = [name for name in required if name not in self._names]
        if missing:
            found = ", ".join(name for name in table.columns if name)
            raise OperatorError(
                f"{file} has no column {', '.join(missing)}, but {found}; "
                f"name {'one of them so' if len(missing) == 1 else 'them so'}."
            )
        twice = sorted({name for name in self._names if name and self._names.count(name) > 1})
        if twice:
            raise OperatorError(f"{file} has more than one column {', '.join(twice)}; leave one of each.")

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

    def __init__(
        self, file: Path, table: Table, columns: _Columns, stack: ExitStack, *, dry_run: bool
    ) -> None:
        self.path = file.with_name(file.name + REJECTED)
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
