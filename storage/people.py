"""The people of the shop with what they bought: the facts from which an audience is chosen, a page at a time."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, FromClause, exists, func, select

from storage.database import Session
from storage.kinds import InvitationState, SurveyKind
from storage.statements import among
from storage.tables import Contact, Purchase
from storage.tables import contact_table as contact
from storage.tables import invitation_table as invitation
from storage.tables import purchase_table as purchase
from storage.tables import response_table as response

UNLINKED: Final = "ref:"
"""Begins the cursor of people who haven't opened a link yet: they come after all others."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who bought: a contact, or a ref nobody has opened a link of; with all their orders.

    Orders stand the latest received first. `due` are those a plan's moment has come for, where one asks; of
    them, those that were received before `too_late_before` are no longer asked about.
    """

    cursor: str
    contact: Contact | None
    orders: Sequence[Purchase]
    asked_about: Collection[int] = ()  # ids of orders, by a survey of the kind in question
    due: Sequence[Purchase] | None = None
    too_late_before: datetime | None = None


async def page(session: Session, kind: SurveyKind, *, after: str, most: int) -> list[Person]:
    """The next people after a cursor, "" for the first: contacts by id, then refs that nobody has taken."""
    people: list[Person] = []
    if not after.startswith(UNLINKED):
        people = await _linked(session, kind, after=int(after or 0), most=most)
    return people or await _unlinked(session, after=after, most=most)


async def _linked(session: Session, kind: SurveyKind, *, after: int, most: int) -> list[Person]:
    found = await session.execute(
        select(Contact)
        .where(contact.c.id > after, exists().where(purchase.c.contact_id == contact.c.id))
        .order_by(contact.c.id)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    contacts = list(found.scalars())
    orders = await orders_of(session, [person.id for person in contacts if person.id], kind)
    return [
        Person(
            cursor=str(person.id),
            contact=person,
            orders=orders[person.id].all,
            asked_about=orders[person.id].asked,
        )
        for person in contacts
        if person.id
    ]


async def _unlinked(session: Session, *, after: str, most: int) -> list[Person]:
    refs = (
        select(purchase.c.contact_ref)
        .where(
            purchase.c.contact_id.is_(None),
            purchase.c.contact_ref > (after.removeprefix(UNLINKED) if after.startswith(UNLINKED) else ""),
        )
        .distinct()
        .order_by(purchase.c.contact_ref)
        .limit(most)
    )
    found = await session.execute(
        select(Purchase)
        .where(purchase.c.contact_id.is_(None), purchase.c.contact_ref.in_(refs))
        .order_by(purchase.c.contact_ref, purchase.c.received_at.desc(), purchase.c.id.desc())
        .execution_options(populate_existing=True)
    )
    by_ref: defaultdict[str, list[Purchase]] = defaultdict(list)
    for order in found.scalars():
        by_ref[order.contact_ref].append(order)
    return [Person(cursor=UNLINKED + ref, contact=None, orders=orders) for ref, orders in by_ref.items()]


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders of one person, the latest received first, and the ids of those that were asked about."""

    all: list[Purchase]
    asked: set[int]


async def orders_of(session: Session, contact_ids: Collection[int], kind: SurveyKind) -> Mapping[int, Orders]:
    """All orders of these contacts; NPS asks about the shop, so that none of them is ever asked about by it."""
    orders: defaultdict[int, Orders] = defaultdict(lambda: Orders([], set()))
    if not contact_ids:
        return orders
    found = await session.execute(
        select(Purchase, asked_about(purchase, kind))
        .where(purchase.c.contact_id.in_(contact_ids))
        .order_by(purchase.c.received_at.desc(), purchase.c.id.desc())
        .execution_options(populate_existing=True)
    )
    for row in found:
        order, asked = row[0], row[1]
        theirs = orders[order.contact_id or 0]
        theirs.all.append(order)
        if asked and order.id is not None and kind is not SurveyKind.NPS:
            theirs.asked.add(order.id)
    return orders


def asked_about(orders: FromClause, kind: SurveyKind) -> ColumnElement[bool]:
    """Whether a question of this kind is or was out about an order; a test doesn't count."""
    return exists().where(
        invitation.c.kind == kind,
        invitation.c.purchase_id == orders.c.id,
        ~invitation.c.is_test,
        ~among(
            invitation.c.state, InvitationState.SKIPPED, InvitationState.CANCELLED, InvitationState.FAILED
        ),
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
