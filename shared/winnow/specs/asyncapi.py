"""AsyncAPI 3.0 of the whole system, drawn from the map."""

from typing import Any, Final

from winnow import __version__, streams
from winnow.specs.schemas import schemas
from winnow.streams import Stream

_HEADERS: Final[dict[str, Any]] = {
    "type": "object",
    "description": "CloudEvents 1.0 in Kafka's binary mode.",
    "required": ["ce_specversion", "ce_id", "ce_source", "ce_type"],
    "properties": {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {"type": "string", "description": "Deterministic: a repeat has the same id."},
        "ce_source": {"type": "string"},
        "ce_type": {"type": "string"},
        "ce_time": {"type": "string", "format": "date-time"},
        "ce_subject": {"type": "string", "description": "The document id."},
        "ce_dataschema": {"type": "string"},
        "content-type": {"const": "application/json"},
        "traceparent": {"type": "string", "description": "W3C trace context."},
    },
}


def asyncapi() -> dict[str, Any]:
    """The specification as a JSON-able dict."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Winnow",
            "version": __version__,
            "description": (
                "Documents in, checked JSON out. Upstream systems write `documents.submitted` "
                "(binary or structured CloudEvents); consumers read `results.completed` with "
                "`isolation.level=read_committed`."
            ),
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {_name(stream): _channel(stream) for stream in streams.ALL},
        "operations": _operations(),
        "components": {
            "messages": {stream.carries.__name__: _message(stream) for stream in streams.ALL},
            "schemas": {"CloudEventHeaders": _HEADERS},
        },
    }


def _name(stream: Stream) -> str:
    return stream.topic.replace(".", "-")


def _channel(stream: Stream) -> dict[str, Any]:
    name = stream.carries.__name__
    keep = f"{stream.keep.days} days" if stream.keep else "for ever"
    return {
        "address": stream.topic,
        "description": (
            f"{(stream.carries.__doc__ or '').splitlines()[0]} Key: the document id. Kept {keep}"
            f"{', compacted by key' if stream.compact else ''}."
        ),
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
        "bindings": {"kafka": {"topic": stream.topic}},
    }


def _message(stream: Stream) -> dict[str, Any]:
    return {
        "name": stream.carries.type,
        "title": stream.carries.__name__,
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/CloudEventHeaders"},
        "payload": _inlined(schemas()[stream.carries.type]),
    }


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema as an embedded resource: its own `$id` keeps its `$defs` references inside it."""
    return {key: value for key, value in schema.items() if key != "$schema"}


def _operations() -> dict[str, Any]:
    made: dict[str, Any] = {}
    for stream in streams.ALL:
        for action, services in (("send", stream.written_by), ("receive", stream.read_by)):
            for service in services:
                if service == streams.OUTSIDE:
                    continue
                made[f"{service}-{action}s-{_name(stream)}"] = {
                    "action": action,
                    "channel": {"$ref": f"#/channels/{_name(stream)}"},
                    "tags": [{"name": service}],
                }
    return made
