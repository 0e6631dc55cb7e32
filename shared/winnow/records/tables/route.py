"""Tables of route."""

from sqlalchemy import Column, Index, Integer, Table, Text

from winnow.records.moment import Moment
from winnow.records.tables.metadata import metadata

route_drafts = Table(
    "route_drafts",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # extracted, summarised or requested
    Column("event", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

route_audits = Table(
    "route_audits",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("field", Text, primary_key=True),  # "" for the whole document
    Column("recipe", Text, nullable=False),
    Column("calibration", Text, nullable=False),
    Column("accepted", Integer, nullable=False),  # values of the field that passed its gate
    Column("errors", Integer),  # of them, as a person found; null while nobody has looked
    Column("at", Moment, nullable=False),
    Index("route_audits_by_gate", "recipe", "field", "calibration"),
)

route_gates = Table(
    "route_gates",
    metadata,
    Column("recipe", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("calibration", Text, primary_key=True),
    Column("closed_at", Moment, nullable=False),
    Column("cause", Text, nullable=False),  # event id of the decision that tipped the scale
)
