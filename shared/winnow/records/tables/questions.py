"""Questions that were answered before; a document that changes takes its answers with it."""

from sqlalchemy import Column, Index, LargeBinary, Table, Text

from winnow.records.moment import Moment
from winnow.records.tables.metadata import metadata

answered_questions = Table(
    "answered_questions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("tenant", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # float32, little-endian
    Column("answer", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("answered_questions_by_scope", "tenant", "scope"),
)

question_documents = Table(
    "question_documents",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("question_id", Text, primary_key=True),
    Index("question_documents_by_question", "question_id"),
)
