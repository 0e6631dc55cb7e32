"""Weights of a conditional logit, by maximum likelihood. Needs scipy; used by `learn` alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from winnow.layout.candidates import Candidate

PENALTY: Final = 0.5  # of squared weights; holds rare words back
ROUNDS: Final = 60  # of L-BFGS
RARE: Final = 3  # documents; a feature of fewer is not learnt
MOST: Final = 4000  # weights of a field that are kept
SMALL: Final = 0.03  # weights below it are dropped


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates of a document, `nothing` among them, and the keys of those that are right."""

    candidates: tuple[Candidate, ...]
    right: frozenset[str]


def fit_weights(examples: Sequence[Example]) -> dict[str, float]:
    """Weights under which each document's right candidates are likeliest among all of its own.

    McFadden's conditional logit with an L2 penalty. Where a value is printed more than once the
    likelihood is that of any of its places.
    """
    matrix = Matrix(examples)
    return matrix.named(_minimise(matrix))


class Matrix:
    """Candidates as sparse rows, those of a document together."""

    def __init__(self, examples: Sequence[Example]) -> None:
        import numpy as np
        from scipy.sparse import csr_matrix

        self.names = _vocabulary(examples)
        index = {name: at for at, name in enumerate(self.names)}
        columns: list[int] = []
        ends = [0]
        known: dict[int, list[int]] = {}
        for example in examples:
            for candidate in example.candidates:
                for block in candidate.blocks:
                    if id(block) not in known:
                        known[id(block)] = [index[name] for name in block if name in index]
                    columns += known[id(block)]
                ends.append(len(columns))
        shape = (len(ends) - 1, len(self.names))
        ones = np.ones(len(columns), dtype=np.float32)
        self.rows: Any = csr_matrix((ones, columns, ends), shape=shape)
        self.turned: Any = self.rows.T.tocsr()
        sizes = [len(example.candidates) for example in examples]
        self.sizes: Any = np.array(sizes)
        self.starts: Any = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        self.right: Any = np.array(
            [one.key in example.right for example in examples for one in example.candidates]
        )

    def named(self, weights: Any) -> dict[str, float]:
        """The weights that matter, rounded, by feature."""
        told = {
            name: round(float(weight), 3)
            for name, weight in zip(self.names, weights, strict=True)
            if abs(weight) >= SMALL
        }
        strongest = sorted(told, key=lambda name: -abs(told[name]))[:MOST]
        return {name: told[name] for name in sorted(strongest)}


def _vocabulary(examples: Sequence[Example]) -> list[str]:
    counts: Counter[str] = Counter()
    for example in examples:
        blocks = {id(block): block for one in example.candidates for block in one.blocks}
        counts.update({name for block in blocks.values() for name in block})
    return sorted(name for name, count in counts.items() if count >= RARE)


def _minimise(matrix: Matrix) -> Any:
    import numpy as np
    from scipy.optimize import minimize

    def shares(utilities: Any) -> tuple[Any, Any]:
        top = np.repeat(np.maximum.reduceat(utilities, matrix.starts), matrix.sizes)
        grown = np.exp(utilities - top)
        whole = np.add.reduceat(grown, matrix.starts)
        logs = np.log(whole) + top[matrix.starts]
        return grown / np.repeat(whole, matrix.sizes), logs

    def loss(weights: Any) -> tuple[float, Any]:
        utilities = matrix.rows @ weights
        every, logs = shares(utilities)
        right, right_logs = shares(np.where(matrix.right, utilities, -1e9))
        slope = matrix.turned @ (every - right) + PENALTY * weights
        return float((logs - right_logs).sum() + PENALTY / 2 * weights @ weights), slope

    start = np.zeros(len(matrix.names))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return found.x
