"""What models are tuned on."""

import sqlalchemy as sa
from alembic import op

from winnow.records.moment import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "training_examples",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("recipe", sa.Text, nullable=False),
        sa.Column("task", sa.Text, nullable=False),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("training_examples_by_recipe", "training_examples", ["recipe", "task", "at"])
    op.create_index("training_examples_by_document", "training_examples", ["document"])
    op.create_index("training_examples_by_sha256", "training_examples", ["sha256"])
