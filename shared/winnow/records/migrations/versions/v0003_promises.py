"""Calibrations, and what route needs to keep a promised error rate."""

import sqlalchemy as sa
from alembic import op

from winnow.records.moment import Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "calibrations",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("recipe", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("calibrations_by_recipe", "calibrations", ["recipe", "model", "at"])
    op.create_table(
        "route_audits",
        sa.Column("document_id", sa.Text, primary_key=True),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("recipe", sa.Text, nullable=False),
        sa.Column("calibration", sa.Text, nullable=False),
        sa.Column("accepted", sa.Integer, nullable=False),
        sa.Column("errors", sa.Integer),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("route_audits_by_gate", "route_audits", ["recipe", "field", "calibration"])
    op.create_table(
        "route_gates",
        sa.Column("recipe", sa.Text, primary_key=True),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("calibration", sa.Text, primary_key=True),
        sa.Column("closed_at", Moment, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
    )
