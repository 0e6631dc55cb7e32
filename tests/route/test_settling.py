"""A reviewer's decisions become the final data."""

from typing import Any

from winnow.contracts.base import BlobRef
from winnow.contracts.documents import Source
from winnow.contracts.evidence import (
    Completeness,
    Evidence,
    Extraction,
    Leaf,
    Match,
    Provenance,
    Signals,
)
from winnow.contracts.reviews import ReviewDecided
from winnow_route.settling import settle

BLOB = BlobRef(uri=f"blob://default/{'0' * 64}", sha256="0" * 64, size=1)
SOURCE = Source(
    file_name="a.pdf",
    original=BLOB,
    media_type="application/pdf",
    pages=1,
    parsed=BLOB,
    submitted_at="2026-01-01T00:00:00Z",
    submission="s",
)


def leaf(value: Any) -> Leaf:
    return Leaf(
        value=value,
        confidence=0.4,
        evidence=Evidence(kind=Match.EXACT, score=1),
        signals=Signals(grounding=Match.EXACT),
        provenance=Provenance(decided_by="model:m", model="m"),
    )


DRAFT = Extraction(
    recipe="receipt",
    recipe_version="receipt@1",
    data={"total": 12.5, "company": "ACME", "items": [{"name": "tea"}]},
    leaves={"/total": leaf(12.5), "/company": leaf("ACME"), "/items/0/name": leaf("tea")},
    completeness=Completeness(complete=True),
)


def decided(*fields: dict[str, Any]) -> ReviewDecided:
    return ReviewDecided(
        document_id="6f1d2b0e-5d0c-4b0a-9d55-7a1f0c3e9b42",
        source=SOURCE,
        requested="r",
        reviewer="ann",
        outcome="approved",
        fields=fields,
        revision=1,
    )


def test_a_corrected_value_is_the_reviewers_and_loses_the_models_evidence() -> None:
    settled = settle(DRAFT, decided({"pointer": "/total", "action": "correct", "value": 99.0}))
    assert settled.data["total"] == 99.0
    total = settled.leaves["/total"]
    assert (total.confidence, total.provenance.decided_by) == (1.0, "reviewer:ann")
    assert total.evidence.kind is Match.NONE


def test_a_confirmed_value_keeps_its_evidence() -> None:
    settled = settle(DRAFT, decided({"pointer": "/total", "action": "confirm"}))
    total = settled.leaves["/total"]
    assert (total.value, total.confidence, total.evidence.kind) == (12.5, 1.0, Match.EXACT)
    assert total.provenance.decided_by == "reviewer:ann"


def test_a_cleared_value_is_null() -> None:
    settled = settle(DRAFT, decided({"pointer": "/company", "action": "clear"}))
    assert settled.data["company"] is None
    assert settled.leaves["/company"].value is None


def test_a_value_nobody_touched_keeps_the_models() -> None:
    settled = settle(DRAFT, decided({"pointer": "/total", "action": "confirm"}))
    assert settled.leaves["/company"] == DRAFT.leaves["/company"]


def test_a_missing_row_can_be_added() -> None:
    added = {"pointer": "/items/1/name", "action": "correct", "value": "milk"}
    settled = settle(DRAFT, decided({**added, "reason": "missing_row"}))
    assert settled.data["items"] == [{"name": "tea"}, {"name": "milk"}]
    assert settled.leaves["/items/1/name"].provenance.decided_by == "reviewer:ann"


def test_the_draft_itself_is_left_as_it_was() -> None:
    before = DRAFT.model_dump_json()
    settle(DRAFT, decided({"pointer": "/items/0/name", "action": "correct", "value": "x"}))
    assert DRAFT.model_dump_json() == before
