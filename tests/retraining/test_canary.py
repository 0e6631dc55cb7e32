"""A challenger is judged by what it did, however often one looks."""

import random
from dataclasses import replace

import pytest

from winnow.retraining.canary import Arm, Judged, Pairs, Rules, Ruling, judge

NONE = Pairs()


def arm(documents: int, changed: int, wrong: int | None = None) -> Arm:
    told = changed if wrong is None else wrong
    return Arm(documents, documents, documents, changed, documents, told)


def simulated(seed: int, better: float, worse: float, share: float, number: int) -> Judged:
    """The first ruling on documents that are changed so often, with a look after each."""
    lot, rules = random.Random(seed), Rules(most=10**9)
    arms = {True: [0, 0], False: [0, 0]}
    judged = Judged("wait", "")
    for _ in range(number):
        own = lot.random() < share
        arms[own][0] += 1
        arms[own][1] += lot.random() < (better if own else worse)
        judged = judge(arm(*arms[True]), arm(*arms[False]), NONE, share, rules)
        if judged.ruling != "wait":
            break
    return judged


def test_looking_after_each_document_calls_an_equal_one_different_rarely() -> None:
    ruled = [simulated(seed, 0.2, 0.2, 0.3, 400).ruling for seed in range(100)]
    assert 100 - ruled.count("wait") <= 5


@pytest.mark.parametrize(
    ("own", "champion", "ruling"), [(0.5, 0.1, "drop"), (0.02, 0.4, "promote")]
)
def test_a_clear_difference_is_seen(own: float, champion: float, ruling: Ruling) -> None:
    ruled = [simulated(seed, own, champion, 0.3, 600).ruling for seed in range(20)]
    assert ruled.count(ruling) >= 18


def test_documents_that_both_answered_decide_sooner() -> None:
    same = arm(40, 8), arm(40, 8)
    assert judge(*same, Pairs(challenger=14, champion=1), 0.5, Rules()).ruling == "promote"
    assert judge(*same, Pairs(challenger=1, champion=14), 0.5, Rules()).ruling == "drop"
    assert judge(*same, Pairs(challenger=7, champion=7), 0.5, Rules()).ruling == "wait"


def test_being_let_through_unseen_more_often_does_not_win() -> None:
    """Fewer changes, but of the values that people saw more are wrong."""
    sure = replace(arm(100, 2), looked=4, wrong=3)
    other = replace(arm(100, 30), looked=100, wrong=30)
    assert judge(sure, other, NONE, 0.5, Rules()).ruling == "wait"


def test_pairs_that_speak_for_it_do_not_win_while_people_change_it_more() -> None:
    pairs = Pairs(challenger=14, champion=1)
    assert judge(arm(40, 12), arm(40, 8), pairs, 0.5, Rules()).ruling == "wait"


def test_one_that_never_wins_is_dropped_in_the_end() -> None:
    judged = judge(arm(50, 5), arm(50, 5), NONE, 0.5, Rules(most=50))
    assert judged.ruling == "drop"
    assert "not shown to be better" in judged.why
