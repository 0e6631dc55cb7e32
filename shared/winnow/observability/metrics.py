"""The typed catalogue of metrics; names are public because dashboards key on them."""

from prometheus_client import Counter, Gauge, Histogram

EVENTS = Counter(
    "winnow_events_total",
    "Events taken from a topic, by what became of them.",
    ["service", "topic", "outcome"],  # outcome: done, repeat, buried, later, held, left
)
RETRIES = Counter(
    "winnow_retries_total", "Attempts that failed and were repeated.", ["service", "topic"]
)
DEAD_LETTERS = Counter(
    "winnow_dead_letters_total", "Records given up, by reason.", ["service", "reason"]
)
HANDLING = Histogram(
    "winnow_handling_seconds",
    "Seconds of work on one event.",
    ["service", "topic"],
    buckets=(0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900),
)
IN_FLIGHT = Gauge("winnow_in_flight", "Events being worked on.", ["service"])
GATES_CLOSED = Counter(
    "winnow_gates_closed_total",
    "Gates that audits closed: more accepted values were wrong than the recipe tolerates.",
    ["recipe", "field"],
)
REVIEW_QUEUE = Gauge(
    "winnow_review_queue", "Documents on the reviewers' desk.", ["recipe", "state"]
)
REVIEW_OLDEST = Gauge(
    "winnow_review_oldest_seconds", "How long the oldest document has waited for a decision."
)
REVIEW_OVERDUE = Gauge(
    "winnow_review_overdue", "Documents that wait for a decision past their due time.", ["recipe"]
)
REVIEW_DECISIONS = Counter(
    "winnow_review_decisions_total", "Documents that a person decided.", ["recipe", "outcome"]
)
REVIEW_CORRECTIONS = Counter(
    "winnow_review_corrections_total",
    "Values that a person corrected or cleared, by the reason they gave.",
    ["recipe", "field", "reason"],
)
QUESTIONS_WAITING = Gauge(
    "winnow_review_questions_open", "Questions that wait for a person's answer."
)
QUESTIONS_OLDEST = Gauge(
    "winnow_review_questions_oldest_seconds", "How long the oldest question has waited."
)
QUESTIONS_OVERDUE = Gauge(
    "winnow_review_questions_overdue", "Questions that wait past their due time."
)
QUESTIONS_DECIDED = Histogram(
    "winnow_review_questions_decided_seconds",
    "Seconds from a question's escalation to a person's decision.",
    ["outcome"],
    buckets=(60, 300, 900, 1800, 3600, 4 * 3600, 8 * 3600, 86400, 3 * 86400, 7 * 86400),
)
MODEL_CALLS = Counter(
    "winnow_model_calls_total",
    "Questions to models, by how they were answered.",
    ["model", "stage", "outcome"],  # outcome: paid, cached, failed
)
MODEL_TOKENS = Counter(
    "winnow_model_tokens_total",
    "Tokens that were paid for.",
    ["model", "kind"],  # kind: input, output, cache_read, cache_write
)
MODEL_USD = Counter(
    "winnow_model_usd_total", "US dollars of the calls whose price is known.", ["model"]
)
HELD = Gauge(
    "winnow_held_documents", "Documents that wait for money or a batch.", ["cause", "scope"]
)
BREAKER = Gauge(
    "winnow_breaker_state",
    "Whether calls to a model's server are let through.",
    ["server"],  # 0 closed, 1 half open, 2 open
)
CONCURRENCY = Gauge(
    "winnow_model_concurrency", "Calls at once that a process allows itself.", ["model"]
)
TUNING_RUNS = Counter(
    "winnow_tuning_runs_total",
    "Trainings that ended, by what became of them.",
    ["recipe", "task", "outcome"],  # outcome: registered, refused, failed
)
TUNING_RUNNING = Gauge("winnow_tuning_running", "Trainings that a process has in hand.")
TUNING_PROGRESS = Gauge(
    "winnow_tuning_trigger_ratio",
    "How far it is to the next training: 1 starts it.",
    ["recipe", "task", "cause"],
)
MODEL_ACTS = Counter(
    "winnow_model_acts_total",
    "Changes of who answers that were made without a person.",
    ["recipe", "task", "act"],  # act: canary, promoted, dropped, rolled_back, retired
)
LIVE_QUALITY = Gauge(
    "winnow_live_quality_ratio",
    "Share of the last decided documents in which nobody had to change a value.",
    ["recipe", "task", "arm"],  # arm: champion, challenger
)
LIVE_FALL = Gauge(
    "winnow_live_fall_ratio",
    "How near live quality is to the alarm that it fell; 1 is the alarm.",
    ["recipe", "task"],
)
SHADOW_AGREEMENT = Gauge(
    "winnow_shadow_agreement_ratio",
    "Share of the documents of which challenger and champion said the same.",
    ["recipe", "task"],
)
QUESTIONS = Counter(
    "winnow_questions_total",
    "Questions of askers, by what came of them at first.",
    ["outcome"],  # answered, not_in_documents, escalated, refused
)
QUESTIONS_ESCALATED = Counter(
    "winnow_questions_escalated_total",
    "Questions that a person was asked, by why.",
    ["cause"],  # answerer, wish, feedback
)
QUESTION_SECONDS = Histogram(
    "winnow_question_seconds",
    "Seconds from a question to its answer.",
    ["way"],  # model, cache
    buckets=(0.05, 0.2, 0.5, 1, 1.3, 2, 5, 10, 30, 60, 120, 300),
)
QUESTION_PERSON_SECONDS = Histogram(
    "winnow_question_person_seconds",
    "Seconds from a request to a person to their answer.",
    buckets=(60, 300, 900, 3600, 4 * 3600, 8 * 3600, 24 * 3600, 3 * 86400, 7 * 86400),
)
QUESTION_FEEDBACK = Counter(
    "winnow_question_feedback_total",
    "What askers thought of answers.",
    ["verdict"],  # up, down
)
QUESTION_CACHE_HITS = Counter(
    "winnow_question_cache_hits_total", "Questions that an equal one had been answered before."
)
QUESTION_SENTENCES_REMOVED = Counter(
    "winnow_question_sentences_removed_total",
    "Sentences that nothing in the documents bore out, and that no asker saw.",
)
