"""The gateway over HTTP: submit, status, results, news; and what bad requests get."""

import hashlib
import json
from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from winnow.contracts.dead_letters import RetryScheduled
from winnow.contracts.documents import DocumentSubmitted
from winnow.contracts.evidence import Completeness, Summary
from winnow.contracts.results import Cost, Latency, ResultBody, ResultCompleted
from winnow.errors import UnreachableError
from winnow.recipes.recipe import Recipe
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.security.keys import Doorkeeper, SecuritySettings
from winnow.testing.blobs import MemoryBlobs
from winnow.testing.publisher import MemoryPublisher
from winnow_gateway.desk import Desk
from winnow_gateway.documents import Documents
from winnow_gateway.handlers import Tools, send_again
from winnow_gateway.news import follow
from winnow_gateway.web import create_web

RECIPE = Recipe(
    recipe="receipt",
    version=1,
    title="Receipt",
    description="",
    fields={"type": "object", "properties": {}},
)
LIMIT = 1000
KEYS = "up:k1:acme:submitter,desk:k2:acme:reviewer,other:k3:rival:submitter"


class Gateway:
    def __init__(self, url: str, keys: str = "") -> None:
        self.blobs = MemoryBlobs()
        self.publisher = MemoryPublisher()
        self.database = open_database(url)
        self.documents = Documents(self.database)
        settings = SecuritySettings(api_keys=keys)
        doorkeeper = Doorkeeper(settings)
        self.desk = Desk(
            self.documents, self.blobs, self.publisher, {"receipt": RECIPE}, doorkeeper, LIMIT
        )
        self.web = create_web(self.desk)
        transport = httpx.ASGITransport(self.web, raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://gateway")

    async def submit(self, data: bytes = b"bytes", name: str = "a.txt", **form: Any) -> Any:
        return await self.http.post(
            "/v1/documents", files={"file": (name, data)}, data=form, headers=form.pop("h", None)
        )

    async def complete(self, submitted: DocumentSubmitted) -> ResultCompleted:
        body = ResultBody(data={"total": 1.5}, leaves={}, summary=Summary())
        stored = await self.blobs.put(
            submitted.tenant, body.model_dump_json().encode(), "application/json"
        )
        event = ResultCompleted(
            document_id=submitted.document_id,
            tenant=submitted.tenant,
            file_name=submitted.file_name,
            original=submitted.blob,
            recipe="receipt",
            outcome="accepted",
            decided_by="rule:r",
            body=None,
            body_ref=stored,
            confidence=0.9,
            classification=1,
            completeness=Completeness(complete=True),
            cost=Cost(usd=0, calls=0, unpriced_calls=0, input_tokens=0, output_tokens=0),
            latency=Latency(total_seconds=1),
            submitted_at=submitted.occurred_at,
        )
        await self.documents.apply(event)
        return event


@pytest.fixture
async def url(tmp_path: Path) -> str:
    url = f"sqlite+aiosqlite:///{tmp_path / 'gateway.db'}"
    await migrate(url)
    return url


@pytest.fixture
async def gateway(url: str) -> AsyncIterator[Gateway]:
    gateway = Gateway(url)
    async with gateway.http:
        yield gateway
    await gateway.database.close()


@pytest.fixture
async def guarded(url: str) -> AsyncIterator[Gateway]:
    gateway = Gateway(url, KEYS)
    async with gateway.http:
        yield gateway
    await gateway.database.close()


async def test_an_upload_is_stored_and_published(gateway: Gateway) -> None:
    answer = await gateway.submit(b"hello", "C:\\letters\\a.txt", metadata='{"customer": "7"}')
    assert answer.status_code == 202
    [event] = gateway.publisher.events
    assert isinstance(event, DocumentSubmitted)
    assert answer.json()["document_id"] == str(event.document_id)
    assert (event.file_name, event.metadata) == ("a.txt", {"customer": "7"})
    assert event.blob.sha256 == hashlib.sha256(b"hello").hexdigest()
    assert await gateway.blobs.get(event.blob) == b"hello"


async def test_the_same_bytes_again_answer_with_their_state_and_cost_nothing(
    gateway: Gateway,
) -> None:
    first = await gateway.submit(b"hello", "a.txt")
    second = await gateway.submit(b"hello", "other-name.txt")
    assert (first.status_code, second.status_code) == (202, 200)
    assert first.json()["document_id"] == second.json()["document_id"]
    assert len(gateway.publisher.events) == 1


async def test_other_bytes_under_the_same_name_are_another_document(gateway: Gateway) -> None:
    first, second = await gateway.submit(b"one"), await gateway.submit(b"two")
    assert first.json()["document_id"] != second.json()["document_id"]


async def test_the_state_and_the_steps_of_a_document_can_be_asked(gateway: Gateway) -> None:
    document = (await gateway.submit()).json()["document_id"]
    body = (await gateway.http.get(f"/v1/documents/{document}")).json()
    assert body["state"] == "submitted"
    assert [step["type"] for step in body["steps"]] == ["winnow.documents.submitted.v1"]


async def test_a_result_is_answered_whole(gateway: Gateway) -> None:
    document = (await gateway.submit()).json()["document_id"]
    [event] = gateway.publisher.events
    early = await gateway.http.get(f"/v1/documents/{document}/result")
    assert (early.status_code, early.json()["reason"]) == (409, "not_ready")
    assert isinstance(event, DocumentSubmitted)
    await gateway.complete(event)
    result = (await gateway.http.get(f"/v1/documents/{document}/result")).json()
    assert result["body"]["data"] == {"total": 1.5}
    page = (await gateway.http.get("/v1/results")).json()
    assert [one["document_id"] for one in page["results"]] == [document]
    assert (await gateway.http.get("/v1/results", params={"after": page["next"]})).json()[
        "results"
    ] == []


async def test_news_of_a_document_end_with_it_and_can_be_resumed(gateway: Gateway) -> None:
    document = (await gateway.submit()).json()["document_id"]
    [event] = gateway.publisher.events
    assert isinstance(event, DocumentSubmitted)
    await gateway.complete(event)
    news = await gateway.http.get(f"/v1/documents/{document}/events")
    told = [json.loads(line[6:]) for line in news.text.splitlines() if line.startswith("data: ")]
    assert [one["type"] for one in told] == [
        "winnow.documents.submitted.v1",
        "winnow.results.completed.v1",
    ]
    later = await gateway.http.get(
        f"/v1/documents/{document}/events", headers={"Last-Event-ID": "1"}
    )
    assert "winnow.documents.submitted.v1" not in later.text
    assert "winnow.results.completed.v1" in later.text


@pytest.mark.parametrize(
    ("data", "form", "status", "reason"),
    [
        (b"", {}, 422, "file_empty"),
        (b"x" * (LIMIT + 1), {}, 413, "file_too_large"),
        (b"x" * 200_000, {}, 413, "file_too_large"),
        (b"x", {"recipe": "nobody"}, 422, "recipe_unknown"),
        (b"x", {"metadata": "{"}, 422, "request_invalid"),
        (b"x", {"metadata": '{"a": 1}'}, 422, "request_invalid"),
        (b"x", {"metadata": "[" * 15_000}, 422, "request_invalid"),
        (b"x", {"priority": "much"}, 422, "request_invalid"),
        (b"x", {"priority": "1000"}, 422, "request_invalid"),
        (b"x", {"due_at": "tomorrow"}, 422, "request_invalid"),
        (b"x", {"due_at": "0001-01-01T00:00:00+14:00"}, 422, "request_invalid"),
        (b"x", {"metadata": '{"a": "\\ud800"}'}, 422, "request_invalid"),
        (b"x", {"metadata": '{"a": ' + "1" * 5000 + "}"}, 422, "request_invalid"),
        (b"x", {"metadata": '{"a": "' + "x" * 20_000 + '"}'}, 422, "request_invalid"),
        (b"x", {"recipe": "a\x00b"}, 422, "recipe_unknown"),
    ],
)
async def test_a_bad_upload_gets_a_problem_document_and_publishes_nothing(
    gateway: Gateway, data: bytes, form: dict[str, str], status: int, reason: str
) -> None:
    answer = await gateway.submit(data, **form)
    assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert answer.headers["content-type"] == "application/problem+json"
    assert gateway.publisher.events == []


async def test_a_request_without_a_file_is_told_so(gateway: Gateway) -> None:
    answer = await gateway.http.post("/v1/documents", data={"recipe": "receipt"})
    assert (answer.status_code, answer.json()["reason"]) == (422, "request_invalid")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"cursor": "nonsense"}, "cursor_invalid"),
        ({"cursor": "\x00"}, "cursor_invalid"),
        ({"cursor": "é"}, "cursor_invalid"),
        ({"cursor": b64encode(b"0001-01-01T00:00:00+14:00 x").decode()}, "cursor_invalid"),
        ({"recipe": "a\x00b"}, "request_invalid"),
        ({"state": "lost"}, "request_invalid"),
        ({"limit": "0"}, "request_invalid"),
        ({"limit": "9" * 400}, "request_invalid"),
    ],
)
async def test_a_bad_question_gets_a_problem_document(
    gateway: Gateway, query: dict[str, str], reason: str
) -> None:
    answer = await gateway.http.get("/v1/documents", params=query)
    assert (answer.status_code, answer.json()["reason"]) == (422, reason)


async def test_a_list_can_be_filtered_and_paged(gateway: Gateway) -> None:
    made = [(await gateway.submit(bytes([n]))).json()["document_id"] for n in range(3)]
    first = (await gateway.http.get("/v1/documents", params={"limit": 2})).json()
    rest = (await gateway.http.get("/v1/documents", params={"cursor": first["next"]})).json()
    found = [one["document_id"] for one in (*first["documents"], *rest["documents"])]
    assert found == made[::-1]
    assert rest["next"] is None
    named = await gateway.http.get("/v1/documents", params={"recipe": "receipt"})
    assert named.json()["documents"] == []


async def test_another_recipe_is_worth_another_attempt(gateway: Gateway) -> None:
    await gateway.submit(b"hello")
    assert (await gateway.submit(b"hello", recipe="receipt")).status_code == 202
    assert (await gateway.submit(b"hello", recipe="receipt")).status_code == 200
    first, second = gateway.publisher.events
    assert first.document_id == second.document_id
    assert first.event_id != second.event_id


async def test_a_result_is_not_ready_while_it_is_made_anew(gateway: Gateway) -> None:
    document = (await gateway.submit(b"hello")).json()["document_id"]
    [event] = gateway.publisher.events
    assert isinstance(event, DocumentSubmitted)
    await gateway.complete(event)
    again = event.model_copy(update={"event_id": uuid4(), "occurred_at": datetime.now(UTC)})
    await gateway.documents.apply(again)
    answer = await gateway.http.get(f"/v1/documents/{document}/result")
    assert (answer.status_code, answer.json()["reason"]) == (409, "not_ready")


async def test_one_lost_body_does_not_hide_the_other_results(gateway: Gateway) -> None:
    await gateway.submit(b"hello")
    [event] = gateway.publisher.events
    assert isinstance(event, DocumentSubmitted)
    await gateway.complete(event)
    gateway.blobs.blobs.clear()
    [result] = (await gateway.http.get("/v1/results")).json()["results"]
    assert result["body"] is None


async def test_a_body_without_a_length_is_refused_as_it_comes(gateway: Gateway) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(100):
            yield b"0" * 10_000
        yield b"\r\n--x--\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = await gateway.http.post("/v1/documents", content=pieces(), headers=headers)
    assert (answer.status_code, answer.json()["reason"]) == (413, "file_too_large")


@pytest.mark.parametrize("body", [b"", b"--x", b"\xff" * 100, b"--x\r\nContent-Disposition: x\r\n"])
async def test_a_broken_form_gets_a_problem_document(gateway: Gateway, body: bytes) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = await gateway.http.post("/v1/documents", content=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_news_end_when_the_service_closes(gateway: Gateway) -> None:
    await gateway.submit()
    news = follow(gateway.desk, "default", 0)
    assert (await anext(news))["event"] == "winnow.documents.submitted.v1"
    gateway.desk.closing.set()
    with pytest.raises(StopAsyncIteration):
        await anext(news)


async def test_a_key_is_asked_for_before_the_file_is_read(guarded: Gateway) -> None:
    read: list[int] = []

    async def pieces() -> AsyncIterator[bytes]:
        read.append(1)
        yield b"x"

    answer = await guarded.http.post("/v1/documents", content=pieces())
    assert (answer.status_code, read) == (401, [])
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_fault_shows_no_stack(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(gateway.documents, "_database")
    answer = await gateway.http.get("/v1/documents")
    assert (answer.status_code, answer.json()["reason"]) == (500, "internal_error")
    assert "_database" not in answer.text


async def test_a_silent_database_is_named_without_its_address(gateway: Gateway) -> None:
    gateway.blobs.fail_with(UnreachableError("blob store", "10.0.0.7 refused", retry_after=2.5))
    answer = await gateway.submit()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")
    assert "10.0.0.7" not in answer.text


@pytest.mark.parametrize("name", ["", "..", "a\x00b.txt", "/etc/passwd", "x" * 400, "a\u202eb"])
async def test_a_strange_file_name_is_made_plain(gateway: Gateway, name: str) -> None:
    answer = await gateway.submit(b"x", name or " ")
    assert answer.status_code in (202, 422)
    for event in gateway.publisher.events:
        assert isinstance(event, DocumentSubmitted)
        assert 1 <= len(event.file_name) <= 255
        assert not set(event.file_name) & set("/\\\x00\u202e")


@pytest.mark.parametrize("path", ["", "/result", "/events"])
async def test_an_unknown_document_is_not_found(gateway: Gateway, path: str) -> None:
    answer = await gateway.http.get(f"/v1/documents/{uuid4()}{path}")
    assert (answer.status_code, answer.json()["reason"]) == (404, "document_unknown")
    assert (await gateway.http.get(f"/v1/documents/nonsense{path}")).status_code == 422


async def test_a_silent_broker_is_503_with_a_time_to_come_again(gateway: Gateway) -> None:
    gateway.publisher.fail_with(UnreachableError("Kafka"))
    answer = await gateway.submit()
    assert (answer.status_code, answer.json()["reason"]) == (503, "unavailable")
    assert answer.headers["retry-after"]
    gateway.publisher.fail_with(None)
    assert (await gateway.submit()).status_code == 202


async def test_a_dead_document_may_be_submitted_again(gateway: Gateway) -> None:
    document = (await gateway.submit()).json()["document_id"]
    [event] = gateway.publisher.events
    await gateway.documents.apply(dead(event))
    body = (await gateway.http.get(f"/v1/documents/{document}")).json()
    assert (body["state"], body["reason"]) == ("dead", "file_broken")
    assert (await gateway.submit()).status_code == 202
    first, second = gateway.publisher.events
    assert first.document_id == second.document_id
    assert first.event_id != second.event_id


async def test_a_dead_letter_that_comes_before_its_document_is_not_forgotten(
    gateway: Gateway,
) -> None:
    await gateway.submit()
    [event] = gateway.publisher.events
    assert isinstance(event, DocumentSubmitted)
    moved = event.model_copy(update={"document_id": uuid4(), "event_id": uuid4()})
    await gateway.documents.apply(dead(moved))
    await gateway.documents.apply(moved)
    row = await gateway.documents.find("default", str(moved.document_id))
    assert row is not None
    assert (row["state"], row["reason"]) == ("dead", "file_broken")


async def test_events_may_arrive_in_any_order(gateway: Gateway) -> None:
    await gateway.submit()
    [event] = gateway.publisher.events
    assert isinstance(event, DocumentSubmitted)
    await gateway.complete(event)
    await gateway.documents.apply(event.with_id(uuid4()))
    row = await gateway.documents.find("default", str(event.document_id))
    assert row is not None
    assert row["state"] == "completed"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"X-API-Key": "wrong"}, 401),
        ({"Authorization": "Basic k1"}, 401),
        ({"X-API-Key": "k2"}, 403),
        ({"X-API-Key": "k1"}, 200),
        ({"Authorization": "Bearer k1"}, 200),
    ],
)
async def test_a_key_with_the_right_role_is_needed(
    guarded: Gateway, headers: dict[str, str], status: int
) -> None:
    answer = await guarded.http.get("/v1/documents", headers=headers)
    assert answer.status_code == status


async def test_tenants_do_not_see_each_others_documents(guarded: Gateway) -> None:
    http = guarded.http
    http.headers["X-API-Key"] = "k1"
    document = (await guarded.submit()).json()["document_id"]
    assert (await http.get(f"/v1/documents/{document}")).status_code == 200
    http.headers["X-API-Key"] = "k3"
    assert (await http.get(f"/v1/documents/{document}")).status_code == 404
    assert (await http.get("/v1/documents")).json()["documents"] == []


def dead(event: Any) -> Any:
    from winnow.contracts.dead_letters import DeadLettered

    return DeadLettered(
        document_id=event.document_id,
        reason="file_broken",
        detail="no xref",
        service="ingest",
        attempt=1,
        topic="documents.submitted",
        partition=0,
        offset=0,
    )


async def test_a_record_that_was_put_off_goes_back_to_its_topic_when_it_is_due(
    gateway: Gateway,
) -> None:
    event = RetryScheduled(
        document_id=uuid4(),
        service="embed",
        attempt=2,
        topic="documents.parsed",
        partition=0,
        offset=7,
        due_at=datetime.now(UTC) + timedelta(seconds=0.2),
    )
    tools: Any = Tools(gateway.documents, gateway.blobs, gateway.publisher)  # type: ignore[arg-type]
    await send_again(event, tools)
    assert datetime.now(UTC) >= event.due_at
    assert gateway.publisher.again == [(event, {"winnow-tries": "2"})]
