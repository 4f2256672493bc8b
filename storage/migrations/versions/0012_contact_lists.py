"""Lists of contacts, and the files that they come in."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0012_contact_lists"
down_revision = "0011_quick_answers"
branch_labels = None
depends_on = None


def _number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "contact_list",
        sa.Column("id", _number(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "list_entry",
        sa.Column("list_id", _number(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["contact_list.id"]),
        sa.PrimaryKeyConstraint("list_id", "ref"),
    )
    op.create_index("ix_list_entry_ref", "list_entry", ["ref"])
    op.create_table(
        "sent_file",
        sa.Column("id", _number(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("draft_id", _number(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=False),
        sa.Column("list_id", _number(), nullable=True),
        sa.ForeignKeyConstraint(["list_id"], ["contact_list.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_sent_file_draft_id", "sent_file", ["draft_id"])
    op.create_index("ix_sent_file_person_id", "sent_file", ["person_id"])
    op.create_index("ix_sent_file_list_id", "sent_file", ["list_id"])


def downgrade() -> None:
    """Undo it: waves that name a list mean nobody by it then."""
    op.drop_table("sent_file")
    op.drop_table("list_entry")
    op.drop_table("contact_list")
