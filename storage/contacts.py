"""People reached by Telegram, and the shop's names for them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from storage.database import Session
from storage.statements import insert
from storage.tables import Contact
from storage.tables import contact_ref_table as contact_ref
from storage.tables import contact_table as contact
from storage.tables import purchase_table as purchase


@dataclass(frozen=True, slots=True)
class Profile:
    """What Telegram tells of a person (Bot API: User)."""

    telegram_id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None


async def find(session: Session, telegram_id: int) -> Contact | None:
    """The contact with this Telegram id."""
    found = await session.execute(select(Contact).where(contact.c.telegram_id == telegram_id))
    return found.scalar_one_or_none()


async def meet(session: Session, profile: Profile, *, now: datetime) -> Contact:
    """The contact of a person who opened a link: made the first time, its profile renewed later."""
    seen = {
        "first_name": profile.first_name,
        "username": profile.username,
        "language_code": profile.language_code,
    }
    await session.execute(
        insert(session, contact)
        .values(telegram_id=profile.telegram_id, is_staff=False, created_at=now, **seen)
        .on_conflict_do_update(
            index_elements=["telegram_id"], set_={**seen, "blocked_at": None, "deactivated_at": None}
        )
    )
    found = await session.execute(
        select(Contact)
        .where(contact.c.telegram_id == profile.telegram_id)
        .execution_options(populate_existing=True)
    )
    return found.scalar_one()


async def owner_of_ref(session: Session, ref: str) -> int | None:
    """The id of the contact who took this ref; None while it is free."""
    found = await session.execute(select(contact_ref.c.contact_id).where(contact_ref.c.ref == ref))
    return found.scalar_one_or_none()


async def take_ref(session: Session, ref: str, contact_id: int, *, now: datetime) -> bool:
    """Join a ref, and every purchase under it, to a contact. False: another person has it already."""
    await session.execute(
        insert(session, contact_ref)
        .values(ref=ref, contact_id=contact_id, linked_at=now)
        .on_conflict_do_nothing()
    )
    if await owner_of_ref(session, ref) != contact_id:
        return False
    await session.execute(update(purchase).where(purchase.c.contact_ref == ref).values(contact_id=contact_id))
    return True


async def consent(session: Session, contact_id: int, *, now: datetime) -> None:
    """Note that a person agreed to be asked, by opening a link or by /start; that ends an earlier /stop."""
    await session.execute(
        update(contact)
        .where(contact.c.id == contact_id)
        .values(consented_at=func.coalesce(contact.c.consented_at, now), opted_out_at=None)
    )


async def opt_out(session: Session, contact_id: int, *, now: datetime) -> None:
    """Note that a person wants no more questions."""
    await session.execute(
        update(contact)
        .where(contact.c.id == contact_id)
        .values(opted_out_at=func.coalesce(contact.c.opted_out_at, now))
    )


async def mark_blocked(session: Session, telegram_id: int, *, at: datetime | None) -> None:
    """Note that a person blocked the bot, or (None) let it back in."""
    await session.execute(update(contact).where(contact.c.telegram_id == telegram_id).values(blocked_at=at))


async def mark_deactivated(session: Session, telegram_id: int, *, at: datetime) -> None:
    """Note that a person's account is gone."""
    await session.execute(
        update(contact).where(contact.c.telegram_id == telegram_id).values(deactivated_at=at)
    )
