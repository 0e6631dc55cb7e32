"""The whole way of a document over a real Kafka, every service running.

Only the language model is scripted; everything else is what runs in production. What is essential
is asked of two sets of stores: files, SQLite and Weaviate; and S3, PostgreSQL and LanceDB.
"""

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import pytest
from kafka import KafkaProducer

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import document_id_of
from winnow.contracts.dead_letters import DeadLettered
from winnow.embedding.open import open_embedder
from winnow.installed import installed_services
from winnow.llm.port import Prompt
from winnow.local.child import free_port
from winnow.local.kafka import LocalKafka
from winnow.local.weaviate import LocalWeaviate
from winnow.messaging.letters import read_letters, replay
from winnow.messaging.runtime import serve
from winnow.messaging.topics import apply_topics, lag
from winnow.records.migrate import migrate
from winnow.service import Service
from winnow.storage.open import open_blobs
from winnow.testing.model import FakeModel
from winnow.testing.recipes import without_promise
from winnow.testing.s3 import BUCKET, LocalS3
from winnow.vectors.open import open_vectors

pytestmark = [pytest.mark.live, pytest.mark.asyncio(loop_scope="module")]
ROOT = Path(__file__).parents[2]
T = TypeVar("T")
PATIENCE = 90.0  # seconds for a document to reach its end
ESSENTIAL = (
    "test_an_upload_becomes_checked_json",
    "test_a_correction_on_the_desk_becomes_the_final_result",
    "test_a_bad_file_is_dead_with_one_reason_and_the_next_is_untouched",
    "test_everything_lies_where_the_settings_say",
    "test_nothing_waits_in_the_end",
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """All tests on one set of stores, the essential ones on the other as well."""
    places = ["files", "servers"] if metafunc.function.__name__ in ESSENTIAL else ["files"]
    metafunc.parametrize("stores", places, indirect=True, scope="module")


def receipt(company: str, total: str) -> str:
    lines = (company, "Till 4, cashier Ann", "Date 2026-03-14", f"Tea {total}")
    return "\n".join((*lines, f"Total EUR {total}", "Cash, change 0.00", ""))


def reads(prompt: Prompt) -> dict[str, Any]:
    """What a good model finds in such a receipt."""
    lines = prompt.text.split("\n")
    company = next(line for line in lines if line and not line.startswith(("<document-", "[page")))
    total = float(next(line for line in lines if line.startswith("Total")).split()[-1])
    return {
        "company": company,
        "date": "2026-03-14",
        "address": None,
        "total": total if "MISREAD" not in company else total + 1,
        "currency": "EUR",
        "items": [{"name": "Tea", "quantity": None, "amount": total}],
    }


def says(prompt: Prompt) -> dict[str, Any]:
    line = next(line for line in prompt.text.split("\n") if "Total" in line)
    return {"statements": [{"passages": [1], "sentence": line}]}


class World:
    """A running system and the ways to talk to it."""

    def __init__(self, settings: Settings, gateway: str, review: str) -> None:
        self.settings = settings
        self.gateway = httpx.AsyncClient(base_url=gateway, timeout=30)
        self.review = httpx.AsyncClient(base_url=review, timeout=30, headers={"X-Reviewer": "ann"})

    async def submit(self, text: str, name: str = "r.txt", **form: str) -> str:
        files = {"file": (name, text.encode())}
        answer = await self.gateway.post("/v1/documents", files=files, data=form)
        assert answer.status_code in (200, 202), answer.text
        return str(answer.json()["document_id"])

    async def until(self, document: str, *states: str) -> dict[str, Any]:
        async def look() -> dict[str, Any] | None:
            answer = await self.gateway.get(f"/v1/documents/{document}")
            body: dict[str, Any] = answer.json()
            return body if body.get("state") in states else None

        return await eventually(look)

    async def result(self, document: str) -> dict[str, Any]:
        await self.until(document, "completed")
        return dict((await self.gateway.get(f"/v1/documents/{document}/result")).json())

    def publish(self, value: bytes, key: bytes = b"", **headers: str) -> None:
        producer = KafkaProducer(bootstrap_servers=self.settings.kafka, acks="all")
        encoded = [(name.replace("__", "-"), text.encode()) for name, text in headers.items()]
        producer.send(streams.SUBMITTED.topic, value, key=key or None, headers=encoded).get(10)
        producer.close()

    async def letter(self, reason: str, **about: Any) -> DeadLettered:
        async def look() -> DeadLettered | None:
            letters = await asyncio.to_thread(read_letters, self.settings.kafka)
            found = [
                one
                for one in letters
                if one.reason == reason
                and all(getattr(one, name) == value for name, value in about.items())
            ]
            return found[-1] if found else None

        return await eventually(look)


async def eventually(look: Callable[[], Awaitable[T | None]]) -> T:
    deadline = time.monotonic() + PATIENCE
    while (found := await look()) is None:
        assert time.monotonic() < deadline, "waited in vain"
        await asyncio.sleep(0.2)
    return found


def _with_model(tools: Any, model: FakeModel) -> Any:
    if hasattr(tools, "readers"):
        return replace(tools, readers=replace(tools.readers, model=model))
    return replace(tools, model=model)


def scripted(service: Service) -> Service:
    """The service with a scripted language model, if it has one."""
    tools = service.tools
    if not hasattr(tools, "model") and not hasattr(tools, "readers"):
        return service
    fills: dict[str, Any] = {"Receipt": reads, "Statements": says, "DocumentType": {"type": "none"}}
    sure = dict.fromkeys(("/company", "/date", "/total", "/currency"), 0.99)
    return replace(
        service,
        tools=_with_model(tools, FakeModel(fills, probabilities=sure)),
        ready={name: probe for name, probe in service.ready.items() if name != "model"},
    )


@pytest.fixture(scope="module")
def stores(request: pytest.FixtureRequest) -> Mapping[str, str]:
    """Settings that name the stores; what they do not name lies in files."""
    if request.param == "servers":
        server: LocalS3 = request.getfixturevalue("s3")
        database: Callable[[], str] = request.getfixturevalue("new_postgresql")
        blobs = f"s3://{BUCKET}/{uuid4().hex}"
        return {**server.environment, "WINNOW_BLOBS": blobs, "WINNOW_DATABASE": database()}
    weaviate: LocalWeaviate = request.getfixturevalue("weaviate_server")
    return {
        "WINNOW_WEAVIATE_URL": weaviate.url,
        "WINNOW_WEAVIATE_GRPC_PORT": str(weaviate.grpc_port),
        "WINNOW_WEAVIATE_API_KEY": weaviate.api_key,
    }


@pytest.fixture(scope="module")
async def world(
    kafka: LocalKafka, stores: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in stores.items():
            patch.setenv(name, value)
        patch.setenv("WINNOW_KAFKA", kafka.bootstrap)
        folder = tmp_path_factory.mktemp("data")
        patch.setenv("WINNOW_DATA", str(folder))
        patch.setenv("WINNOW_RECIPES", str(without_promise(ROOT / "recipes", folder / "recipes")))
        for name in installed_services():
            patch.setenv(f"WINNOW_{name.upper()}_PORT", str(free_port()))
        settings = Settings()
        await migrate(settings.database_url())
        apply_topics(settings.kafka, "test")
        services = {name: scripted(create()) for name, create in installed_services().items()}
    stop = asyncio.Event()
    running = asyncio.create_task(serve(list(services.values()), stop))
    urls = {name: f"http://127.0.0.1:{one.port}" for name, one in services.items()}
    world = World(settings, urls["gateway"], urls["review"])
    try:
        await asyncio.gather(*(ready(url) for url in urls.values()))
        yield world
    finally:
        await world.gateway.aclose()
        await world.review.aclose()
        stop.set()
        await running


async def ready(url: str) -> None:
    async def look() -> bool | None:
        async with httpx.AsyncClient() as http:
            try:
                return (await http.get(f"{url}/readyz")).is_success or None
            except httpx.TransportError:
                return None

    await eventually(look)


async def test_an_upload_becomes_checked_json(world: World) -> None:
    document = await world.submit(receipt("CORNER CAFE", "12.50"), metadata='{"customer": "7"}')
    result = await world.result(document)
    assert (result["outcome"], result["recipe"]) == ("accepted", "receipt")
    assert result["body"]["data"]["total"] == 12.5
    total = result["body"]["leaves"]["/total"]
    assert total["evidence"]["quote"] == "12.50"
    assert total["evidence"]["kind"] in ("exact", "normalised")
    assert result["body"]["summary"]["sentences"][0]["chunks"] == ["c0000"]
    assert result["metadata"] == {"customer": "7"}
    steps = (await world.gateway.get(f"/v1/documents/{document}")).json()["steps"]
    assert {step["type"].split(".")[2] for step in steps} >= {"submitted", "parsed", "classified"}


async def test_its_chunks_can_be_found_in_weaviate(world: World) -> None:
    document = await world.submit(receipt("QUARTZ ORCHARD", "3.20"))
    await world.result(document)
    embedder = open_embedder(world.settings)
    vectors = open_vectors(world.settings, embedder.dimensions)
    [vector] = await embedder.embed(["quartz orchard receipt"])

    async def look() -> Any:
        hits = await vectors.search("default", "QUARTZ ORCHARD", vector.tolist(), limit=3)
        return next((hit for hit in hits if str(hit.document_id) == document), None)

    hit = await eventually(look)
    assert "QUARTZ ORCHARD" in hit.text
    await vectors.close()


@pytest.mark.parametrize("mode", ["binary", "structured"])
async def test_publishing_to_kafka_is_the_same_as_uploading(world: World, mode: str) -> None:
    text = receipt(f"{mode.upper()} TEA HOUSE", "4.40").encode()
    blob = await open_blobs(world.settings).put("default", text, "text/plain")
    data = {"file_name": "k.txt", "blob": blob.model_dump()}
    kind = "winnow.documents.submitted.v1"
    if mode == "binary":
        world.publish(json.dumps(data).encode(), ce_type=kind, ce_id="1", ce_source=f"/{mode}")
    else:
        whole = {"specversion": "1.0", "type": kind, "id": "1", "source": f"/{mode}", "data": data}
        world.publish(json.dumps(whole).encode(), content__type="application/cloudevents+json")
    document = str(document_id_of("default", blob.sha256))
    result = await world.result(document)
    assert result["body"]["data"]["total"] == 4.4


async def test_the_same_bytes_again_cost_nothing(world: World) -> None:
    text = receipt("TWICE SHOP", "9.90")
    document = await world.submit(text, "one.txt")
    first = await world.result(document)
    assert await world.submit(text, "two.txt") == document
    assert (await world.result(document))["event_id"] == first["event_id"]
    assert (await world.result(document))["file_name"] == "one.txt"


async def test_a_correction_on_the_desk_becomes_the_final_result(world: World) -> None:
    document = await world.submit(receipt("MISREAD GROCERY", "7.70"))
    await world.until(document, "review")

    async def look() -> Any:
        answer = await world.review.get(f"/v1/reviews/{document}")
        return answer.json() if answer.is_success else None

    item = await eventually(look)
    assert "/total" in item["doubtful"]
    fields = [
        {"pointer": pointer, "action": "confirm"}
        for pointer in item["doubtful"]
        if pointer != "/total"
    ]
    fields.append({"pointer": "/total", "action": "correct", "value": 7.7, "reason": "ocr"})
    body = {"revision": item["revision"], "outcome": "approved", "fields": fields}
    answer = await world.review.post(f"/v1/reviews/{document}/decide", json=body)
    assert answer.status_code == 200, answer.text
    result = await world.result(document)
    assert (result["outcome"], result["decided_by"]) == ("reviewed", "reviewer:ann")
    assert result["body"]["data"]["total"] == 7.7
    assert result["body"]["leaves"]["/total"]["provenance"]["decided_by"] == "reviewer:ann"


BAD_EVENTS = {
    "event_not_json": b"\xff\xfe{",
    "event_invalid": b'{"file_name": "a"}',
    "event_unknown_version": b"{}",
}


@pytest.mark.parametrize("reason", BAD_EVENTS)
async def test_a_bad_event_is_a_dead_letter_with_one_reason(world: World, reason: str) -> None:
    version = "v9" if reason == "event_unknown_version" else "v1"
    key = uuid4()
    world.publish(
        BAD_EVENTS[reason],
        str(key).encode(),
        ce_type=f"winnow.documents.submitted.{version}",
    )
    letter = await world.letter(reason, document_id=key, service="ingest")
    assert letter.topic == "documents.submitted"
    assert letter.value is not None
    document = await world.submit(receipt(f"AFTER {reason}", "1.10"))
    await world.until(document, "completed")


async def test_a_header_that_is_not_text_loses_nothing(world: World) -> None:
    producer = KafkaProducer(bootstrap_servers=world.settings.kafka)
    key = uuid4()
    headers = [("ce_type", b"\xff\xfe")]
    producer.send(streams.SUBMITTED.topic, b"{}", key=str(key).encode(), headers=headers).get(10)
    producer.close()
    await world.letter("event_unknown_version", document_id=key, service="ingest")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("broken.pdf", b"%PDF-1.4 nothing more", "file_broken"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 64, "file_mistyped"),
        ("program.xyz", b"\x7fELF" + bytes(64), "file_unsupported"),
        ("blank.txt", b" \n\n ", "file_no_text"),
    ],
)
async def test_a_bad_file_is_dead_with_one_reason_and_the_next_is_untouched(
    world: World, name: str, data: bytes, reason: str
) -> None:
    answer = await world.gateway.post("/v1/documents", files={"file": (name, data)})
    body = await world.until(answer.json()["document_id"], "dead", "completed", "review")
    assert (body["state"], body["reason"]) == ("dead", reason)
    document = await world.submit(receipt(f"AFTER {name}", "1.20"))
    await world.until(document, "completed")


async def test_a_missing_blob_is_a_dead_letter_that_can_be_replayed(world: World) -> None:
    text = receipt("LATE BAKERY", "5.50").encode()
    sha256 = hashlib.sha256(text).hexdigest()
    uri = f"blob://default/{sha256}"
    blob = {"uri": uri, "sha256": sha256, "size": len(text)}
    data = {"file_name": "late.txt", "blob": blob}
    world.publish(
        json.dumps(data).encode(), ce_type="winnow.documents.submitted.v1", ce_id=str(uuid4())
    )
    document = document_id_of("default", sha256)
    letter = await world.letter("blob_missing", document_id=document)
    await world.until(str(document), "dead")
    await open_blobs(world.settings).put("default", text, "text/plain")
    await asyncio.to_thread(replay, world.settings.kafka, [letter])
    result = await world.result(str(document))
    assert result["body"]["data"]["total"] == 5.5


async def test_everything_lies_where_the_settings_say(world: World) -> None:
    kept = {path.name for path in world.settings.data.iterdir()}
    files = {"blobs"} if not world.settings.blobs else set()
    files |= {"winnow.db"} if not world.settings.database else {"lancedb"}
    assert kept & {"blobs", "winnow.db", "lancedb"} == files


async def test_nothing_waits_in_the_end(world: World) -> None:
    async def look() -> bool | None:
        found = await asyncio.to_thread(lag, world.settings.kafka)
        return all(one.behind == 0 for one in found) or None

    assert await eventually(look)
