"""Questions that people must answer, and what happened to each."""

import sqlalchemy as sa
from alembic import op

from winnow.records.moment import Moment

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "question_history",
        sa.Column("event_id", sa.Text, primary_key=True),
        sa.Column("question_id", sa.Text, nullable=False),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("published", sa.Boolean, nullable=False),
    )
    op.create_index("question_history_by_question", "question_history", ["tenant", "question_id"])
    op.create_index("question_history_by_published", "question_history", ["published"])
    op.create_table(
        "question_cases",
        sa.Column("tenant", sa.Text, primary_key=True),
        sa.Column("question_id", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("asker", sa.Text, nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("requested", sa.Text, nullable=False),
        sa.Column("claimed_by", sa.Text),
        sa.Column("lease_until", Moment),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("changed_at", Moment, nullable=False),
    )
    op.create_index("question_cases_by_due_time", "question_cases", ["tenant", "state", "due_at"])
    op.create_index("question_cases_by_change", "question_cases", ["tenant", "changed_at"])
