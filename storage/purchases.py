"""Orders of the shop: written as they come, found by their link."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import case, func, select, text

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
    "fulfilled_at",
    "delivered_at",
)


async def save_all(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert purchases; an order that is known is brought up to date and keeps its link and its person.

    A row that doesn't say something leaves what is known of it.
    """
    if not rows:
        return
    owners = await _owners(session, {row["contact_ref"] for row in rows})
    statement = insert(session, purchase)
    new = statement.excluded
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["order_id"],
            set_={
                **{name: func.coalesce(new[name], purchase.c[name]) for name in _CHANGEABLE},
                # A delivery that is known beats one assumed from the shipping, that one assumed from the
                # purchase, and all beat the day of import.
                "received_at": case(
                    (new.delivered_at.is_not(None), new.received_at),
                    (purchase.c.delivered_at.is_not(None), purchase.c.received_at),
                    (new.fulfilled_at.is_not(None), new.received_at),
                    (purchase.c.fulfilled_at.is_not(None), purchase.c.received_at),
                    (new.purchased_at.is_not(None), new.received_at),
                    else_=purchase.c.received_at,
                ),
            },
        ),
        [{**row, "contact_id": owners.get(row["contact_ref"])} for row in rows],
    )


async def _owners(session: Session, refs: Collection[str]) -> dict[str, int]:
    """Who took these refs: each purchase either finds its ref taken here, or is found by who takes it."""
    if session.get_bind().dialect.name == "postgresql":
        # SQLite has one writer. Here somebody may open a link right now, whom we wouldn't see, nor they our rows.
        await session.execute(text("LOCK TABLE contact_ref IN SHARE MODE"))
    found = await session.execute(
        select(contact_ref.c.ref, contact_ref.c.contact_id).where(contact_ref.c.ref.in_(refs))
    )
    return {row.ref: row.contact_id for row in found}


async def by_token(session: Session, token: str) -> Purchase | None:
    """The purchase whose deep link carries this token."""
    found = await session.execute(select(Purchase).where(purchase.c.link_token == token))
    return found.scalar_one_or_none()


async def newest_product(session: Session) -> str | None:
    """The product of the order that came in last; None where there is no order, or it doesn't name one."""
    found = await session.execute(select(purchase.c.product).order_by(purchase.c.id.desc()).limit(1))
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
