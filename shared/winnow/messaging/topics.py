"""The topics of the map, made real through kafka-python's admin client."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Literal

from kafka import KafkaConsumer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient
from kafka.errors import CoordinatorNotAvailableError, KafkaError

from winnow import streams
from winnow.errors import UnreachableError
from winnow.streams import Stream

COORDINATOR_TRIES: Final = 10
PLAIN: Final[Mapping[str, Any]] = {}
Environment = Literal["local", "test", "production"]


@dataclass(frozen=True, slots=True)
class Size:
    """How wide and how safe topics are in an environment."""

    partitions: int
    replicas: int
    in_sync: int


SIZES: Final[dict[Environment, Size]] = {
    "local": Size(partitions=4, replicas=1, in_sync=1),
    "test": Size(partitions=2, replicas=1, in_sync=1),
    "production": Size(partitions=24, replicas=3, in_sync=2),
}


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a group is behind in one topic, in records."""

    group: str
    topic: str
    partitions: int
    end: int
    committed: int

    @property
    def behind(self) -> int:
        return self.end - self.committed


def apply_topics(
    bootstrap: str, environment: Environment = "local", security: Mapping[str, Any] = PLAIN
) -> dict[str, str]:
    """Create what is missing and mend configs; return topic -> created | changed | unchanged.

    `security` is from `kafka_python_options`. Partitions grow but never
    shrink. UnreachableError when the broker does not answer, or does not let us in.
    """
    size = SIZES[environment]
    with _admin(bootstrap, security) as admin:
        existing = {topic["name"]: topic for topic in admin.describe_topics()}
        missing = [stream for stream in streams.ALL if stream.topic not in existing]
        if missing:
            admin.create_topics(
                {stream.topic: _options(stream, size) for stream in missing},
                wait_for_metadata=True,
            )
        states = {stream.topic: "created" for stream in missing}
        for stream in streams.ALL:
            if stream.topic in existing:
                states[stream.topic] = _mend(admin, stream, size, existing[stream.topic])
    return {stream.topic: states[stream.topic] for stream in streams.ALL}


def config_of(stream: Stream, size: Size) -> dict[str, str]:
    """The topic configuration that the map asks for."""
    return {
        "cleanup.policy": "compact" if stream.compact else "delete",
        "retention.ms": str(int(stream.keep.total_seconds() * 1000)) if stream.keep else "-1",
        "min.insync.replicas": str(size.in_sync),
        "max.message.bytes": str(4 * 1024 * 1024 + 64 * 1024),
    }


def lag(bootstrap: str, security: Mapping[str, Any] = PLAIN) -> list[Lag]:
    """The lag of every group that the map names, in the map's order."""
    with _admin(bootstrap, security) as admin:
        consumer = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, **security)
        try:
            return [
                _lag_of(admin, consumer, service, stream)
                for stream in streams.ALL
                for service in stream.read_by
                if service != streams.OUTSIDE
            ]
        finally:
            consumer.close()


def _options(stream: Stream, size: Size) -> dict[str, Any]:
    return {
        "num_partitions": size.partitions,
        "replication_factor": size.replicas,
        "configs": config_of(stream, size),
    }


def _mend(admin: Any, stream: Stream, size: Size, found: Any) -> str:
    changed = False
    if len(found["partitions"]) < size.partitions:
        admin.create_partitions({stream.topic: size.partitions})
        changed = True
    wanted = config_of(stream, size)
    if wanted.items() - _config_now(admin, stream.topic).items():
        admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, stream.topic, wanted)])
        changed = True
    return "changed" if changed else "unchanged"


def _config_now(admin: Any, topic: str) -> dict[str, str]:
    resource = ConfigResource(ConfigResourceType.TOPIC, topic)
    found = admin.describe_configs([resource], config_filter="all")
    [configs] = [by_name[topic] for by_name in found.values() if topic in by_name]
    return {name: str(entry["value"]) for name, entry in configs.items()}


def _lag_of(admin: Any, consumer: Any, service: str, stream: Stream) -> Lag:
    partitions = consumer.partitions_for_topic(stream.topic) or set()
    places = [TopicPartition(stream.topic, number) for number in sorted(partitions)]
    ends, begins = consumer.end_offsets(places), consumer.beginning_offsets(places)
    group = streams.group_of(service, stream)
    committed = _committed(admin, group, places)
    done = 0
    for place in places:
        known = committed.get(place)
        done += known.offset if known and known.offset >= 0 else begins[place]
    return Lag(group, stream.topic, len(places), sum(ends.values()), done)


def _committed(admin: Any, group: str, places: list[TopicPartition]) -> dict[Any, Any]:
    for _ in range(COORDINATOR_TRIES):
        try:
            return dict(admin.list_group_offsets({group: places}).get(group, {}))
        except CoordinatorNotAvailableError:  # the first question makes the broker choose one
            time.sleep(0.3)
    return dict(admin.list_group_offsets({group: places}).get(group, {}))


@contextmanager
def _admin(bootstrap: str, security: Mapping[str, Any]) -> Iterator[Any]:
    try:
        admin = KafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=15_000, **security)
    except KafkaError as error:
        raise UnreachableError(f"Kafka at {bootstrap}", str(error)) from error
    try:
        yield admin
    except KafkaError as error:
        raise UnreachableError(f"Kafka at {bootstrap}", str(error)) from error
    finally:
        admin.close()
