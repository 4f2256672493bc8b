"""Waves that are being planned in a chat."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0009_drafts"
down_revision = "0008_progress"
branch_labels = None
depends_on = None

_STEPS = (
    "kind",
    "audience",
    "audience_words",
    "time",
    "time_words",
    "details",
    "open",
    "reminder",
    "name",
    "card",
    "change",
    "planned",
    "cancelled",
)


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(*_STEPS, name="draft_step", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("edited_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_draft_person_id", "draft", ["person_id"])
    op.create_index("ix_draft_edited_at", "draft", ["edited_at"])
    op.create_index("draft_in_chat", "draft", ["chat_id", "edited_at"])


def downgrade() -> None:
    """Undo it."""
    op.drop_table("draft")
