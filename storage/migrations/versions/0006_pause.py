"""What a paused wave resumes as."""

import sqlalchemy as sa
from alembic import op

revision = "0006_pause"
down_revision = "0005_unknown"
branch_labels = None
depends_on = None

_STATES = ("planned", "filling", "running", "paused", "done", "stopped")


def upgrade() -> None:
    """Make it."""
    state = sa.Enum(*_STATES, name="resumes_as", native_enum=False, create_constraint=True, length=24)
    with op.batch_alter_table("wave") as wave:
        wave.add_column(sa.Column("resumes_as", state, nullable=True))
        wave.create_check_constraint("paused_resumes", "(state = 'paused') = (resumes_as IS NOT NULL)")


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("wave") as wave:
        wave.drop_constraint("paused_resumes", type_="check")
        wave.drop_constraint("resumes_as", type_="check")
        wave.drop_column("resumes_as")
