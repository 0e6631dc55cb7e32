"""What an event says of its document's progress. Pure."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from winnow.contracts.base import Event
from winnow.contracts.dead_letters import DeadLettered
from winnow.contracts.documents import (
    DocumentClassified,
    DocumentIndexed,
    DocumentParsed,
    DocumentSubmitted,
)
from winnow.contracts.drafts import DraftExtracted, DraftSummarised
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewDecided, ReviewRequested

ASIDE: Final = ("embed", "gateway", "review")  # their failures do not end a document's way


@dataclass(frozen=True, slots=True)
class Step:
    """The state and columns a document takes on, and what is told about the event."""

    state: str | None
    columns: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)


def step_of(event: Event) -> Step:
    """The step that an event is; `state` is None where it changes none."""
    match event:
        case DocumentSubmitted():
            told = {"file_name": event.file_name, "size": event.blob.size}
            return Step("submitted", {"recipe": event.recipe}, told)
        case DocumentParsed():
            source = event.source
            columns = {"media_type": source.media_type, "pages": source.pages}
            told = {**columns, "chunks": event.chunks, "ocr": event.ocr, "seconds": event.seconds}
            return Step("processing", columns, told)
        case DocumentIndexed():
            return Step(None, {}, {"chunks": event.chunks, "seconds": event.seconds})
        case DocumentClassified():
            told = {"recipe": event.recipe, "confidence": event.confidence, "by": event.decided_by}
            return Step("processing", {"recipe": event.recipe}, told)
        case DraftExtracted():
            return Step(None, {"recipe": event.recipe}, {"seconds": event.seconds})
        case DraftSummarised():
            return Step(None, {}, {"seconds": event.seconds})
        case ReviewRequested():
            return Step("review", {}, {"reasons": list(event.reasons[:5])})
        case ReviewDecided():
            return _decided(event)
        case ResultCompleted():
            return _completed(event)
        case DeadLettered():
            return _dead(event)
        case _:
            return Step(None)


def _decided(event: ReviewDecided) -> Step:
    told = {"outcome": event.outcome, "reviewer": event.reviewer}
    return Step("processing" if event.outcome == "reclassified" else None, {}, told)


def _completed(event: ResultCompleted) -> Step:
    columns = {
        "recipe": event.recipe,
        "outcome": event.outcome,
        "result_ref": json.dumps(event.model_dump(mode="json", exclude={"body"})),
        "reason": None,
        "detail": None,
    }
    told = {"outcome": event.outcome, "by": event.decided_by, "confidence": event.confidence}
    return Step("completed", columns, told)


def _dead(event: DeadLettered) -> Step:
    told = {"reason": event.reason, "service": event.service, "detail": event.detail[:500]}
    if event.service in ASIDE:
        return Step(None, {}, told)
    return Step("dead", {"reason": event.reason, "detail": event.detail[:500]}, told)
