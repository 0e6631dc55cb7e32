"""What would pass without a person is counted by the gates of the calibration in use."""

from datetime import UTC, datetime
from typing import Any

import pytest

from winnow.contracts.calibration import Judged
from winnow.contracts.evidence import Completeness, Extraction, Leaf, Provenance, Signals
from winnow.evaluation.accepting import Gates, accepted_leaves, accepts_document, gates_in_use
from winnow.evaluation.answering import Answered
from winnow.evaluation.judging import judge, missed
from winnow.evaluation.labelled import Labelled
from winnow.evaluation.measuring import About, measure
from winnow.recipes.recipe import Recipe

GATES = Gates("c1", {"/company": 0.9, "/total": 0.8, "/date": None})
WHOLE = Gates("c1", {"": 0.95, "/date": 0.5})
ABOUT = About("m", "index.jsonl", "d", True, datetime(2026, 1, 1, tzinfo=UTC), 1.0)


def extraction(
    accepted: dict[str, bool] | None = None,
    calibration: str = "c1",
    complete: bool = True,
    **values: tuple[Any, float],
) -> Extraction:
    leaves = {
        f"/{name}": Leaf(
            value=value,
            confidence=sure,
            signals=Signals(),
            provenance=Provenance(decided_by="model:m", calibration=calibration),
            accepted=(accepted or {}).get(f"/{name}"),
        )
        for name, (value, sure) in values.items()
    }
    return Extraction(
        recipe="slip",
        data={name: value for name, (value, _) in values.items()},
        leaves=leaves,
        completeness=Completeness(complete=complete),
    )


def answered(slip: Recipe, name: str, found: Extraction, **gold: Any) -> Answered:
    labelled = Labelled(name, name, gold, text="")
    judged: tuple[Judged, ...] = judge(slip, labelled, found, "m")
    return Answered(labelled, None, found, judged, missed(labelled, found))


def test_a_leaf_passes_at_the_gate_of_its_field(slip: Recipe) -> None:
    found = extraction(company=("X", 0.9), total=(1.0, 0.79), date=("2026-01-01", 1.0))
    assert accepted_leaves(found, slip, GATES) == frozenset({"/company"})


def test_confidences_of_another_calibration_pass_no_gate(slip: Recipe) -> None:
    found = extraction(calibration="prior-1", company=("X", 1.0))
    assert accepted_leaves(found, slip, GATES) == frozenset()


def test_what_the_draft_says_itself_counts(slip: Recipe) -> None:
    found = extraction({"/total": True, "/company": False}, company=("X", 1.0), total=(1.0, 0.0))
    assert accepted_leaves(found, slip, GATES) == frozenset({"/total"})


def test_without_gates_nothing_is_promised(slip: Recipe) -> None:
    assert accepted_leaves(extraction(company=("X", 1.0)), slip, None) is None


def test_a_promise_of_documents_goes_by_the_weakest_must_have_value(slip: Recipe) -> None:
    strong = extraction(company=("X", 0.96), total=(1.0, 0.95), date=(None, 0.1))
    weak = extraction(company=("X", 0.99), total=(1.0, 0.94), date=(None, 0.99))
    assert accepted_leaves(strong, slip, WHOLE) == frozenset({"/company", "/total"})
    assert accepted_leaves(weak, slip, WHOLE) == frozenset()


def test_a_document_passes_when_every_must_have_value_does(slip: Recipe) -> None:
    good = extraction(company=("X", 1.0), total=(1.0, 1.0), date=("2026-01-01", 0.0))
    assert accepts_document(good, slip, {"/company", "/total"})
    assert not accepts_document(good, slip, {"/company"})
    lacks = extraction(company=("X", 1.0), total=(None, 1.0))
    assert not accepts_document(lacks, slip, {"/company", "/total"})
    partial = extraction(complete=False, company=("X", 1.0), total=(1.0, 1.0))
    assert not accepts_document(partial, slip, {"/company", "/total"})


def test_coverage_and_error_are_counted_of_all_and_of_the_accepted(slip: Recipe) -> None:
    right = extraction(company=("X", 1.0), total=(1.0, 1.0))
    wrong = extraction(company=("X", 1.0), total=(9.0, 1.0))
    doubt = extraction(company=("Z", 0.1), total=(1.0, 1.0))
    failed = Answered(Labelled("d", "d", {"total": 1.0}, text=""), failure="file_no_text")
    run = measure(
        [
            answered(slip, "a", right, company="X", total=1.0),
            answered(slip, "b", wrong, company="X", total=1.0),
            answered(slip, "c", doubt, company="X", total=1.0),
            failed,
        ],
        slip,
        GATES,
        ABOUT,
    )
    found = run.acceptance
    assert found is not None
    assert (found.values.count, found.values.of) == (5, 6)
    assert (found.value_errors.count, found.value_errors.of) == (1, 5)
    assert (found.documents.count, found.documents.of) == (2, 4)
    assert (found.document_errors.count, found.document_errors.of) == (1, 2)
    assert found.fields["/company"][0].count == 2
    assert run.calibration == "c1"


def test_gates_are_those_of_the_calibration_room(slip: Recipe) -> None:
    pytest.importorskip("winnow.calibration")
    assert gates_in_use(slip, None) is None
    found = gates_in_use(slip.model_copy(update={"tolerated_error": 0.05}), None)
    assert found is not None
    assert found.thresholds["/total"] is None
    assert "not calibrated" in found.closed["/total"]
