"""ROUGE as it was published for these sets, with intervals over documents."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MEASURES: Final = ("rouge1", "rouge2", "rougeL", "rougeLsum")
DRAWS: Final = 1000


@cache  # the table of a part and that of its set have the same summaries
def scores(said: tuple[str, ...], references: tuple[str, ...]) -> list[float]:
    """F1 of each measure in percent, the highest over the references (rouge-score, stemmed).

    QMSum's ROUGE-L is that of whole summaries (`rougeLsum`), ZeroSCROLLS's that of one long line.
    """
    against = [_scorer().score(_lined(one), "\n".join(said)) for one in references]
    return [100 * max(found[name].fmeasure for found in against) for name in MEASURES]


def told(rows: Sequence[tuple[str, Sequence[float]]], seed: int) -> dict[str, Any]:
    """Means with 95 % intervals; rows of one document are drawn together, as they err together.

    `geometric_mean` is that of the means of ROUGE-1, -2 and -L.
    """
    by_document: dict[str, list[Sequence[float]]] = defaultdict(list)
    for document, found in rows:
        by_document[document].append(found)
    sums = np.array([np.sum(found, axis=0) for found in by_document.values()])
    counts = np.array([len(found) for found in by_document.values()])
    draws = np.random.default_rng(seed).integers(len(counts), size=(DRAWS, len(counts)))
    drawn = _with_geometric(sums[draws].sum(1) / counts[draws].sum(1, keepdims=True))
    [means] = _with_geometric((sums.sum(0) / counts.sum())[None])
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
    return {
        name: {"mean": round(mean, 2), "low": round(least, 2), "high": round(most, 2)}
        for name, mean, least, most in zip(
            (*MEASURES, "geometric_mean"), means.tolist(), low.tolist(), high.tolist(), strict=True
        )
    }


def _with_geometric(means: NDArray[np.float64]) -> NDArray[np.float64]:
    geometric = np.cbrt(means[:, 0] * means[:, 1] * means[:, 2])
    return np.column_stack([means, geometric])


def _lined(text: str) -> str:
    """A sentence a line."""
    return "\n".join(re.split(r"(?<=[.!?])\s+", text.strip()))


@cache
def _scorer() -> Any:
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(list(MEASURES), use_stemmer=True)
