"""The people of the shop with what they bought: the facts from which an audience is chosen, a page at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, Table, bindparam, exists, false, func, select

from storage.database import Session
from storage.kinds import InvitationState, SurveyKind
from storage.statements import among, not_test
from storage.tables import contact_table as contact
from storage.tables import invitation_table as invitation
from storage.tables import purchase_table as purchase
from storage.tables import response_table as response

UNLINKED: Final = "ref:"
"""Begins the cursor of people who haven't opened a link yet: they come after all others."""


class ContactFacts(NamedTuple):
    """What of a contact says whether they may be asked, and how; a row, since a wave looks at everybody."""

    id: int
    telegram_id: int | None
    language: str | None
    language_code: str | None
    time_zone: str | None
    is_staff: bool
    opted_out: bool
    blocked: bool
    deactivated: bool
    erased: bool


class OrderFacts(NamedTuple):
    """What of an order says whether it may be asked about, and whether an audience means its buyer."""

    id: int
    order_id: str
    contact_ref: str
    contact_id: int | None
    language: str | None
    product: str | None
    category: str | None
    store: str | None
    operator: str | None
    channel: str | None
    amount_cents: int | None
    purchased_at: datetime | None
    received_at: datetime
    cancelled: bool  # or refunded
    is_test: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who bought: a contact, or a ref nobody has opened a link of; with all their orders.

    Orders stand the latest received first. `due` are those a plan's moment has come for, where one asks; of
    them, those that were received before `too_late_before` are no longer asked about.
    """

    cursor: str
    contact: ContactFacts | None
    orders: Sequence[OrderFacts]
    asked_about: Collection[int] = ()  # ids of orders, by a survey of the kind in question
    due: Sequence[OrderFacts] | None = None
    too_late_before: datetime | None = None


def _facts(table: Table, names: Iterable[str]) -> tuple[ColumnElement[Any], ...]:
    """The columns of these names; of a moment that says whether something happened, whether it did."""
    return tuple(
        table.c[name] if name in table.c else table.c[f"{name}_at"].is_not(None).label(name) for name in names
    )


_CONTACT: Final = _facts(contact, ContactFacts._fields)
ORDER: Final = _facts(purchase, OrderFacts._fields)
"""The columns that `OrderFacts` are made of."""

_WHO: Final[BindParameter[int]] = bindparam("contact_ids", expanding=True)

_NEXT: Final = (
    select(*_CONTACT)
    .where(contact.c.id > bindparam("after"), exists().where(purchase.c.contact_id == contact.c.id))
    .order_by(contact.c.id)
    .limit(bindparam("most"))
)
_THESE: Final = select(*_CONTACT).where(contact.c.id.in_(_WHO)).order_by(contact.c.id)

_NEXT_REFS: Final = (
    select(purchase.c.contact_ref)
    .where(purchase.c.contact_id.is_(None), purchase.c.contact_ref > bindparam("after"))
    .distinct()
    .order_by(purchase.c.contact_ref)
    .limit(bindparam("most"))
)
_OF_NEXT_REFS: Final = (
    select(*ORDER)
    .where(purchase.c.contact_id.is_(None), purchase.c.contact_ref.in_(_NEXT_REFS))
    .order_by(purchase.c.contact_ref, purchase.c.received_at.desc(), purchase.c.id.desc())
)


def _held(statement: Select[Any]) -> Select[Any]:
    """The contacts as they are now, of whom none is erased before this transaction ends.

    On PostgreSQL an erasure runs beside others' transactions, which mustn't write an old chat's number after it.
    """
    return statement.with_for_update(read=True, key_share=True)


_NEXT_HELD: Final = _held(_NEXT)
_THESE_HELD: Final = _held(_THESE)


async def page(
    session: Session, kind: SurveyKind, *, after: str, most: int, hold: bool = False
) -> list[Person]:
    """The next people after a cursor, "" for the first: contacts by id, then refs that nobody has taken.

    `hold`: none of them is erased before this transaction ends, which must be one that writes.
    """
    people: list[Person] = []
    if not after.startswith(UNLINKED):
        people = await _linked(session, kind, after=int(after or 0), most=most, hold=hold)
    return people or await _unlinked(session, after=after, most=most)


async def _linked(session: Session, kind: SurveyKind, *, after: int, most: int, hold: bool) -> list[Person]:
    found = await session.execute(_NEXT_HELD if hold else _NEXT, {"after": after, "most": most})
    contacts = _contacts(found)
    return _people(contacts, await orders_of(session, contacts, kind))


def _people(contacts: Mapping[int, ContactFacts], orders: Mapping[int, "Orders"]) -> list[Person]:
    return [
        Person(
            cursor=str(contact_id),
            contact=facts,
            orders=orders[contact_id].all,
            asked_about=orders[contact_id].asked,
        )
        for contact_id, facts in contacts.items()
    ]


async def _unlinked(session: Session, *, after: str, most: int) -> list[Person]:
    ref = after.removeprefix(UNLINKED) if after.startswith(UNLINKED) else ""
    found = await session.execute(_OF_NEXT_REFS, {"after": ref, "most": most})
    by_ref: defaultdict[str, list[OrderFacts]] = defaultdict(list)
    for row in found:
        order = OrderFacts(*row)
        by_ref[order.contact_ref].append(order)
    return [Person(cursor=UNLINKED + ref, contact=None, orders=orders) for ref, orders in by_ref.items()]


async def contacts_of(
    session: Session, contact_ids: Collection[int], *, hold: bool = False
) -> dict[int, ContactFacts]:
    """The facts of these contacts, by id; `hold` as in `page`."""
    if not contact_ids:
        return {}
    return _contacts(
        await session.execute(_THESE_HELD if hold else _THESE, {"contact_ids": list(contact_ids)})
    )


def _contacts(rows: Iterable[Any]) -> dict[int, ContactFacts]:
    return {row[0]: ContactFacts(*row) for row in rows}


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders of one person, the latest received first, and the ids of those that were asked about."""

    all: list[OrderFacts]
    asked: set[int]


_ASKED_ABOUT: Final = exists().where(
    invitation.c.purchase_id == purchase.c.id,
    not_test(invitation.c.is_test),
    ~among(invitation.c.state, InvitationState.SKIPPED, InvitationState.CANCELLED, InvitationState.FAILED),
)
"""Whether a question is or was out about an order; a test doesn't count."""

_THEIR_ORDERS: Final = {
    kind: select(*ORDER, false() if kind is SurveyKind.NPS else _ASKED_ABOUT.where(invitation.c.kind == kind))
    .where(purchase.c.contact_id.in_(_WHO))
    .order_by(purchase.c.received_at.desc(), purchase.c.id.desc())
    for kind in SurveyKind
}


async def orders_of(session: Session, contact_ids: Collection[int], kind: SurveyKind) -> Mapping[int, Orders]:
    """All orders of these contacts; NPS asks about the shop, so that none of them is ever asked about by it."""
    orders: defaultdict[int, Orders] = defaultdict(lambda: Orders([], set()))
    if not contact_ids:
        return orders
    found = await session.execute(_THEIR_ORDERS[kind], {"contact_ids": list(contact_ids)})
    for *facts, asked in found:
        order = OrderFacts(*facts)
        theirs = orders[order.contact_id or 0]
        theirs.all.append(order)
        if asked:
            theirs.asked.add(order.id)
    return orders


async def these(session: Session, kind: SurveyKind, contact_ids: Collection[int]) -> list[Person]:
    """These contacts with all their orders."""
    contacts = await contacts_of(session, contact_ids)
    return _people(contacts, await orders_of(session, contacts, kind))


async def one(
    session: Session, kind: SurveyKind, *, contact_id: int | None, purchase_id: int | None
) -> Person | None:
    """A contact with all their orders; for None whoever has this one and no link opened. None: they have none."""
    if contact_id is not None:
        contacts = await contacts_of(session, [contact_id])
        theirs = (await orders_of(session, contacts, kind))[contact_id]
    else:
        contacts = {}
        found = await session.execute(select(*ORDER).where(purchase.c.id == purchase_id))
        theirs = Orders([OrderFacts(*row) for row in found], set())
    if not theirs.all:
        return None
    return Person(
        cursor="", contact=contacts.get(contact_id or 0), orders=theirs.all, asked_about=theirs.asked
    )


async def last_scores(session: Session, contact_ids: Collection[int], kind: SurveyKind) -> dict[int, int]:
    """The score that each of these contacts gave last to a survey of this kind; no tests, nothing voided."""
    if not contact_ids:
        return {}
    found = await session.execute(
        select(invitation.c.contact_id, response.c.score)
        .join(invitation, invitation.c.id == response.c.invitation_id)
        .where(
            invitation.c.contact_id.in_(contact_ids),
            invitation.c.kind == kind,
            ~invitation.c.is_test,
            invitation.c.voided_at.is_(None),
        )
        .order_by(response.c.answered_at, response.c.id)
    )
    return {row.contact_id: row.score for row in found}  # of several, the last stays


async def commonest(session: Session, field: str, *, most: int) -> list[tuple[str, int]]:
    """Up to `most` words that the orders have in a field, with how many have each; the most frequent first."""
    column, number = purchase.c[field], func.count().label("number")
    found = await session.execute(
        select(column, number)
        .where(column.is_not(None))
        .group_by(column)
        .order_by(number.desc(), column)
        .limit(most)
    )
    return [(row[0], row.number) for row in found]


async def values_of(session: Session, field: str) -> list[str]:
    """The words that the orders have in a field such as `category`, each once, in order."""
    column = purchase.c[field]
    found = await session.execute(select(column).where(column.is_not(None)).distinct())
    return sorted(found.scalars())
