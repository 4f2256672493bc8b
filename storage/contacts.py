"""People reached by Telegram, and the shop's names for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import and_, delete, func, select, text, update
from sqlmodel import SQLModel

from storage.database import Session
from storage.statements import insert
from storage.tables import Contact
from storage.tables import contact_ref_table as contact_ref
from storage.tables import contact_table as contact
from storage.tables import purchase_table as purchase

_UNOPENED: Final = and_(contact.c.telegram_id.is_(None), contact.c.erased_at.is_(None))
"""Somebody whom only history imported from another tool knows: none of their links was opened yet."""

_THEIRS: Final = tuple(
    column
    for table in SQLModel.metadata.sorted_tables
    for column in table.columns
    if column.references(contact.c.id)
)
"""Every column that says whose a row is."""


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
    """The id of the contact who took this ref; None while it is free.

    It is free, too, while only imported history stands under it: that waits for whoever opens the link.
    """
    found = await session.execute(
        select(contact_ref.c.contact_id)
        .join(contact, contact.c.id == contact_ref.c.contact_id)
        .where(contact_ref.c.ref == ref, ~_UNOPENED)
    )
    return found.scalar_one_or_none()


async def take_ref(session: Session, ref: str, contact_id: int, *, now: datetime) -> bool:
    """Join a ref, its history and every purchase under it to a contact. False: another person has it already."""
    await session.execute(
        insert(session, contact_ref)
        .values(ref=ref, contact_id=contact_id, linked_at=now)
        .on_conflict_do_nothing()
    )
    await _adopt(session, ref, contact_id, now=now)
    if await owner_of_ref(session, ref) != contact_id:
        return False
    await session.execute(update(purchase).where(purchase.c.contact_ref == ref).values(contact_id=contact_id))
    return True


async def _adopt(session: Session, ref: str, contact_id: int, *, now: datetime) -> None:
    """Give all that imported history knows of a ref to the contact who opened its link: one person, one contact."""
    found = await session.execute(
        select(contact.c.id)
        .join(contact_ref, contact_ref.c.contact_id == contact.c.id)
        .where(contact_ref.c.ref == ref, contact.c.id != contact_id, _UNOPENED)
        # Of two who open the link at once, the second waits here, and then finds nothing to adopt.
        .with_for_update(of=contact)
    )
    imported = found.scalar_one_or_none()
    if imported is None:
        return
    for column in _THEIRS:
        await session.execute(update(column.table).where(column == imported).values({column: contact_id}))
    await session.execute(update(contact_ref).where(contact_ref.c.ref == ref).values(linked_at=now))
    await session.execute(delete(contact).where(contact.c.id == imported))


async def behind_refs(session: Session, refs: Collection[str], *, now: datetime) -> dict[str, int]:
    """The contact behind each of these refs; for an unknown one a contact is made that has no chat yet."""
    if session.get_bind().dialect.name == "postgresql":
        # SQLite has one writer. Here somebody may open a link right now, or another import may run.
        await session.execute(text("LOCK TABLE contact_ref IN SHARE ROW EXCLUSIVE MODE"))
    found = await session.execute(
        select(contact_ref.c.ref, contact_ref.c.contact_id).where(contact_ref.c.ref.in_(refs))
    )
    owners = {row.ref: row.contact_id for row in found}
    unknown = [ref for ref in dict.fromkeys(refs) if ref not in owners]
    if unknown:
        nobody = {"first_name": "", "is_staff": False, "created_at": now}
        made = await session.execute(
            insert(session, contact).returning(contact.c.id), [nobody for _ in unknown]
        )
        new = dict(zip(unknown, made.scalars(), strict=True))
        await session.execute(
            insert(session, contact_ref),
            [{"ref": ref, "contact_id": contact_id, "linked_at": now} for ref, contact_id in new.items()],
        )
        owner = select(contact_ref.c.contact_id).where(contact_ref.c.ref == purchase.c.contact_ref)
        await session.execute(
            update(purchase)
            .where(purchase.c.contact_ref.in_(unknown))
            .values(contact_id=owner.scalar_subquery())
        )
        owners |= new
    return owners


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


async def choose_language(session: Session, contact_id: int, language: str) -> None:
    """Note the language that a person wants to be spoken to in."""
    await session.execute(update(contact).where(contact.c.id == contact_id).values(language=language))


async def mark_blocked(session: Session, telegram_id: int, *, at: datetime | None) -> None:
    """Note that a person blocked the bot, or (None) let it back in."""
    await session.execute(update(contact).where(contact.c.telegram_id == telegram_id).values(blocked_at=at))


async def mark_deactivated(session: Session, telegram_id: int, *, at: datetime) -> None:
    """Note that a person's account is gone."""
    await session.execute(
        update(contact).where(contact.c.telegram_id == telegram_id).values(deactivated_at=at)
    )
