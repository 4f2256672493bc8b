"""Reminders: one to each person who is silent, put in line when its moment has come."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from storage import messages
from storage.database import Session
from storage.kinds import InvitationState, MessageKind, WaveState
from storage.messages import NewMessage
from storage.statements import among
from storage.tables import contact_table as contact
from storage.tables import invitation_table as invitation
from storage.tables import wave_table as wave
from storage.writer import BULK_ROWS


async def put_in_line(session: Session, now: datetime, *, most: int = BULK_ROWS // 2) -> int:
    """Put up to `most` reminders in line; returns how many, so that the caller knows whether there may be more.

    They go to whom a question was sent, or may have been, and who hasn't pressed anything: a reminder is a
    message of its own, whose fate never changes the state of the question.
    """
    reminding = await session.execute(
        select(wave.c.id, wave.c.remind_seconds).where(
            among(wave.c.state, WaveState.RUNNING), wave.c.remind_seconds.is_not(None)
        )
    )
    number = 0
    for wave_id, seconds in reminding.all():
        if number < most:
            before = now - timedelta(seconds=seconds)
            number += await _of_wave(session, wave_id, before=before, now=now, most=most - number)
    return number


async def _of_wave(session: Session, wave_id: int, *, before: datetime, now: datetime, most: int) -> int:
    # The condition of the index "invitation_to_remind", in its words.
    found = await session.execute(
        select(invitation.c.id, invitation.c.ask_key, invitation.c.contact_id, contact.c.telegram_id)
        .join(contact, contact.c.id == invitation.c.contact_id)
        .where(
            invitation.c.wave_id == wave_id,
            among(invitation.c.state, InvitationState.SENT, InvitationState.UNKNOWN),
            invitation.c.reminded_at.is_(None),
            invitation.c.asked_at <= before,
            invitation.c.expires_at > now,
            invitation.c.snoozed_at.is_(None),
            invitation.c.declined_at.is_(None),
            contact.c.telegram_id.is_not(None),
            contact.c.opted_out_at.is_(None),
            contact.c.blocked_at.is_(None),
            contact.c.deactivated_at.is_(None),
        )
        .order_by(invitation.c.asked_at)
        .limit(most)
        .with_for_update(read=True, key_share=True, of=contact)  # see `contacts.hold`
    )
    silent = found.all()
    if not silent:
        return 0
    await session.execute(
        update(invitation).where(invitation.c.id.in_([row.id for row in silent])).values(reminded_at=now)
    )
    await messages.put_in_line(
        session,
        [
            NewMessage(
                key=f"reminder:{row.ask_key}",
                kind=MessageKind.REMINDER,
                not_before=now,
                chat_id=row.telegram_id,
                contact_id=row.contact_id,
                invitation_id=row.id,
            )
            for row in silent
        ],
        now=now,
    )
    return len(silent)
