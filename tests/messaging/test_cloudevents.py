"""Binary and structured CloudEvents in, binary out."""

import json
from uuid import UUID

import pytest

from winnow import streams
from winnow.contracts.base import document_id_of
from winnow.contracts.documents import DocumentSubmitted
from winnow.errors import RejectedError, WinnowError
from winnow.messaging.cloudevents import decode, encode

SHA = "ab" * 32
DATA = {
    "tenant": "acme",
    "file_name": "a.pdf",
    "blob": {"uri": f"blob://acme/{SHA}", "sha256": SHA, "size": 3},
}
TYPE = DocumentSubmitted.type


def binary(**headers: str) -> dict[str, bytes]:
    return {f"ce_{name}": value.encode() for name, value in {"type": TYPE, **headers}.items()}


def test_a_binary_event_is_read() -> None:
    identity = "6f1d2b0e-5d0c-4b0a-9d55-7a1f0c3e9b42"
    event = decode(streams.SUBMITTED, json.dumps(DATA).encode(), binary(id=identity))
    assert isinstance(event, DocumentSubmitted)
    assert event.event_id == UUID(identity)
    assert event.document_id == document_id_of("acme", SHA)


def test_a_structured_event_is_read() -> None:
    whole = {"specversion": "1.0", "type": TYPE, "id": "17", "source": "/crm", "data": DATA}
    headers = {"content-type": b"application/cloudevents+json; charset=utf-8"}
    event = decode(streams.SUBMITTED, json.dumps(whole).encode(), headers)
    assert isinstance(event, DocumentSubmitted)
    assert event.file_name == "a.pdf"


def test_an_id_that_is_no_uuid_becomes_one_within_its_source() -> None:
    raw = json.dumps(DATA).encode()
    first = decode(streams.SUBMITTED, raw, binary(id="17", source="/crm"))
    again = decode(streams.SUBMITTED, raw, binary(id="17", source="/crm"))
    other = decode(streams.SUBMITTED, raw, binary(id="17", source="/erp"))
    assert first.event_id == again.event_id != other.event_id


def test_what_is_written_can_be_read_again() -> None:
    event = DocumentSubmitted.model_validate(DATA)
    record = encode(event, "gateway")
    headers = {name: value.encode() for name, value in record.headers.items()}
    assert decode(streams.SUBMITTED, record.value, headers) == event


def test_the_time_of_the_envelope_is_used_where_the_data_has_none() -> None:
    raw = json.dumps(DATA).encode()
    event = decode(streams.SUBMITTED, raw, binary(time="2026-01-02T03:04:05Z"))
    assert event.occurred_at.isoformat() == "2026-01-02T03:04:05+00:00"


@pytest.mark.parametrize(
    "broken",
    [
        {"document_id": "6f1d2b0e-5d0c-4b0a-9d55-7a1f0c3e9b42"},
        {"tenant": "other"},
        {"tenant": "../up"},
        {"file_name": ""},
        {"file_name": "\ud800"},
        {"due_at": "0001-01-01T00:00:00+14:00"},
        {"occurred_at": "9999-12-31T23:00:00-05:00"},
        {"blob": {"uri": "file:///etc/passwd", "sha256": SHA, "size": 3}},
    ],
)
def test_an_event_that_contradicts_itself_is_rejected(broken: dict[str, object]) -> None:
    with pytest.raises(RejectedError, match="event_invalid"):
        decode(streams.SUBMITTED, json.dumps(DATA | broken).encode(), binary())


def test_an_event_that_outgrows_a_record_is_a_fault_of_ours() -> None:
    event = DocumentSubmitted.model_validate({**DATA, "metadata": {"x": "y" * 300_000}})
    with pytest.raises(WinnowError, match="does not fit a record"):
        encode(event, "gateway")
