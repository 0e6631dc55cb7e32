"""What a request tells: what is in doubt, how sure it is, and what would have passed."""

from typing import Any

import pytest

from winnow.calibration.bound import Gate
from winnow.contracts.drafts import DraftExtracted, DraftSummarised
from winnow.contracts.evidence import Completeness, Extraction, Leaf, Provenance, Summary
from winnow.messaging.cloudevents import MAX_RECORD
from winnow.recipes.recipe import Recipe
from winnow.testing.sources import BLOB, source_of
from winnow_route.asking import Question, asked, fixed_bar, promised, request_id
from winnow_route.drafts import Pair
from winnow_route.rule import Decision

SOURCE = source_of()
ROW = {"type": "object", "properties": {"name": {"type": "string"}}}
RECIPE = Recipe(
    recipe="receipt",
    version=1,
    title="Receipt",
    description="",
    fields={
        "type": "object",
        "properties": {
            "total": {"type": "number"},
            "note": {"type": "string"},
            "items": {"type": "array", "items": ROW},
        },
    },
    must_have=("/total", "/items/0/name"),
)


def pair() -> Pair:
    about: dict[str, Any] = {
        "document_id": "6f1d2b0e-5d0c-4b0a-9d55-7a1f0c3e9b42",
        "source": SOURCE,
        "seconds": 0,
    }
    return Pair(
        DraftExtracted(
            **about, recipe="receipt", classification=1, decided_by="m", extraction=BLOB
        ),
        DraftSummarised(**about, summary=Summary()),
    )


def extraction(**values: Any) -> Extraction:
    by = Provenance(decided_by="model:m")
    leaves = {
        f"/{name}": Leaf(value=value, confidence=0.4, provenance=by)
        for name, value in values.items()
    }
    return Extraction(
        recipe="receipt", data=values, leaves=leaves, completeness=Completeness(complete=True)
    )


def test_a_fixed_bar_is_that_of_every_field() -> None:
    assert fixed_bar(RECIPE, 0.9) == {"/total": 0.9, "/note": 0.9, "/items/*/name": 0.9}
    assert fixed_bar(None, 0.9) == {}


def test_a_promised_field_has_the_threshold_of_its_gate_and_a_closed_one_none() -> None:
    gates = {"/total": Gate(0.8), "/note": Gate(None)}
    assert promised(RECIPE, gates) == {"/total": 0.8}


def test_where_documents_are_promised_must_haves_have_the_threshold_of_the_document() -> None:
    gates = {"": Gate(0.7), "/total": Gate(0.8), "/note": Gate(0.6)}
    assert promised(RECIPE, gates) == {"/total": 0.7, "/note": 0.6, "/items/*/name": 0.7}
    assert promised(RECIPE, {**gates, "": Gate(None)}) == {"/note": 0.6}


@pytest.mark.parametrize("missing", [{}, {"note": None}, {"note": "  "}])
def test_a_missing_value_has_no_confidence(missing: dict[str, Any]) -> None:
    question = Question(Decision((), ("/total", "/note")), "r", {})
    drafts = pair()
    request = asked(drafts, extraction(total=1.0, **missing), RECIPE, question)
    assert request.confidences == {"/total": 0.4, "/note": 0.0}
    assert str(request.event_id) == request_id(drafts.extracted)


def test_a_request_with_very_many_doubts_fits_a_record_and_keeps_the_worst() -> None:
    doubtful = tuple(f"/{'very_long_name' * 12}/{row}/name" for row in range(5000))
    question = Question(Decision(("why " * 50,) * 500, doubtful), "r", {})
    request = asked(pair(), extraction(), RECIPE, question)
    assert len(request.model_dump_json().encode()) <= MAX_RECORD
    assert len(request.doubtful) >= 100
    assert request.doubtful == doubtful[: len(request.doubtful)]
    assert set(request.confidences) == set(request.doubtful)
