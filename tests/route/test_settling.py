"""A reviewer's decisions become the final data."""

from typing import Any

import pytest

from winnow.contracts.drafts import DraftExtracted, DraftSummarised
from winnow.contracts.evidence import (
    Completeness,
    Evidence,
    Extraction,
    Leaf,
    Match,
    Provenance,
    Sentence,
    Signals,
    Summary,
)
from winnow.contracts.reviews import ReviewDecided
from winnow.recipes.recipe import Recipe
from winnow.testing.sources import BLOB, source_of
from winnow_route.auditing import Seen, outcome
from winnow_route.drafts import Pair
from winnow_route.settling import settle, settled_drafts

SOURCE = source_of()


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


def gone(row: str) -> dict[str, Any]:
    return {"pointer": row, "action": "clear"}


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


def table(*names: str) -> Extraction:
    """A draft with a list of rows."""
    return DRAFT.model_copy(
        update={
            "data": {"total": 12.5, "items": [{"name": name} for name in names]},
            "leaves": {
                "/total": leaf(12.5),
                **{f"/items/{row}/name": leaf(name) for row, name in enumerate(names)},
            },
        }
    )


def test_a_cleared_row_is_gone_and_the_rows_after_it_move_up() -> None:
    settled = settle(table("tea", "VAT 7%", "milk"), decided(gone("/items/1")))
    assert settled.data["items"] == [{"name": "tea"}, {"name": "milk"}]
    assert list(settled.leaves) == ["/total", "/items/0/name", "/items/1/name"]
    assert settled.leaves["/items/1/name"] == leaf("milk")


@pytest.mark.parametrize("order", [1, -1])
def test_all_decisions_name_rows_by_the_numbers_of_the_draft_in_any_order(order: int) -> None:
    decisions = (
        gone("/items/0"),
        gone("/items/2"),
        {"pointer": "/items/3/name", "action": "correct", "value": "bread"},
        {"pointer": "/items/2/name", "action": "correct", "value": "never"},
        {"pointer": "/items/4/name", "action": "correct", "value": "added"},
        {"pointer": "/items/5/name", "action": "correct", "value": "added too"},
    )[::order]
    settled = settle(table("a", "b", "c", "d"), decided(*decisions))
    names = ["b", "bread", "added", "added too"]
    assert settled.data["items"] == [{"name": name} for name in names]
    assert [settled.leaves[f"/items/{row}/name"].value for row in range(4)] == names
    assert settled.leaves["/items/0/name"].provenance.decided_by == "model:m"
    assert settled.leaves["/items/1/name"].provenance.decided_by == "reviewer:ann"
    assert set(settled.leaves) == {"/total", *(f"/items/{row}/name" for row in range(4))}


def test_rows_of_lists_in_lists_and_entries_of_plain_lists_can_go() -> None:
    orders = [{"tags": ["a", "b", "c"]}, {"tags": ["d", "e"]}, {"tags": ["f"]}]
    draft = DRAFT.model_copy(update={"data": {"orders": orders}, "leaves": {}})
    settled = settle(
        draft, decided(gone("/orders/0"), gone("/orders/1/tags/0"), gone("/orders/2/tags/0"))
    )
    assert settled.data == {"orders": [{"tags": ["e"]}, {"tags": []}]}
    assert list(settled.leaves) == ["/orders/0/tags/0"]


def test_a_row_that_the_draft_does_not_have_can_be_cleared_as_well() -> None:
    settled = settle(table("tea"), decided(gone("/items/9")))
    assert settled.data["items"] == [{"name": "tea"}]


def test_a_decision_on_the_summary_or_the_recipe_touches_no_value() -> None:
    settled = settle(
        DRAFT,
        decided(
            {"pointer": "/0", "action": "clear", "part": "summary"},
            {"pointer": "/", "action": "confirm", "part": "recipe", "value": "receipt"},
        ),
    )
    assert (settled.data, settled.leaves) == (DRAFT.data, DRAFT.leaves)


def test_a_field_is_of_the_reviewer_who_decided_it() -> None:
    settled = settle(DRAFT, decided({"pointer": "/total", "action": "confirm", "reviewer": "bob"}))
    assert settled.leaves["/total"].provenance.decided_by == "reviewer:bob"


def pair() -> Pair:
    sentences = [Sentence(text=text, chunks=("c0",)) for text in ("One.", "Two.", "Three.")]
    about = {"document_id": "6f1d2b0e-5d0c-4b0a-9d55-7a1f0c3e9b42", "source": SOURCE}
    return Pair(
        DraftExtracted(
            **about,
            recipe="receipt",
            classification=0.7,
            decided_by="m",
            extraction=BLOB,
            seconds=1,
        ),
        DraftSummarised(**about, summary=Summary(sentences=tuple(sentences)), seconds=1),
    )


def test_a_summary_is_as_the_reviewer_left_it_and_a_rewritten_sentence_cites_nothing() -> None:
    left = settled_drafts(
        pair(),
        decided(
            {"pointer": "/1", "action": "clear", "part": "summary"},
            {"pointer": "/2", "action": "correct", "part": "summary", "value": "Drei."},
            {"pointer": "/0", "action": "confirm", "part": "summary"},
        ),
    )
    told = [(one.text, one.chunks) for one in left.summarised.summary.sentences]
    assert told == [("One.", ("c0",)), ("Drei.", ())]
    assert left.extracted.classification == 0.7


def test_a_confirmed_recipe_is_certain() -> None:
    confirmed = decided({"pointer": "/", "action": "confirm", "part": "recipe"})
    assert settled_drafts(pair(), confirmed).extracted.classification == 1.0


def test_audits_count_a_row_that_went_as_wrong_and_the_summary_not_at_all() -> None:
    draft = table("tea", "VAT 7%")
    recipe = Recipe(recipe="receipt", version=1, title="", description="", fields={})
    review = decided(
        gone("/items/1"),
        {"pointer": "/total", "action": "confirm"},
        {"pointer": "/total", "action": "clear", "part": "summary"},
    )
    seen = outcome(draft, ["/total", "/items/0/name", "/items/1/name"], review, recipe)
    assert seen == [Seen("/total", 1, 0), Seen("/items/*/name", 1, 1)]
