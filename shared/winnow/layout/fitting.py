"""Weights of a conditional logit, by maximum likelihood. Needs scipy; used by `learn` alone."""

from array import array
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


class Matrix:
    """The candidates of many documents as sparse rows, those of a document together."""

    def __init__(self, examples: Sequence[Example]) -> None:
        import numpy as np
        from scipy.sparse import csr_matrix

        self.names = _vocabulary(examples)
        index = {name: at for at, name in enumerate(self.names)}
        columns = array("i")
        ends = array("q", [0])
        known: dict[int, array[int]] = {}
        for example in examples:
            for candidate in example.candidates:
                for block in candidate.blocks:
                    if id(block) not in known:
                        known[id(block)] = array("i", [index[n] for n in block if n in index])
                    columns.extend(known[id(block)])
                ends.append(len(columns))
        ones = np.ones(len(columns), dtype=np.float32)
        shape = (len(ends) - 1, len(self.names))
        self._rows: Any = csr_matrix((ones, np.array(columns), np.array(ends)), shape=shape)
        self._sizes: Any = np.array([len(example.candidates) for example in examples])
        self._right: Any = np.array(
            [one.key in example.right for example in examples for one in example.candidates]
        )

    def fit(self, documents: Sequence[int]) -> dict[str, float]:
        """Weights under which the right candidates of these documents are the likeliest.

        McFadden's conditional logit (1974) with an L2 penalty. Where a value is printed more than
        once the likelihood is that of any of its places.
        """
        import numpy as np

        wanted = np.zeros(len(self._sizes), dtype=bool)
        wanted[list(documents)] = True
        chosen = np.repeat(wanted, self._sizes)
        rows = self._rows[chosen]
        weights = _minimise(rows, self._sizes[wanted], self._right[chosen])
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


def _minimise(rows: Any, sizes: Any, right: Any) -> Any:
    import numpy as np
    from scipy.optimize import minimize

    turned = rows.T.tocsr()
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])

    def shares(utilities: Any) -> tuple[Any, Any]:
        tops = np.maximum.reduceat(utilities, starts)
        grown = np.exp(utilities - np.repeat(tops, sizes))
        whole = np.add.reduceat(grown, starts)
        return grown / np.repeat(whole, sizes), np.log(whole) + tops

    def loss(weights: Any) -> tuple[float, Any]:
        utilities = rows @ weights
        every, logs = shares(utilities)
        rights, right_logs = shares(np.where(right, utilities, -1e9))
        slope = turned @ (every - rights) + PENALTY * weights
        return float((logs - right_logs).sum() + PENALTY / 2 * weights @ weights), slope

    start = np.zeros(rows.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return found.x
