"""Two runs differ only when the difference exceeds the noise."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from scipy.stats import binomtest

from winnow.errors import MisconfiguredError
from winnow.evaluation.comparing import compare_runs
from winnow.evaluation.reliability import reliability
from winnow.evaluation.run import Cost, Document, Latency, Run, read_run
from winnow.evaluation.scores import Tally, score, share
from winnow.evaluation.significance import holm, mcnemar


def document(
    id_: int, right: bool, rows: int = 0, gold: str = "g", failure: str | None = None
) -> Document:
    values = {"/total": (int(right), 1, 1)}
    if rows:
        values["/items/*/name"] = (rows, 4, 4)
    if failure:
        values = {name: (0, 0, true) for name, (_, _, true) in values.items()}
    return Document(
        id=str(id_),
        gold=gold,
        failure=failure,
        exact=right and not failure,
        values=values,
        seconds=1.0,
        cost_usd=0.0,
    )


def run(*each: Document, model: str = "m") -> Run:
    names = dict.fromkeys(name for one in each for name in one.values)
    one_score = score([Tally()])
    return Run(
        recipe="slip@2",
        recipe_hash="r",
        model=model,
        calibration=None,
        data="index.jsonl",
        data_hash="d",
        given_text=True,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        wall_seconds=1.0,
        documents=len(each),
        failures=share(0, len(each)),
        failure_reasons={},
        incomplete=0,
        exact=share(0, len(each)),
        overall=one_score,
        fields=dict.fromkeys(names, one_score),
        acceptance=None,
        reliability=reliability([]),
        cost=Cost(
            total_usd=0.0,
            per_document_usd=0.0,
            unpriced=0,
            calls=0,
            input_tokens=0,
            output_tokens=0,
            cache_read_tokens=0,
            cache_write_tokens=0,
        ),
        latency=Latency(documents=0, mean=None, median=None, p95=None, longest=None),
        each=each,
    )


@pytest.mark.parametrize(("before", "now"), [(0, 0), (1, 5), (5, 1), (3, 3), (2, 12)])
def test_mcnemar_is_the_exact_binomial_test(before: int, now: int) -> None:
    n = before + now
    known = binomtest(before, n).pvalue if n else 1.0
    assert mcnemar(before, now) == pytest.approx(known)


def test_holms_p_values_grow_with_the_number_of_fields() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx(
        {"a": 0.03, "b": 0.06, "c": 0.06}
    )


def test_a_run_against_itself_is_inconclusive_everywhere() -> None:
    one = run(*(document(at, at % 3 > 0, rows=at % 4 + 1) for at in range(30)))
    found = compare_runs(one, one)
    changes = [found.exact, found.overall, *found.fields.values()]
    assert {change.verdict for change in changes} == {"inconclusive"}
    assert {change.p for change in changes} == {1.0}
    assert found.notes == ()


def test_many_more_right_documents_are_better_and_the_other_way_worse() -> None:
    weak = run(*(document(at, right=at < 10, rows=1) for at in range(40)))
    strong = run(*(document(at, right=at < 30, rows=3) for at in range(40)), model="n")
    better, worse = compare_runs(strong, weak), compare_runs(weak, strong)
    assert better.notes == ("model: m -> n",)
    for found, verdict in ((better, "better"), (worse, "worse")):
        assert found.exact.verdict == found.overall.verdict == verdict
        assert {change.verdict for change in found.fields.values()} == {verdict}
    assert better.exact.low > 0
    assert (better.fields["/total"].before, better.fields["/total"].now) == (0.25, 0.75)
    assert better.fields["/items/*/name"].measure == "F1"


def test_one_document_more_is_noise() -> None:
    old = run(*(document(at, right=at < 20) for at in range(40)))
    new = run(*(document(at, right=at < 21) for at in range(40)))
    found = compare_runs(new, old)
    assert found.exact.verdict == "inconclusive"
    assert found.exact.low <= 0 < found.exact.high


def test_a_document_that_failed_is_not_right_even_where_it_says_nothing() -> None:
    def empty(id_: int, failure: str | None) -> Document:
        values = {} if failure else {"/date": (0, 0, 0)}
        one = document(id_, right=not failure, failure=failure)
        return one.model_copy(update={"values": values})

    old = run(*(empty(at, None) for at in range(20)))
    new = run(*(empty(at, "crashed" if at else None) for at in range(20)))
    found = compare_runs(new, old)
    assert found.fields["/date"].verdict == "worse"


def test_only_documents_of_the_same_gold_are_compared() -> None:
    old = run(document(1, True), document(2, True), document(3, True))
    new = run(document(1, True), document(2, True, gold="h"), document(4, True))
    found = compare_runs(new, old)
    assert (found.documents, found.left_out) == (1, 3)


def test_runs_of_other_documents_cannot_be_compared() -> None:
    with pytest.raises(MisconfiguredError, match="shares no document"):
        compare_runs(run(document(1, True)), run(document(2, True)))


def test_a_file_that_is_no_run_is_refused(tmp_path: Path) -> None:
    (path := tmp_path / "run.json").write_text("{}")
    with pytest.raises(MisconfiguredError, match="no run of winnow evaluate"):
        read_run(path)
    with pytest.raises(MisconfiguredError, match="cannot be read"):
        read_run(tmp_path / "gone.json")
