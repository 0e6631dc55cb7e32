"""Two rankings become one."""

import pytest

from winnow.vectors.fusion import fuse


def test_each_ranking_counts_by_its_weight() -> None:
    fused = fuse({"a": 9.0, "b": 3.0}, {"b": 0.9, "c": 0.1}, alpha=0.25)
    assert fused == {"a": 0.75, "b": 0.25, "c": 0.0}
    assert list(fused) == ["a", "b", "c"]


def test_a_single_find_is_the_best_find() -> None:
    assert fuse({"a": 0.01}, {}, alpha=0) == {"a": 1.0}


def test_nothing_found_twice_is_nothing() -> None:
    assert fuse({}, {}, alpha=0.5) == {}


@pytest.mark.parametrize("alpha", [0.0, 0.3, 1.0])
def test_scores_stay_between_nothing_and_one(alpha: float) -> None:
    fused = fuse({"a": -5.0, "b": 7.0}, {"a": 0.2, "c": -0.4}, alpha)
    assert all(0 <= score <= 1 for score in fused.values())
