"""Tables of every service."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from winnow.records.moment import Moment
from winnow.records.tables.metadata import metadata

# -- every consumer

handled = Table(
    "handled",
    metadata,
    Column("consumer", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("place", Text, nullable=False),  # topic/partition/offset of the record that came first
    Column("at", Moment, nullable=False),
    Index("handled_by_time", "at"),
)


# -- every service with people in front of it; rows are only ever added

audit_log = Table(
    "audit_log",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("tenant", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),  # looked, claimed, noted, ..., signed_in
    Column("document_id", Text),
    Column("detail", Text, nullable=False),
    Index("audit_log_by_document", "document_id"),
    Index("audit_log_by_tenant", "tenant", "seq"),
    sqlite_autoincrement=True,
)
