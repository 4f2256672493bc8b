"""The contacts that are staff are found without a look at all the others."""

import sqlalchemy as sa
from alembic import op

revision = "0013_staff"
down_revision = "0012_contact_lists"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.create_index(
        "contact_of_staff",
        "contact",
        ["id"],
        sqlite_where=sa.text("is_staff = 1"),
        postgresql_where=sa.text("is_staff"),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_index("contact_of_staff", "contact")
