"""make bench-bound measures the gate that services use, and a pretended model is as it says."""

import random

import pytest

from winnow.calibration import gate
from winnow.calibration.bound import GRID
from winnow.contracts.calibration import Scored

np = pytest.importorskip("numpy")
splits = pytest.importorskip("bench.bound.splits", reason="bench/ is not on the path")
corrupting = pytest.importorskip("bench.bound.corrupting")


@pytest.mark.parametrize("rate", [0.01, 0.02, 0.05, 0.2])
@pytest.mark.parametrize("size", [30, 80, 450])
def test_the_gate_of_many_splits_is_the_gate_of_each(rate: float, size: int) -> None:
    rng = np.random.default_rng(size)
    score = 1 / (1 + np.exp(-rng.normal(3.5, 2.0, size)))
    right = rng.random(size) < score
    weights = rng.multinomial(size // 2, np.full(size, 1 / size), size=60)
    counted = splits.counts(splits.first_steps(score), ~right, weights)
    chosen = splits.chosen_steps(*counted, size // 2, rate, 0.95)
    for step, weight in zip(chosen, weights, strict=True):
        drawn = [
            Scored(score=float(score[at]), right=bool(right[at]))
            for at in range(size)
            for _ in range(weight[at])
        ]
        expected = gate(drawn, rate, 0.95).threshold
        assert (None if step == splits.CLOSED else GRID[step]) == expected


def test_a_rate_that_is_not_kept_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a gate that lets everything through, every split with more errors is a breach."""
    from bench.bound.pools import Pool

    rng = np.random.default_rng(1)
    pool = Pool(np.full(400, 0.9), np.full(400, 0.9), rng.random(400) < 0.9)
    setting = splits.Setting(splits=200, share=0.5, assurance=0.95, bar=0.9)
    told = splits.measure(pool, 0.05, setting, rng)
    assert (told["open"], told["broken_split"], told["broken_pool"]) == (0.0, 0.0, 0.0)
    assert told["fixed_error"] > 0.05
    monkeypatch.setattr(
        splits, "chosen_steps", lambda accepted, *_: np.full(len(accepted), len(GRID) - 1)
    )
    told = splits.measure(pool, 0.05, setting, rng)
    assert told["broken_split"] > 0.9
    assert told["broken_pool"] == 1.0


def test_a_pretended_model_is_as_good_as_it_says_and_its_score_is_not_calibrated() -> None:
    rng = random.Random(1)
    weak, strong = (corrupting.Pretender(str(ability), ability) for ability in (0.75, 0.95))
    gold = {"total": 12.5, "date": "2024-03-04", "shop": "GOOD BOOKS SDN BHD"}
    text = "GOOD BOOKS SDN BHD\n2024-03-04\n2024-05-06\nTOTAL 12.50\nCASH 20.00\nCHANGE 7.50"
    for model, least, most in ((weak, 0.7, 0.9), (strong, 0.88, 0.98)):
        answers = [model.answer(gold, text, rng) for _ in range(500)]
        right = [data[name] == gold[name] for data, _ in answers for name in gold]
        told = [told[f"/{name}"] for _, told in answers for name in gold]
        assert least < sum(right) / len(right) < most
        assert len(told) == len(right)
    wrongs = {corrupting.wrong(12.5, text, rng) for _ in range(200)}
    assert {20.0, 7.5, None} <= wrongs
    assert 12.5 not in wrongs
