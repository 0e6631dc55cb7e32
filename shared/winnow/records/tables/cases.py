"""Tables of review: questions that people must answer, and what happened to each."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from winnow.records.moment import Moment
from winnow.records.tables.metadata import metadata

question_history = Table(
    "question_history",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("question_id", Text, nullable=False),
    Column("tenant", Text, nullable=False),
    Column("kind", Text, nullable=False),  # escalated or decided
    Column("at", Moment, nullable=False),
    Column("event", Text, nullable=False),
    Column("published", Boolean, nullable=False),  # false: to be sent yet
    Index("question_history_by_question", "tenant", "question_id"),
    Index("question_history_by_published", "published"),
)

question_cases = Table(
    "question_cases",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("question_id", Text, primary_key=True),
    Column("state", Text, nullable=False),  # open or decided
    Column("asker", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("requested", Text, nullable=False),  # the QuestionEscalated that is to be answered
    Column("claimed_by", Text),
    Column("lease_until", Moment),
    Column("revision", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("question_cases_by_due_time", "tenant", "state", "due_at"),
    Index("question_cases_by_change", "tenant", "changed_at"),
)
