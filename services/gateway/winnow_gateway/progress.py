"""What an event says of its document's progress. Pure."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from winnow import streams
from winnow.contracts.base import Event
from winnow.contracts.dead_letters import DeadLettered
from winnow.contracts.documents import (
    DocumentClassified,
    DocumentIndexed,
    DocumentParsed,
    DocumentSubmitted,
)
from winnow.contracts.drafts import DraftExtracted, DraftSummarised
from winnow.contracts.held import WorkHeld
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewDecided, ReviewRequested

# Events of different topics may arrive in any order: a document never goes back down this ladder,
# unless something newer than its end happens to it (a replay, a second review).
RANK: Final = {
    "submitted": 0,
    "processing": 1,
    "held": 2,  # until what waits goes on, whatever is done beside it
    "review": 3,
    "completed": 4,
    "dead": 4,
}
ASIDE: Final = ("embed", "gateway")  # their failures do not end a document's way


@dataclass(frozen=True, slots=True)
class Step:
    """The state and columns a document takes on, and what is told about the event.

    `revives` names the services whose failure an event of a side branch proves mended; None: all.
    """

    state: str | None
    columns: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    revives: tuple[str, ...] | None = None
    stage: str | None = None


def moves(
    state: str, stage: str | None, updated_at: datetime, step: Step, occurred_at: datetime
) -> bool:
    """Whether a document in `state` since `updated_at` takes on the step's state.

    `stage` is the type of the event that brought it there, or the service that gave it up.
    """
    if step.state is None:
        return False
    if RANK[step.state] > RANK[state]:
        return True
    if step.state == state:
        return occurred_at >= updated_at
    if state == "dead":
        mended = step.revives is None or stage in step.revives
        return mended and occurred_at > updated_at
    ended = state in ("review", "completed")
    return ended and step.revives is None and occurred_at > updated_at


def ends_the_way(service: str, topic: str) -> bool:
    """Whether a dead letter of this service stops its document for good."""
    if service == "review":  # without its request nobody would ever look at the document
        return topic == streams.REVIEW_REQUESTED.topic
    return service not in ASIDE


def step_of(event: Event) -> Step:
    """The step that an event is; `state` is None where it changes none."""
    match event:
        case DocumentSubmitted():
            columns: dict[str, Any] = {"recipe": event.recipe, "submission": str(event.event_id)}
            told = {"file_name": event.file_name, "size": event.blob.size}
            return Step("submitted", columns, told)
        case DocumentParsed():
            columns = {"media_type": event.source.media_type, "pages": event.source.pages}
            told = {**columns, "chunks": event.chunks, "ocr": event.ocr, "seconds": event.seconds}
            return Step("processing", columns, told)
        case DocumentIndexed():
            return Step(None, {}, {"chunks": event.chunks, "seconds": event.seconds})
        case DocumentClassified():
            told = {"recipe": event.recipe, "confidence": event.confidence, "by": event.decided_by}
            return Step("processing", {"recipe": event.recipe}, told, ("ingest", "classify"))
        case DraftExtracted():
            mends = ("ingest", "classify", "extract")
            told = {"recipe": event.recipe, "seconds": event.seconds}
            return Step("processing", {"recipe": event.recipe}, told, mends)
        case DraftSummarised():
            return Step("processing", {}, {"seconds": event.seconds}, ("ingest", "summarise"))
        case ReviewRequested():
            return Step("review", {"recipe": event.recipe}, {"reasons": list(event.reasons[:5])})
        case ReviewDecided():
            told = {"outcome": event.outcome, "reviewer": event.reviewer}
            return Step("processing" if event.outcome == "reclassified" else None, {}, told)
        case ResultCompleted():
            return _completed(event)
        case DeadLettered():
            return _dead(event)
        case WorkHeld():
            return _held(event)
        case _:
            return Step(None)


def _completed(event: ResultCompleted) -> Step:
    columns = {
        "recipe": event.recipe,
        "outcome": event.outcome,
        "result_ref": json.dumps(event.model_dump(mode="json", exclude={"body"})),
    }
    told = {"outcome": event.outcome, "by": event.decided_by, "confidence": event.confidence}
    return Step("completed", columns, told)


def _dead(event: DeadLettered) -> Step:
    columns = {"reason": event.reason, "detail": event.detail[:500]}
    told = {**columns, "service": event.service, "topic": event.topic}
    if not ends_the_way(event.service, event.topic):
        return Step(None, {}, told)
    return Step("dead", columns, told, stage=event.service)


def _held(event: WorkHeld) -> Step:
    columns = {"reason": event.cause, "detail": f"{event.scope}: {event.detail}"[:500]}
    told = {
        "cause": event.cause,
        "scope": event.scope,
        "service": event.service,
        "since": event.since.isoformat(),
        "due_at": event.due_at.isoformat(),
    }
    return Step("held", columns, told, revives=(event.service,), stage=event.service)
