"""Plans that repeat, missed waves; spread, sample and daily caps of plans and waves."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0007_repeating"
down_revision = "0006_pause"
branch_labels = None
depends_on = None

_STATES = ("planned", "filling", "running", "paused", "done", "stopped")
_LIMITS = {
    "spreads_over_some_time": "spread_seconds > 0",
    "samples_a_share": "sample_percent >= 1 AND sample_percent <= 100",
    "draws_by_a_seed": "(sample_percent IS NULL) = (sample_seed IS NULL)",
    "asks_somebody_a_day": "daily_cap > 0",
    "wants_an_answer_a_day": "daily_answers > 0",
}
_LIMIT_COLUMNS = ("spread_seconds", "sample_percent", "sample_seed", "daily_cap", "daily_answers")


def _limit(column: str) -> sa.Column[int]:
    return sa.Column(column, sa.BigInteger() if column == "sample_seed" else sa.Integer(), nullable=True)


def _allow(wave: BatchOperations, constraint: str, column: str, *states: str) -> None:
    """Let a column of waves hold these states."""
    wave.drop_constraint(constraint, type_="check")
    wave.create_check_constraint(constraint, f"{column} IN ({', '.join(map(repr, states))})")


def upgrade() -> None:
    """Make it."""
    every = sa.Enum(
        "week", "month", "quarter", name="plan_every", native_enum=False, create_constraint=True, length=24
    )
    for name in ("plan", "wave"):
        with op.batch_alter_table(name) as table:
            for column in _LIMIT_COLUMNS:
                table.add_column(_limit(column))
            for constraint, condition in _LIMITS.items():
                table.create_check_constraint(f"{name}_{constraint}", condition)
    with op.batch_alter_table("plan") as plan:
        plan.alter_column("delay_seconds", existing_type=sa.Integer(), nullable=True)
        plan.add_column(sa.Column("every", every, nullable=True))
        plan.add_column(sa.Column("first_day", sa.Date(), nullable=True))
        plan.add_column(sa.Column("at_time", sa.Time(), nullable=True))
        plan.create_check_constraint("plan_asks_by_one_rule", "(delay_seconds IS NULL) <> (every IS NULL)")
        plan.create_check_constraint(
            "plan_repeats_from_a_day_on",
            "(every IS NULL) = (first_day IS NULL) AND (every IS NULL) = (at_time IS NULL)",
        )
    with op.batch_alter_table("wave") as wave:
        wave.add_column(sa.Column("began_at", UTCDateTime(), nullable=True))
        _allow(wave, "wave_state", "state", *_STATES, "missed")
        _allow(wave, "resumes_as", "resumes_as", *_STATES, "missed")
    # Until now a wave began as soon as it was due.
    op.execute("UPDATE wave SET began_at = due_at WHERE state <> 'planned'")


def downgrade() -> None:
    """Undo it."""
    # Neither existed before: a plan that repeats leaves the waves that it has made, which ask as planned.
    op.execute("UPDATE wave SET state = 'stopped' WHERE state = 'missed'")
    op.execute(
        "UPDATE wave SET plan_id = NULL, day = NULL"
        " WHERE plan_id IN (SELECT id FROM plan WHERE every IS NOT NULL)"
    )
    op.execute("DELETE FROM plan WHERE every IS NOT NULL")
    with op.batch_alter_table("wave") as wave:
        _allow(wave, "resumes_as", "resumes_as", *_STATES)
        _allow(wave, "wave_state", "state", *_STATES)
        wave.drop_column("began_at")
    with op.batch_alter_table("plan") as plan:
        plan.drop_constraint("plan_repeats_from_a_day_on", type_="check")
        plan.drop_constraint("plan_asks_by_one_rule", type_="check")
        plan.drop_constraint("plan_every", type_="check")
        for column in ("at_time", "first_day", "every"):
            plan.drop_column(column)
        plan.alter_column("delay_seconds", existing_type=sa.Integer(), nullable=False)
    for name in ("plan", "wave"):
        with op.batch_alter_table(name) as table:
            for constraint in _LIMITS:
                table.drop_constraint(f"{name}_{constraint}", type_="check")
            for column in _LIMIT_COLUMNS:
                table.drop_column(column)
