"""Every table, with the constraints that hold whatever the code above forgets."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Enum,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from storage.kinds import (
    InvitationState,
    MessageKind,
    MessageState,
    ResponseSource,
    SkipReason,
    SurveyKind,
    WaveState,
)


def _kind(kinds: type[StrEnum], name: str, *, nullable: bool = False) -> Any:
    """A column that holds one of `kinds` by its value, checked by the database."""
    return Column(
        Enum(
            kinds,
            name=name,
            native_enum=False,
            create_constraint=True,
            length=24,
            values_callable=lambda members: [member.value for member in members],
        ),
        nullable=nullable,
    )


_Identifier: Final = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits: the number that a button names comes from outside, and asyncpg won't compare one that is too wide.

On SQLite every integer is that wide, but only a key called INTEGER numbers its rows by itself.
"""


def _identifier() -> Any:
    return Column(_Identifier, primary_key=True)


def _foreign(target: str, *, nullable: bool = False, index: bool = True) -> Any:
    return Column(_Identifier, ForeignKey(target), nullable=nullable, index=index)


def _telegram_id(*, nullable: bool = False, unique: bool = False, index: bool = False) -> Any:
    """Telegram's ids need more than 32 bits (Bot API: User.id, Chat.id)."""
    return Column(BigInteger, nullable=nullable, unique=unique, index=index)


class Contact(SQLModel, table=True):
    """A person reached by Telegram: there is one only once a link was opened."""

    id: int | None = Field(default=None, sa_column=_identifier())
    telegram_id: int | None = Field(sa_column=_telegram_id(nullable=True, unique=True))
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
    contact_id: int = Field(sa_column=_foreign("contact.id"))
    linked_at: datetime


class Purchase(SQLModel, table=True):
    """An order of the shop. `contact_ref` is never empty: an order without one stands for itself alone."""

    __table_args__ = (
        CheckConstraint("amount_cents IS NULL OR amount_cents >= 0", name="amount_not_negative"),
    )

    id: int | None = Field(default=None, sa_column=_identifier())
    order_id: str = Field(unique=True)
    contact_ref: str = Field(index=True)
    contact_id: int | None = Field(sa_column=_foreign("contact.id", nullable=True))
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
    delivered_at: datetime | None = None
    received_at: datetime = Field(index=True)  # when the customer has it, as far as we know or assume
    cancelled_at: datetime | None = None
    is_test: bool = False
    imported_at: datetime


class Survey(SQLModel, table=True):
    """A question on a scale. A change makes a new version; old answers keep theirs."""

    __table_args__ = (
        UniqueConstraint("kind", "version", name="survey_version"),
        CheckConstraint(
            "lowest <= low_to AND low_to < high_from AND high_from <= highest", name="scale_bands"
        ),
    )

    id: int | None = Field(default=None, sa_column=_identifier())
    kind: SurveyKind = Field(sa_column=_kind(SurveyKind, "survey_kind"))
    version: int
    lowest: int
    highest: int
    low_to: int  # the highest score that counts as low, and is followed up
    high_from: int
    created_at: datetime


class Wave(SQLModel, table=True):
    """One survey to one audience at one moment."""

    __table_args__ = (CheckConstraint("open_seconds > 0", name="open_some_time"),)

    id: int | None = Field(default=None, sa_column=_identifier())
    name: str
    survey_id: int = Field(sa_column=_foreign("survey.id"))
    audience: str
    due_at: datetime
    open_seconds: int = 7 * 24 * 3600
    is_test: bool = False
    state: WaveState = Field(sa_column=_kind(WaveState, "wave_state"))
    fill_cursor: str = ""  # where filling goes on after a crash
    created_at: datetime
    finished_at: datetime | None = None


class Invitation(SQLModel, table=True):
    """One survey to one person in one wave, with a snapshot of what it is about."""

    __table_args__ = (
        CheckConstraint("(state = 'skipped') = (skip_reason IS NOT NULL)", name="skipped_with_one_reason"),
        CheckConstraint("contact_id IS NOT NULL OR state = 'skipped'", name="asked_is_a_contact"),
        # The last line of defence: whatever the code does, a purchase is asked about once per kind.
        Index(
            "invitation_once_per_purchase",
            "kind",
            "purchase_id",
            unique=True,
            sqlite_where=text("state NOT IN ('skipped', 'cancelled', 'failed') AND NOT is_test"),
            postgresql_where=text("state NOT IN ('skipped', 'cancelled', 'failed') AND NOT is_test"),
        ),
        Index("invitation_by_wave", "wave_id", "state"),
        Index("invitation_to_expire", "state", "expires_at"),
    )

    id: int | None = Field(default=None, sa_column=_identifier())
    ask_key: str = Field(unique=True)
    wave_id: int = Field(sa_column=_foreign("wave.id", index=False))
    survey_id: int = Field(sa_column=_foreign("survey.id", index=False))
    kind: SurveyKind = Field(sa_column=_kind(SurveyKind, "invitation_kind"))
    contact_id: int | None = Field(sa_column=_foreign("contact.id", nullable=True))
    purchase_id: int | None = Field(sa_column=_foreign("purchase.id", nullable=True))
    state: InvitationState = Field(sa_column=_kind(InvitationState, "invitation_state"))
    skip_reason: SkipReason | None = Field(sa_column=_kind(SkipReason, "skip_reason", nullable=True))
    failure: str | None = None
    is_test: bool = False
    order_id: str | None = None
    product: str | None = None
    category: str | None = None
    store: str | None = None
    operator: str | None = None
    channel: str | None = None
    language: str
    delivered_at: datetime | None = None
    created_at: datetime
    sent_at: datetime | None = Field(default=None, index=True)
    expires_at: datetime | None = None
    snoozed_at: datetime | None = None
    declined_at: datetime | None = None
    voided_at: datetime | None = None


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
        Index("message_in_chat", "chat_id", "telegram_message_id"),
    )

    id: int | None = Field(default=None, sa_column=_identifier())
    key: str = Field(unique=True)
    kind: MessageKind = Field(sa_column=_kind(MessageKind, "message_kind"))
    state: MessageState = Field(sa_column=_kind(MessageState, "message_state"))
    priority: int
    not_before: datetime
    chat_id: int = Field(sa_column=_telegram_id())
    thread_id: int | None = Field(sa_column=_telegram_id(nullable=True))
    contact_id: int | None = Field(sa_column=_foreign("contact.id", nullable=True))
    invitation_id: int | None = Field(sa_column=_foreign("invitation.id", nullable=True))
    content: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    owner: str | None = None
    attempt: int = 0
    created_at: datetime
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    telegram_message_id: int | None = Field(sa_column=_telegram_id(nullable=True))
    failure: str | None = None


class Response(SQLModel, table=True):
    """The answer to one invitation, with the bounds of its scale, so that the database checks the score."""

    __table_args__ = (CheckConstraint("score >= lowest AND score <= highest", name="score_in_scale"),)

    id: int | None = Field(default=None, sa_column=_identifier())
    invitation_id: int = Field(
        sa_column=Column(_Identifier, ForeignKey("invitation.id"), nullable=False, unique=True)
    )
    score: int
    lowest: int
    highest: int
    source: ResponseSource = Field(sa_column=_kind(ResponseSource, "response_source"))
    first_answered_at: datetime
    answered_at: datetime = Field(index=True)
    closed_at: datetime | None = None  # a comment or the end of the edit window; later taps change nothing
    reason: str | None = None  # a quick answer to "what went wrong?"
    comment: str | None = None
    commented_at: datetime | None = None


class ResponseTap(SQLModel, table=True):
    """Every tap of the person who was asked, counted or not."""

    __tablename__ = "response_tap"

    id: int | None = Field(default=None, sa_column=_identifier())
    invitation_id: int = Field(sa_column=_foreign("invitation.id"))
    score: int
    tapped_at: datetime
    counted: bool


class EarlyText(SQLModel, table=True):
    """Words about an open question that came before its tap: taps and texts travel in different queues."""

    __tablename__ = "early_text"

    id: int | None = Field(default=None, sa_column=_identifier())
    invitation_id: int = Field(sa_column=_foreign("invitation.id"))
    text: str
    received_at: datetime


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
        sa_column=_telegram_id(nullable=True, index=True)
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


class BotIdentity(SQLModel, table=True):
    """Who the bot is, as getMe said: links need its name also while Telegram is away."""

    __tablename__ = "bot_identity"

    bot_id: int = Field(sa_column=Column(BigInteger, primary_key=True))
    username: str
    seen_at: datetime


# The same tables for statements: queries and bulk writes name columns, and only rows that are
# worked on one by one become objects.
contact_table: Final[Table] = SQLModel.metadata.tables["contact"]
contact_ref_table: Final[Table] = SQLModel.metadata.tables["contact_ref"]
purchase_table: Final[Table] = SQLModel.metadata.tables["purchase"]
survey_table: Final[Table] = SQLModel.metadata.tables["survey"]
wave_table: Final[Table] = SQLModel.metadata.tables["wave"]
invitation_table: Final[Table] = SQLModel.metadata.tables["invitation"]
message_table: Final[Table] = SQLModel.metadata.tables["message"]
response_table: Final[Table] = SQLModel.metadata.tables["response"]
response_tap_table: Final[Table] = SQLModel.metadata.tables["response_tap"]
early_text_table: Final[Table] = SQLModel.metadata.tables["early_text"]
handled_update_table: Final[Table] = SQLModel.metadata.tables["handled_update"]
set_aside_update_table: Final[Table] = SQLModel.metadata.tables["set_aside_update"]
sending_pause_table: Final[Table] = SQLModel.metadata.tables["sending_pause"]
bot_identity_table: Final[Table] = SQLModel.metadata.tables["bot_identity"]
