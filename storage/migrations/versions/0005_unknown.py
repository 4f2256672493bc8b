"""The messages of which nobody knows whether they arrived, found without a look at all others."""

import sqlalchemy as sa
from alembic import op

revision = "0005_unknown"
down_revision = "0004_lease"
branch_labels = None
depends_on = None

_UNKNOWN = "state = 'unknown'"


def upgrade() -> None:
    """Make it."""
    op.create_index(
        "message_unknown",
        "message",
        ["id"],
        sqlite_where=sa.text(_UNKNOWN),
        postgresql_where=sa.text(_UNKNOWN),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_index("message_unknown", table_name="message")
