"""/mydata: a file with everything that we keep of whoever asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from handlers import ahead
from handlers.ahead import Answer
from handlers.in_return import in_return
from handlers.replies import Document, Line, Say
from handlers.shop import Shop
from handlers.updates import Command
from storage import contacts, personal_data
from storage.database import Session
from storage.tables import Contact

FILE_NAME: Final = "my-data.json"


@dataclass(frozen=True, slots=True)
class _Asker:
    """Whoever asks for what is kept of them; as a contact, if they are one."""

    session: Session
    telegram_id: int
    contact: Contact | None


@dataclass(frozen=True, slots=True)
class _Kept:
    """Everything that was kept of this contact; None where that was nothing."""

    contact_id: int | None
    data: dict[str, Any] | None


async def look_ahead(session: Session, command: Command, *, now: datetime, shop: Shop) -> Answer:
    """/mydata: everything that is kept is looked up ahead."""

    async def admit(session: Session) -> _Asker:
        person = command.person.telegram_id
        return _Asker(session, person, await contacts.find(session, person))

    return await ahead.look_ahead(
        session, admit=admit, look=_kept, give=lambda asker, kept: _show(asker, kept, command, now, shop)
    )


async def _kept(asker: _Asker) -> _Kept:
    contact_id = asker.contact.id if asker.contact else None
    return _Kept(contact_id, await personal_data.kept(asker.session, asker.telegram_id))


async def _show(asker: _Asker, kept: _Kept, command: Command, now: datetime, shop: Shop) -> list[Say]:
    """The file; or a line where there is nothing to put into it."""
    contact, person = asker.contact, asker.telegram_id
    if (
        contact.id if contact else None
    ) != kept.contact_id:  # who was erased meanwhile isn't written down anew
        kept = await _kept(asker)
    key = f"mydata:{person}:{command.update_id}"
    if kept.data is None:
        return [in_return(command, contact, shop, Line("mydata-nothing"), key=key)]
    document = Document(name=FILE_NAME, text=_json({"shop": shop.name, "as_of": now, **kept.data}))
    return [in_return(command, contact, shop, Line("mydata-here"), key=key, document=document)]


def _json(data: dict[str, Any]) -> str:
    """For people and programs: indented, in its own script, moments as ISO 8601."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"
