"""Model calls: a cache with an end, a ledger, budgets, rate limits, batches and ladders."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from winnow.records.moment import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _renew_answers()
    op.create_table(
        "answer_documents",
        sa.Column("document_id", sa.Text, primary_key=True),
        sa.Column("answer_id", sa.Text, primary_key=True),
    )
    op.create_index("answer_documents_by_answer", "answer_documents", ["answer_id"])
    op.create_table(
        "flights",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("until", Moment, nullable=False),
    )
    _create_ledger()
    _create_budgets()
    _create_batches()
    _create_questions()
    op.create_table(
        "ladders",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("recipe", sa.Text, nullable=False),
        sa.Column("task", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ladders_by_recipe", "ladders", ["recipe", "task", "at"])


def _renew_answers() -> None:
    """What was kept before is kept under ids that nobody asks for any more; it ages out."""
    now = datetime.now(UTC)
    with op.batch_alter_table("answers") as answers:
        answers.add_column(sa.Column("tenant", sa.Text, nullable=False, server_default="default"))
        answers.add_column(sa.Column("model", sa.Text, nullable=False, server_default=""))
        answers.add_column(sa.Column("size", sa.Integer, nullable=False, server_default="0"))
        answers.add_column(
            sa.Column("used_at", Moment, nullable=False, server_default=now.isoformat(" "))
        )
    op.create_index("answers_by_use", "answers", ["used_at"])


def _create_ledger() -> None:
    tokens = ("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens")
    op.create_table(
        "model_calls",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("recipe", sa.Text),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("rung", sa.Integer, nullable=False),
        sa.Column("batched", sa.Boolean, nullable=False),
        *(sa.Column(kind, sa.BigInteger, nullable=False) for kind in tokens),
        sa.Column("usd", sa.Float),
        sa.Column("prices", sa.Text),
        sa.Column("seconds", sa.Float, nullable=False),
    )
    op.create_index("model_calls_by_day", "model_calls", ["day", "tenant"])
    op.create_index("model_calls_by_document", "model_calls", ["document_id"])


def _create_budgets() -> None:
    op.create_table(
        "budget_days",
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("spent", sa.Float, nullable=False),
        sa.Column("reserved", sa.Float, nullable=False),
    )
    op.create_table(
        "budget_calls",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("reserved", sa.Float, nullable=False),
        sa.Column("until", Moment, nullable=False),
    )
    op.create_table(
        "rate_buckets",
        sa.Column("model", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("level", sa.Float, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )


def _create_batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_table(
        "batched_questions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("batch_id", sa.Text),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("batched_questions_by_batch", "batched_questions", ["batch_id"])


def _create_questions() -> None:
    op.create_table(
        "answered_questions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("answered_questions_by_scope", "answered_questions", ["tenant", "scope"])
    op.create_table(
        "question_documents",
        sa.Column("document_id", sa.Text, primary_key=True),
        sa.Column("question_id", sa.Text, primary_key=True),
    )
    op.create_index("question_documents_by_question", "question_documents", ["question_id"])
