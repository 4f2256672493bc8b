"""Questions: their surveys and waves, who is asked, and what they answer."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from storage.kinds import (
    AttachmentKind,
    Every,
    InvitationState,
    PlanState,
    ResponseSource,
    SkipReason,
    SurveyKind,
    Symbols,
    WaveState,
)
from storage.tables.columns import (
    Identifier,
    foreign_column,
    identifier_column,
    kind_column,
    telegram_id_column,
)


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
    symbols: Symbols = Field(
        default=Symbols.DIGITS,
        sa_column=kind_column(Symbols, "survey_symbols", default=Symbols.DIGITS),
    )
    # The shop's own words, {language: {part: words}}; else the catalogs'. The parts are "question", "reminder",
    # "low", "middle", "high" and its own quick answers, "own1" to "own6", which mean what this version says.
    wording: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    # Which quick answers stand under what is asked after a score; None: the four usual ones.
    quick_answers: list[str] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    created_at: datetime


class Limits(SQLModel):
    """How many of an audience are asked, and how fast; a plan hands its own on to each of its waves."""

    spread_seconds: int | None = None  # the window over which the questions are spread; None: all at once
    sample_percent: int | None = None  # None: everybody
    sample_seed: int | None = Field(default=None, sa_type=BigInteger)  # the same draws the same people
    daily_cap: int | None = None  # questions of a wave on one of the shop's days
    daily_answers: int | None = None  # on a day with so many answers to a wave it asks nobody more


def _limits(table: str) -> tuple[CheckConstraint, ...]:
    """The ranges of the limits of a table."""
    return (
        CheckConstraint("spread_seconds > 0", name=f"{table}_spreads_over_some_time"),
        CheckConstraint("sample_percent >= 1 AND sample_percent <= 100", name=f"{table}_samples_a_share"),
        CheckConstraint("(sample_percent IS NULL) = (sample_seed IS NULL)", name=f"{table}_draws_by_a_seed"),
        CheckConstraint("daily_cap > 0", name=f"{table}_asks_somebody_a_day"),
        CheckConstraint("daily_answers > 0", name=f"{table}_wants_an_answer_a_day"),
    )


class Plan(Limits, table=True):
    """A survey that asks by a rule: after each purchase, in one wave a day; or in one wave each period."""

    __table_args__ = (
        CheckConstraint("open_seconds > 0", name="plan_open_some_time"),
        CheckConstraint("delay_seconds >= 0", name="plan_asks_afterwards"),
        CheckConstraint(
            "remind_seconds IS NULL OR (remind_seconds > 0 AND remind_seconds < open_seconds)",
            name="plan_reminds_while_open",
        ),
        CheckConstraint("(delay_seconds IS NULL) <> (every IS NULL)", name="plan_asks_by_one_rule"),
        CheckConstraint(
            "(every IS NULL) = (first_day IS NULL) AND (every IS NULL) = (at_time IS NULL)",
            name="plan_repeats_from_a_day_on",
        ),
        *_limits("plan"),
    )

    id: int | None = Field(default=None, sa_column=identifier_column())
    name: str
    kind: SurveyKind = Field(sa_column=kind_column(SurveyKind, "plan_kind"))
    audience: str
    delay_seconds: int | None = None  # from the moment at which the customer has the order
    every: Every | None = Field(default=None, sa_column=kind_column(Every, "plan_every", nullable=True))
    first_day: date | None = None  # a repeating plan's: in the shop's zone, whichever that is by then
    at_time: time | None = None  # and the time of day there
    open_seconds: int
    remind_seconds: int | None = None
    state: PlanState = Field(sa_column=kind_column(PlanState, "plan_state"))
    created_at: datetime
    stopped_at: datetime | None = None


class Wave(Limits, table=True):
    """One survey to one audience at one moment, or over one of a plan's days."""

    __table_args__ = (
        CheckConstraint("open_seconds > 0", name="open_some_time"),
        CheckConstraint(
            "remind_seconds IS NULL OR (remind_seconds > 0 AND remind_seconds < open_seconds)",
            name="reminds_while_open",
        ),
        CheckConstraint("(state = 'paused') = (resumes_as IS NOT NULL)", name="paused_resumes"),
        UniqueConstraint("plan_id", "day", name="one_wave_a_day"),
        *_limits("wave"),
    )

    id: int | None = Field(default=None, sa_column=identifier_column())
    name: str
    survey_id: int = Field(sa_column=foreign_column("survey.id"))
    audience: str
    due_at: datetime
    began_at: datetime | None = None  # when its first people were chosen, which may be later than it was due
    open_seconds: int = 7 * 24 * 3600
    remind_seconds: int | None = None  # after the question, to those who are silent; None: never
    plan_id: int | None = Field(
        default=None, sa_column=foreign_column("plan.id", nullable=True, name="wave_plan")
    )
    day: date | None = None  # a plan's: in the shop's zone
    fills_until: datetime | None = None  # the end of its day, where it asks after each purchase
    is_test: bool = False
    state: WaveState = Field(sa_column=kind_column(WaveState, "wave_state"))
    resumes_as: WaveState | None = Field(  # a paused one, once it is resumed
        default=None, sa_column=kind_column(WaveState, "resumes_as", nullable=True)
    )
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
        # An index that begins with the state would tempt SQLite, which then reads all that were ever asked.
        Index(
            "invitation_to_expire",
            "expires_at",
            sqlite_where=text("state = 'sent'"),
            postgresql_where=text("state = 'sent'"),
        ),
        # Most places in waves are of people who weren't asked then.
        Index(
            "invitation_asked",
            "contact_id",
            "kind",
            "asked_at",
            sqlite_where=text(
                "NOT is_test AND state IN ('sending', 'sent', 'unknown', 'answered', 'expired')"
            ),
            postgresql_where=text(
                "NOT is_test AND state IN ('sending', 'sent', 'unknown', 'answered', 'expired')"
            ),
        ),
        Index(
            "invitation_to_remind",
            "wave_id",
            "asked_at",
            sqlite_where=text("state IN ('sent', 'unknown') AND reminded_at IS NULL"),
            postgresql_where=text("state IN ('sent', 'unknown') AND reminded_at IS NULL"),
        ),
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
    order_id: str | None = Field(default=None, index=True)
    product: str | None = None
    category: str | None = None
    store: str | None = None
    operator: str | None = None
    channel: str | None = None
    language: str
    delivered_at: datetime | None = None
    created_at: datetime
    asked_at: datetime | None = None  # when its question was claimed to be sent, or as another tool tells
    sent_at: datetime | None = Field(default=None, index=True)
    expires_at: datetime | None = None
    reminded_at: datetime | None = None  # when its reminder was put in line
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
    reason: str | None = None  # a quick answer: a usual one, or one of its survey's own
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


class Attachment(SQLModel, table=True):
    """A photo, a voice message or the like, kept with an answer; its bytes stay with Telegram."""

    __table_args__ = (UniqueConstraint("chat_id", "telegram_message_id", name="attachment_message"),)

    id: int | None = Field(default=None, sa_column=identifier_column())
    invitation_id: int = Field(sa_column=foreign_column("invitation.id"))
    kind: AttachmentKind = Field(sa_column=kind_column(AttachmentKind, "attachment_kind"))
    file_id: str
    chat_id: int = Field(sa_column=telegram_id_column())
    telegram_message_id: int = Field(sa_column=telegram_id_column())
    received_at: datetime


class EarlyText(SQLModel, table=True):
    """Words about an open question that came before its tap: taps and texts travel in different queues."""

    __tablename__ = "early_text"

    id: int | None = Field(default=None, sa_column=identifier_column())
    invitation_id: int = Field(sa_column=foreign_column("invitation.id"))
    text: str
    received_at: datetime
