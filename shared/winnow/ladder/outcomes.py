"""What each rung makes of the same labelled documents, as arrays. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document on one rung.

    `score` (0..1) is what the rung is held against its threshold by: the confidence of the weakest
    must-have value, 0 where the answer may never stay. `right` is whether all of it is right,
    `values` the share of its values that are (0..1), `cost` is in US dollars.
    """

    score: float
    right: bool
    cost: float
    seconds: float
    values: float


@dataclass(frozen=True, slots=True)
class Table:
    """Outcomes of rungs (rows, the first rung first) on documents (columns)."""

    names: tuple[str, ...]
    score: Floats
    right: Flags
    cost: Floats
    seconds: Floats
    values: Floats

    @property
    def documents(self) -> int:
        """How many there are."""
        return int(self.score.shape[1])

    def only(self, columns: Sequence[int]) -> "Table":
        """The same rungs on some of the documents."""
        at = list(columns)
        return Table(
            self.names,
            self.score[:, at],
            self.right[:, at],
            self.cost[:, at],
            self.seconds[:, at],
            self.values[:, at],
        )


def table_of(rungs: Sequence[tuple[str, Sequence[Outcome]]]) -> Table:
    """The outcomes of named rungs; all must be of the same documents in the same order."""
    if len({len(outcomes) for _, outcomes in rungs}) != 1:
        raise ValueError("rungs were measured on different documents")

    def made(name: str, kind: Any) -> Any:
        return np.array([[getattr(one, name) for one in of] for _, of in rungs], dtype=kind)

    return Table(
        names=tuple(name for name, _ in rungs),
        score=made("score", np.float64),
        right=made("right", np.bool_),
        cost=made("cost", np.float64),
        seconds=made("seconds", np.float64),
        values=made("values", np.float64),
    )
