"""Who answers: the pointer that services follow, what it was before, and what is to be said of it.

Calibrations may be void: those of a model whose base is another one by now.
"""

import sqlalchemy as sa
from alembic import op

from winnow.records.moment import Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "serving",
        sa.Column("recipe", sa.Text, primary_key=True),
        sa.Column("task", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "serving_history",
        sa.Column("recipe", sa.Text, primary_key=True),
        sa.Column("task", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("back_to", sa.Integer),
    )
    op.create_table(
        "serving_changes",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("sent_at", Moment),
    )
    op.create_index("serving_changes_unsent", "serving_changes", ["sent_at", "seq"])
    op.create_table(
        "model_bases",
        sa.Column("base", sa.Text, primary_key=True),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
    )
    with op.batch_alter_table("calibrations") as calibrations:
        calibrations.add_column(sa.Column("void", sa.Text, nullable=False, server_default=""))
