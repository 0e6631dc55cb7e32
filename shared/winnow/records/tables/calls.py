"""Tables of every stage that pays a model."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, Table, Text

from winnow.records.moment import Moment
from winnow.records.tables.metadata import metadata

answers = Table(
    "answers",
    metadata,
    Column("id", Text, primary_key=True),  # hash of tenant, model, prompt, form and limits
    Column("stage", Text, nullable=False),
    Column("tenant", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("size", Integer, nullable=False),  # bytes of body
    Column("at", Moment, nullable=False),
    Column("used_at", Moment, nullable=False),
    Index("answers_by_time", "at"),
    Index("answers_by_use", "used_at"),
)

answer_documents = Table(
    "answer_documents",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("answer_id", Text, primary_key=True),
    Index("answer_documents_by_answer", "answer_id"),
)

flights = Table(
    "flights",
    metadata,
    Column("id", Text, primary_key=True),  # of the answer that somebody is asking for
    Column("holder", Text, nullable=False),
    Column("until", Moment, nullable=False),
)

model_calls = Table(
    "model_calls",
    metadata,
    Column("id", Text, primary_key=True),  # the answer's, and what it was used for
    Column("day", Text, nullable=False),  # YYYY-MM-DD, UTC
    Column("at", Moment, nullable=False),
    Column("tenant", Text, nullable=False),
    Column("document_id", Text, nullable=False),
    Column("recipe", Text),
    Column("stage", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("outcome", Text, nullable=False),  # paid, cached or failed
    Column("rung", Integer, nullable=False),
    Column("batched", Boolean, nullable=False),
    Column("input_tokens", BigInteger, nullable=False),
    Column("output_tokens", BigInteger, nullable=False),
    Column("cache_read_tokens", BigInteger, nullable=False),
    Column("cache_write_tokens", BigInteger, nullable=False),
    Column("usd", Float),  # null: no price is known
    Column("prices", Text),
    Column("seconds", Float, nullable=False),
    Index("model_calls_by_day", "day", "tenant"),
    Index("model_calls_by_document", "document_id"),
)

budget_days = Table(
    "budget_days",
    metadata,
    Column("scope", Text, primary_key=True),  # tenant/recipe, either of which may be *
    Column("day", Text, primary_key=True),
    Column("spent", Float, nullable=False),  # USD
    Column("reserved", Float, nullable=False),  # USD of calls in flight
)

budget_calls = Table(
    "budget_calls",
    metadata,
    Column("id", Text, primary_key=True),  # the answer's
    Column("scope", Text, primary_key=True),
    Column("day", Text, nullable=False),
    Column("reserved", Float, nullable=False),
    Column("until", Moment, nullable=False),  # from then on the caller is taken for dead
)

rate_buckets = Table(
    "rate_buckets",
    metadata,
    Column("model", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # requests or tokens
    Column("level", Float, nullable=False),  # what may be taken at once
    Column("at", Moment, nullable=False),
)

held_work = Table(
    "held_work",
    metadata,
    Column("id", Text, primary_key=True),  # hash of the record, and of whom it waits for
    Column("hold", Text, nullable=False),  # id of the WorkHeld that put it aside last
    Column("cause", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("tenant", Text, nullable=False),
    Column("document_id", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    Index("held_work_by_scope", "cause", "scope", "since"),
    Index("held_work_by_document", "document_id"),
)

batches = Table(
    "batches",
    metadata,
    Column("id", Text, primary_key=True),  # the provider's
    Column("model", Text, nullable=False),
    Column("state", Text, nullable=False),  # pending or ended
    Column("at", Moment, nullable=False),
)

batched_questions = Table(
    "batched_questions",
    metadata,
    Column("id", Text, primary_key=True),  # the answer's
    Column("model", Text, nullable=False),
    Column("batch_id", Text),  # null: waits for a batch to leave
    Column("purpose", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("batched_questions_by_batch", "batch_id"),
)

ladders = Table(
    "ladders",
    metadata,
    Column("id", Text, primary_key=True),
    Column("recipe", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ladders_by_recipe", "recipe", "task", "at"),
)
