"""The figures of a run count every document, failed ones too."""

from datetime import UTC, datetime

import pytest

from winnow.contracts.evidence import Completeness, Extraction, Leaf, Provenance
from winnow.contracts.usage import Usage
from winnow.evaluation.answering import Answered
from winnow.evaluation.judging import judge, missed
from winnow.evaluation.labelled import Labelled
from winnow.evaluation.measuring import About, measure
from winnow.evaluation.report import render
from winnow.evaluation.run import Run
from winnow.recipes.recipe import Recipe

ABOUT = About("m", "index.jsonl", "d", True, datetime(2026, 1, 1, tzinfo=UTC), 1.0)


def call(cost: float | None) -> Usage:
    return Usage(model="m", stage="extract", input_tokens=100, output_tokens=10, cost_usd=cost)


def answered(
    slip: Recipe, name: str, total: float | None, cost: float | None = 0.5, seconds: float = 1.0
) -> Answered:
    labelled = Labelled(name, name, {"total": 1.0, "date": None}, text="")
    data = {"total": total, "date": None}
    leaves = {
        f"/{key}": Leaf(value=value, confidence=0.75, provenance=Provenance(decided_by="model:m"))
        for key, value in data.items()
    }
    found = Extraction(
        recipe="slip", data=data, leaves=leaves, completeness=Completeness(complete=total != 3.0)
    )
    judged = judge(slip, labelled, found, "m")
    usage = (call(cost),)
    return Answered(labelled, None, found, judged, missed(labelled, found), None, usage, seconds)


def failed(name: str, why: str, seconds: float = 0.0) -> Answered:
    labelled = Labelled(name, name, {"total": 1.0, "date": None}, text="")
    return Answered(labelled, missed=missed(labelled, None), failure=why, seconds=seconds)


@pytest.fixture
def run(slip: Recipe) -> Run:
    every = [
        answered(slip, "a", 1.0, seconds=1.0),
        answered(slip, "b", 1.0, seconds=2.0),
        answered(slip, "c", 3.0, seconds=9.0),
        failed("d", "part 1: invalid: no JSON", seconds=20.0),
        failed("e", "crashed: KeyError: 'x'"),
    ]
    return measure(every, slip, None, ABOUT)


def test_failed_documents_cost_recall_and_are_counted(run: Run) -> None:
    assert (run.documents, run.failures.count, run.incomplete) == (5, 2, 1)
    assert run.failure_reasons == {"invalid": 1, "crashed: KeyError": 1}
    total = run.fields["/total"]
    assert (total.precision.count, total.precision.of) == (2, 3)
    assert (total.recall.count, total.recall.of) == (2, 5)
    assert total.documents == 5
    assert (run.exact.count, run.exact.of) == (2, 5)
    assert run.overall.f1.value == pytest.approx(4 / 8)


def test_the_time_of_a_failure_counts_where_it_was_measured(run: Run) -> None:
    assert run.latency.model_dump() == {
        "documents": 4,
        "mean": 8.0,
        "median": 5.5,
        "p95": 20.0,
        "longest": 20.0,
    }


def test_cost_is_by_document_and_unknown_prices_are_not_nothing(run: Run, slip: Recipe) -> None:
    assert (run.cost.total_usd, run.cost.per_document_usd, run.cost.calls) == (1.5, 0.3, 3)
    unknown = measure([answered(slip, "a", 1.0, None)], slip, None, ABOUT)
    assert (unknown.cost.total_usd, unknown.cost.unpriced) == (None, 1)


def test_a_run_survives_its_json(run: Run) -> None:
    assert Run.model_validate_json(run.model_dump_json()) == run


def test_the_report_names_what_went_wrong(slip: Recipe, run: Run) -> None:
    wrong = answered(slip, "c|d", 3.0)
    text = render(run, wrong.judged)
    assert "| invalid | 1 |" in text
    assert "| c\\|d | /total | 3.0 | 1.0 |" in text
    assert "No rate is promised" in text
    assert "0.400 (0.118-0.769, 2 of 5)" in text


def test_nothing_answered_at_all_is_still_told(slip: Recipe) -> None:
    run = measure([failed("a", "file_no_text")], slip, None, ABOUT)
    assert run.fields["/total"].recall.value == 0.0
    assert run.overall.precision.value is None
    assert "file_no_text" in render(run, ())


def test_one_field_of_choices_is_told_by_accuracy_and_macro_f1(slip: Recipe) -> None:
    choice = {"type": "object", "properties": {"kind": {"type": "string", "enum": ["a", "b"]}}}
    recipe = slip.model_copy(update={"fields": choice})

    def chosen(name: str, true: str, said: str | None) -> Answered:
        labelled = Labelled(name, name, {"kind": true}, text="")
        found = Extraction(
            recipe="slip", data={"kind": said}, completeness=Completeness(complete=True)
        )
        failure = None if said else "cut_off"
        return Answered(labelled, None, found, (), (), failure)

    every = [chosen("1", "a", "a"), chosen("2", "a", "a"), chosen("3", "b", "a")]
    labels = measure([*every, chosen("4", "b", None)], recipe, None, ABOUT).labels
    assert labels is not None
    assert (labels.accuracy.count, labels.accuracy.of) == (2, 4)
    assert labels.macro_f1.value == pytest.approx((2 * 2 / (3 + 2) + 0.0) / 2)
    told = render(measure(every, recipe, None, ABOUT), [])
    assert "| accuracy | 0.667" in told


def test_other_recipes_have_no_labels(run: Run) -> None:
    assert run.labels is None
