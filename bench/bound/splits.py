"""The gate over many random splits at once: the same as `winnow.calibration.gate`, in numpy."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from bench.bound.pools import Pool
from numpy.typing import NDArray

from winnow.calibration.bound import GRID, START, STRIDE, fewest, passes

Counts = NDArray[np.int64]
CLOSED = -1


def chosen_steps(
    accepted: Counts, errors: Counts, examples: int, rate: float, assurance: float
) -> Counts:
    """The place in GRID of each split's threshold, or CLOSED; counts are (splits, len(GRID))."""
    least = max(fewest(rate, assurance), START * examples)
    allowed = np.array(_most_errors(examples, rate, assurance))
    splits = len(accepted)
    chosen, before = np.full(splits, CLOSED), np.zeros(splits)
    going = np.ones(splits, dtype=bool)
    for step in range(len(GRID)):
        here = accepted[:, step]
        taken = going & (here >= least) & (here >= STRIDE * before)
        passed = taken & (errors[:, step] <= allowed[here])
        chosen[passed] = step
        before[passed] = here[passed]
        going &= ~(taken & ~passed)
    return chosen


@lru_cache(maxsize=64)
def _most_errors(examples: int, rate: float, assurance: float) -> tuple[int, ...]:
    """For each number of accepted examples the most errors that still pass; -1: none does."""
    most, found = -1, []
    for accepted in range(examples + 1):
        while accepted and passes(most + 1, accepted, rate, assurance):
            most += 1
        found.append(most)
    return tuple(found)


def counts(steps: Counts, wrong: NDArray[np.bool_], weights: Counts) -> tuple[Counts, Counts]:
    """Accepted and errors at each threshold for each split.

    `steps` is the first place in GRID that accepts an example, `weights` (splits, examples) how
    often the example is in the split's part.
    """
    onehot = (steps[:, None] == np.arange(len(GRID))[None, :]).astype(np.float64)
    dense = weights.astype(np.float64)
    accepted = np.cumsum(dense @ onehot, axis=1)
    errors = np.cumsum(dense @ (onehot * wrong[:, None]), axis=1)
    return accepted.round().astype(np.int64), errors.round().astype(np.int64)


def first_steps(score: NDArray[np.float64]) -> Counts:
    """The first place in GRID whose threshold each score reaches; len(GRID) if none."""
    return np.searchsorted(-np.array(GRID), -score, side="left")


@dataclass(frozen=True, slots=True)
class Setting:
    """How splits are made: how many, the share that calibrates, and what is asked of the gate."""

    splits: int
    share: float
    assurance: float
    bar: float  # the fixed threshold on the model's own score, for comparison


def measure(pool: Pool, rate: float, setting: Setting, rng: np.random.Generator) -> dict[str, Any]:
    """How often the rate is broken over the splits, and what is accepted meanwhile.

    `broken_split`: the pool is cut in two; the errors among what is accepted of the other part.
    `broken_pool`: examples are drawn from the pool with replacement; the pool's true rate.
    `broken_batch`: as many are drawn again as a next batch; the errors in it.
    """
    size = len(pool.score)
    drawn = round(size * setting.share)
    steps, wrong = first_steps(pool.score), ~pool.right
    parts = _parts(size, drawn, setting.splits, rng)
    here = counts(steps, wrong, parts)
    later = counts(steps, wrong, 1 - parts)
    chosen = chosen_steps(*here, drawn, rate, setting.assurance)
    accepted, errors = (_at(one, chosen) for one in later)
    again, batch = (_drawn_again(size, drawn, setting.splits, rng) for _ in range(2))
    chosen_again = chosen_steps(*counts(steps, wrong, again), drawn, rate, setting.assurance)
    batch_accepted, batch_errors = (_at(one, chosen_again) for one in counts(steps, wrong, batch))
    whole = counts(steps, wrong, np.ones((1, size), dtype=np.int64))
    pool_accepted, pool_errors = (
        _at(np.repeat(one, setting.splits, 0), chosen_again) for one in whole
    )
    fixed = pool.raw >= setting.bar
    return {
        "examples": size,
        "wrong": float(wrong.mean()),
        "broken_split": float((errors > rate * accepted + 1e-9).mean()),
        "broken_pool": float((pool_errors > rate * pool_accepted + 1e-9).mean()),
        "broken_batch": float((batch_errors > rate * batch_accepted + 1e-9).mean()),
        "open": float((chosen != CLOSED).mean()),
        "coverage": float((accepted / (size - drawn)).mean()),
        "error": float(errors.sum() / max(1, accepted.sum())),
        "fixed_coverage": float(fixed.mean()),
        "fixed_error": float(wrong[fixed].mean()) if fixed.any() else 0.0,
    }


def _parts(size: int, drawn: int, splits: int, rng: np.random.Generator) -> Counts:
    order = np.argsort(rng.random((splits, size)), axis=1)
    return (order < drawn).astype(np.int64)


def _drawn_again(size: int, drawn: int, splits: int, rng: np.random.Generator) -> Counts:
    return rng.multinomial(drawn, np.full(size, 1 / size), size=splits)


def _at(counted: Counts, chosen: Counts) -> Counts:
    found = np.take_along_axis(counted, np.maximum(chosen, 0)[:, None], axis=1)[:, 0]
    return np.where(chosen == CLOSED, 0, found)
