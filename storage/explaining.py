"""What the team asks about one person: found by an order's number, a @name or a message, with all that happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select, union

from storage.database import Session
from storage.kinds import InvitationState, SkipReason, SurveyKind, WaveState
from storage.tables import Contact, Purchase
from storage.tables import contact_table as contact
from storage.tables import invitation_table as invitation
from storage.tables import message_table as message
from storage.tables import purchase_table as purchase
from storage.tables import response_table as response
from storage.tables import wave_table as wave


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in one wave, and what came of it; the score is None until they have answered."""

    kind: SurveyKind
    wave: str
    wave_state: WaveState
    state: InvitationState
    skip_reason: SkipReason | None
    order_id: str | None
    created_at: datetime
    asked_at: datetime | None
    expires_at: datetime | None
    snoozed_at: datetime | None
    declined_at: datetime | None
    score: int | None
    highest: int | None
    answered_at: datetime | None

    @property
    def at(self) -> datetime:
        """When they were asked, else when it was decided that they would or wouldn't be."""
        return self.asked_at or self.created_at


_PLACE: Final = (
    invitation.c.kind,
    wave.c.name.label("wave"),
    wave.c.state.label("wave_state"),
    invitation.c.state,
    invitation.c.skip_reason,
    invitation.c.order_id,
    invitation.c.created_at,
    invitation.c.asked_at,
    invitation.c.expires_at,
    invitation.c.snoozed_at,
    invitation.c.declined_at,
    response.c.score,
    response.c.highest,
    response.c.answered_at,
)


async def orders_called(session: Session, number: str) -> list[Purchase]:
    """The orders of this number, written with # or without: the one that is written so, else those but for case."""
    bare = number.removeprefix("#")
    written = await _orders(session, purchase.c.order_id.in_((bare, f"#{bare}")))
    exact = [order for order in written if order.order_id == number]
    plain = bare.lower()
    # Without a letter there is no other way to write it, and no need to walk through all orders.
    if written or plain == bare.upper():
        return exact or written
    return await _orders(session, func.lower(purchase.c.order_id).in_((plain, f"#{plain}")))


async def _orders(session: Session, condition: ColumnElement[bool]) -> list[Purchase]:
    found = await session.execute(select(Purchase).where(condition).order_by(purchase.c.order_id))
    return list(found.scalars())


async def order(session: Session, order_id: str) -> Purchase | None:
    """The order with exactly this number."""
    found = await session.execute(select(Purchase).where(purchase.c.order_id == order_id))
    return found.scalar_one_or_none()


async def contact_called(session: Session, username: str) -> Contact | None:
    """Whoever had this @name when they opened a link; of several, who did so first the latest: names move."""
    found = await session.execute(
        select(Contact)
        .where(func.lower(contact.c.username) == username.lower())
        .order_by(contact.c.id.desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


async def contact_of(session: Session, contact_id: int) -> Contact | None:
    """The person with this number."""
    return await session.get(Contact, contact_id)


async def behind(
    session: Session, *, chat_id: int, telegram_message_id: int
) -> tuple[Contact, Purchase | None] | None:
    """Whom a message of ours in a chat tells of, and of which order; None where it tells of nobody."""
    found = await session.execute(
        select(Contact, Purchase)
        .select_from(message)
        .join(invitation, invitation.c.id == message.c.invitation_id)
        .join(contact, contact.c.id == invitation.c.contact_id)
        .outerjoin(purchase, purchase.c.order_id == invitation.c.order_id)
        .where(message.c.chat_id == chat_id, message.c.telegram_message_id == telegram_message_id)
        .limit(1)
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1])


async def places(
    session: Session, *, contact_id: int | None, contact_ref: str | None, most: int
) -> list[Place]:
    """The places of a person in waves, the newest first; no tests.

    Also those from before they opened a link, when only an order of theirs could be looked at: of a contact,
    or while there is none, of the shop's name for the person.
    """
    mine = (
        purchase.c.contact_ref == contact_ref if contact_id is None else purchase.c.contact_id == contact_id
    )
    which = select(invitation.c.id)
    theirs = [which.where(invitation.c.order_id.in_(select(purchase.c.order_id).where(mine)))]
    if contact_id is not None:
        theirs.append(which.where(invitation.c.contact_id == contact_id))
    # What is nobody's or theirs: SQLite would walk all that is nobody's if it were asked for by IS NULL.
    theirs_or_nobodys = func.coalesce(invitation.c.contact_id, contact_id or 0) == (contact_id or 0)
    found = await session.execute(
        select(*_PLACE)
        .select_from(invitation)
        .join(wave, wave.c.id == invitation.c.wave_id)
        .outerjoin(response, response.c.invitation_id == invitation.c.id)
        # A union, since PostgreSQL would walk all invitations for a subquery inside an OR.
        .where(invitation.c.id.in_(union(*theirs)), theirs_or_nobodys, ~invitation.c.is_test)
        .order_by(
            func.coalesce(invitation.c.asked_at, invitation.c.created_at).desc(), invitation.c.id.desc()
        )
        .limit(most)
    )
    return [Place(**row) for row in found.mappings()]
