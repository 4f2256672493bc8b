"""Questions: their surveys and waves, who is asked, and what they answer."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from storage.kinds import (
    InvitationState,
    ResponseSource,
    SkipReason,
    SurveyKind,
    WaveState,
)
from storage.tables.columns import Identifier, foreign_column, identifier_column, kind_column


class Survey(SQLModel, table=True):
    """A question on a scale. A change makes a new version; old answers keep theirs."""

    __table_args__ = (
        UniqueConstraint("kind", "version", name="survey_version"),
        CheckConstraint(
            "lowest <= low_to AND low_to < high_from AND high_from <= highest", name="scale_bands"
        ),
    )

    id: int | None = Field(default=None, sa_column=identifier_column())
    kind: SurveyKind = Field(sa_column=kind_column(SurveyKind, "survey_kind"))
    version: int
    lowest: int
    highest: int
    low_to: int  # the highest score that counts as low, and is followed up
    high_from: int
    created_at: datetime


class Wave(SQLModel, table=True):
    """One survey to one audience at one moment."""

    __table_args__ = (CheckConstraint("open_seconds > 0", name="open_some_time"),)

    id: int | None = Field(default=None, sa_column=identifier_column())
    name: str
    survey_id: int = Field(sa_column=foreign_column("survey.id"))
    audience: str
    due_at: datetime
    open_seconds: int = 7 * 24 * 3600
    is_test: bool = False
    state: WaveState = Field(sa_column=kind_column(WaveState, "wave_state"))
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

    id: int | None = Field(default=None, sa_column=identifier_column())
    ask_key: str = Field(unique=True)
    wave_id: int = Field(sa_column=foreign_column("wave.id", index=False))
    survey_id: int = Field(sa_column=foreign_column("survey.id", index=False))
    kind: SurveyKind = Field(sa_column=kind_column(SurveyKind, "invitation_kind"))
    contact_id: int | None = Field(sa_column=foreign_column("contact.id", nullable=True))
    purchase_id: int | None = Field(sa_column=foreign_column("purchase.id", nullable=True))
    state: InvitationState = Field(sa_column=kind_column(InvitationState, "invitation_state"))
    skip_reason: SkipReason | None = Field(sa_column=kind_column(SkipReason, "skip_reason", nullable=True))
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


class Response(SQLModel, table=True):
    """The answer to one invitation, with the bounds of its scale, so that the database checks the score."""

    __table_args__ = (CheckConstraint("score >= lowest AND score <= highest", name="score_in_scale"),)

    id: int | None = Field(default=None, sa_column=identifier_column())
    invitation_id: int = Field(
        sa_column=Column(Identifier, ForeignKey("invitation.id"), nullable=False, unique=True)
    )
    score: int
    lowest: int
    highest: int
    source: ResponseSource = Field(sa_column=kind_column(ResponseSource, "response_source"))
    first_answered_at: datetime
    answered_at: datetime = Field(index=True)
    closed_at: datetime | None = None  # a comment or the end of the edit window; later taps change nothing
    reason: str | None = None  # a quick answer to "what went wrong?"
    comment: str | None = None
    commented_at: datetime | None = None


class ResponseTap(SQLModel, table=True):
    """Every tap of the person who was asked, counted or not."""

    __tablename__ = "response_tap"

    id: int | None = Field(default=None, sa_column=identifier_column())
    invitation_id: int = Field(sa_column=foreign_column("invitation.id"))
    score: int
    tapped_at: datetime
    counted: bool


class EarlyText(SQLModel, table=True):
    """Words about an open question that came before its tap: taps and texts travel in different queues."""

    __tablename__ = "early_text"

    id: int | None = Field(default=None, sa_column=identifier_column())
    invitation_id: int = Field(sa_column=foreign_column("invitation.id"))
    text: str
    received_at: datetime
