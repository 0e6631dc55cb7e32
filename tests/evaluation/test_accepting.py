"""What would pass without a person is counted by the gates of the calibration in use."""

from datetime import UTC, datetime
from typing import Any

from winnow.calibration.bound import Gate
from winnow.contracts.calibration import Judged
from winnow.contracts.evidence import Completeness, Extraction, Leaf, Provenance, Signals
from winnow.evaluation.accepting import Passing, gates_in_use, passing
from winnow.evaluation.answering import Answered
from winnow.evaluation.judging import judge, missed
from winnow.evaluation.labelled import Labelled
from winnow.evaluation.measuring import About, measure
from winnow.recipes.recipe import Recipe

GATES = {"/company": Gate(0.9), "/total": Gate(0.8), "/date": Gate(None, why="too few")}
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


def test_without_gates_nothing_is_promised(slip: Recipe) -> None:
    assert passing(extraction(company=("X", 1.0)), slip, None) is None


def test_of_what_failed_nothing_passes(slip: Recipe) -> None:
    assert passing(None, slip, GATES) == Passing(frozenset(), document=False)


def test_a_document_passes_when_it_is_complete_and_every_must_have_value_does(
    slip: Recipe,
) -> None:
    good = extraction(company=("X", 1.0), total=(1.0, 1.0), date=("2026-01-01", 0.0))
    found = passing(good, slip, GATES)
    assert found == Passing(frozenset({"/company", "/total"}), document=True)
    for held in (
        extraction(company=("X", 0.5), total=(1.0, 1.0)),
        extraction(company=("X", 1.0), total=(None, 1.0)),
        extraction(complete=False, company=("X", 1.0), total=(1.0, 1.0)),
    ):
        found = passing(held, slip, GATES)
        assert found is not None
        assert not found.document


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


def test_gates_are_those_of_the_calibration_in_use(slip: Recipe) -> None:
    assert gates_in_use(slip, None) is None
    found = gates_in_use(slip.model_copy(update={"tolerated_error": 0.05}), None)
    assert found is not None
    assert found["/total"].threshold is None
    assert "not calibrated" in found["/total"].why
