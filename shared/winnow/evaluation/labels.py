"""Accuracy and macro F1 of a recipe whose only field is a choice. Pure."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from winnow.contracts.base import Record
from winnow.evaluation.scores import Between, Share, share
from winnow.evaluation.significance import ROUNDS, drawn
from winnow.recipes.recipe import Recipe

FAILED: Final = "\0"  # what a document without an answer is said to be: no label
Pair = tuple[str, str]  # the true label and the one that was given


class Labels(Record):
    """How well labels are given: the share that is right, and the mean F1 of the true labels."""

    accuracy: Share
    macro_f1: Between


def label_field(recipe: Recipe) -> str | None:
    """The pointer of a recipe's only field, if that is a choice: then it classifies."""
    fields = list(recipe.fields["properties"].items())
    return f"/{fields[0][0]}" if len(fields) == 1 and "enum" in fields[0][1] else None


def labels(pairs: Sequence[Pair], seed: int = 0) -> Labels:
    """The figures, with Wilson's interval of accuracy and a bootstrap one of macro F1."""
    right = sum(true == said for true, said in pairs)
    return Labels(accuracy=share(right, len(pairs)), macro_f1=macro_f1(pairs, seed))


def macro_f1(pairs: Sequence[Pair], seed: int = 0) -> Between:
    """The mean F1 over the true labels, with its percentile interval over documents."""
    if not pairs:
        return Between(value=None, low=0.0, high=1.0)
    counts = _confusion(pairs)
    draws = drawn(len(pairs), seed)[: ROUNDS // 10]  # each needs the counts of every label
    figures = [_macro(counts * times[:, None, None]) for times in draws]
    low, high = np.quantile(figures, [0.025, 0.975])
    return Between(value=_macro(counts), low=float(low), high=float(high))


def _confusion(pairs: Sequence[Pair]) -> NDArray[np.int64]:
    """Right, said and true, by document and true label; shape (documents, labels, 3)."""
    names = sorted({true for true, _ in pairs})
    return np.array(
        [
            [(true == name == said, said == name, true == name) for name in names]
            for true, said in pairs
        ],
        dtype=np.int64,
    )


def _macro(counts: NDArray[np.int64] | NDArray[np.float64]) -> float:
    right, said, true = counts.sum(axis=0).T
    known = true > 0
    return float(np.mean(2 * right[known] / (said[known] + true[known])))
