"""Which tuned model answers, and what is said of it; see `winnow.records.serving`."""

from sqlalchemy import Column, Index, Integer, Table, Text

from winnow.records.moment import Moment
from winnow.records.tables.metadata import metadata

serving = Table(
    "serving",
    metadata,
    Column("recipe", Text, primary_key=True),
    Column("task", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

serving_history = Table(
    "serving_history",
    metadata,
    Column("recipe", Text, primary_key=True),
    Column("task", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("body", Text, nullable=False),
    Column("back_to", Integer),  # revision whose champion a rollback restores; null: none before
)

serving_changes = Table(
    "serving_changes",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("event", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("sent_at", Moment),
    Index("serving_changes_unsent", "sent_at", "seq"),
)

model_bases = Table(
    "model_bases",
    metadata,
    Column("base", Text, primary_key=True),
    Column("identity", Text, nullable=False),  # of its weights, or what the provider calls it
    Column("seen_at", Moment, nullable=False),
)
