"""Counts become precision, recall and F1 with honest intervals."""

from random import Random

import pytest
from scipy.stats import binomtest

from winnow.contracts.calibration import Judged, Scored
from winnow.contracts.evidence import Scalar, Signals
from winnow.evaluation.intervals import clustered, design_effect, f1_interval, wilson
from winnow.evaluation.judging import Missed
from winnow.evaluation.reliability import auroc, reliability
from winnow.evaluation.scores import Tally, score, tallies


def leaf(pointer: str, field: str, value: Scalar, gold: Scalar, right: bool) -> Judged:
    return Judged(
        document="a",
        group="a",
        pointer=pointer,
        field=field,
        value=value,
        gold=gold,
        right=right,
        raw=0.5,
        signals=Signals(),
        model="m",
        recipe="slip@2",
    )


@pytest.mark.parametrize(("count", "of"), [(0, 5), (5, 5), (1, 7), (37, 50), (990, 1000)])
def test_wilsons_interval_is_that_of_scipy(count: int, of: int) -> None:
    known = binomtest(count, of).proportion_ci(0.95, "wilson")
    assert wilson(count, of) == pytest.approx((known.low, known.high), abs=1e-12)


def test_nothing_seen_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert f1_interval([(0, 0, 0)]) == (0.0, 1.0)
    assert clustered([]) == (0.0, 1.0)


def test_the_interval_of_f1_holds_f1() -> None:
    low, high = f1_interval([(3, 4, 5), (5, 6, 7)])
    assert low < 2 * 8 / 22 < high
    assert f1_interval([(1, 1, 1)] * 10)[1] == 1.0


def test_one_value_a_document_is_as_good_as_independent() -> None:
    assert design_effect([(1, 1)] * 30 + [(0, 1)] * 10) == pytest.approx(40 / 39)
    assert clustered([(1, 1)] * 10) == wilson(10, 10)


def test_values_that_err_together_tell_as_much_as_their_documents() -> None:
    together = [(5, 5)] * 30 + [(0, 5)] * 10
    assert design_effect(together) == pytest.approx(5 * 40 / 39)
    low, high = clustered(together)
    assert high - low == pytest.approx(wilson(30, 40)[1] - wilson(30, 40)[0], rel=0.02)


def test_where_nothing_is_wrong_documents_are_counted() -> None:
    assert clustered([(5, 5)] * 40) == pytest.approx(wilson(40, 40))


def test_intervals_of_clustered_values_hold_the_truth_as_often_as_they_say() -> None:
    """Documents of 6 values whose rates differ; taken as independent they would hold it less."""
    random = Random(7)
    held = naive = 0
    for _ in range(400):
        rates = [random.betavariate(4, 1) for _ in range(60)]
        seen = [(sum(random.random() < rate for _ in range(6)), 6) for rate in rates]
        low, high = clustered(seen)
        held += low <= 0.8 <= high
        low, high = wilson(sum(one for one, _ in seen), 360)
        naive += low <= 0.8 <= high
    assert held / 400 > 0.92
    assert naive < held


def test_a_wrong_value_costs_precision_and_recall() -> None:
    counts = tallies([leaf("/total", "/total", 1.0, 2.0, right=False)], [])
    assert counts == {"/total": Tally(right=0, returned=1, true=1)}


def test_a_null_is_no_value_and_a_missed_row_is_a_true_one() -> None:
    judged = [
        leaf("/date", "/date", None, None, right=True),
        leaf("/total", "/total", None, 2.0, right=False),
        leaf("/items/0/name", "/items/*/name", "tea", None, right=False),
    ]
    assert tallies(judged, [Missed("/items/*/name", "cake")]) == {
        "/date": Tally(left_empty=1, absent=1),
        "/total": Tally(true=1),
        "/items/*/name": Tally(returned=1, true=1),
    }


def test_a_score_says_what_it_was_counted_of() -> None:
    found = score(
        [Tally(right=4, returned=5, true=6, left_empty=1), Tally(2, 3, 4, absent=3), Tally()]
    )
    assert found.documents == 3
    assert found.precision.value == 0.75
    assert found.recall.value == 0.6
    assert found.f1.value == pytest.approx(2 * 0.75 * 0.6 / 1.35)
    assert (found.absent.count, found.absent.of) == (1, 3)
    assert found.precision.low < 0.75 < found.precision.high


def test_what_was_never_there_has_no_value() -> None:
    found = score([Tally()] * 3)
    assert (found.precision.value, found.recall.value, found.f1.value) == (None, None, None)


def scored(*pairs: tuple[float, bool]) -> list[Scored]:
    return [Scored(score=one, right=right) for one, right in pairs]


def test_confidences_that_mean_what_they_say_have_no_error() -> None:
    found = reliability(scored(*[(0.75, True)] * 3, (0.75, False)))
    assert found.ece == pytest.approx(0.0)
    assert found.brier == pytest.approx(0.75 * 0.25)
    assert found.auroc == 0.5
    [one] = found.bins
    assert (one.right, one.count) == (0.75, 4)


def test_sure_and_wrong_is_the_worst() -> None:
    found = reliability(scored((1.0, False), (0.0, True)))
    assert (found.ece, found.brier, found.auroc) == (1.0, 1.0, 0.0)


def test_auroc_counts_ties_half_and_needs_both_kinds() -> None:
    assert auroc(scored((0.9, True), (0.5, True), (0.5, False), (0.1, False))) == 0.875
    assert auroc(scored((0.9, True))) is None


def test_nothing_answered_has_no_reliability() -> None:
    found = reliability([])
    assert (found.values, found.ece, found.auroc, found.bins) == (0, None, None, ())
