"""The team: who the bot has seen, and what each may do."""

from datetime import datetime

from sqlalchemy import delete, func, select, update

from storage.database import Session
from storage.kinds import Role
from storage.statements import insert
from storage.tables import Member
from storage.tables import member_table as member
from storage.tables import owner_link_table as owner_link


async def see(
    session: Session, telegram_id: int, *, first_name: str, username: str | None, now: datetime
) -> None:
    """Note that somebody spoke where the team speaks, so that a role can be given to them by @name."""
    seen = {"first_name": first_name, "username": username.casefold() if username else None, "seen_at": now}
    await session.execute(
        insert(session, member)
        .values(telegram_id=telegram_id, **seen)
        .on_conflict_do_update(index_elements=["telegram_id"], set_=seen)
    )


async def role_of(session: Session, telegram_id: int) -> Role | None:
    """The role that a person has now; None for most."""
    found = await session.execute(select(member.c.role).where(member.c.telegram_id == telegram_id))
    role: Role | None = found.scalar_one_or_none()
    return role


async def by_username(session: Session, username: str) -> Member | None:
    """Whoever had this @name when last seen."""
    found = await session.execute(
        select(Member)
        .where(member.c.username == username.casefold())
        .order_by(member.c.seen_at.desc())  # a name can move from one person to another
        .limit(1)
    )
    return found.scalar_one_or_none()


async def by_id(session: Session, telegram_id: int) -> Member | None:
    """A person the bot has seen."""
    found = await session.execute(select(Member).where(member.c.telegram_id == telegram_id))
    return found.scalar_one_or_none()


async def set_role(session: Session, telegram_id: int, role: Role | None, *, by: int, now: datetime) -> None:
    """Give a role, in place of any other, or (None) take it."""
    await session.execute(
        update(member)
        .where(member.c.telegram_id == telegram_id)
        .values(role=role, granted_by=by, granted_at=now)
    )


async def has_owner(session: Session) -> bool:
    """Whether anybody is an owner by a link or a grant."""
    found = await session.execute(select(func.count()).select_from(member).where(member.c.role == Role.OWNER))
    return bool(found.scalar_one())


async def another_owns(session: Session, telegram_id: int) -> bool:
    """Whether somebody else is an owner, too, and stays one until this unit of work ends.

    The rows are locked where that is needed (SQLite has one writer): of two owners who take each other's role
    at the same moment, the second finds that nobody would be left.
    """
    found = await session.execute(
        select(member.c.telegram_id)
        .where(member.c.role == Role.OWNER)
        .order_by(member.c.telegram_id)
        .with_for_update()
    )
    return any(owner != telegram_id for owner in found.scalars())


async def end_owner_links(session: Session) -> None:
    """Forget the links that nobody opened; those that were opened stay on record."""
    await session.execute(delete(owner_link).where(owner_link.c.opened_at.is_(None)))


async def add_owner_link(session: Session, token_hash: str, *, valid_until: datetime) -> None:
    """Keep the hash of a link that makes its opener the owner."""
    await session.execute(insert(session, owner_link).values(token_hash=token_hash, valid_until=valid_until))


async def open_owner_link(session: Session, token_hash: str, *, now: datetime) -> bool:
    """Open such a link, which works once; False for one that is unknown, old or used."""
    opened = await session.execute(
        update(owner_link)
        .where(
            owner_link.c.token_hash == token_hash,
            owner_link.c.opened_at.is_(None),
            owner_link.c.valid_until > now,
        )
        .values(opened_at=now)
        .returning(owner_link.c.token_hash)
    )
    return opened.first() is not None
