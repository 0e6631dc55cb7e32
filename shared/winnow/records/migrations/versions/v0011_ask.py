"""Documents that can be asked about, questions, and events that wait to be sent."""

import sqlalchemy as sa
from alembic import op

from winnow.records.moment import Moment

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "ask_documents",
        sa.Column("document_id", sa.Text, primary_key=True),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("recipe", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("submitted_at", Moment),
        sa.Column("parsed", sa.Text),
        sa.Column("parsed_at", Moment),
        sa.Column("indexed", sa.Text),
        sa.Column("result", sa.Text),
        sa.Column("result_at", Moment),
    )
    op.create_index("ask_documents_by_time", "ask_documents", ["tenant", "submitted_at"])
    op.create_table(
        "ask_values",
        sa.Column("document_id", sa.Text, primary_key=True),
        sa.Column("pointer", sa.Text, primary_key=True),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("plain", sa.Text, nullable=False),
    )
    op.create_index("ask_values_by_plain", "ask_values", ["tenant", "pointer", "plain"])
    op.create_table(
        "ask_questions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("conversation_id", sa.Text, nullable=False),
        sa.Column("asker", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("standalone", sa.Text, nullable=False),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("lease_until", Moment),
        sa.Column("answer", sa.Text),
        sa.Column("sources", sa.Text, nullable=False),
        sa.Column("remembered", sa.Text),
        sa.Column("asked_at", Moment, nullable=False),
        sa.Column("answered_at", Moment),
        sa.Column("seconds", sa.Float),
        sa.Column("escalations", sa.Integer, nullable=False),
        sa.Column("escalation", sa.Text),
        sa.Column("escalated_at", Moment),
        sa.Column("decision", sa.Text),
        sa.Column("decided_at", Moment),
        sa.Column("verdict", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_index(
        "ask_questions_by_conversation",
        "ask_questions",
        ["tenant", "conversation_id", "asked_at"],
    )
    op.create_index("ask_questions_by_decision", "ask_questions", ["tenant", "decided_at"])
    op.create_table(
        "ask_question_documents",
        sa.Column("document_id", sa.Text, primary_key=True),
        sa.Column("question_id", sa.Text, primary_key=True),
    )
    op.create_index("ask_question_documents_by_question", "ask_question_documents", ["question_id"])
    op.create_table(
        "ask_outbox",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("event_id", sa.Text, nullable=False, unique=True),
        sa.Column("question_id", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ask_outbox_by_question", "ask_outbox", ["question_id"])
