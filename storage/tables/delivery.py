"""What goes to Telegram and what came from it."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    text,
)
from sqlmodel import Field, SQLModel

from storage.kinds import (
    MessageKind,
    MessageState,
)
from storage.tables.columns import foreign_column, identifier_column, kind_column, telegram_id_column


class Message(SQLModel, table=True):
    """Whatever must leave once. Without content, what it says is made when it is sent."""

    __table_args__ = (
        CheckConstraint("(state = 'sending') = (owner IS NOT NULL)", name="sending_has_an_owner"),
        CheckConstraint("attempt >= 0", name="attempt_counted"),
        Index(
            "message_due",
            "priority",
            "not_before",
            "id",
            sqlite_where=text("state = 'due'"),
            postgresql_where=text("state = 'due'"),
        ),
        Index(
            "message_sending",
            "owner",
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
        Index(
            "message_unknown",
            "id",
            sqlite_where=text("state = 'unknown'"),
            postgresql_where=text("state = 'unknown'"),
        ),
        Index("message_in_chat", "chat_id", "telegram_message_id"),
    )

    id: int | None = Field(default=None, sa_column=identifier_column())
    key: str = Field(unique=True)
    kind: MessageKind = Field(sa_column=kind_column(MessageKind, "message_kind"))
    state: MessageState = Field(sa_column=kind_column(MessageState, "message_state"))
    priority: int
    not_before: datetime
    chat_id: int = Field(sa_column=telegram_id_column())
    thread_id: int | None = Field(sa_column=telegram_id_column(nullable=True))
    contact_id: int | None = Field(sa_column=foreign_column("contact.id", nullable=True))
    invitation_id: int | None = Field(sa_column=foreign_column("invitation.id", nullable=True))
    content: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    owner: str | None = None
    attempt: int = 0
    created_at: datetime
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    telegram_message_id: int | None = Field(sa_column=telegram_id_column(nullable=True))
    failure: str | None = None
    reply_to_key: str | None = None  # the message of ours that this one answers, once that has left


class HandledUpdate(SQLModel, table=True):
    """An update whose effect is in the database; written in the same transaction."""

    __tablename__ = "handled_update"

    bot_id: int = Field(sa_column=Column(BigInteger, primary_key=True))
    update_id: int = Field(sa_column=Column(BigInteger, primary_key=True))
    handled_at: datetime = Field(index=True)


class SetAsideUpdate(SQLModel, table=True):
    """An update that failed three times by its own fault, kept for whoever mends the cause."""

    __tablename__ = "set_aside_update"

    bot_id: int = Field(sa_column=Column(BigInteger, primary_key=True))
    update_id: int = Field(sa_column=Column(BigInteger, primary_key=True))
    telegram_id: int | None = Field(
        sa_column=telegram_id_column(nullable=True, index=True)
    )  # so that /forget finds it
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    error: str
    set_aside_at: datetime


class SendingPause(SQLModel, table=True):
    """Telegram's 429, kept over a restart: nothing goes to this chat (0: to nobody) before `until`."""

    __tablename__ = "sending_pause"

    bot_id: int = Field(sa_column=Column(BigInteger, primary_key=True))
    chat_id: int = Field(sa_column=Column(BigInteger, primary_key=True))
    until: datetime


class Lease(SQLModel, table=True):
    """Which process ticks, polls and sends for a bot, by the database's clock; each new holder has a new epoch."""

    bot_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    owner: str
    epoch: int
    expires_at: datetime


class BotIdentity(SQLModel, table=True):
    """Who the bot is, as getMe said: links need its name also while Telegram is away."""

    __tablename__ = "bot_identity"

    bot_id: int = Field(sa_column=Column(BigInteger, primary_key=True))
    username: str
    seen_at: datetime
