"""What is true afterwards: the log as committed readers see it, and records, vectors, blobs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from kafka import KafkaConsumer, TopicPartition

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentIndexed
from winnow.contracts.results import ResultCompleted
from winnow.errors import WinnowError
from winnow.messaging.cloudevents import decode
from winnow.storage.open import open_blobs
from winnow.storage.port import BlobStore
from winnow.streams import Stream
from winnow.vectors.open import open_vectors

PAGE = 200  # documents asked for at once
DIMENSIONS = 384  # of the default embedding model


@dataclass(frozen=True, slots=True)
class Verdict:
    """Documents without a result, results beyond the first of a document, what does not agree."""

    lost: list[UUID]
    duplicates: int
    disagreements: list[str]


async def audit(settings: Settings, gateway: str, documents: Sequence[UUID]) -> Verdict:
    """Look at everything that is kept of the documents."""
    mine = {document: list[ResultCompleted]() for document in documents}
    for event in events(settings.kafka, streams.COMPLETED):
        if isinstance(event, ResultCompleted) and event.document_id in mine:
            mine[event.document_id].append(event)
    told = [
        *await _records(gateway, mine),
        *await _vectors(settings, mine),
        *await _blobs(open_blobs(settings), mine),
    ]
    return Verdict(
        lost=[document for document, found in mine.items() if not found],
        duplicates=sum(max(len(found) - 1, 0) for found in mine.values()),
        disagreements=told,
    )


def events(bootstrap: str, stream: Stream) -> Iterator[Event]:
    """All events of a stream that were committed."""
    consumer: Any = KafkaConsumer(
        bootstrap_servers=bootstrap, isolation_level="read_committed", enable_auto_commit=False
    )
    places = [TopicPartition(stream.topic, n) for n in consumer.partitions_for_topic(stream.topic)]
    consumer.assign(places)
    consumer.seek_to_beginning(*places)
    ends = consumer.end_offsets(places)
    while any(consumer.position(place) < ends[place] for place in places):
        for records in consumer.poll(timeout_ms=300).values():
            for record in records:
                yield decode(stream, record.value, dict(record.headers))
    consumer.close()


Results = dict[UUID, list[ResultCompleted]]


async def _records(gateway: str, results: Results) -> list[str]:
    """The gateway's records say `completed` where the log has a result."""
    states: dict[str, str] = {}
    async with httpx.AsyncClient(base_url=gateway, timeout=60) as http:
        cursor: dict[str, str] = {}
        while True:
            answer = await http.get("/v1/documents", params={"limit": PAGE, **cursor})
            body = answer.raise_for_status().json()
            states |= {one["document_id"]: one["state"] for one in body["documents"]}
            if body["next"] is None:
                break
            cursor = {"cursor": body["next"]}
    return [
        f"{document}: the records say {states.get(str(document))}, the log has {len(found)} results"
        for document, found in results.items()
        if (states.get(str(document)) == "completed") != bool(found)
    ]


async def _vectors(settings: Settings, results: Results) -> list[str]:
    """The store has as many passages of a document as were indexed, and no others."""
    indexed = {
        event.document_id: event.chunks
        for event in events(settings.kafka, streams.INDEXED)
        if isinstance(event, DocumentIndexed)
    }
    store = open_vectors(settings, DIMENSIONS)
    try:
        stored = {one: await store.count("default", one) for one in results}
        total = await store.count("default")
    finally:
        await store.close()
    told = [
        f"{document}: {indexed.get(document)} passages were indexed, the store has {count}"
        for document, count in stored.items()
        if indexed.get(document) != count
    ]
    if total != sum(stored.values()):
        told.append(f"the store has {total} passages, {sum(stored.values())} are of the documents")
    return told


async def _blobs(blobs: BlobStore, results: Results) -> list[str]:
    """What results point at is there, whole."""
    told = []
    for document, found in results.items():
        for result in found:
            for ref in (result.original, result.body_ref):
                try:
                    await blobs.get(ref)
                except WinnowError as error:
                    told.append(f"{document}: {error}")
    return told
