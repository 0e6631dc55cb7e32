"""What models are tuned on; kept by tune, read and erased by `winnow examples`."""

from sqlalchemy import Column, Index, Table, Text

from winnow.records.moment import Moment
from winnow.records.tables.metadata import metadata

training_examples = Table(
    "training_examples",
    metadata,
    Column("id", Text, primary_key=True),
    Column("recipe", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("tenant", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("sha256", Text, nullable=False),  # of the document, for erasure
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("training_examples_by_recipe", "recipe", "task", "at"),
    Index("training_examples_by_document", "document"),
    Index("training_examples_by_sha256", "sha256"),
)
