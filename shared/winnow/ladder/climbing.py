"""Candidate ladders, and how documents climb them. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from winnow.ladder.outcomes import Flags, Floats, Table

MOST_RUNGS: Final = 6
TRIED: Final = {
    2: 200,
    3: 40,
    4: 16,
    5: 9,
    6: 6,
}  # thresholds a rung, by rungs: some 10,000 ladders


@dataclass(frozen=True, slots=True)
class Candidate:
    """Rungs by their row in a table, and the threshold of each but the last."""

    rungs: tuple[int, ...]
    thresholds: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Climbed:
    """By document: the rung that answered, whether it is right, and what all asked rungs cost."""

    by: NDArray[np.int64]
    right: Flags
    values: Floats
    cost: Floats
    seconds: Floats

    def answered(self, rung: int) -> float:
        """The share of documents that stayed on a rung."""
        return float((self.by == rung).mean())


def candidates(table: Table) -> Iterator[Candidate]:
    """Every single rung, and every subset in order with thresholds at quantiles of the scores."""
    count = len(table.names)
    for size in range(1, count + 1):
        for rungs in combinations(range(count), size):
            grids = [thresholds(table.score[rung], TRIED[size]) for rung in rungs[:-1]]
            for chosen in product(*grids):
                yield Candidate(rungs, chosen)


def thresholds(scores: Floats, most: int) -> list[float]:
    """At most so many different scores above 0, evenly spread over the documents."""
    known = np.unique(scores[scores > 0])
    if len(known) > most:
        known = np.unique(np.quantile(known, np.linspace(0, 1, most), method="lower"))
    return [float(one) for one in known]


def climb(candidate: Candidate, table: Table) -> Climbed:
    """Let every document climb until a rung's score reaches its threshold; the last keeps all."""
    waiting = np.ones(table.documents, dtype=bool)
    by = np.full(table.documents, candidate.rungs[-1])
    cost, seconds = np.zeros(table.documents), np.zeros(table.documents)
    for rung, threshold in zip(candidate.rungs, (*candidate.thresholds, -np.inf), strict=True):
        cost[waiting] += table.cost[rung][waiting]
        seconds[waiting] += table.seconds[rung][waiting]
        stays = waiting & (table.score[rung] >= threshold)
        by[stays] = rung
        waiting &= ~stays
    columns = np.arange(table.documents)
    return Climbed(by, table.right[by, columns], table.values[by, columns], cost, seconds)
