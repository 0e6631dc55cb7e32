"""Where an event that was handled came from."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Events that were handled before have no place, so any record that brings them is a repeat."""
    op.add_column("handled", sa.Column("place", sa.Text, nullable=False, server_default=""))
