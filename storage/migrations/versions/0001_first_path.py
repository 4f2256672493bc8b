"""The first path."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0001_first_path"
down_revision = None
branch_labels = None
depends_on = None

Identifier = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _kind(name: str, values: str) -> sa.Enum:
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "bot_identity",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id"),
    )
    op.create_table(
        "contact",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=True),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("username", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("language_code", sa.String(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("consented_at", UTCDateTime(), nullable=True),
        sa.Column("opted_out_at", UTCDateTime(), nullable=True),
        sa.Column("blocked_at", UTCDateTime(), nullable=True),
        sa.Column("deactivated_at", UTCDateTime(), nullable=True),
        sa.Column("erased_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("telegram_id"),
    )
    op.create_table(
        "handled_update",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("handled_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "update_id"),
    )
    with op.batch_alter_table("handled_update", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handled_update_handled_at"), ["handled_at"], unique=False)

    op.create_table(
        "sending_pause",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "chat_id"),
    )
    op.create_table(
        "set_aside_update",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("set_aside_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "update_id"),
    )
    with op.batch_alter_table("set_aside_update", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_set_aside_update_telegram_id"), ["telegram_id"], unique=False)

    op.create_table(
        "survey",
        sa.Column("id", Identifier, nullable=False),
        sa.Column(
            "kind",
            _kind("survey_kind", "csat nps ces"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lowest", sa.Integer(), nullable=False),
        sa.Column("highest", sa.Integer(), nullable=False),
        sa.Column("low_to", sa.Integer(), nullable=False),
        sa.Column("high_from", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "lowest <= low_to AND low_to < high_from AND high_from <= highest", name="scale_bands"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "version", name="survey_version"),
    )
    op.create_table(
        "contact_ref",
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("contact_id", Identifier, nullable=False),
        sa.Column("linked_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contact.id"],
        ),
        sa.PrimaryKeyConstraint("ref"),
    )
    with op.batch_alter_table("contact_ref", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_ref_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "purchase",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("contact_ref", sa.String(), nullable=False),
        sa.Column("contact_id", Identifier, nullable=True),
        sa.Column("link_token", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("product", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("store", sa.String(), nullable=True),
        sa.Column("operator", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("purchased_at", UTCDateTime(), nullable=True),
        sa.Column("delivered_at", UTCDateTime(), nullable=True),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("cancelled_at", UTCDateTime(), nullable=True),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("imported_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("amount_cents IS NULL OR amount_cents >= 0", name="amount_not_negative"),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contact.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("link_token"),
        sa.UniqueConstraint("order_id"),
    )
    with op.batch_alter_table("purchase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_purchase_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_purchase_contact_ref"), ["contact_ref"], unique=False)
        batch_op.create_index(batch_op.f("ix_purchase_received_at"), ["received_at"], unique=False)

    op.create_table(
        "wave",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("survey_id", Identifier, nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("open_seconds", sa.Integer(), nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            _kind("wave_state", "planned filling running paused done stopped"),
            nullable=False,
        ),
        sa.Column("fill_cursor", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("finished_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("open_seconds > 0", name="open_some_time"),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["survey.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("wave", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wave_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("ask_key", sa.String(), nullable=False),
        sa.Column("wave_id", Identifier, nullable=False),
        sa.Column("survey_id", Identifier, nullable=False),
        sa.Column(
            "kind",
            _kind("invitation_kind", "csat nps ces"),
            nullable=False,
        ),
        sa.Column("contact_id", Identifier, nullable=True),
        sa.Column("purchase_id", Identifier, nullable=True),
        sa.Column(
            "state",
            _kind("invitation_state", "due sending sent answered expired skipped failed unknown cancelled"),
            nullable=False,
        ),
        sa.Column(
            "skip_reason",
            _kind(
                "skip_reason",
                "erased no_chat staff opted_out blocked deactivated in_recovery cancelled_order test_order"
                " not_delivered already_asked asked_today asked_recently same_kind_recently reserved"
                " sampled_out daily_cap",
            ),
            nullable=True,
        ),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=True),
        sa.Column("product", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("store", sa.String(), nullable=True),
        sa.Column("operator", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("delivered_at", UTCDateTime(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("expires_at", UTCDateTime(), nullable=True),
        sa.Column("snoozed_at", UTCDateTime(), nullable=True),
        sa.Column("declined_at", UTCDateTime(), nullable=True),
        sa.Column("voided_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("(state = 'skipped') = (skip_reason IS NOT NULL)", name="skipped_with_one_reason"),
        sa.CheckConstraint("contact_id IS NOT NULL OR state = 'skipped'", name="asked_is_a_contact"),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contact.id"],
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"],
            ["purchase.id"],
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["survey.id"],
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"],
            ["wave.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ask_key"),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index("invitation_by_wave", ["wave_id", "state"], unique=False)
        batch_op.create_index(
            "invitation_once_per_purchase",
            ["kind", "purchase_id"],
            unique=True,
            sqlite_where=sa.text("state NOT IN ('skipped', 'cancelled', 'failed') AND NOT is_test"),
            postgresql_where=sa.text("state NOT IN ('skipped', 'cancelled', 'failed') AND NOT is_test"),
        )
        batch_op.create_index("invitation_to_expire", ["state", "expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_purchase_id"), ["purchase_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_sent_at"), ["sent_at"], unique=False)

    op.create_table(
        "early_text",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("invitation_id", Identifier, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("early_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_early_text_invitation_id"), ["invitation_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "kind",
            _kind("message_kind", "question reminder prompt reply alert"),
            nullable=False,
        ),
        sa.Column(
            "state",
            _kind("message_state", "due sending sent unknown failed cancelled"),
            nullable=False,
        ),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("not_before", UTCDateTime(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("contact_id", Identifier, nullable=True),
        sa.Column("invitation_id", Identifier, nullable=True),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("claimed_at", UTCDateTime(), nullable=True),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("telegram_message_id", sa.BigInteger(), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.CheckConstraint("(state = 'sending') = (owner IS NOT NULL)", name="sending_has_an_owner"),
        sa.CheckConstraint("attempt >= 0", name="attempt_counted"),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contact.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_invitation_id"), ["invitation_id"], unique=False)
        batch_op.create_index(
            "message_due",
            ["priority", "not_before", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'due'"),
            postgresql_where=sa.text("state = 'due'"),
        )
        batch_op.create_index("message_in_chat", ["chat_id", "telegram_message_id"], unique=False)
        batch_op.create_index(
            "message_sending",
            ["owner"],
            unique=False,
            sqlite_where=sa.text("state = 'sending'"),
            postgresql_where=sa.text("state = 'sending'"),
        )

    op.create_table(
        "response",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("invitation_id", Identifier, nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("lowest", sa.Integer(), nullable=False),
        sa.Column("highest", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            _kind("response_source", "tap typed imported"),
            nullable=False,
        ),
        sa.Column("first_answered_at", UTCDateTime(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("commented_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("score >= lowest AND score <= highest", name="score_in_scale"),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invitation_id"),
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_answered_at"), ["answered_at"], unique=False)

    op.create_table(
        "response_tap",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("invitation_id", Identifier, nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("tapped_at", UTCDateTime(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("response_tap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_tap_invitation_id"), ["invitation_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    for table in (
        "response_tap",
        "response",
        "message",
        "early_text",
        "invitation",
        "wave",
        "purchase",
        "contact_ref",
        "survey",
        "set_aside_update",
        "sending_pause",
        "handled_update",
        "contact",
        "bot_identity",
    ):
        op.drop_table(table)
