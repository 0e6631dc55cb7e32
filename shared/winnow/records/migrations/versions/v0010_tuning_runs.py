"""What became of drafts, training runs, and models on trial."""

import sqlalchemy as sa
from alembic import op

from winnow.records.moment import Moment

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "tuning_events",
        sa.Column("document_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("tuning_events_by_time", "tuning_events", ["at"])
    op.create_table(
        "tuning_outcomes",
        sa.Column("document_id", sa.Text, primary_key=True),
        sa.Column("task", sa.Text, primary_key=True),
        sa.Column("recipe", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("drafted_at", Moment, nullable=False),
        sa.Column("usd", sa.Float, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("ended_at", Moment),
        sa.Column("reviewed", sa.Boolean),
        sa.Column("decided_at", Moment),
        sa.Column("looked", sa.Integer),
        sa.Column("wrong", sa.Integer),
        sa.Column("taught", sa.Integer),
    )
    op.create_index(
        "tuning_outcomes_by_model", "tuning_outcomes", ["recipe", "task", "model", "drafted_at"]
    )
    op.create_index(
        "tuning_outcomes_by_decision", "tuning_outcomes", ["recipe", "task", "decided_at"]
    )
    op.create_table(
        "tuning_shadows",
        sa.Column("document_id", sa.Text, primary_key=True),
        sa.Column("task", sa.Text, primary_key=True),
        sa.Column("model", sa.Text, primary_key=True),
        sa.Column("recipe", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("served", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("agrees", sa.Boolean),
        sa.Column("shadow_right", sa.Boolean),
        sa.Column("served_right", sa.Boolean),
    )
    op.create_index("tuning_shadows_by_state", "tuning_shadows", ["state", "at"])
    op.create_index("tuning_shadows_by_model", "tuning_shadows", ["recipe", "task", "model", "at"])
    op.create_table(
        "tuning_runs",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("recipe", sa.Text, nullable=False),
        sa.Column("task", sa.Text, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("queued_at", Moment, nullable=False),
        sa.Column("started_at", Moment),
        sa.Column("ended_at", Moment),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("holder", sa.Text),
        sa.Column("until", Moment),
        sa.Column("progress", sa.Text),
        sa.Column("version", sa.Text),
        sa.Column("reason", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("tuning_runs_by_recipe", "tuning_runs", ["recipe", "task", "queued_at"])
    op.create_table(
        "tuning_trials",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("recipe", sa.Text, nullable=False),
        sa.Column("task", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("against", sa.Text, nullable=False),
        sa.Column("share", sa.Float, nullable=False),
        sa.Column("bar", sa.Float),
        sa.Column("began_at", Moment, nullable=False),
        sa.Column("ended_at", Moment),
        sa.Column("outcome", sa.Text),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_index("tuning_trials_by_recipe", "tuning_trials", ["recipe", "task", "began_at"])
