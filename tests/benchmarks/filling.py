"""A process that fills a wave and tells by how much it has grown meanwhile: as ours does it, or with ORM objects."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import select

from handlers.shop import Shop
from scheduler.ticks import Ticks
from storage.database import Database
from storage.kinds import InvitationState, MessageKind, MessageState, SurveyKind
from storage.tables import Contact, Invitation, Message, Wave
from storage.writer import Writer
from tests.benchmarks import shop
from tests.benchmarks.worker import obey

STATUS: Final = Path("/proc/self/status")


async def ours(database: Database) -> None:
    """As the agent does it when a wave is due."""
    ours = Shop(name=shop.NAME, time_zone=ZoneInfo("UTC"), language="en")
    ticks = Ticks(
        database=database, writer=Writer(database=database), shop=ours, messages_waiting=lambda: None
    )
    await ticks.fill(shop.morning() + timedelta(hours=1))


async def orm(database: Database) -> None:
    """As one writes it first: everybody loaded, an object for each row, and one commit."""
    async with database.new_writing() as session:
        wave = (await session.execute(select(Wave))).scalar_one()
        contacts = (await session.execute(select(Contact))).scalars().all()
        invitations = [
            Invitation(
                ask_key=f"w{wave.id}:c{contact.id}",
                wave_id=wave.id or 0,
                survey_id=wave.survey_id,
                kind=SurveyKind.CSAT,
                contact_id=contact.id,
                purchase_id=contact.id,
                state=InvitationState.DUE,
                skip_reason=None,
                language="en",
                product="Shoes",
                created_at=shop.morning(),
            )
            for contact in contacts
        ]
        session.add_all(invitations)
        await session.flush()
        session.add_all(
            Message(
                key=f"question:{invitation.id}",
                kind=MessageKind.QUESTION,
                state=MessageState.DUE,
                priority=9,
                not_before=shop.morning(),
                chat_id=contact.telegram_id or 0,
                thread_id=None,
                contact_id=contact.id,
                invitation_id=invitation.id,
                created_at=shop.morning(),
                telegram_message_id=None,
            )
            for contact, invitation in zip(contacts, invitations, strict=True)
        )
        await session.commit()


FORMS: Final[dict[str, Callable[[Database], Awaitable[None]]]] = {"ours": ours, "orm": orm}


async def fill(form: str, url: str) -> float:
    """MiB by which the process was larger at its largest than before it began."""
    database = Database(url=url)
    async with database.reading() as session:
        await session.execute(select(Wave.id))
    _forget_largest()
    before = _mebibytes("VmRSS")
    await FORMS[form](database)
    grown = _mebibytes("VmHWM") - before
    await database.close()
    return grown


def _forget_largest() -> None:
    """Let VmHWM begin anew (proc(5): clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _mebibytes(what: str) -> float:
    line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith(what))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    asyncio.run(obey({"fill": fill}))
    sys.exit()
