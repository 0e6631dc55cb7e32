"""Puts events on topics, and sees how many came out."""

from collections.abc import Iterable

from confluent_kafka import Consumer, Producer, TopicPartition

from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentSubmitted
from winnow.messaging.cloudevents import encode
from winnow.storage.port import BlobStore
from winnow.streams import Stream

Files = Iterable[tuple[str, str, bytes]]  # name, media type, bytes


async def stored(files: Files, blobs: BlobStore) -> list[DocumentSubmitted]:
    """The submissions of files whose bytes are in the blob store now."""
    return [
        DocumentSubmitted(file_name=name, blob=await blobs.put("default", data, media_type))  # type: ignore[call-arg]
        for name, media_type, data in files
    ]


def say(bootstrap: str, stream: Stream, events: Iterable[Event]) -> None:
    """Publish the events, confirmed."""
    producer = Producer({"bootstrap.servers": bootstrap, "linger.ms": 5})
    for event in events:
        record = encode(event, "bench")
        producer.produce(
            stream.topic, record.value, record.key, headers=list(record.headers.items())
        )
        producer.poll(0)
    producer.flush()


def written(bootstrap: str, stream: Stream) -> int:
    """How many records a topic has."""
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "count"})
    partitions = consumer.list_topics(stream.topic).topics[stream.topic].partitions
    places = [TopicPartition(stream.topic, number) for number in partitions]
    ends = [consumer.get_watermark_offsets(place)[1] for place in places]
    consumer.close()
    return sum(ends)
