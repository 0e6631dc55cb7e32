"""Judged values scored by scorers that have not seen their group, as pools to split."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from winnow.calibration.applying import POOLED, probability
from winnow.calibration.documents import document_right, document_score
from winnow.calibration.features import features
from winnow.calibration.scoring import scorers_of
from winnow.calibration.splitting import FOLDS, fold_of, one_of
from winnow.contracts.calibration import Judged
from winnow.recipes.recipe import Recipe

Floats = NDArray[np.float64]
DOCUMENT: Final = "(document)"
TEACH: Final = 2  # folds of five that teach a scorer: as much as `fit` takes


@dataclass(frozen=True, slots=True)
class Pool:
    """One field's examples, of each document one: calibrated score, the model's own, and truth."""

    score: Floats
    raw: Floats
    right: NDArray[np.bool_]


def scored(judged: list[Judged], seed: int) -> list[tuple[Judged, float]]:
    """Each value with its probability under a scorer of two other folds."""
    dealt = fold_of((one.group for one in judged), seed)
    made = []
    for fold in range(FOLDS):
        taught = {(fold + step) % FOLDS for step in range(1, TEACH + 1)}
        scorers = scorers_of([one for one in judged if dealt[one.group] in taught], seed)
        for one in judged:
            if dealt[one.group] == fold:
                scorer = scorers.get(one.field) or scorers[POOLED]
                made.append((one, probability(scorer, features(one.value, one.signals))))
    return made


def pools(
    recipe: Recipe, judged: list[Judged], seed: int
) -> tuple[dict[str, Pool], Floats, NDArray[np.bool_]]:
    """A pool of each field and one of whole documents; and the scores and truth of all values."""
    rated = scored(judged, seed)
    cells: dict[tuple[str, str], dict[str, tuple[Judged, float]]] = defaultdict(dict)
    documents: dict[str, list[tuple[Judged, float]]] = defaultdict(list)
    for one, score in rated:
        if one.value is not None:  # a null never passes: it is no example for a gate
            cells[one.field, one.document][one.pointer] = (one, score)
        documents[one.document].append((one, score))
    rows: dict[str, list[tuple[float, float, bool]]] = defaultdict(list)
    for (field, document), shown in sorted(cells.items()):
        one, score = shown[one_of(shown, seed, f"{field}\n{document}")]
        rows[field].append((score, one.raw, one.right))
    rows[DOCUMENT] = [_document(recipe, shown) for _, shown in sorted(documents.items())]
    every = np.array([score for _, score in rated])
    truth = np.array([one.right for one, _ in rated])
    return {field: _pool(examples) for field, examples in rows.items()}, every, truth


def _document(recipe: Recipe, shown: list[tuple[Judged, float]]) -> tuple[float, float, bool]:
    score = document_score(recipe, {one.pointer: (one.value, told) for one, told in shown})
    raw = document_score(recipe, {one.pointer: (one.value, one.raw) for one, _ in shown})
    return score, raw, document_right(recipe, ((one.pointer, one.right) for one, _ in shown))


def _pool(rows: list[tuple[float, float, bool]]) -> Pool:
    score, raw, right = (np.array(column) for column in zip(*rows, strict=True))
    return Pool(score, raw, right.astype(bool))
