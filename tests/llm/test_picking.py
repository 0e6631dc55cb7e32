"""Which of the allowed tokens is written."""

import numpy as np

from winnow.llm.picking import picking
from winnow.llm.port import Sampling

LOGITS = np.array([1.0, 3.0, -np.inf, 2.0], dtype=np.float32)


def drawn(temperature: float, seed: int, times: int) -> list[int]:
    pick = picking(Sampling(temperature, seed))
    return [pick(LOGITS) for _ in range(times)]


def test_without_sampling_it_is_the_likeliest() -> None:
    assert picking(None)(LOGITS) == 1
    assert drawn(0.0, 5, 10) == [1] * 10


def test_draws_follow_the_softmax_at_the_temperature() -> None:
    shares = np.bincount(drawn(2.0, 1, 20_000), minlength=4) / 20_000
    wanted = np.exp(LOGITS / 2.0) / np.exp(LOGITS / 2.0).sum()
    assert np.abs(shares - wanted).max() < 0.015


def test_what_the_form_forbids_is_never_drawn() -> None:
    assert 2 not in drawn(50.0, 1, 2_000)


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    assert drawn(1.0, 7, 50) == drawn(1.0, 7, 50)
    assert drawn(1.0, 7, 50) != drawn(1.0, 8, 50)
