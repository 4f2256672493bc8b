"""A file of contacts on the disk becomes a list, which audiences can name."""

from datetime import datetime
from pathlib import Path

import typer

from bot.csv_table import read_table
from handlers.intake import contacts
from handlers.marketer import list_intake
from storage import contact_lists
from storage.database import Database
from storage.writer import Writer


async def store(file: Path, database: Database, *, now: datetime) -> str:
    """Store a file's contacts, say how many of them are known, and return the name of their list.

    Raises OperatorError for a file that can't be read, and UnusableListError for one that is no use.
    """
    found = contacts.in_table(read_table(file), file=file.name)
    refs = await list_intake.known_by(database, found, file=file.name)
    writer = Writer(database=database)
    list_id = await list_intake.store(writer, refs, now=now)
    async with writer.unit() as session:
        name = await contact_lists.name(session, list_id, contacts.name_for(file.name))
        await session.commit()
    async with database.reading() as session:
        (size,) = await contact_lists.sizes(session, [name])
    typer.echo(f"List {name}: {size.known} of its {size.contacts} contacts are known.")
    return name
