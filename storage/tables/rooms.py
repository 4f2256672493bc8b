"""The team: the groups that are rooms, who is in them, and what each may do."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.kinds import DraftStep, Role, SurveyKind
from storage.tables.columns import foreign_column, identifier_column, kind_column, telegram_id_column


class Room(SQLModel, table=True):
    """A group that an owner connected; `thread_id` is the forum topic in which it was done."""

    id: int | None = Field(default=None, sa_column=identifier_column())
    chat_id: int = Field(sa_column=telegram_id_column(unique=True))
    thread_id: int | None = Field(default=None, sa_column=telegram_id_column(nullable=True))
    title: str
    language: str | None = None  # chosen in the room; else the shop's
    connected_at: datetime
    disconnected_at: datetime | None = None


class Member(SQLModel, table=True):
    """Somebody the bot has seen in a group or in private, and their role, if they have one."""

    telegram_id: int = Field(sa_column=telegram_id_column(primary_key=True))
    first_name: str
    username: str | None = Field(default=None, index=True)
    role: Role | None = Field(sa_column=kind_column(Role, "member_role", nullable=True))
    granted_by: int | None = Field(default=None, sa_column=telegram_id_column(nullable=True))
    granted_at: datetime | None = None
    seen_at: datetime


class OwnerLink(SQLModel, table=True):
    """The link that makes whoever opens it first the owner; only its hash is kept."""

    __tablename__ = "owner_link"

    token_hash: str = Field(primary_key=True)
    valid_until: datetime
    opened_at: datetime | None = None


class ScoreView(SQLModel, table=True):
    """A score message in a room: what it was asked for, so that its buttons can ask for something else."""

    __tablename__ = "score_view"

    id: int | None = Field(default=None, sa_column=identifier_column())
    chat_id: int = Field(sa_column=telegram_id_column())
    kind: SurveyKind = Field(sa_column=kind_column(SurveyKind, "view_kind"))
    query: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(index=True)


class Draft(SQLModel, table=True):
    """A wave that somebody is planning in a chat, or the words of a survey that somebody is changing there.

    What is known of it by now, and what is asked next.
    """

    __table_args__ = (Index("draft_in_chat", "chat_id", "edited_at"),)

    id: int | None = Field(default=None, sa_column=identifier_column())
    chat_id: int = Field(sa_column=telegram_id_column())
    message_id: int | None = (
        Field(  # the message that edits itself, once a button of it was pressed in this chat
            default=None, sa_column=telegram_id_column(nullable=True)
        )
    )
    person_id: int = Field(
        sa_column=telegram_id_column(index=True)
    )  # who pressed last: whose words are awaited
    step: DraftStep = Field(sa_column=kind_column(DraftStep, "draft_step"))
    words: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # as on the command line, by option
    # The field and value of each button that names some of the shop's orders.
    offers: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime
    edited_at: datetime = Field(index=True)


class ProgressMessage(SQLModel, table=True):
    """The message of a room that shows how far a wave is, and is kept up to date while that goes on."""

    __tablename__ = "progress_message"
    __table_args__ = (UniqueConstraint("wave_id", "chat_id", name="one_progress_a_room"),)

    chat_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    message_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    wave_id: int = Field(sa_column=foreign_column("wave.id", index=False))
    asks_to_stop: bool  # somebody pressed "Stop", and is asked whether that is really meant
    looked_at: datetime = Field(index=True)  # when it was last edited, or found to be up to date
    shown: str | None = None  # the fingerprint of what it shows, where that is known
