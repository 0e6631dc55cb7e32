"""Krippendorff's alpha for nominal values and two readings, with its interval. Pure.

Source: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011). Over several fields,
what chance would show is worked out field by field and added up: values of different fields never
meet by chance. Values of one document err together, so the interval is from a bootstrap of
documents, not of values (A. C. Davison, D. V. Hinkley, "Bootstrap Methods and their Application",
1997, section 3.8): its 2.5 and 97.5 percentiles.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from winnow.evaluation.intervals import wilson
from winnow_review.quality.answer import Agreement

RESAMPLES: Final = 400
SEED: Final = 2011  # the same figures give the same interval
TAILS: Final = (0.025, 0.975)
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Unit:
    """One value of a document as two readers have it."""

    document: str
    field: Hashable
    first: Hashable
    second: Hashable


@dataclass(frozen=True, slots=True)
class Tally:
    """Units counted by document, so that documents can be drawn.

    `values` (documents, values): how often each has each value. `differing` (documents): units
    whose readings differ. `fields` (values, fields): 1 where a value is one of a field.
    """

    values: Floats
    differing: Floats
    fields: Floats


def agreement_of(units: Sequence[Unit]) -> Agreement:
    """Alpha over all units, and how surely."""
    found = alpha(units)
    low, high = (None, None) if found is None else interval(units)
    return Agreement(
        alpha=found,
        low=low,
        high=high,
        units=len(units),
        documents=len({one.document for one in units}),
        agreeing=sum(one.first == one.second for one in units),
    )


def alpha(units: Sequence[Unit]) -> float | None:
    """1 less the disagreement that is seen over the one that chance would show.

    None where chance would show none: no units, or one value throughout.
    """
    chance = by_chance(units)
    differing = sum(one.first != one.second for one in units)
    return 1 - differing / chance if chance else None


def by_chance(units: Sequence[Unit]) -> float:
    """How many units would differ if the values of each field were dealt out at random."""
    counts: dict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    for one in units:
        counts[one.field].update((one.first, one.second))
    return sum(
        (size**2 - sum(count**2 for count in values.values())) / (2 * (size - 1))
        for values in counts.values()
        for size in [values.total()]
    )


def interval(units: Sequence[Unit]) -> tuple[float | None, float | None]:
    """At 95 %; None where fewer than two documents were read.

    Where all agree every resample does too, and says nothing. Then the lower end is where alpha
    would be if the upper end of Wilson's interval of "no document of so many" were disagreement.
    """
    tally = _tally(units)
    size = len(tally.differing)
    if size < 2:
        return None, None
    if not tally.differing.any():
        unseen = wilson(0, size)[1] * len(units)
        return max(-1.0, 1 - unseen / by_chance(units)), 1.0
    alphas = _alphas(tally, _drawn(size))
    low, high = np.quantile(alphas[np.isfinite(alphas)], TAILS)
    return float(low), float(high)


def _drawn(documents: int) -> Floats:
    """How often each resample draws each document, shape (resamples, documents)."""
    drawn = np.random.default_rng(SEED).integers(0, documents, (RESAMPLES, documents))
    places = drawn + documents * np.arange(RESAMPLES)[:, None]
    counts = np.bincount(places.ravel(), minlength=RESAMPLES * documents)
    return counts.reshape(RESAMPLES, documents).astype(np.float32)


def _tally(units: Sequence[Unit]) -> Tally:
    documents: dict[str, int] = {}
    values: dict[tuple[Hashable, Hashable], int] = {}
    fields: dict[Hashable, int] = {}
    places = [
        (
            documents.setdefault(one.document, len(documents)),
            values.setdefault((one.field, one.first), len(values)),
            values.setdefault((one.field, one.second), len(values)),
        )
        for one in units
    ]
    of_values = [fields.setdefault(field, len(fields)) for field, _ in values]
    document, first, second = np.array(places, dtype=np.int64).reshape(-1, 3).T
    counts = np.zeros((len(documents), len(values)), dtype=np.float32)
    np.add.at(counts, (document, first), 1)
    np.add.at(counts, (document, second), 1)
    differing = np.bincount(document, first != second, minlength=len(documents))
    one_of = np.eye(len(fields), dtype=np.float32)[of_values]
    return Tally(counts, differing.astype(np.float32), one_of)


def _alphas(tally: Tally, drawn: Floats) -> Floats:
    """Alpha of each resample; `drawn` (resamples, documents) says how often it drew each."""
    counts = drawn @ tally.values
    size, squares = counts @ tally.fields, counts**2 @ tally.fields
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.where(size > 1, (size**2 - squares) / (2 * (size - 1)), 0).sum(axis=1)
        return np.asarray(1 - drawn @ tally.differing / chance, dtype=np.float32)
