"""What the published OpenAPI of the HTTP services allows, and near misses, is answered as it says.

Requests are drawn from the description; half of those about a document name one that exists.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from winnow.contracts.base import document_id_of
from winnow.contracts.documents import DocumentSubmitted, Source
from winnow.contracts.evidence import Completeness, Extraction, Leaf, Provenance, Summary
from winnow.contracts.parsed import Page, ParsedDocument
from winnow.contracts.results import Cost, Latency, ResultBody, ResultCompleted
from winnow.contracts.reviews import ReviewRequested
from winnow.installed import installed_services
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.service import Service
from winnow.specs.write import create_with
from winnow.storage.names import ref_of
from winnow.storage.open import open_blobs
from winnow.testing.questions import escalated
from winnow_gateway.documents import Documents
from winnow_review.questions.cases import Cases
from winnow_review.queue import Queue

ASIDE = {
    GenerationMode.POSITIVE: (
        "/v1/events",
        "/v1/reviews/events",
        "/v1/questions/events",
        "/v1/reviews/rebuild",
    ),  # no end; Kafka
    GenerationMode.NEGATIVE: (
        "/v1/events",
        "/version",
        "/v1/reviews/events",
        "/v1/questions/events",
        "/v1/reviews/rebuild",
    ),
}
EXAMPLES = 12  # an operation and mode
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ORIGINAL = ref_of("default", b"a receipt", "text/plain")
KNOWN = document_id_of("default", ORIGINAL.sha256)
MOMENT = datetime(2026, 3, 14, tzinfo=UTC)


async def fill(service: Service) -> None:
    """Let the service know one document: the gateway its result, review what is asked of it."""
    url = service.settings.database_url()
    await migrate(url)
    database = open_database(url)
    if service.name == "gateway":
        documents = Documents(database)
        submitted = DocumentSubmitted(
            document_id=KNOWN, file_name="a.txt", blob=ORIGINAL, occurred_at=MOMENT
        )
        await documents.apply(submitted)
        await documents.apply(await completed(service))
    else:
        await Queue(database).take_in(await requested(service))
        await Cases(database).take_in(escalated(document_id=KNOWN))
    await database.close()


async def completed(service: Service) -> ResultCompleted:
    body = ResultBody(data={"total": 1.5}, leaves={}, summary=Summary())
    data = body.model_dump_json().encode()
    return ResultCompleted(
        document_id=KNOWN,
        file_name="a.txt",
        original=ORIGINAL,
        recipe="receipt",
        outcome="accepted",
        decided_by="rule:r",
        body=None,
        body_ref=await open_blobs(service.settings).put("default", data, "application/json"),
        confidence=0.9,
        classification=1,
        completeness=Completeness(complete=True),
        cost=Cost(usd=0, calls=0, unpriced_calls=0, input_tokens=0, output_tokens=0),
        latency=Latency(total_seconds=1),
        submitted_at=MOMENT,
    )


async def requested(service: Service) -> ReviewRequested:
    blobs = open_blobs(service.settings)
    image = await blobs.put("default", b"png", "image/png")
    pages = (Page(number=1, image=image),)
    parsed = ParsedDocument(text="x", pages=pages, elements=(), chunks=())
    doubted = Leaf(value=1.0, confidence=0.4, provenance=Provenance(decided_by="model:m"))
    extraction = Extraction(
        recipe="receipt",
        data={"company": "ACME", "total": 1.0},
        leaves={"/total": doubted},
        completeness=Completeness(complete=True),
    )
    told = [one.model_dump_json().encode() for one in (parsed, extraction)]
    kept = [await blobs.put("default", one, "application/json") for one in told]
    source = Source(
        file_name="a.txt",
        original=await blobs.put("default", b"a receipt", "text/plain"),
        media_type="text/plain",
        pages=1,
        parsed=kept[0],
        submitted_at=MOMENT,
        submission="s",
    )
    return ReviewRequested(
        document_id=KNOWN,
        source=source,
        recipe="receipt",
        extraction=kept[1],
        summary=Summary(),
        reasons=("/total: only 40% certain",),
        doubtful=("/total",),
        rule="r",
        due_at=MOMENT,
    )


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("name", ["gateway", "review"])
def test_every_answer_is_one_that_the_description_names(
    name: str, mode: GenerationMode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("winnow.messaging.publisher.KafkaPublisher.publish", silent)
    service = create_with(installed_services()[name], tmp_path)
    asyncio.run(fill(service))
    statuses: Counter[int] = Counter()

    def ask(case: Any, known: bool) -> None:
        for name in ("document_id", "question_id"):
            if known and name in case.path_parameters:
                case.path_parameters[name] = str(KNOWN)
        answer = case.call()
        statuses[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    for operation in operations(service):
        if operation.path not in ASIDE[mode]:
            cases = operation.as_strategy(generation_mode=mode)
            drawing(EXAMPLES)(given(case=cases, known=st.booleans())(ask))()
    assert statuses[200] > 0


@pytest.mark.parametrize("name", ["gateway", "review"])
def test_without_a_known_key_nobody_is_let_in(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WINNOW_API_KEYS", "a-key:acme:submitter+reviewer")

    def ask(case: Any) -> None:
        answer = case.call()
        assert answer.status_code == 401, answer.text
        case.validate_response(answer, checks=CHECKS)

    for operation in operations(create_with(installed_services()[name], tmp_path)):
        if operation.path != "/version":
            cases = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
            drawing(2)(given(case=cases)(ask))()


def operations(service: Service) -> Iterator[Any]:
    for found in schemathesis.openapi.from_asgi("/openapi.json", service.web).get_all_operations():
        assert isinstance(found, Ok)
        yield found.ok()


def drawing(examples: int) -> settings:
    """The same requests every time, and no time for making a found fault smaller."""
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


async def silent(*_: object) -> None:
    """Publish nothing, successfully."""
