"""A Kafka record, freed from the client library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from winnow.contracts.base import NAMESPACE


@dataclass(frozen=True, slots=True)
class Received:
    """Key, value and place of a record; header values are bytes because they may be anything."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def place(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"

    def subject(self) -> UUID:
        """The document named by the key, or an id made of the record's place."""
        try:
            return UUID((self.key or b"").decode())
        except ValueError:
            return uuid5(NAMESPACE, self.place)


def received(message: Any) -> Received:
    """Take over a confluent_kafka.Message."""
    headers: dict[str, bytes] = {}
    for name, value in message.headers() or ():
        headers[name] = value.encode() if isinstance(value, str) else (value or b"")
    return Received(
        topic=message.topic(),
        partition=message.partition(),
        offset=message.offset(),
        key=message.key(),
        value=message.value(),
        headers=headers,
    )
