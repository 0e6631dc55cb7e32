"""The result event, with what the document cost and how long it took."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal
from uuid import UUID

from winnow.contracts.base import Event, event_id_of
from winnow.contracts.evidence import Completeness, Extraction
from winnow.contracts.results import Cost, Latency, ResultBody, ResultCompleted
from winnow.contracts.usage import Usage
from winnow.storage.port import BlobStore
from winnow_route.drafts import Pair
from winnow_route.promise import withheld

PRODUCER: Final = "route"
INLINE: Final = 160 * 1024  # bytes of body that a record carries; what is more travels apart


@dataclass(frozen=True, slots=True)
class Ending:
    """How a document's way ended."""

    outcome: Literal["accepted", "reviewed", "rejected"]
    decided_by: str
    confidence: float
    note: str = ""
    supersedes: str | None = None


def result_id(cause: Event) -> UUID:
    """The id of the result event that a draft or a decision makes."""
    return event_id_of(PRODUCER, cause.event_id)


async def complete(
    cause: Event, pair: Pair, extraction: Extraction, ending: Ending, blobs: BlobStore
) -> ResultCompleted:
    """Store the body and build the event; the same cause gives the same event id."""
    draft, source = pair.extracted, pair.extracted.source
    rejected = ending.outcome == "rejected"
    body = ResultBody(
        data={} if rejected else extraction.data,
        leaves={} if rejected else extraction.leaves,
        summary=pair.summarised.summary,
        withheld=withheld(extraction) if ending.outcome == "accepted" else (),
    )
    raw = body.model_dump_json().encode()
    stored = await blobs.put(cause.tenant, raw, "application/json")
    return ResultCompleted(
        **cause.caused(PRODUCER),
        file_name=source.file_name,
        original=source.original,
        recipe=extraction.recipe,
        recipe_version=extraction.recipe_version,
        outcome=ending.outcome,
        decided_by=ending.decided_by,
        note=ending.note,
        supersedes=ending.supersedes,
        body=body if len(raw) <= INLINE else None,
        body_ref=stored,
        confidence=ending.confidence,
        classification=draft.classification,
        completeness=_completeness(extraction, ending),
        cost=cost_of((*draft.usage, *pair.summarised.usage)),
        latency=_latency(pair),
        metadata=source.metadata,
        submitted_at=source.submitted_at,
    )


def _completeness(extraction: Extraction, ending: Ending) -> Completeness:
    if ending.outcome == "reviewed":  # a person saw the whole document
        return Completeness(complete=True)
    return extraction.completeness


def cost_of(calls: Iterable[Usage]) -> Cost:
    """The sum of the calls; those without a known price are counted, not guessed."""
    listed = list(calls)
    return Cost(
        usd=sum(call.cost_usd or 0.0 for call in listed),
        calls=len(listed),
        unpriced_calls=sum(call.cost_usd is None for call in listed),
        cached_calls=sum(call.outcome == "cached" for call in listed),
        input_tokens=sum(call.input_tokens for call in listed),
        output_tokens=sum(call.output_tokens for call in listed),
        cache_read_tokens=sum(call.cache_read_tokens for call in listed),
        cache_write_tokens=sum(call.cache_write_tokens for call in listed),
    )


def _latency(pair: Pair) -> Latency:
    waited = datetime.now(UTC) - pair.extracted.source.submitted_at
    return Latency(
        total_seconds=max(waited.total_seconds(), 0.0),
        stages={"extract": pair.extracted.seconds, "summarise": pair.summarised.seconds},
    )
