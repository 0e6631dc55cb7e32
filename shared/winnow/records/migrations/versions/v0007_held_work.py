"""Work that waits for money or a batch: a row each, until it goes on."""

import sqlalchemy as sa
from alembic import op

from winnow.records.moment import Moment

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "held_work",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("hold", sa.Text, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("since", Moment, nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("held_work_by_scope", "held_work", ["cause", "scope", "since"])
    op.create_index("held_work_by_document", "held_work", ["document_id"])
