"""Tables of gateway."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from winnow.records.moment import Moment
from winnow.records.tables.metadata import metadata

gateway_documents = Table(
    "gateway_documents",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("tenant", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("media_type", Text),
    Column("sha256", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("stage", Text),
    Column("recipe", Text),
    Column("reason", Text),
    Column("detail", Text),
    Column("pages", Integer),
    Column("submission", Text, nullable=False),
    Column("submitted_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("result_ref", Text),
    Column("outcome", Text),
    Column("metadata", Text, nullable=False),
    Index("gateway_documents_by_time", "tenant", "submitted_at"),
    Index("gateway_documents_by_state", "tenant", "state"),
)

gateway_events = Table(
    "gateway_events",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("event_id", Text, nullable=False, unique=True),
    Column("document_id", Text, nullable=False),
    Column("tenant", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("data", Text, nullable=False),
    Index("gateway_events_by_document", "document_id"),
    sqlite_autoincrement=True,
)
