"""Tables of ask: what can be searched, what was asked, and what waits to be sent."""

from sqlalchemy import BigInteger, Column, Float, Index, Integer, Table, Text

from winnow.records.moment import Moment
from winnow.records.tables.metadata import metadata

ask_documents = Table(
    "ask_documents",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("tenant", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("recipe", Text),
    Column("language", Text),
    Column("submitted_at", Moment),  # null: only its index is known yet
    Column("parsed", Text),  # SHA-256 of what was read
    Column("parsed_at", Moment),
    Column("indexed", Text),  # event id
    Column("result", Text),  # SHA-256 of the checked JSON
    Column("result_at", Moment),
    Index("ask_documents_by_time", "tenant", "submitted_at"),
)

ask_values = Table(
    "ask_values",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("pointer", Text, primary_key=True),
    Column("tenant", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("plain", Text, nullable=False),  # what filters are compared with
    Index("ask_values_by_plain", "tenant", "pointer", "plain"),
)

ask_questions = Table(
    "ask_questions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("tenant", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("asker", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("standalone", Text, nullable=False),
    Column("filters", Text, nullable=False),
    Column("state", Text, nullable=False),  # asking, answered, waiting, decided or erased
    Column("lease_until", Moment),  # until when it is being answered
    Column("answer", Text),
    Column("sources", Text, nullable=False),
    Column("remembered", Text),  # id in answered_questions, of what it was answered by or kept as
    Column("asked_at", Moment, nullable=False),
    Column("answered_at", Moment),
    Column("seconds", Float),
    Column("escalations", Integer, nullable=False),
    Column("escalation", Text),  # event id of the last
    Column("escalated_at", Moment),
    Column("decision", Text),
    Column("decided_at", Moment),
    Column("verdict", Text),  # up or down
    Column("note", Text, nullable=False),
    Index("ask_questions_by_conversation", "tenant", "conversation_id", "asked_at"),
    Index("ask_questions_by_decision", "tenant", "decided_at"),
)

ask_question_documents = Table(
    "ask_question_documents",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("question_id", Text, primary_key=True),
    Index("ask_question_documents_by_question", "question_id"),
)

ask_outbox = Table(
    "ask_outbox",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("event_id", Text, nullable=False, unique=True),
    Column("question_id", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("event", Text, nullable=False),
    Index("ask_outbox_by_question", "question_id"),
    sqlite_autoincrement=True,
)
