"""Events as Kafka records: CloudEvents 1.0, binary or structured in, binary out.

Source: CloudEvents 1.0.2 and its Kafka protocol binding.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid5

from pydantic import ValidationError

from winnow.contracts.base import NAMESPACE, Event
from winnow.errors import RejectedError, WinnowError
from winnow.messaging.trace import next_traceparent
from winnow.streams import Stream

MAX_RECORD: Final = 256 * 1024  # bytes; larger things travel by claim check
STRUCTURED: Final = "application/cloudevents+json"


@dataclass(frozen=True, slots=True)
class Encoded:
    """A record ready to send."""

    value: bytes | None
    key: bytes | None
    headers: dict[str, str]


def encode(event: Event, producer: str, limit: int = MAX_RECORD) -> Encoded:
    """The event in binary mode, keyed by its document; a WinnowError if it outgrows a record."""
    value = event.model_dump_json().encode()
    if len(value) > limit:
        raise WinnowError(f"{event.type} of {len(value)} bytes does not fit a record")
    headers = {
        "content-type": "application/json",
        "ce_specversion": "1.0",
        "ce_id": str(event.event_id),
        "ce_source": f"/winnow/{producer}",
        "ce_type": event.type,
        "ce_time": event.occurred_at.isoformat(),
        "ce_subject": str(event.document_id),
        "ce_dataschema": f"urn:winnow:schema:{event.type}",
        "traceparent": next_traceparent(),
    }
    return Encoded(value, str(event.document_id).encode(), headers)


def decode(stream: Stream, value: bytes | None, headers: Mapping[str, bytes]) -> Event:
    """The event in a record of `stream`; RejectedError (`event_*`) if there is none."""
    body = _json_object(value)
    attributes = {
        name.removeprefix("ce_"): raw.decode(errors="replace")
        for name, raw in headers.items()
        if name.startswith("ce_")
    }
    if headers.get("content-type", b"").startswith(STRUCTURED.encode()) or (
        "specversion" in body and "type" not in attributes
    ):
        attributes, body = _unwrap(body)
    return _validated(stream, attributes, body)


def _json_object(value: bytes | None) -> dict[str, Any]:
    try:
        body = json.loads(value or b"")
    except (ValueError, RecursionError) as error:
        raise RejectedError("event_not_json", str(error)[:200]) from error
    if not isinstance(body, dict):
        raise RejectedError("event_not_json", f"a JSON {type(body).__name__}, not an object")
    return body


def _unwrap(body: dict[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    data = body.get("data")
    if not isinstance(data, dict):
        raise RejectedError("event_invalid", "data: a structured CloudEvent needs a JSON object")
    return {name: str(value) for name, value in body.items() if name != "data"}, data


def _validated(stream: Stream, attributes: Mapping[str, str], body: dict[str, Any]) -> Event:
    if "type" not in attributes:
        raise RejectedError("event_invalid", "not a CloudEvent: the attribute `type` is missing")
    if attributes["type"] != stream.carries.type:
        expected = stream.carries.type
        raise RejectedError(
            "event_unknown_version", f"{attributes['type']!r}; {stream.topic} carries {expected!r}"
        )
    filled = dict(body)
    if identity := attributes.get("id"):
        filled["event_id"] = _as_uuid(identity, attributes.get("source", ""))
    if "time" in attributes:
        filled.setdefault("occurred_at", attributes["time"])
    try:
        return stream.carries.model_validate(filled)
    except ValidationError as error:
        raise RejectedError("event_invalid", _explain(error)) from error


def _as_uuid(identity: str, source: str) -> UUID:
    try:
        return UUID(identity)
    except ValueError:  # CloudEvents ids are any string, unique within their source
        return uuid5(NAMESPACE, f"{source}#{identity}")


def _explain(error: ValidationError) -> str:
    problems = [
        f"{'.'.join(map(str, item['loc'])) or 'event'}: {item['msg']}" for item in error.errors()
    ]
    return "; ".join(problems[:5])[:500]
