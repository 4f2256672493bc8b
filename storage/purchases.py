"""Orders of the shop: written as they come, found by their link."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from storage.database import Session
from storage.statements import insert
from storage.tables import Purchase
from storage.tables import contact_ref_table as contact_ref
from storage.tables import purchase_table as purchase

# What a later import of the same order may change. The link stays: it may be in the customer's hands.
_CHANGEABLE = (
    "first_name",
    "language",
    "product",
    "category",
    "store",
    "operator",
    "channel",
    "amount_cents",
    "currency",
    "purchased_at",
    "delivered_at",
    "received_at",
)


async def save_all(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert purchases; an order that is known is brought up to date and keeps its link and its person."""
    if not rows:
        return
    refs = {row["contact_ref"] for row in rows}
    found = await session.execute(
        select(contact_ref.c.ref, contact_ref.c.contact_id).where(contact_ref.c.ref.in_(refs))
    )
    owners: dict[str, int] = {row.ref: row.contact_id for row in found}
    statement = insert(session, purchase)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["order_id"], set_={name: statement.excluded[name] for name in _CHANGEABLE}
        ),
        [{**row, "contact_id": owners.get(row["contact_ref"])} for row in rows],
    )


async def by_token(session: Session, token: str) -> Purchase | None:
    """The purchase whose deep link carries this token."""
    found = await session.execute(select(Purchase).where(purchase.c.link_token == token))
    return found.scalar_one_or_none()


async def known(session: Session, order_ids: Iterable[str]) -> set[str]:
    """Those of these orders that are stored already."""
    found = await session.execute(select(purchase.c.order_id).where(purchase.c.order_id.in_(list(order_ids))))
    return set(found.scalars())


async def tokens(session: Session, order_ids: Iterable[str]) -> dict[str, str]:
    """The link tokens of these orders, by order id."""
    found = await session.execute(
        select(purchase.c.order_id, purchase.c.link_token).where(purchase.c.order_id.in_(list(order_ids)))
    )
    return {row.order_id: row.link_token for row in found}
