"""Contacts that a marketer chose by a file, to be asked together."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey
from sqlmodel import Field, SQLModel

from storage.tables.columns import Identifier, foreign_column, identifier_column, telegram_id_column


class ContactList(SQLModel, table=True):
    """A list of contacts; audiences name it, so that one without a name is in nobody's way."""

    __tablename__ = "contact_list"

    id: int | None = Field(default=None, sa_column=identifier_column())
    name: str | None = Field(default=None, unique=True)  # None: it isn't complete, or is being dropped
    created_at: datetime
    used_at: datetime  # when it was made, or something was last seen to use it


class ListEntry(SQLModel, table=True):
    """One contact of a list, by the shop's name for them, whether or not the shop knows them yet."""

    __tablename__ = "list_entry"

    list_id: int = Field(
        sa_column=Column(Identifier, ForeignKey("contact_list.id"), primary_key=True, autoincrement=False)
    )
    ref: str = Field(primary_key=True, index=True)


class SentFile(SQLModel, table=True):
    """A file of contacts that somebody sent to a draft, until it has been fetched and read."""

    __tablename__ = "sent_file"

    id: int | None = Field(default=None, sa_column=identifier_column())
    update_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    draft_id: int = Field(sa_column=Column(Identifier, nullable=False, index=True))  # may be gone by then
    person_id: int = Field(sa_column=telegram_id_column(index=True))
    chat_id: int = Field(sa_column=telegram_id_column())
    thread_id: int | None = Field(default=None, sa_column=telegram_id_column(nullable=True))
    language: str  # in which its sender is answered
    file_id: str
    file_name: str
    sent_at: datetime
    list_id: int | None = Field(  # what it was read into, which the draft doesn't name yet
        default=None, sa_column=foreign_column("contact_list.id", nullable=True)
    )
