"""Metrics of what askers meet."""

from winnow.observability import metrics
from winnow_ask.turn import Turn, Verdict


def answered(turn: Turn) -> None:
    """Count a question by its outcome, and how long its answer took."""
    answer = turn.answer
    if answer is None:
        return
    metrics.QUESTIONS.labels(answer.outcome).inc()
    way = "cache" if answer.cached else "model"
    metrics.QUESTION_SECONDS.labels(way).observe(turn.seconds or 0.0)
    metrics.QUESTION_SENTENCES_REMOVED.inc(len(answer.removed))
    if answer.cached:
        metrics.QUESTION_CACHE_HITS.inc()
    if answer.outcome == "escalated":
        escalated("answerer")


def escalated(cause: str) -> None:
    """Count a request to a person."""
    metrics.QUESTIONS_ESCALATED.labels(cause).inc()


def judged(verdict: Verdict) -> None:
    """Count what an asker thought of an answer."""
    metrics.QUESTION_FEEDBACK.labels(verdict).inc()


def decided(turn: Turn) -> None:
    """Count how long a person took."""
    if turn.decided_at is not None and turn.escalated_at is not None:
        took = (turn.decided_at - turn.escalated_at).total_seconds()
        metrics.QUESTION_PERSON_SECONDS.observe(max(took, 0.0))
