"""Files of contacts that were sent to a draft: kept until they are fetched and read, also over a restart."""

from sqlalchemy import delete, exists, select, update

from storage.database import Session
from storage.tables import SentFile
from storage.tables import sent_file_table as sent_file


async def add(session: Session, new: SentFile) -> None:
    """Keep a file until it has been read."""
    session.add(new)
    await session.flush()


async def waiting(session: Session) -> list[SentFile]:
    """The files that haven't been read yet, the oldest first."""
    return list((await session.execute(select(SentFile).order_by(sent_file.c.id))).scalars())


async def is_awaited(session: Session, draft_id: int) -> bool:
    """Whether a draft waits for a file."""
    found = await session.execute(select(exists().where(sent_file.c.draft_id == draft_id)))
    return bool(found.scalar_one())


async def has_become(session: Session, file_id: int, list_id: int) -> bool:
    """Note the list that a file was read into, once. False: it is gone, or was read before."""
    noted = await session.execute(
        update(sent_file)
        .where(sent_file.c.id == file_id, sent_file.c.list_id.is_(None))
        .values(list_id=list_id)
        .returning(sent_file.c.id)
    )
    return noted.first() is not None


async def settle(session: Session, file_id: int) -> bool:
    """Keep a file no longer. False: somebody else has settled it."""
    gone = await session.execute(delete(sent_file).where(sent_file.c.id == file_id).returning(sent_file.c.id))
    return gone.first() is not None
