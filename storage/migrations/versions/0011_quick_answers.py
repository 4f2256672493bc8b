"""Which quick answers a survey offers, and a shop's own ones."""

import sqlalchemy as sa
from alembic import op

revision = "0011_quick_answers"
down_revision = "0010_survey_words"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it: what there is goes on offering the four usual ones."""
    op.add_column("survey", sa.Column("quick_answers", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Undo it: answers lose a quick answer of the shop's own, which would be read as "Service"."""
    op.execute("UPDATE response SET reason = NULL WHERE reason LIKE 'own%'")
    op.drop_column("survey", "quick_answers")
