"""Words of a survey that are being changed in a chat: a draft of no wave."""

from alembic import op

revision = "0010_survey_words"
down_revision = "0009_drafts"
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


def _allow(*steps: str) -> None:
    """Let a draft be at these steps."""
    with op.batch_alter_table("draft") as draft:
        draft.drop_constraint("draft_step", type_="check")
        draft.create_check_constraint("draft_step", f"step IN ({', '.join(map(repr, steps))})")


def upgrade() -> None:
    """Make it."""
    _allow(*_STEPS, "survey_words")


def downgrade() -> None:
    """Undo it: the words that are awaited are forgotten, and their buttons ask for them again."""
    op.execute("DELETE FROM draft WHERE step = 'survey_words'")
    _allow(*_STEPS)
