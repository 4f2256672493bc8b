"""Lists of contacts: stored page by page, named once complete, found in by page, dropped when nothing uses them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, delete, exists, func, or_, select, text, tuple_, update

from storage.database import Session
from storage.statements import insert
from storage.tables import ContactList
from storage.tables import contact_list_table as contact_list
from storage.tables import contact_ref_table as contact_ref
from storage.tables import list_entry_table as entry
from storage.tables import purchase_table as purchase
from storage.tables import sent_file_table as sent_file


async def begin(session: Session, *, now: datetime) -> int:
    """A list that nobody can name yet; returns its number. What a crash leaves of one is dropped as any other."""
    new = ContactList(created_at=now, used_at=now)
    session.add(new)
    await session.flush()
    return new.id or 0


async def add(session: Session, list_id: int, refs: Sequence[str]) -> None:
    """Add contacts; one that is there already stays."""
    await session.execute(
        insert(session, entry).on_conflict_do_nothing(), [{"list_id": list_id, "ref": ref} for ref in refs]
    )


async def name(session: Session, list_id: int, wanted: str) -> str:
    """Make a list that is complete usable by its name: the one that is wanted, or with a number where that is taken."""
    if session.get_bind().dialect.name == "postgresql":
        # SQLite has one writer. Here two lists of one name may be completed at once.
        await session.execute(text("LOCK TABLE contact_list IN SHARE ROW EXCLUSIVE MODE"))
    taken, given, number = set(await names(session)), wanted, 1
    while given in taken:
        number += 1
        given = f"{wanted}-{number}"
    await session.execute(update(contact_list).where(contact_list.c.id == list_id).values(name=given))
    return given


async def name_of(session: Session, list_id: int) -> str | None:
    """What a list is called; None where it can't be used."""
    found = await session.execute(select(contact_list.c.name).where(contact_list.c.id == list_id))
    named: str | None = found.scalar_one_or_none()
    return named


async def names(session: Session) -> list[str]:
    """The lists that can be used, in order."""
    named = select(contact_list.c.name).where(contact_list.c.name.is_not(None))
    return sorted((await session.execute(named)).scalars())


async def hold(session: Session, wanted: Collection[str]) -> None:
    """None of these lists is dropped before this transaction ends, which begins to use them."""
    if wanted:
        which = select(contact_list.c.id).where(contact_list.c.name.in_(wanted)).order_by(contact_list.c.id)
        await session.execute(which.with_for_update(read=True))


@dataclass(frozen=True, slots=True)
class ListSize:
    """How many contacts a list has, and how many of them the shop knows by now."""

    name: str
    contacts: int
    known: int


async def sizes(session: Session, wanted: Collection[str]) -> list[ListSize]:
    """The sizes of the lists with these names, in the order of their names."""
    found = await session.execute(
        select(contact_list.c.name, func.count(), func.count().filter(_is_known(entry)))
        .join(entry, entry.c.list_id == contact_list.c.id)
        .where(contact_list.c.name.in_(wanted))
        .group_by(contact_list.c.name)
    )
    return sorted((ListSize(*row) for row in found), key=lambda size: size.name)


async def known(session: Session, refs: Collection[str]) -> set[str]:
    """Those of a page of refs that the shop knows: somebody took them, or an order stands under them."""
    taken = select(contact_ref.c.ref).where(contact_ref.c.ref.in_(refs))
    bought = select(purchase.c.contact_ref).where(purchase.c.contact_ref.in_(refs))
    return set((await session.execute(taken.union(bought))).scalars())


def _is_known(entries: FromClause) -> ColumnElement[bool]:
    return or_(
        exists().where(contact_ref.c.ref == entries.c.ref),
        exists().where(purchase.c.contact_ref == entries.c.ref),
    )


async def of_contacts(
    session: Session, contact_ids: Collection[int], wanted: Collection[str]
) -> Mapping[int, set[str]]:
    """In which of these lists each of these contacts is, by any of the shop's names for them."""
    found = await session.execute(
        select(contact_ref.c.contact_id, contact_list.c.name)
        .join(entry, entry.c.ref == contact_ref.c.ref)
        .join(contact_list, contact_list.c.id == entry.c.list_id)
        .where(contact_ref.c.contact_id.in_(contact_ids), contact_list.c.name.in_(wanted))
    )
    lists: defaultdict[int, set[str]] = defaultdict(set)
    for row in found:
        lists[row.contact_id].add(row.name)
    return lists


async def of_refs(session: Session, refs: Collection[str], wanted: Collection[str]) -> Mapping[str, set[str]]:
    """The same for people who haven't opened a link yet, by the ref that their orders stand under."""
    found = await session.execute(
        select(entry.c.ref, contact_list.c.name)
        .join(contact_list, contact_list.c.id == entry.c.list_id)
        .where(entry.c.ref.in_(refs), contact_list.c.name.in_(wanted))
    )
    lists: defaultdict[str, set[str]] = defaultdict(set)
    for row in found:
        lists[row.ref].add(row.name)
    return lists


async def let_go(
    session: Session, *, in_use: Collection[str], now: datetime, unused_since: datetime
) -> Sequence[str]:
    """Take their names from the lists that nothing has used since; returns those names.

    What is in use is noted. Only lists that are held are looked at (see `all_held`).
    """
    used = contact_list.c.name.in_(in_use)
    await session.execute(update(contact_list).where(used).values(used_at=now))
    gone = await session.execute(
        select(contact_list.c.name).where(
            contact_list.c.used_at < unused_since, contact_list.c.name.is_not(None)
        )
    )
    dropped = sorted(gone.scalars())
    await session.execute(update(contact_list).where(contact_list.c.name.in_(dropped)).values(name=None))
    return dropped


async def all_held(session: Session) -> bool:
    """Hold every list, so that nobody begins to use one before this transaction ends. False: there are none."""
    found = await session.execute(select(contact_list.c.id).order_by(contact_list.c.id).with_for_update())
    return bool(found.all())


async def drop_page(session: Session, *, before: datetime, most: int) -> int:
    """Drop up to `most` contacts of lists without a name that were last used before, and such as have none.

    Returns how many contacts that were; where it is `most`, there may be others. A file that still waits to
    be taken by its draft keeps its list.
    """
    nameless = select(contact_list.c.id).where(
        contact_list.c.name.is_(None),
        contact_list.c.used_at < before,
        ~exists().where(sent_file.c.list_id == contact_list.c.id),
    )
    page = select(entry.c.list_id, entry.c.ref).where(entry.c.list_id.in_(nameless)).limit(most)
    rows = [(row.list_id, row.ref) for row in await session.execute(page)]
    if rows:
        await session.execute(delete(entry).where(tuple_(entry.c.list_id, entry.c.ref).in_(rows)))
    empty = ~exists().where(entry.c.list_id == contact_list.c.id)
    await session.execute(delete(contact_list).where(contact_list.c.id.in_(nameless), empty))
    return len(rows)
