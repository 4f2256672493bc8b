"""Tables in CSV files on the disk: read, and written safe to open in a spreadsheet."""

from pathlib import Path
from typing import TextIO

from bot.errors import OperatorError
from handlers.intake import tables
from handlers.intake.tables import NoTableError, Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def read_table(file: Path) -> Table:
    """Read a CSV file; see `tables.read`. Raises OperatorError where it isn't one."""
    try:
        return tables.read(file.read_bytes())
    except OSError as error:
        raise OperatorError(f"{file} can't be read ({error.strerror}); check its name.") from None
    except NoTableError as error:
        raise OperatorError(f"{file} {error}.") from None


def safe(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula is quoted (OWASP: CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def create(path: Path, *, encoding: str = "utf-8") -> TextIO:
    """A file to write a table into; what stood there before is gone. Raises OperatorError."""
    try:
        return path.open("w", newline="", encoding=encoding)
    except OSError as error:
        raise OperatorError(f"{path} can't be written ({error.strerror}); choose another place.") from None
