"""Tables of tune: what became of each draft, training runs, and who is tried against whom."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, Table, Text

from winnow.records.moment import Moment
from winnow.records.tables.metadata import metadata

tuning_events = Table(
    "tuning_events",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # classified, extracted, summarised, decided, ended
    Column("event", Text, nullable=False),  # the newest of its kind
    Column("at", Moment, nullable=False),
    Index("tuning_events_by_time", "at"),
)

tuning_outcomes = Table(
    "tuning_outcomes",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("task", Text, primary_key=True),
    Column("recipe", Text, nullable=False),
    Column("model", Text, nullable=False),  # who answered
    Column("drafted_at", Moment, nullable=False),
    Column("usd", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("ended_at", Moment),  # null: on its way
    Column("reviewed", Boolean),  # whether a person decided it
    Column("decided_at", Moment),  # null: no person said anything of this task's answer
    Column("looked", Integer),  # values that the person decided on
    Column("wrong", Integer),  # of them, changed
    Column("taught", Integer),  # examples that were made of it; null: none may be
    Index("tuning_outcomes_by_model", "recipe", "task", "model", "drafted_at"),
    Index("tuning_outcomes_by_decision", "recipe", "task", "decided_at"),
)

tuning_shadows = Table(
    "tuning_shadows",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("task", Text, primary_key=True),
    Column("model", Text, primary_key=True),  # who answers in shadow
    Column("recipe", Text, nullable=False),
    Column("version", Text, nullable=False),  # of the registry
    Column("served", Text, nullable=False),  # who answered in earnest
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False),  # waiting, answered or failed
    Column("answer", Text),  # JSON: scalar values by pointer
    Column("agrees", Boolean),  # with the answer in earnest
    Column("shadow_right", Boolean),  # null: no person has decided
    Column("served_right", Boolean),
    Index("tuning_shadows_by_state", "state", "at"),
    Index("tuning_shadows_by_model", "recipe", "task", "model", "at"),
)

tuning_runs = Table(
    "tuning_runs",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("id", Text, nullable=False, unique=True),  # also its folder's
    Column("recipe", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("cause", Text, nullable=False),  # decisions, degraded, schedule, base_changed, asked
    Column("why", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("queued_at", Moment, nullable=False),  # decisions up to here are in its data
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("attempts", Integer, nullable=False),
    Column("holder", Text),  # the process that trains, while its lease lasts
    Column("until", Moment),
    Column("progress", Text),  # JSON, as the run told last
    Column("version", Text),  # the challenger that came of it
    Column("reason", Text),  # why it was refused, or failed
    Index("tuning_runs_by_recipe", "recipe", "task", "queued_at"),
    sqlite_autoincrement=True,
)

tuning_trials = Table(
    "tuning_trials",
    metadata,
    Column("id", Text, primary_key=True),
    Column("recipe", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("kind", Text, nullable=False),  # canary, or watch: of a new champion
    Column("version", Text, nullable=False),  # who is on trial
    Column("model", Text, nullable=False),
    Column("against", Text, nullable=False),  # model of the champion, or of the one before
    Column("share", Float, nullable=False),  # of the documents
    Column("bar", Float),  # share of decided documents that may need a change
    Column("began_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("outcome", Text),  # promoted, dropped, rolled_back, kept, replaced
    Column("why", Text, nullable=False),
    Index("tuning_trials_by_recipe", "recipe", "task", "began_at"),
)
