"""Which ladders no other beats in both cost and quality. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from winnow.ladder.climbing import Candidate, candidates, climb
from winnow.ladder.outcomes import Table

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Point:
    """A ladder with its quality (share of documents right) and US dollars a document."""

    candidate: Candidate
    quality: float
    cost: float


def points_of(table: Table) -> list[Point]:
    """Every candidate ladder of a table's rungs, measured on its documents."""
    return [_point(one, table) for one in candidates(table)]


def _point(candidate: Candidate, table: Table) -> Point:
    climbed = climb(candidate, table)
    return Point(candidate, float(climbed.right.mean()), float(climbed.cost.mean()))


def pareto(points: Iterable[Point]) -> list[Point]:
    """The points that none beats, cheapest first; of equal ones that with the fewest rungs."""
    kept: list[Point] = []
    for one in sorted(points, key=lambda at: (at.cost, -at.quality, len(at.candidate.rungs))):
        if not kept or one.quality > kept[-1].quality:
            kept.append(one)
    return kept


def spread(of: Sequence[T], most: int) -> list[T]:
    """At most so many of them, the first and the last among them, the others evenly between."""
    if len(of) <= most:
        return list(of)
    return [of[round(at * (len(of) - 1) / (most - 1))] for at in range(most)]
