"""The messages of rooms that show how far a wave is."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0008_progress"
down_revision = "0007_repeating"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "progress_message",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("wave_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asks_to_stop", sa.Boolean(), nullable=False),
        sa.Column("looked_at", UTCDateTime(), nullable=False),
        sa.Column("shown", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"]),
        sa.PrimaryKeyConstraint("chat_id", "message_id"),
        sa.UniqueConstraint("wave_id", "chat_id", name="one_progress_a_room"),
    )
    op.create_index("ix_progress_message_looked_at", "progress_message", ["looked_at"])


def downgrade() -> None:
    """Undo it."""
    op.drop_table("progress_message")
