"""every topic of a document's way -> the projection that answers over HTTP"""

from dataclasses import dataclass

from winnow import streams
from winnow.contracts.base import Event
from winnow.messaging.handler import Handler
from winnow.messaging.publisher import KafkaPublisher
from winnow.storage.port import BlobStore
from winnow_gateway.documents import Documents


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    documents: Documents
    blobs: BlobStore
    publisher: KafkaPublisher


async def follow(event: Event, tools: Tools) -> None:
    """Take the event into the projection."""
    await tools.documents.apply(event)


# Repeats are let through: the projection takes each event in once by itself.
HANDLERS = tuple(
    Handler(stream, follow, in_flight=64, once=None)
    for stream in streams.ALL
    if "gateway" in stream.read_by
)
