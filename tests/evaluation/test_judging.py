"""Extractions are held against the truth, rows by their best match."""

from typing import Any

import pytest

from winnow.contracts.evidence import Completeness, Extraction, Leaf, Provenance, Signals
from winnow.evaluation.judging import Missed, judge, missed
from winnow.evaluation.labelled import Labelled
from winnow.evaluation.matching import match_items, match_rows
from winnow.recipes.pointers import leaves
from winnow.recipes.recipe import Recipe


def extracted(data: dict[str, Any], probability: float | None = 0.8) -> Extraction:
    made = {
        pointer: Leaf(
            value=value,
            confidence=0.5,
            signals=Signals(token_probability=probability),
            provenance=Provenance(decided_by="model:m", model="m"),
        )
        for pointer, value in leaves(data).items()
    }
    return Extraction(
        recipe="slip", data=data, leaves=made, completeness=Completeness(complete=True)
    )


def rights(recipe: Recipe, gold: dict[str, Any], data: dict[str, Any]) -> dict[str, bool]:
    found = judge(recipe, Labelled("a", "g", gold, text=""), extracted(data), "m")
    return {one.pointer: one.right for one in found}


def test_a_judged_leaf_says_all_that_calibration_needs(slip: Recipe) -> None:
    [one] = judge(
        slip, Labelled("a", "g", {"total": 2.0}, text=""), extracted({"total": 2.004}), "m"
    )
    assert one.model_dump(exclude={"signals"}) == {
        "document": "a",
        "group": "g",
        "pointer": "/total",
        "field": "/total",
        "value": 2.004,
        "gold": 2.0,
        "right": True,
        "raw": 0.8,
        "model": "m",
        "recipe": "slip@2",
    }


def test_without_token_probability_the_confidence_is_the_raw_score(slip: Recipe) -> None:
    labelled = Labelled("a", "g", {"total": 2.0}, text="")
    [one] = judge(slip, labelled, extracted({"total": 2.0}, None), "m")
    assert one.raw == 0.5


@pytest.mark.parametrize(
    ("gold", "value", "right"),
    [(None, None, True), (None, 1.0, False), (1.0, None, False), (1.0, 1.0, True)],
)
def test_null_is_right_only_where_the_document_says_nothing(
    slip: Recipe, gold: float | None, value: float | None, right: bool
) -> None:
    assert rights(slip, {"total": gold}, {"total": value}) == {"/total": right}


def test_ligatures_and_wide_letters_are_what_they_stand_for(slip: Recipe) -> None:
    data = {"company": "O\ufb03ce \uff21\uff22 Ltd"}
    assert rights(slip, {"company": "office ab  LTD"}, data) == {"/company": True}


def test_a_field_without_gold_is_not_judged(slip: Recipe) -> None:
    data = {"company": "X", "total": 1.0, "items": [{"name": "tea", "amount": 1.0}]}
    assert rights(slip, {"total": 1.0}, data) == {"/total": True}


def test_lists_of_scalars_are_sets(slip: Recipe) -> None:
    data = {"parties": ["beta  ltd", "Gamma", "ALPHA"]}
    assert rights(slip, {"parties": ["Alpha", "Beta Ltd"]}, data) == {
        "/parties/0": True,
        "/parties/2": True,
        "/parties/1": False,
    }


def test_near_misses_never_outbid_an_exact_match() -> None:
    matching = match_items(["abcd", "abce"], ["abce", "abcf"])
    assert (1, 0) in matching.pairs


def test_rows_are_matched_whatever_their_order(slip: Recipe) -> None:
    gold = [{"name": "tea", "amount": 1.0}, {"name": "cake", "amount": 2.0}]
    data = [{"name": "CAKE", "amount": 2.0}, {"name": "tea", "amount": 9.0}]
    assert rights(slip, {"items": gold}, {"items": data}) == {
        "/items/0/name": True,
        "/items/0/amount": True,
        "/items/1/name": True,
        "/items/1/amount": False,
    }


def test_the_assignment_is_the_best_of_all_not_greedy() -> None:
    """The first row is liked best by both; giving it to the second makes the sum greatest."""
    returned = [{"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 2, "c": 9}]
    true = [{"a": 1, "b": 2, "c": 9}, {"a": 1, "b": 2, "c": 3}]
    assert set(match_rows(returned, true).pairs) == {(0, 1), (1, 0)}


def test_a_row_too_many_is_wrong_and_a_row_too_few_is_missed(slip: Recipe) -> None:
    gold = {"items": [{"name": "tea", "amount": 1.0}, {"name": "cake", "amount": 2.0}]}
    data = {"items": [{"name": "tea", "amount": 1.0}, {"name": "zzz", "amount": 70.0}]}
    [*_, last] = judge(slip, Labelled("a", "a", gold, text=""), extracted(data), "m")
    assert rights(slip, gold, data) == {
        "/items/0/name": True,
        "/items/0/amount": True,
        "/items/1/name": False,
        "/items/1/amount": False,
    }
    assert last.gold is None
    assert missed(Labelled("a", "a", gold, text=""), extracted(data)) == (
        Missed("/items/*/name", "cake"),
        Missed("/items/*/amount", 2.0),
    )


def test_cells_that_nobody_labelled_are_not_judged_in_a_row_too_many(slip: Recipe) -> None:
    gold = {"items": [{"name": "tea"}]}
    data = {"items": [{"name": "tea", "amount": 1.0}, {"name": "zzz", "amount": 2.0}]}
    assert rights(slip, gold, data) == {"/items/0/name": True, "/items/1/name": False}


def test_without_an_extraction_every_true_value_is_missed() -> None:
    gold = {"company": "X", "date": None, "parties": ["A", "B"]}
    lost = missed(Labelled("a", "a", gold, text=""), None)
    assert [one.field for one in lost] == ["/company", "/parties/*", "/parties/*"]
