"""A broker of one's own: topics of the map on it, and nothing lost when it is killed."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient

from winnow import streams
from winnow.errors import UnreachableError
from winnow.local.kafka import LocalKafka
from winnow.messaging.topics import SIZES, apply_topics, config_of, lag

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="module")
def broker(folder: Path) -> Iterator[LocalKafka]:
    with LocalKafka(folder) as broker:
        yield broker


def test_topics_are_created_once_with_the_maps_settings(broker: LocalKafka) -> None:
    assert set(apply_topics(broker.bootstrap, "test").values()) == {"created"}
    assert set(apply_topics(broker.bootstrap, "test").values()) == {"unchanged"}
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    found = {topic["name"]: topic for topic in admin.describe_topics()}
    for stream in streams.ALL:
        assert len(found[stream.topic]["partitions"]) == SIZES["test"].partitions
        resource = ConfigResource(ConfigResourceType.TOPIC, stream.topic)
        [configs] = admin.describe_configs([resource]).values()
        told = {name: entry["value"] for name, entry in configs[stream.topic].items()}
        assert config_of(stream, SIZES["test"]).items() <= {**told, **_defaults(told)}.items()
    admin.close()


def _defaults(told: dict[str, str]) -> dict[str, str]:
    """Settings that are Kafka's own defaults are not among the modified ones."""
    own = {"cleanup.policy": "delete", "min.insync.replicas": "1"}
    return {name: value for name, value in own.items() if name not in told}


def test_a_setting_that_was_changed_by_hand_is_mended(broker: LocalKafka) -> None:
    apply_topics(broker.bootstrap, "test")
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    topic = streams.SUBMITTED.topic
    wrong = ConfigResource(ConfigResourceType.TOPIC, topic, {"retention.ms": "1000"})
    admin.alter_configs([wrong])
    while _retention(admin, topic) != "1000":  # the broker takes a moment to say so itself
        time.sleep(0.05)
    admin.close()
    assert apply_topics(broker.bootstrap, "test")[topic] == "changed"


def _retention(admin: KafkaAdminClient, topic: str) -> str | None:
    resource = ConfigResource(ConfigResourceType.TOPIC, topic)
    [configs] = admin.describe_configs([resource]).values()
    told: dict[str, str | None] = {name: one["value"] for name, one in configs[topic].items()}
    return told.get("retention.ms")


def test_more_partitions_are_added_and_none_taken(broker: LocalKafka) -> None:
    apply_topics(broker.bootstrap, "test")
    assert set(apply_topics(broker.bootstrap, "local").values()) == {"changed"}
    assert set(apply_topics(broker.bootstrap, "test").values()) == {"unchanged"}


def test_what_nobody_has_read_is_counted_as_waiting(broker: LocalKafka) -> None:
    apply_topics(broker.bootstrap, "test")
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap)
    for _ in range(3):
        producer.send(streams.INDEXED.topic, b"{}").get(10)
    producer.close()
    waiting = [one for one in lag(broker.bootstrap) if one.topic == streams.INDEXED.topic]
    readers = {streams.group_of(reader, streams.INDEXED) for reader in streams.INDEXED.read_by}
    assert {one.group for one in waiting} == readers
    assert {one.behind for one in waiting} == {3}


def test_a_killed_broker_goes_on_where_it_was(broker: LocalKafka, folder: Path) -> None:
    apply_topics(broker.bootstrap, "test")
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap, acks="all")
    producer.send(streams.USAGE.topic, b"kept", partition=0).get(10)
    producer.close()
    broker.kill()
    broker.start()
    consumer = KafkaConsumer(bootstrap_servers=broker.bootstrap)
    place = TopicPartition(streams.USAGE.topic, 0)
    consumer.assign([place])
    consumer.seek_to_beginning(place)
    found = [one.value for records in consumer.poll(10_000).values() for one in records]
    consumer.close()
    assert found == [b"kept"]


def test_a_broker_that_is_not_there_is_said_so() -> None:
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1:1"):
        apply_topics("127.0.0.1:1")
