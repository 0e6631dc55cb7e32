"""What labelled documents taught; written by `winnow calibrate`, read by extract and route."""

from sqlalchemy import Column, Index, Table, Text

from winnow.records.moment import Moment
from winnow.records.tables.metadata import metadata

calibrations = Table(
    "calibrations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("recipe", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("void", Text, nullable=False, server_default=""),  # why it is not used any more
    Index("calibrations_by_recipe", "recipe", "model", "at"),
)
