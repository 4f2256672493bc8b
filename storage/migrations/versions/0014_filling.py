"""What filling looks up of everybody: orders whose link nobody has opened, and what a person was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0014_filling"
down_revision = "0013_staff"
branch_labels = None
depends_on = None

_ASKED = sa.text("NOT is_test AND state IN ('sending', 'sent', 'unknown', 'answered', 'expired')")
_SENT = sa.text("state = 'sent'")


def upgrade() -> None:
    """Make it."""
    op.drop_index("ix_purchase_contact_id", "purchase")
    op.create_index("purchase_of_contact", "purchase", ["contact_id", "contact_ref"])
    op.drop_index("invitation_asked", "invitation")
    op.create_index(
        "invitation_asked",
        "invitation",
        ["contact_id", "kind", "asked_at"],
        sqlite_where=_ASKED,
        postgresql_where=_ASKED,
    )
    op.drop_index("invitation_to_expire", "invitation")
    op.create_index(
        "invitation_to_expire", "invitation", ["expires_at"], sqlite_where=_SENT, postgresql_where=_SENT
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_index("invitation_to_expire", "invitation")
    op.create_index("invitation_to_expire", "invitation", ["state", "expires_at"])
    op.drop_index("invitation_asked", "invitation")
    op.create_index("invitation_asked", "invitation", ["contact_id", "asked_at"])
    op.drop_index("purchase_of_contact", "purchase")
    op.create_index("ix_purchase_contact_id", "purchase", ["contact_id"])
