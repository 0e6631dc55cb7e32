"""Tables of review: what happened to each document, and what follows from it."""

from sqlalchemy import Boolean, Column, Float, Index, Integer, Table, Text

from winnow.records.moment import Moment
from winnow.records.tables.metadata import metadata

review_history = Table(
    "review_history",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("document_id", Text, nullable=False),
    Column("tenant", Text, nullable=False),
    Column("kind", Text, nullable=False),  # requested, decided, completed, parsed, or what changed
    Column("requested", Text),  # the request it is about
    Column("revision", Integer, nullable=False),  # of the document after it; 0: none of ours
    Column("actor", Text),
    Column("at", Moment, nullable=False),
    Column("event", Text, nullable=False),
    Column("published", Boolean, nullable=False),  # false: to be sent yet
    Index("review_history_by_document", "document_id"),
    Index("review_history_by_published", "published"),
    Index("review_history_by_time", "tenant", "kind", "at"),
)

review_items = Table(
    "review_items",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("tenant", Text, nullable=False),
    Column("recipe", Text),
    Column("file_name", Text, nullable=False),
    Column("state", Text, nullable=False),  # pending, blind, disputed, decided or rework
    Column("priority", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("score", Float, nullable=False),  # expected loss less due time: the higher, the sooner
    Column("uncertainty", Float, nullable=False),  # bits of the values in doubt, on average
    Column("likeness", Text, nullable=False),  # documents of one likeness teach the same
    Column("request_id", Text, nullable=False),
    Column("requested", Text, nullable=False),
    Column("assigned_to", Text),
    Column("claimed_by", Text),
    Column("lease_until", Moment),
    Column("revision", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("review_items_by_score", "tenant", "state", "score"),
    Index("review_items_by_likeness", "tenant", "likeness", "state"),
    Index("review_items_by_change", "tenant", "changed_at"),
)
