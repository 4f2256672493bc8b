"""Plans, reminders, the moment of asking, symbols and own wording, attachments."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0003_rules"
down_revision = "0002_rooms"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_REMINDS = "remind_seconds IS NULL OR (remind_seconds > 0 AND remind_seconds < open_seconds)"
_TO_REMIND = "state IN ('sent', 'unknown') AND reminded_at IS NULL"
_REASONS = (
    "erased",
    "no_chat",
    "staff",
    "opted_out",
    "blocked",
    "deactivated",
    "in_recovery",
    "cancelled_order",
    "test_order",
    "not_delivered",
    "already_asked",
    "asked_today",
    "asked_recently",
    "same_kind_recently",
    "reserved",
    "sampled_out",
    "daily_cap",
)


def _among(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _kind(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "plan",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", _kind("plan_kind", "csat", "nps", "ces"), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("delay_seconds", sa.Integer(), nullable=False),
        sa.Column("open_seconds", sa.Integer(), nullable=False),
        sa.Column("remind_seconds", sa.Integer(), nullable=True),
        sa.Column("state", _kind("plan_state", "running", "stopped"), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("stopped_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("open_seconds > 0", name="plan_open_some_time"),
        sa.CheckConstraint("delay_seconds >= 0", name="plan_asks_afterwards"),
        sa.CheckConstraint(_REMINDS, name="plan_reminds_while_open"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("survey") as survey:
        survey.add_column(
            sa.Column(
                "symbols",
                _kind("survey_symbols", "digits", "faces", "stars"),
                nullable=False,
                server_default="digits",
            )
        )
        survey.add_column(sa.Column("wording", sa.JSON(), nullable=True))
    with op.batch_alter_table("wave") as wave:
        wave.add_column(sa.Column("remind_seconds", sa.Integer(), nullable=True))
        wave.add_column(sa.Column("plan_id", _ID, sa.ForeignKey("plan.id", name="wave_plan"), nullable=True))
        wave.add_column(sa.Column("day", sa.Date(), nullable=True))
        wave.add_column(sa.Column("fills_until", UTCDateTime(), nullable=True))
        wave.create_check_constraint("reminds_while_open", _REMINDS)
        wave.create_unique_constraint("one_wave_a_day", ["plan_id", "day"])
    op.create_index("ix_wave_plan_id", "wave", ["plan_id"])
    with op.batch_alter_table("invitation") as invitation:
        invitation.add_column(sa.Column("asked_at", UTCDateTime(), nullable=True))
        invitation.add_column(sa.Column("reminded_at", UTCDateTime(), nullable=True))
        invitation.drop_constraint("skip_reason", type_="check")
        invitation.create_check_constraint(
            "skip_reason", _among("skip_reason", *_REASONS[:10], "too_late", *_REASONS[10:])
        )
    # What was asked before this was written down: by when it was sent, or answered in another tool.
    op.execute(
        "UPDATE invitation SET asked_at = coalesce(sent_at,"
        " (SELECT answered_at FROM response WHERE response.invitation_id = invitation.id), created_at)"
        " WHERE state NOT IN ('due', 'skipped', 'failed', 'cancelled')"
    )
    op.create_index("ix_invitation_order_id", "invitation", ["order_id"])
    op.create_index("invitation_asked", "invitation", ["contact_id", "asked_at"])
    op.create_index(
        "invitation_to_remind",
        "invitation",
        ["wave_id", "asked_at"],
        sqlite_where=sa.text(_TO_REMIND),
        postgresql_where=sa.text(_TO_REMIND),
    )
    op.add_column("purchase", sa.Column("fulfilled_at", UTCDateTime(), nullable=True))
    op.create_table(
        "attachment",
        sa.Column("id", _ID, nullable=False),
        sa.Column("invitation_id", _ID, nullable=False),
        sa.Column(
            "kind",
            _kind("attachment_kind", "photo", "video", "video_note", "voice", "audio", "document"),
            nullable=False,
        ),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("telegram_message_id", sa.BigInteger(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chat_id", "telegram_message_id", name="attachment_message"),
    )
    op.create_index("ix_attachment_invitation_id", "attachment", ["invitation_id"])


def downgrade() -> None:
    """Undo it."""
    op.drop_index("ix_attachment_invitation_id", "attachment")
    op.drop_table("attachment")
    op.drop_column("purchase", "fulfilled_at")
    op.drop_index("invitation_to_remind", "invitation")
    op.drop_index("ix_invitation_order_id", "invitation")
    op.drop_index("invitation_asked", "invitation")
    # The reason didn't exist before: such an order was never looked at.
    op.execute("UPDATE invitation SET skip_reason = 'not_delivered' WHERE skip_reason = 'too_late'")
    with op.batch_alter_table("invitation") as invitation:
        invitation.drop_constraint("skip_reason", type_="check")
        invitation.create_check_constraint("skip_reason", _among("skip_reason", *_REASONS))
        invitation.drop_column("reminded_at")
        invitation.drop_column("asked_at")
    op.drop_index("ix_wave_plan_id", "wave")
    with op.batch_alter_table("wave") as wave:
        wave.drop_constraint("one_wave_a_day", type_="unique")
        wave.drop_constraint("reminds_while_open", type_="check")
        wave.drop_constraint("wave_plan", type_="foreignkey")
        for name in ("fills_until", "day", "plan_id", "remind_seconds"):
            wave.drop_column(name)
    with op.batch_alter_table("survey") as survey:
        survey.drop_column("wording")
        survey.drop_constraint("survey_symbols", type_="check")
        survey.drop_column("symbols")
    op.drop_table("plan")
