"""The gateway over HTTP: submit, status, results, news; and what bad requests get."""

import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

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
from winnow_gateway.documents import Documents
from winnow_gateway.web import Desk, create_web

RECIPE = Recipe(
    recipe="receipt",
    version=1,
    title="Receipt",
    description="",
    fields={"type": "object", "properties": {}},
)
LIMIT = 1000


class Gateway:
    def __init__(self, url: str, keys: str = "") -> None:
        self.blobs = MemoryBlobs()
        self.publisher = MemoryPublisher()
        self.documents = Documents(open_database(url))
        settings = SecuritySettings(api_keys=keys)
        doorkeeper = Doorkeeper(settings)
        self.web = create_web(
            Desk(
                self.documents,
                self.blobs,
                self.publisher,
                {"receipt": RECIPE},
                doorkeeper,
                LIMIT,
            )
        )
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
    other = Gateway(str(gateway.documents._database.engine.url))
    assert isinstance(event, DocumentSubmitted)
    moved = event.model_copy(update={"document_id": uuid4(), "event_id": uuid4()})
    await other.documents.apply(dead(moved))
    await other.documents.apply(moved)
    row = await other.documents.find("default", str(moved.document_id))
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


KEYS = "up:k1:acme:submitter,desk:k2:acme:reviewer,other:k3:rival:submitter"


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
    url: str, headers: dict[str, str], status: int
) -> None:
    gateway = Gateway(url, KEYS)
    async with gateway.http:
        answer = await gateway.http.get("/v1/documents", headers=headers)
    assert answer.status_code == status


async def test_tenants_do_not_see_each_others_documents(url: str) -> None:
    gateway = Gateway(url, KEYS)
    async with gateway.http as http:
        http.headers["X-API-Key"] = "k1"
        document = (await gateway.submit()).json()["document_id"]
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
