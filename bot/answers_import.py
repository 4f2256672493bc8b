"""Answers from another tool's file: the good rows go in, the bad ones into a file beside it, twice is harmless."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import WrongUseError
from bot.intake import REJECTED, Intake, Taken
from handlers.intake import history
from handlers.shop import Shop
from storage.database import Database
from storage.writer import Writer


@dataclass(slots=True, kw_only=True)
class AnswersImported(Taken):
    """What an import did: how many answers are `new`, and were `known` before.

    Of an answer that is repeated, the first row counts.
    """

    source: str
    new: int = 0
    known: int = 0


async def import_answers(
    file: Path,
    *,
    database: Database,
    shop: Shop,
    now: datetime,
    source: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> AnswersImported:
    """Import a file of answers; they are filed under `source`, which is the file's name if left out.

    A file that can't be read to its end changes nothing. `progress` is called with the rows done and all
    rows. Raises OperatorError.
    """
    filed_under = history.source_name(_named_after(file) if source is None else source)
    if not filed_under:
        raise WrongUseError("The answers need a name to be filed under; write it after --source.")
    async with database.reading() as session:
        scales = await history.scales(session)
    reader = history.Reader(shop=shop, now=now, scales=scales)
    writer = Writer(database=database)
    with ExitStack() as stack:
        intake = Intake(file, columns=history.COLUMNS, required=history.REQUIRED, stack=stack)
        done = AnswersImported(encoding=intake.encoding, unused=intake.unused, source=filed_under)
        seen: set[str] = set()
        for page in intake.pages(reader.read, progress):
            first = {answer.key: answer for answer in reversed(page) if answer.key not in seen}
            async with writer.unit() as session:
                new = await history.keep(session, [*reversed(first.values())], source=filed_under, now=now)
                await session.commit()
            done.new += new
            done.known += len(first) - new
            done.repeated += len(page) - len(first)
            seen.update(first)
        intake.finish(done)
    return done


def _named_after(file: Path) -> str:
    """The file's name; for refused rows that were mended, that of the file they came from: one source, one wave."""
    name = file.name
    while name.endswith(REJECTED):
        name = name.removesuffix(REJECTED)
    return Path(name).stem
