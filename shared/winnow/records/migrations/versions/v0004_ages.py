"""Claims and answers can be found by age, to be pruned."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_index("handled_by_time", "handled", ["at"])
    op.create_index("answers_by_time", "answers", ["at"])
