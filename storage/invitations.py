"""Invitations: made when a wave is filled, moved by what happens to their question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from storage.database import Session
from storage.kinds import InvitationState, MessageKind, SkipReason
from storage.messages import NewMessage, put_in_line
from storage.statements import insert
from storage.tables import Contact, Purchase, Survey, Wave
from storage.tables import contact_table as contact
from storage.tables import invitation_table as invitation
from storage.tables import message_table as message


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """One person of a wave: asked when `skip_reason` is None, else left out for that reason."""

    contact: Contact | None
    order: Purchase | None
    skip_reason: SkipReason | None
    language: str


async def add_page(
    session: Session, *, wave: Wave, survey_of_wave: Survey, people: Sequence[NewInvitation], now: datetime
) -> None:
    """Store a page of a wave's people, and put the questions of those who are asked in line.

    Adding the same person again changes nothing, so a page that a crash cut off can be added again.
    """
    rows = [_row(wave, survey_of_wave, person, now) for person in people]
    if not rows:
        return
    added = await session.execute(
        insert(session, invitation)
        .on_conflict_do_nothing(index_elements=["ask_key"])
        .returning(invitation.c.id, invitation.c.ask_key, invitation.c.contact_id, invitation.c.state),
        rows,
    )
    asked = [row for row in added if row.state == InvitationState.DUE]
    chats = {person.contact.id: person.contact.telegram_id for person in people if person.contact}
    await put_in_line(
        session,
        [
            NewMessage(
                key=f"question:{row.ask_key}",
                kind=MessageKind.QUESTION,
                not_before=now,
                chat_id=chat_id,
                contact_id=row.contact_id,
                invitation_id=row.id,
            )
            for row in asked
            if (chat_id := chats.get(row.contact_id)) is not None
        ],
        now=now,
    )


def _row(wave: Wave, of: Survey, person: NewInvitation, now: datetime) -> dict[str, Any]:
    order = person.order
    who = f"c{person.contact.id}" if person.contact else f"p{order.id if order else ''}"
    return {
        "ask_key": f"w{wave.id}:{who}",
        "wave_id": wave.id,
        "survey_id": of.id,
        "kind": of.kind,
        "contact_id": person.contact.id if person.contact else None,
        "purchase_id": order.id if order else None,
        "state": InvitationState.SKIPPED if person.skip_reason else InvitationState.DUE,
        "skip_reason": person.skip_reason,
        "is_test": wave.is_test,
        "language": person.language,
        "created_at": now,
        **{
            name: getattr(order, name) if order else None
            for name in ("order_id", "product", "category", "store", "operator", "channel", "delivered_at")
        },
    }


async def skip(session: Session, reasons: Sequence[tuple[int, SkipReason]]) -> None:
    """Leave people out at the last moment, each for its reason; only those whose question is still due."""
    for invitation_id, reason in reasons:
        await session.execute(
            update(invitation)
            .where(invitation.c.id == invitation_id, invitation.c.state == InvitationState.DUE)
            .values(state=InvitationState.SKIPPED, skip_reason=reason)
        )


async def expire(session: Session, now: datetime) -> int:
    """Close the questions whose time is up; returns how many. What never surely arrived stays `unknown`."""
    closed = await session.execute(
        update(invitation)
        .where(invitation.c.state == InvitationState.SENT, invitation.c.expires_at <= now)
        .values(state=InvitationState.EXPIRED)
        .returning(invitation.c.id)
    )
    return len(closed.all())


async def put_off(session: Session, invitation_id: int, *, now: datetime) -> None:
    """Note that a person said "not now"; a second time changes nothing."""
    await session.execute(
        update(invitation)
        .where(invitation.c.id == invitation_id)
        .values(snoozed_at=func.coalesce(invitation.c.snoozed_at, now))
    )


async def decline(session: Session, invitation_id: int, *, now: datetime) -> None:
    """Note that a person said "don't ask me"."""
    await session.execute(
        update(invitation)
        .where(invitation.c.id == invitation_id)
        .values(declined_at=func.coalesce(invitation.c.declined_at, now))
    )


async def of_message(session: Session, *, chat_id: int, telegram_message_id: int) -> int | None:
    """The id of the invitation that a message of ours belongs to."""
    found = await session.execute(
        select(message.c.invitation_id)
        .where(message.c.chat_id == chat_id, message.c.telegram_message_id == telegram_message_id)
        .limit(1)
    )
    which: int | None = found.scalar_one_or_none()
    return which


async def newest_open(session: Session, *, telegram_id: int, now: datetime) -> int | None:
    """The id of the invitation of the newest question or prompt that this person can still answer."""
    found = await session.execute(
        select(invitation.c.id)
        .join(contact, contact.c.id == invitation.c.contact_id)
        .join(message, message.c.invitation_id == invitation.c.id)
        .where(
            contact.c.telegram_id == telegram_id,
            invitation.c.state.in_(
                [
                    InvitationState.SENDING,
                    InvitationState.SENT,
                    InvitationState.UNKNOWN,
                    InvitationState.ANSWERED,
                ]
            ),
            invitation.c.expires_at > now,
            message.c.claimed_at.is_not(None),
        )
        .order_by(message.c.claimed_at.desc(), message.c.id.desc())
        .limit(1)
    )
    which: int | None = found.scalar_one_or_none()
    return which
