"""Every table, grouped by the service that owns it; JSON is kept as text.

Change a table here and add a migration: a test compares the two.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from winnow.records.moment import Moment

metadata = MetaData()

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

# -- every stage that pays a model

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

# -- what labelled documents taught; written by `winnow calibrate`, read by extract and route

calibrations = Table(
    "calibrations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("recipe", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("calibrations_by_recipe", "recipe", "model", "at"),
)

# -- questions that were answered before; a document that changes takes its answers with it

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

# -- gateway

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

# -- route

route_drafts = Table(
    "route_drafts",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # extracted, summarised or requested
    Column("event", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

route_audits = Table(
    "route_audits",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("field", Text, primary_key=True),  # "" for the whole document
    Column("recipe", Text, nullable=False),
    Column("calibration", Text, nullable=False),
    Column("accepted", Integer, nullable=False),  # values of the field that passed its gate
    Column("errors", Integer),  # of them, as a person found; null while nobody has looked
    Column("at", Moment, nullable=False),
    Index("route_audits_by_gate", "recipe", "field", "calibration"),
)

route_gates = Table(
    "route_gates",
    metadata,
    Column("recipe", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("calibration", Text, primary_key=True),
    Column("closed_at", Moment, nullable=False),
    Column("cause", Text, nullable=False),  # event id of the decision that tipped the scale
)

# -- review: what happened to each document, and what follows from it

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
