"""What can be searched, and what is known of it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from winnow.contracts.base import BlobRef
from winnow.contracts.evidence import Completeness, Leaf, Provenance, Summary
from winnow.contracts.results import Cost, Latency, ResultBody, ResultCompleted
from winnow.retrieval.port import Filters
from winnow.testing.scripted_answerer import DOCUMENT
from winnow_ask import handlers

Office = Any  # see conftest.py
VALUES = {"/currency": "EUR", "/total": 12, "/paid": True, "/items/0/name": "Tea", "/iban": "DE1"}


async def complete(office: Office, *, inline: bool = True, **changes: Any) -> None:
    by = Provenance(decided_by="model:m")
    leaves = {at: Leaf(value=one, confidence=0.9, provenance=by) for at, one in VALUES.items()}
    body = ResultBody(data={}, leaves=leaves, summary=Summary(), withheld=("/iban",))
    ref = await office.blobs.put("acme", body.model_dump_json().encode(), "application/json")
    told = {
        "document_id": DOCUMENT,
        "tenant": "acme",
        "file_name": "contract.pdf",
        "original": BlobRef(uri=f"blob://acme/{'0' * 64}", sha256="0" * 64, size=1),
        "recipe": "contract",
        "outcome": "accepted",
        "decided_by": "rule:r",
        "body": body if inline else None,
        "body_ref": ref,
        "confidence": 1,
        "classification": 1,
        "completeness": Completeness(complete=True),
        "cost": Cost(usd=0, calls=0, unpriced_calls=0, input_tokens=0, output_tokens=0),
        "latency": Latency(total_seconds=1),
        "submitted_at": datetime(2026, 5, 4, 23, tzinfo=UTC),
    }
    await handlers.completed(ResultCompleted(**{**told, **changes}), office.tools)


async def found(office: Office, tenant: str = "acme", **filters: Any) -> bool:
    return DOCUMENT in await office.catalogue.matching(tenant, Filters(**filters), 10)


@pytest.mark.parametrize("inline", [True, False])
async def test_values_that_passed_can_be_asked_for(office: Office, inline: bool) -> None:
    await complete(office, inline=inline)
    known = await office.catalogue.values("acme", (DOCUMENT,))
    passed = {one: value for one, value in VALUES.items() if one != "/iban"}
    assert known == {DOCUMENT: passed}
    assert await office.catalogue.values("rival", (DOCUMENT,)) == {}


@pytest.mark.parametrize(
    ("filters", "there"),
    [
        ({}, True),
        ({"documents": (DOCUMENT,)}, True),
        ({"documents": (uuid4(),)}, False),
        ({"recipe": "contract"}, True),
        ({"recipe": "receipt"}, False),
        ({"since": date(2026, 5, 4)}, True),
        ({"since": date(2026, 5, 5)}, False),
        ({"until": date(2026, 5, 4)}, True),
        ({"until": date(2026, 5, 3)}, False),
        ({"fields": {"/currency": "eur"}}, True),
        ({"fields": {"/currency": "USD"}}, False),
        ({"fields": {"/total": 12.0, "/paid": True}}, True),
        ({"fields": {"/total": "12"}}, False),
        ({"fields": {"/paid": 1}}, False),
        ({"fields": {"/iban": "DE1"}}, False),
        ({"recipe": "contract", "fields": {"/currency": "USD"}}, False),
    ],
)
async def test_all_that_a_filter_names_must_hold(
    office: Office, filters: dict[str, Any], there: bool
) -> None:
    await complete(office)
    assert await found(office, **filters) == there
    assert not await found(office, "rival", **filters)


async def test_the_newest_come_first(office: Office) -> None:
    for day in (1, 3, 2):
        at = datetime(2026, 1, day, tzinfo=UTC)
        await office.parse(document_id=uuid4(), submitted_at=at, file_name=f"{day}.pdf")
    newest = await office.catalogue.matching("acme", Filters(), 2)
    assert len(newest) == 2
    assert newest == (await office.catalogue.matching("acme", Filters(), 9))[:2]


async def test_events_may_come_in_any_order(office: Office) -> None:
    await office.index()
    assert not await found(office)  # nothing is known of it yet
    await complete(office)
    await office.parse(recipe=None)
    assert await found(office, recipe="contract")


async def test_an_older_reading_does_not_undo_a_newer(office: Office) -> None:
    await office.parse("b")
    await office.parse("a", occurred_at=datetime(2020, 1, 1, tzinfo=UTC), recipe="old")
    assert not await found(office, recipe="old")


async def test_a_rejected_document_has_no_values(office: Office) -> None:
    await complete(office)
    await complete(office, outcome="rejected")
    assert await office.catalogue.values("acme", (DOCUMENT,)) == {}


async def test_a_result_that_changed_takes_answers_with_it(office: Office) -> None:
    await complete(office)
    await office.ask()
    await complete(office)
    assert (await office.ask())["answer"]["cached"]
    other = BlobRef(uri=f"blob://acme/{'9' * 64}", sha256="9" * 64, size=1)
    await complete(office, body_ref=other)
    assert not (await office.ask())["answer"]["cached"]
