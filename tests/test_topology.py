"""The map in winnow.streams is what the services really do."""

from pathlib import Path
from typing import Any

import pytest
from faststream.confluent import KafkaBroker

from winnow import streams
from winnow.installed import installed_services
from winnow.messaging.outbox import Outboxes
from winnow.messaging.publisher import KafkaPublisher
from winnow.messaging.wiring import build_broker
from winnow.service import Service
from winnow.specs.write import create_with
from winnow.testing.records import MemoryClaims

NAMES = list(installed_services())


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Service]:
    data: Path = tmp_path_factory.mktemp("data")
    return {name: create_with(create, data) for name, create in installed_services().items()}


def subscribed(broker: KafkaBroker) -> set[str]:
    found: Any = broker.subscribers
    return {name for subscriber in found for name in subscriber.topic_names}


def published(broker: KafkaBroker) -> set[str]:
    found: Any = broker.publishers
    return {publisher.topic for publisher in found}


def wired(service: Service) -> KafkaBroker:
    outboxes = Outboxes(service.settings, service.name)
    return build_broker(service, MemoryClaims(), lambda _: None, outboxes)


def published_besides(service: Service) -> set[str]:
    """What services publish that no handler caused."""
    values = [getattr(service.tools, name) for name in service.tools.__dataclass_fields__]
    publishers = [value for value in values if isinstance(value, KafkaPublisher)]
    return {stream.topic for publisher in publishers for stream in publisher.writes}


@pytest.mark.parametrize("name", NAMES)
def test_a_service_reads_and_writes_what_the_map_says(
    name: str, services: dict[str, Service]
) -> None:
    service = services[name]
    broker = wired(service)
    writes = published(broker) | published_besides(service)
    assert subscribed(broker) == {s.topic for s in streams.ALL if name in s.read_by}
    assert writes == {s.topic for s in streams.ALL if name in s.written_by}


def test_every_service_of_the_map_exists() -> None:
    named = {name for s in streams.ALL for name in (*s.written_by, *s.read_by)}
    assert named - {streams.OUTSIDE} == set(NAMES)


def test_no_two_services_share_a_port(services: dict[str, Service]) -> None:
    ports = [service.port for service in services.values()]
    assert len(set(ports)) == len(ports)


def test_every_reading_is_explicit_about_where_it_starts_and_what_it_acknowledges(
    services: dict[str, Service],
) -> None:
    for service in services.values():
        broker: Any = wired(service)
        for subscriber in broker.subscribers:
            settings = subscriber._LogicSubscriber__connection_data
            assert settings["auto_offset_reset"] == "earliest"
            assert settings["enable_auto_commit"] is False
            assert settings["isolation_level"] == "read_committed"
