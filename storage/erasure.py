"""Erasing a person: what named them goes, what was counted stays as it is and belongs to nobody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import String, case, cast, delete, func, or_, select, text, update

from storage import residue
from storage.bots import EVERY_CHAT
from storage.database import Session
from storage.kinds import InvitationState, MessageState, Role, SkipReason
from storage.people import UNLINKED
from storage.personal_data import Traces, names_of, traces
from storage.statements import among
from storage.tables import attachment_table as attachment
from storage.tables import contact_ref_table as contact_ref
from storage.tables import contact_table as contact
from storage.tables import draft_table as draft
from storage.tables import early_text_table as early_text
from storage.tables import invitation_table as invitation
from storage.tables import list_entry_table as list_entry
from storage.tables import member_table as member
from storage.tables import message_table as message
from storage.tables import purchase_table as purchase
from storage.tables import response_table as response
from storage.tables import score_view_table as score_view
from storage.tables import sending_pause_table as sending_pause
from storage.tables import sent_file_table as sent_file
from storage.tables import set_aside_update_table as set_aside_update
from storage.tables import wave_table as wave

_NOBODY: Final = {
    "telegram_id": None,
    "first_name": "",
    "username": None,
    "language": None,
    "language_code": None,
    "time_zone": None,
}


@dataclass(frozen=True, slots=True)
class Erased:
    """What stays of a person: so many answers that nobody's name is on, and a role where they have one."""

    answers: int
    role: Role | None


async def erase(session: Session, telegram_id: int, *, now: datetime) -> Erased:
    """Forget a person, in one transaction with whatever else the session does.

    The contact stays as an empty shell and its answers keep their scores, reasons and times: NPS counts one
    person once, so that no figure moves. `commented_at` stays too, and the comment rate with it; the words go.
    Of an order stays what its snapshot says of it (product, store and the like), without its number.

    Afterwards the files still have to be swept: see `storage/residue.py`.
    """
    await _lock(session, telegram_id)
    theirs = await traces(session, telegram_id)
    role = await session.execute(select(member.c.role).where(member.c.telegram_id == telegram_id))
    erased = Erased(answers=await _count_answers(session, theirs), role=role.scalar_one_or_none())
    await _messages(session, theirs)
    await _questions(session, theirs)
    await _orders(session, theirs)
    await _traces_in_delivery(session, telegram_id)
    if erased.role is None:
        await session.execute(delete(member).where(member.c.telegram_id == telegram_id))
        await session.execute(
            update(member).where(member.c.granted_by == telegram_id).values(granted_by=None)
        )
    await session.execute(
        update(contact).where(contact.c.id == theirs.contact_id).values(**_NOBODY, erased_at=now)
    )
    await residue.note(session)
    return erased


async def _lock(session: Session, telegram_id: int) -> None:
    """On PostgreSQL, let nobody add an order or a question to this person while they are being erased."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("LOCK TABLE contact_ref IN SHARE ROW EXCLUSIVE MODE"))
    await session.execute(select(contact.c.id).where(contact.c.telegram_id == telegram_id).with_for_update())


async def _count_answers(session: Session, theirs: Traces) -> int:
    found = await session.execute(
        select(func.count()).select_from(response).where(response.c.invitation_id.in_(theirs.invitation_ids))
    )
    return int(found.scalar_one())


async def _messages(session: Session, theirs: Traces) -> None:
    """Delete messages to them and about them. One that is on its way keeps its row, and is nobody's.

    Its outcome is still to come, and SQLite gives the number of a deleted row to the next one, which would
    be taken for the one that was sent.
    """
    found = await session.execute(
        select(message.c.id, message.c.state).where(theirs.messages).order_by(message.c.id).with_for_update()
    )
    rows = found.all()
    on_their_way = [row.id for row in rows if row.state == MessageState.SENDING]
    await session.execute(
        update(message)
        .where(message.c.id.in_(on_their_way))
        .values(
            key="erased:" + cast(message.c.id, String),
            state=MessageState.UNKNOWN,
            owner=None,
            chat_id=EVERY_CHAT,
            thread_id=None,
            contact_id=None,
            invitation_id=None,
            content=None,
            telegram_message_id=None,
            reply_to_key=None,
        )
    )
    others = [row.id for row in rows if row.state != MessageState.SENDING]
    await session.execute(delete(message).where(message.c.id.in_(others)))


async def _questions(session: Session, theirs: Traces) -> None:
    ids = theirs.invitation_ids
    for table in (early_text, attachment):
        await session.execute(delete(table).where(table.c.invitation_id.in_(ids)))
    await session.execute(update(response).where(response.c.invitation_id.in_(ids)).values(comment=None))
    due = among(invitation.c.state, InvitationState.DUE)
    await session.execute(
        update(invitation)
        .where(or_(invitation.c.id.in_(ids), invitation.c.purchase_id.in_(theirs.purchase_ids)))
        .values(
            purchase_id=None,
            order_id=None,
            skip_reason=case((due, SkipReason.ERASED), else_=invitation.c.skip_reason),
            state=case(
                (due, InvitationState.SKIPPED),
                (among(invitation.c.state, InvitationState.SENDING), InvitationState.UNKNOWN),
                else_=invitation.c.state,
            ),
        )
    )


async def _orders(session: Session, theirs: Traces) -> None:
    names = await names_of(session, theirs)
    await session.execute(delete(list_entry).where(list_entry.c.ref.in_(names)))
    await session.execute(delete(purchase).where(purchase.c.id.in_(theirs.purchase_ids)))
    await session.execute(delete(contact_ref).where(contact_ref.c.contact_id == theirs.contact_id))
    # How far a wave was filled stays with it. One that is still being filled passes over the others again,
    # which adds nobody twice.
    await session.execute(
        update(wave)
        .where(wave.c.fill_cursor.in_([UNLINKED + name for name in names]))
        .values(fill_cursor=UNLINKED)
    )


async def _traces_in_delivery(session: Session, telegram_id: int) -> None:
    for table in (sending_pause, score_view):
        await session.execute(delete(table).where(table.c.chat_id == telegram_id))
    for table in (draft, sent_file):
        await session.execute(delete(table).where(table.c.person_id == telegram_id))
    # Few rows, if any: what failed by its own fault in the last month. Somebody else's may tell of them, too.
    found = await session.execute(
        select(
            set_aside_update.c.bot_id,
            set_aside_update.c.update_id,
            set_aside_update.c.telegram_id,
            set_aside_update.c.body,
        ).where(
            or_(
                set_aside_update.c.telegram_id == telegram_id,
                cast(set_aside_update.c.body, String).contains(str(telegram_id)),
            )
        )
    )
    for row in found.all():
        if row.telegram_id == telegram_id or _mentions(row.body, telegram_id):
            await session.execute(
                delete(set_aside_update).where(
                    set_aside_update.c.bot_id == row.bot_id, set_aside_update.c.update_id == row.update_id
                )
            )


def _mentions(body: Any, telegram_id: int) -> bool:
    if isinstance(body, dict):
        body = list(body.values())
    if isinstance(body, list):
        return any(_mentions(part, telegram_id) for part in body)
    return bool(body == telegram_id)
