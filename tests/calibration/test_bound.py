"""A gate keeps the rate it was asked for, and says so when it cannot."""

import random
from collections.abc import Sequence
from math import exp

import pytest

from winnow.calibration.binomial import at_most, log_mass, rate_at_most
from winnow.calibration.bound import GRID, Gate, fewest, gate, passes
from winnow.contracts.calibration import Scored

scipy_stats = pytest.importorskip("scipy.stats")


def scored(*pairs: tuple[float, int, int]) -> list[Scored]:
    """Of each score so many right ones, and so many wrong ones."""
    return [
        Scored(score=score, right=right)
        for score, rights, wrongs in pairs
        for right in [True] * rights + [False] * wrongs
    ]


def drawn(size: int, rng: random.Random, risk: Sequence[tuple[float, float]]) -> list[Scored]:
    """Examples of equally common scores, each wrong with its risk."""
    made = []
    for _ in range(size):
        score, wrong = rng.choice(risk)
        made.append(Scored(score=score, right=rng.random() >= wrong))
    return made


@pytest.mark.parametrize("rate", [0.001, 0.02, 0.3, 0.95])
@pytest.mark.parametrize("examples", [1, 7, 59, 1000, 20_000])
def test_tails_are_those_of_the_binomial(rate: float, examples: int) -> None:
    for errors in {0, 1, examples // 50, int(examples * rate), examples - 1, examples}:
        expected = scipy_stats.binom.cdf(errors, examples, rate)
        assert at_most(errors, examples, rate) == pytest.approx(expected, rel=1e-7, abs=1e-12)


def test_the_upper_bound_is_that_of_clopper_and_pearson() -> None:
    for errors, examples in ((0, 59), (3, 100), (40, 1000)):
        expected = scipy_stats.beta.ppf(0.95, errors + 1, examples - errors)
        assert rate_at_most(errors, examples, 0.95) == pytest.approx(expected, rel=1e-9)
    assert rate_at_most(5, 5, 0.95) == 1.0


@pytest.mark.parametrize(("tolerated", "least"), [(0.05, 60), (0.02, 150), (0.01, 300)])
def test_so_many_right_ones_open_a_gate_and_one_fewer_does_not(
    tolerated: float, least: int
) -> None:
    assert fewest(tolerated, 0.95) == least
    opened = gate(scored((0.99, least, 0)), tolerated, 0.95)
    assert opened.threshold is not None
    assert opened.threshold <= 0.99
    assert (opened.accepted, opened.errors, opened.coverage, opened.needed) == (least, 0, 1.0, 0)
    assert opened.error_at_most == pytest.approx(1 - 0.05 ** (1 / least))
    closed = gate(scored((0.99, least - 1, 0)), tolerated, 0.95)
    assert (closed.threshold, closed.needed) == (None, 1)
    assert closed.error_at_most is None


def test_the_threshold_lies_where_errors_begin() -> None:
    found = gate(scored((0.99, 200, 0), (0.9, 200, 4), (0.5, 50, 50)), 0.05, 0.95)
    assert found.threshold is not None
    assert 0.5 < found.threshold <= 0.9
    assert (found.accepted, found.errors) == (404, 4)
    assert found.coverage == pytest.approx(404 / 504)
    assert found.error_at_most is not None
    assert found.error_at_most <= 0.05


def test_one_score_for_all_is_all_or_nothing() -> None:
    assert gate(scored((0.8, 500, 5)), 0.05, 0.95).coverage == 1.0
    assert gate(scored((0.8, 400, 100)), 0.05, 0.95).threshold is None


def test_where_the_surest_values_are_wrong_more_examples_are_not_asked_for() -> None:
    closed = gate(scored((0.99, 60, 40)), 0.05, 0.95)
    assert (closed.threshold, closed.needed) == (None, 0)
    assert "better reading" in closed.why


def test_without_examples_it_says_how_many_there_must_be() -> None:
    closed = gate([], 0.05, 0.95)
    assert (closed.threshold, closed.needed) == (None, 60)


def test_what_is_asked_for_is_enough_if_the_share_of_errors_stays() -> None:
    few = scored((0.9, 59, 1))
    needed = gate(few, 0.05, 0.95).needed
    assert needed > 0
    many = (60 + needed) // 60 + 1
    assert gate(few * many, 0.05, 0.95).threshold is not None


def test_a_score_that_is_no_number_neither_opens_a_gate_nor_passes_one() -> None:
    odd = [Scored.model_construct(score=float("nan"), right=True)] * 500
    assert gate(odd, 0.05, 0.95).threshold is None
    assert not Gate(0.1).accepts(float("nan"))
    assert not Gate(None).accepts(1.0)
    assert Gate(0.5).accepts(0.5)


def test_zero_passes_no_gate() -> None:
    assert GRID[-1] > 0
    assert gate(scored((0.0, 500, 0)), 0.05, 0.95).threshold is None


@pytest.mark.parametrize(
    "risk",
    [
        # the last ones that keep 5 % are 0.95: with 0.8 it is 6 %
        [(0.99, 0.01), (0.97, 0.04), (0.95, 0.1), (0.8, 0.09)],
        # all one score, just above what is tolerated
        [(0.9, 0.051)],
        # the surest are the worst: no score means what it says
        [(0.999, 0.2), (0.9, 0.02), (0.7, 0.02), (0.5, 0.02)],
    ],
)
def test_the_rate_is_broken_no_more_often_than_was_assured(
    risk: list[tuple[float, float]],
) -> None:
    rng, tolerated, tries, broken = random.Random(7), 0.05, 400, 0
    for _ in range(tries):
        found = gate(drawn(250, rng, risk), tolerated, 0.95)
        if found.threshold is not None:
            passing = [wrong for score, wrong in risk if score >= found.threshold]
            broken += sum(passing) / len(passing) > tolerated
    # with a true share of 5 % more than 32 of 400 come about once in 300 times
    assert broken <= 32


@pytest.mark.parametrize("rate", [0.01, 0.02, 0.03, 0.04, 0.05])
def test_the_next_batch_breaks_the_rate_seldom_enough(rate: float) -> None:
    """Whatever the true rate: the gate must open, and the next batch as large be worse."""
    broken = 0.0
    for errors in range(20):
        if passes(errors, 200, 0.05, 0.95):
            broken += exp(log_mass(errors, 200, rate)) * (1 - at_most(10, 200, rate))
    assert broken <= 0.05


@pytest.mark.parametrize("tolerated", [0.01, 0.02, 0.05, 0.1])
@pytest.mark.parametrize("assurance", [0.8, 0.9, 0.95, 0.99])
def test_the_fewest_examples_are_just_enough(tolerated: float, assurance: float) -> None:
    least = fewest(tolerated, assurance)
    assert passes(0, least, tolerated, assurance)
    assert not passes(0, least - 1, tolerated, assurance)


def test_the_test_of_a_rate_has_teeth() -> None:
    """A threshold at the observed rate, without a bound, is what the test above would catch."""
    rng, tries = random.Random(7), 400
    broken = sum(
        sum(not one.right for one in drawn(250, rng, [(0.9, 0.051)])) / 250 <= 0.05
        for _ in range(tries)
    )
    assert broken > 32
