"""Every table, grouped by the service that owns it; JSON is kept as text.

Change a table here and add a migration: a test compares the two.
"""

from winnow.records.tables.ask import (
    ask_documents,
    ask_outbox,
    ask_question_documents,
    ask_questions,
    ask_values,
)
from winnow.records.tables.calls import (
    answer_documents,
    answers,
    batched_questions,
    batches,
    budget_calls,
    budget_days,
    flights,
    held_work,
    ladders,
    model_calls,
    rate_buckets,
)
from winnow.records.tables.cases import (
    question_cases,
    question_history,
)
from winnow.records.tables.every import (
    audit_log,
    handled,
)
from winnow.records.tables.gateway import (
    gateway_documents,
    gateway_events,
)
from winnow.records.tables.learnt import (
    calibrations,
)
from winnow.records.tables.metadata import metadata
from winnow.records.tables.questions import (
    answered_questions,
    question_documents,
)
from winnow.records.tables.review import (
    review_history,
    review_items,
)
from winnow.records.tables.route import (
    route_audits,
    route_drafts,
    route_gates,
)
from winnow.records.tables.serving import (
    model_bases,
    serving,
    serving_changes,
    serving_history,
)
from winnow.records.tables.tuning import (
    training_examples,
)
from winnow.records.tables.tuning_runs import (
    tuning_events,
    tuning_outcomes,
    tuning_runs,
    tuning_shadows,
    tuning_trials,
)

__all__ = [
    "answer_documents",
    "answered_questions",
    "answers",
    "ask_documents",
    "ask_outbox",
    "ask_question_documents",
    "ask_questions",
    "ask_values",
    "audit_log",
    "batched_questions",
    "batches",
    "budget_calls",
    "budget_days",
    "calibrations",
    "flights",
    "gateway_documents",
    "gateway_events",
    "handled",
    "held_work",
    "ladders",
    "metadata",
    "model_bases",
    "model_calls",
    "question_cases",
    "question_documents",
    "question_history",
    "rate_buckets",
    "review_history",
    "review_items",
    "route_audits",
    "route_drafts",
    "route_gates",
    "serving",
    "serving_changes",
    "serving_history",
    "training_examples",
    "tuning_events",
    "tuning_outcomes",
    "tuning_runs",
    "tuning_shadows",
    "tuning_trials",
]
