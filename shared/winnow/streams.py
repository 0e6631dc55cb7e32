"""THE MAP: every topic, what it carries, who writes it, who reads it."""

from dataclasses import dataclass
from datetime import timedelta

from winnow.contracts.base import Event
from winnow.contracts.dead_letters import DeadLettered, RetryScheduled
from winnow.contracts.documents import (
    DocumentClassified,
    DocumentIndexed,
    DocumentParsed,
    DocumentSubmitted,
)
from winnow.contracts.drafts import DraftExtracted, DraftSummarised
from winnow.contracts.gates import GateClosed
from winnow.contracts.held import WorkHeld
from winnow.contracts.questions import QuestionDecided, QuestionEscalated
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewChanged, ReviewDecided, ReviewRequested
from winnow.contracts.tuning import ModelsChanged
from winnow.contracts.usage import UsageRecorded

OUTSIDE = "outside"  # upstream systems and downstream consumers
ANY = (
    "ingest",
    "embed",
    "classify",
    "extract",
    "summarise",
    "route",
    "review",
    "gateway",
    "tune",
    "ask",
)


@dataclass(frozen=True, slots=True)
class Stream:
    """One topic. `keep` is its retention (None: for ever); `compact` keeps each document's last.

    The first service of `read_by` is the one that buries a record which is no event.
    """

    topic: str
    carries: type[Event]
    written_by: tuple[str, ...]
    read_by: tuple[str, ...]
    keep: timedelta | None = timedelta(days=14)
    compact: bool = False

    @property
    def buried_by(self) -> str:
        return next(reader for reader in self.read_by if reader != OUTSIDE)


SUBMITTED = Stream(
    "documents.submitted", DocumentSubmitted, (OUTSIDE, "gateway"), ("ingest", "gateway")
)
PARSED = Stream(
    "documents.parsed",
    DocumentParsed,
    ("ingest",),
    ("classify", "summarise", "embed", "gateway", "review", "ask"),
)
INDEXED = Stream("documents.indexed", DocumentIndexed, ("embed",), ("gateway", "ask"))
CLASSIFIED = Stream(
    "documents.classified", DocumentClassified, ("classify",), ("extract", "gateway", "tune")
)
EXTRACTED = Stream("drafts.extracted", DraftExtracted, ("extract",), ("route", "gateway", "tune"))
SUMMARISED = Stream(
    "drafts.summarised", DraftSummarised, ("summarise",), ("route", "gateway", "tune")
)
REVIEW_REQUESTED = Stream(
    "review.requested", ReviewRequested, ("route",), ("review", "gateway"), keep=None
)
REVIEW_CHANGED = Stream("review.changed", ReviewChanged, ("review",), ("review",), keep=None)
REVIEW_DECIDED = Stream(
    "review.decided",
    ReviewDecided,
    ("review",),
    ("route", "classify", "review", "gateway", "tune"),
    keep=None,
)
COMPLETED = Stream(
    "results.completed",
    ResultCompleted,
    ("route",),
    (OUTSIDE, "review", "gateway", "tune", "ask"),
    keep=None,
    compact=True,
)
USAGE = Stream(
    "usage.recorded", UsageRecorded, ("classify", "extract", "summarise", "ask"), (OUTSIDE,)
)
GATES_CLOSED = Stream("gates.closed", GateClosed, ("route",), (OUTSIDE,), keep=None)
MODELS_CHANGED = Stream("models.changed", ModelsChanged, ("tune",), (OUTSIDE,), keep=None)
QUESTIONS_ESCALATED = Stream(
    "questions.escalated", QuestionEscalated, ("ask",), ("review",), keep=None
)
QUESTIONS_DECIDED = Stream(
    "questions.decided", QuestionDecided, ("review",), ("ask", "review"), keep=None
)
HELD = Stream("work.held", WorkHeld, ANY, ("gateway",))
RETRIES = Stream("retries", RetryScheduled, ANY, ("gateway",))
DEAD_LETTERS = Stream(
    "dead-letters",
    DeadLettered,
    ANY,
    (OUTSIDE, "gateway"),
    keep=timedelta(days=90),
)

ALL = (
    SUBMITTED,
    PARSED,
    INDEXED,
    CLASSIFIED,
    EXTRACTED,
    SUMMARISED,
    REVIEW_REQUESTED,
    REVIEW_CHANGED,
    REVIEW_DECIDED,
    COMPLETED,
    USAGE,
    GATES_CLOSED,
    MODELS_CHANGED,
    QUESTIONS_ESCALATED,
    QUESTIONS_DECIDED,
    HELD,
    RETRIES,
    DEAD_LETTERS,
)
EVERYBODYS = (RETRIES, HELD, DEAD_LETTERS)  # what a handler may write without declaring it


def group_of(service: str, stream: Stream) -> str:
    """The consumer group in which a service reads a stream."""
    return f"winnow.{service}.{stream.topic}"
