"""People, the shop's names for them, and their orders."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    text,
)
from sqlmodel import Field, SQLModel

from storage.tables.columns import foreign_column, identifier_column, telegram_id_column


class Contact(SQLModel, table=True):
    """A person reached by Telegram: there is one only once a link was opened."""

    __table_args__ = (
        Index(
            "contact_of_staff",
            "id",
            sqlite_where=text("is_staff = 1"),
            postgresql_where=text("is_staff"),
        ),
    )

    id: int | None = Field(default=None, sa_column=identifier_column())
    telegram_id: int | None = Field(sa_column=telegram_id_column(nullable=True, unique=True))
    first_name: str
    username: str | None = None
    language: str | None = None  # chosen by the person
    language_code: str | None = None  # what Telegram says
    time_zone: str | None = None
    is_staff: bool = False
    created_at: datetime
    consented_at: datetime | None = None
    opted_out_at: datetime | None = None
    blocked_at: datetime | None = None
    deactivated_at: datetime | None = None
    erased_at: datetime | None = None


class ContactRef(SQLModel, table=True):
    """The shop's name for a person (customer id, e-mail, phone), taken by who opened a link of it first."""

    __tablename__ = "contact_ref"

    ref: str = Field(primary_key=True)
    contact_id: int = Field(sa_column=foreign_column("contact.id"))
    linked_at: datetime


class Purchase(SQLModel, table=True):
    """An order of the shop. `contact_ref` is never empty: an order without one stands for itself alone."""

    __table_args__ = (
        CheckConstraint("amount_cents IS NULL OR amount_cents >= 0", name="amount_not_negative"),
        # By ref, so that those whose link nobody has opened are found one after the other, however many they are.
        Index("purchase_of_contact", "contact_id", "contact_ref"),
    )

    id: int | None = Field(default=None, sa_column=identifier_column())
    order_id: str = Field(unique=True)
    contact_ref: str = Field(index=True)
    contact_id: int | None = Field(sa_column=foreign_column("contact.id", nullable=True, index=False))
    link_token: str = Field(unique=True)
    first_name: str | None = None
    language: str | None = None
    product: str | None = None
    category: str | None = None
    store: str | None = None
    operator: str | None = None
    channel: str | None = None
    amount_cents: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    currency: str | None = None
    purchased_at: datetime | None = None
    fulfilled_at: datetime | None = None  # shipped, not yet received
    delivered_at: datetime | None = None
    received_at: datetime = Field(index=True)  # when the customer has it, as far as we know or assume
    cancelled_at: datetime | None = None
    is_test: bool = False
    imported_at: datetime
