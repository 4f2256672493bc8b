"""A file's contacts become a list: stored page by page, and usable by its name only once it is complete."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from handlers.intake.contacts import Contacts, UnusableListError
from storage import contact_lists
from storage.database import Database
from storage.writer import BULK_ROWS, Writer


async def known_by(database: Database, contacts: Contacts, *, file: str) -> Sequence[str]:
    """The contacts of the column by which the shop knows most of them; of several the first.

    Raises UnusableListError where it knows nobody.
    """
    numbers = {name: await _number_known(database, refs) for name, refs in contacts.columns.items()}
    best = max(numbers, key=lambda name: numbers[name])
    refs = contacts.columns[best]
    if not numbers[best]:
        raise UnusableListError("list-nobody-known", file=file, contacts=len(refs))
    return refs


async def store(writer: Writer, refs: Sequence[str], *, now: datetime) -> int:
    """Store a list that nobody can name yet; returns its number. Each commit is small, so that taps don't wait."""
    async with writer.unit() as session:
        list_id = await contact_lists.begin(session, now=now)
        await session.commit()
    for page in _pages(refs):
        async with writer.unit() as session:
            await contact_lists.add(session, list_id, page)
            await session.commit()
    return list_id


async def _number_known(database: Database, refs: Sequence[str]) -> int:
    number = 0
    for page in _pages(refs):
        async with database.reading() as session:
            number += len(await contact_lists.known(session, page))
    return number


def _pages(refs: Sequence[str]) -> Iterator[list[str]]:
    left = iter(refs)
    while page := list(islice(left, BULK_ROWS)):
        yield page
