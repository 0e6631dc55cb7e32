"""A ladder is chosen for what it saves, and only if held-out documents show that it keeps up."""

import random

import numpy as np
import pytest

from winnow.ladder.bars import Bar, loss_at_most, right_at_least, worse
from winnow.ladder.choosing import choose
from winnow.ladder.climbing import Candidate, climb
from winnow.ladder.frontier import Point, pareto, points_of
from winnow.ladder.outcomes import Outcome, Table, table_of


def rung(
    count: int, accuracy: float, cost: float, *, seed: int, tells: bool = True
) -> list[Outcome]:
    """Outcomes of a rung whose score tells right from wrong, or says nothing."""
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        right = rng.random() < accuracy
        score = rng.uniform(0.6, 1.0) if right and tells else rng.uniform(0.05, 0.7)
        made.append(Outcome(score, right, cost, cost, float(right)))
    return made


def halves(*rungs: list[Outcome]) -> tuple[Table, Table]:
    table = table_of([(f"r{at}", outcomes) for at, outcomes in enumerate(rungs)])
    count = table.documents
    return table.only(range(0, count, 2)), table.only(range(1, count, 2))


def test_a_cheap_rung_that_knows_what_it_does_not_know_takes_most_of_the_work() -> None:
    tuning, held = halves(rung(800, 0.8, 1.0, seed=1), rung(800, 0.95, 100.0, seed=2))
    choice = choose(tuning, held, Bar(0.95))
    assert choice.chosen.rungs == (0, 1)
    climbed = climb(choice.chosen, held)
    assert climbed.cost.mean() < 50
    assert climbed.right.mean() > held.right[1].mean() - 0.02
    assert choice.reached


def test_a_cheap_rung_whose_score_says_nothing_is_left_out() -> None:
    tuning, held = halves(rung(800, 0.5, 1.0, seed=1, tells=False), rung(800, 0.95, 100.0, seed=2))
    assert choose(tuning, held, Bar(0.95)).chosen == Candidate((1,))


def test_a_dear_rung_that_is_no_better_is_left_out() -> None:
    same = rung(400, 0.9, 1.0, seed=3)
    dear = [Outcome(one.score, one.right, 50.0, 50.0, one.values) for one in same]
    assert choose(*halves(same, dear), Bar(0.95)).chosen == Candidate((0,))


def test_a_rung_that_does_not_pay_between_two_others_is_left_out() -> None:
    cheap, best = rung(600, 0.85, 1.0, seed=4), rung(600, 0.97, 100.0, seed=5)
    useless = [Outcome(0.0, False, 90.0, 1.0, 0.0)] * 600
    assert 1 not in choose(*halves(cheap, useless, best), Bar(0.95)).chosen.rungs


def test_a_ladder_that_is_good_for_tuning_only_is_not_chosen() -> None:
    tuning, _ = halves(rung(400, 0.8, 1.0, seed=1), rung(400, 0.95, 100.0, seed=2))
    _, held = halves(rung(400, 0.3, 1.0, seed=7, tells=False), rung(400, 0.95, 100.0, seed=8))
    held = Table(held.names, np.ones_like(held.score), *held_parts(held))
    assert choose(tuning, held, Bar(0.95)).chosen == Candidate((1,))


def held_parts(table: Table) -> tuple[np.ndarray, ...]:
    return table.right, table.cost, table.seconds, table.values


def test_a_lower_bar_buys_a_cheaper_ladder() -> None:
    tuning, held = halves(rung(2000, 0.8, 1.0, seed=1), rung(2000, 0.97, 100.0, seed=2))
    strict, loose = (choose(tuning, held, Bar(0.95, floor)).chosen for floor in (0.95, 0.85))
    assert climb(loose, held).cost.mean() < climb(strict, held).cost.mean() / 2
    assert right_at_least(climb(loose, held).right, 0.95) >= 0.85


def test_a_bar_that_nobody_shows_is_told_and_the_best_rung_reads_alone() -> None:
    choice = choose(
        *halves(rung(100, 0.8, 1.0, seed=1), rung(100, 0.9, 9.0, seed=2)), Bar(0.95, 0.99)
    )
    assert (choice.reached, choice.chosen) == (False, choice.best)


def test_a_bar_is_missed_no_more_often_than_the_assurance_allows() -> None:
    missed = 0
    for seed in range(40):
        made = rung(4000, 0.75, 1.0, seed=seed), rung(4000, 0.9, 100.0, seed=1000 + seed)
        table = table_of([("a", made[0]), ("b", made[1])])
        choice = choose(table.only(range(150)), table.only(range(150, 300)), Bar(0.8, 0.8))
        rest = table.only(range(300, 4000))
        missed += choice.reached and climb(choice.chosen, rest).right.mean() < 0.8
    assert missed <= 14  # of 40 at most one in five, and chance


def test_what_is_handed_over_pays_both_rungs_and_a_zero_score_never_stays() -> None:
    table = table_of(
        [
            ("a", [Outcome(0.9, True, 1, 1, 1), Outcome(0.0, True, 1, 1, 1)]),
            ("b", [Outcome(0.0, False, 10, 1, 0), Outcome(0.0, False, 10, 1, 0)]),
        ]
    )
    climbed = climb(Candidate((0, 1), (0.5,)), table)
    assert climbed.cost.tolist() == [1, 11]
    assert climbed.right.tolist() == [True, False]
    assert climbed.answered(0) == 0.5
    assert all(one.candidate.thresholds in ((), (0.9,)) for one in points_of(table))


def test_the_frontier_holds_what_none_beats() -> None:
    points = [
        Point(Candidate((at,)), quality, cost)
        for at, (quality, cost) in enumerate([(0.5, 1), (0.4, 2), (0.9, 3), (0.9, 4), (0.95, 9)])
    ]
    assert [one.candidate.rungs[0] for one in pareto(points)] == [0, 2, 4]


def test_being_worse_is_told_by_the_documents_that_only_one_has_right() -> None:
    best = np.array([True] * 20)
    assert worse(best, best) == 1.0
    assert loss_at_most(best, best, 0.95, 0) == 0.0
    five = np.array([False] * 5 + [True] * 15)
    assert worse(five, best) == pytest.approx(0.5**5)
    assert 0.25 < loss_at_most(five, best, 0.95, 0) < 0.5


def test_too_few_documents_and_too_many_rungs_are_refused() -> None:
    one = rung(10, 0.9, 1.0, seed=1)
    with pytest.raises(ValueError, match="it takes 8"):
        choose(*halves(one), Bar(0.95))
    with pytest.raises(ValueError, match="too many"):
        choose(*halves(*[rung(40, 0.9, 1.0, seed=1)] * 7), Bar(0.95))
    with pytest.raises(ValueError, match="different documents"):
        table_of([("a", one), ("b", one[:4])])
