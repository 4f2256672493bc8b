"""/mydata: a file with everything that we keep of whoever asks."""

from datetime import datetime
from typing import Any, Final

import msgspec

from handlers.in_return import in_return
from handlers.replies import Document, Line, Say
from handlers.shop import Shop
from handlers.updates import Command
from storage import contacts, personal_data
from storage.database import Session

FILE_NAME: Final = "my-data.json"


async def show(session: Session, command: Command, *, now: datetime, shop: Shop) -> list[Say]:
    """/mydata: the file; or a line where there is nothing to put into it."""
    person = command.person.telegram_id
    contact = await contacts.find(session, person)
    key = f"mydata:{person}:{command.update_id}"
    kept = await personal_data.kept(session, person)
    if kept is None:
        return [in_return(command, contact, shop, Line("mydata-nothing"), key=key)]
    document = Document(name=FILE_NAME, text=_json({"shop": shop.name, "as_of": now, **kept}))
    return [in_return(command, contact, shop, Line("mydata-here"), key=key, document=document)]


def _json(data: dict[str, Any]) -> str:
    """For people and programs: indented, in its own script, moments as ISO 8601."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"
