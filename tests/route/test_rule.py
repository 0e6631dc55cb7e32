"""conservative-1 accepts only what is complete, found and certain."""

from typing import Any

import pytest

from winnow.contracts.drafts import DraftExtracted
from winnow.contracts.evidence import (
    Completeness,
    Evidence,
    Extraction,
    Leaf,
    Match,
    Provenance,
    Signals,
)
from winnow.recipes.recipe import Recipe, Rule
from winnow.testing.sources import BLOB, source_of
from winnow_route.rule import decide, weakest

SOURCE = source_of()
RECIPE = Recipe(
    recipe="receipt",
    version=1,
    title="Receipt",
    description="A receipt.",
    fields={"type": "object", "properties": {}},
    must_have=("/total",),
    rules=(Rule(id="adds-up", expr="data.total > 0.0", message="The total does not add up."),),
)
GOOD = Leaf(
    value=12.5,
    confidence=0.97,
    evidence=Evidence(kind=Match.EXACT, score=1.0, page=1, quote="12.50"),
    provenance=Provenance(decided_by="model:m"),
)


def draft(classification: float = 1.0) -> DraftExtracted:
    return DraftExtracted(
        document_id="6f1d2b0e-5d0c-4b0a-9d55-7a1f0c3e9b42",
        source=SOURCE,
        recipe="receipt",
        classification=classification,
        decided_by="m",
        extraction=BLOB,
        seconds=1,
    )


def extraction(leaf: Leaf = GOOD, **changes: Any) -> Extraction:
    whole: dict[str, Any] = {
        "recipe": "receipt",
        "data": {"total": leaf.value},
        "leaves": {"/total": leaf},
        "completeness": Completeness(complete=True),
    }
    return Extraction(**{**whole, **changes})


def test_a_certain_draft_is_accepted() -> None:
    assert decide(draft(), extraction(), RECIPE, bar=0.9).accept


@pytest.mark.parametrize(
    ("leaf", "told"),
    [
        (GOOD.model_copy(update={"confidence": 0.89}), "only 89% certain"),
        (GOOD.model_copy(update={"evidence": Evidence()}), "not found in the document"),
        (
            GOOD.model_copy(update={"evidence": Evidence(kind=Match.FUZZY, quote="12.5O")}),
            "only nearly found",
        ),
        (GOOD.model_copy(update={"signals": Signals(valid=False)}), "not of the field's form"),
        (GOOD.model_copy(update={"value": None}), "must-have value is missing"),
    ],
)
def test_a_doubtful_value_is_asked_about(leaf: Leaf, told: str) -> None:
    decision = decide(draft(), extraction(leaf), RECIPE, bar=0.9)
    assert decision.doubtful == ("/total",)
    assert told in decision.reasons[0]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"completeness": Completeness(complete=False, reason="2 of 6 parts")}, "2 of 6 parts"),
        ({"rules_broken": ("adds-up",)}, "The total does not add up."),
        ({"failure": "cut_off"}, "cut_off"),
        ({"data": {}, "leaves": {}}, "must-have"),
    ],
)
def test_a_draft_with_a_flaw_is_asked_about(changes: dict[str, Any], told: str) -> None:
    decision = decide(draft(), extraction(**changes), RECIPE, bar=0.9)
    assert not decision.accept
    assert told in decision.reasons[0]


def test_an_uncertain_recipe_is_asked_about() -> None:
    assert not decide(draft(classification=0.75), extraction(), RECIPE, bar=0.9).accept


def test_a_document_without_recipe_is_asked_about() -> None:
    assert not decide(draft(), extraction(), None, bar=0.9).accept


def test_doubts_come_worst_first() -> None:
    leaves = {
        "/a": GOOD.model_copy(update={"confidence": 0.8}),
        "/b": GOOD.model_copy(update={"confidence": 0.1}),
        "/total": GOOD,
    }
    decision = decide(draft(), extraction(leaves=leaves), RECIPE, bar=0.9)
    assert decision.doubtful == ("/b", "/a")


def test_a_document_is_as_certain_as_its_weakest_must_have_value() -> None:
    leaves = {"/total": GOOD, "/note": GOOD.model_copy(update={"confidence": 0.1})}
    assert weakest(extraction(leaves=leaves), RECIPE) == GOOD.confidence
    assert weakest(extraction(data={}, leaves={}), RECIPE) == 0.0
