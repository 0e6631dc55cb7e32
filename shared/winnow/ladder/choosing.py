"""The cheapest ladder that reaches a bar: chosen on some documents, verified on others. Pure.

All ladders are measured on the documents for tuning. Of those that no other beats, and that reach
the bar there, some are tested on the held-out documents, from the surest and dearest down; the last
one before the first failure is chosen. A fixed order needs no correction for many tests (Learn then
Test, arXiv 2110.01052), so a bar that is a number is missed with a probability of at most
1 - assurance.
"""

from dataclasses import dataclass
from typing import Final

from winnow.ladder.bars import Bar
from winnow.ladder.climbing import MOST_RUNGS, Candidate, climb
from winnow.ladder.frontier import Point, pareto, points_of, spread
from winnow.ladder.outcomes import Table

TESTED: Final = 10  # ladders that are tried on the held-out documents: each may stop the search
SHOWN: Final = 40  # points of a frontier
FEWEST: Final = 8  # held-out documents; with fewer nothing is shown


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen; `best` is the best rung alone, `frontier` cheapest first, from tuning.

    `reached` is false where no ladder shows the bar: then the chosen one is the best rung alone.
    """

    chosen: Candidate
    best: Candidate
    reached: bool
    frontier: tuple[Candidate, ...]


def choose(tuning: Table, held: Table, bar: Bar) -> Choice:
    """Choose rungs and thresholds on `tuning`, tested on `held`.

    Raises ValueError for more than six rungs, or too few documents on a side.
    """
    if len(tuning.names) > MOST_RUNGS:
        raise ValueError(f"{len(tuning.names)} rungs are too many: six at the most")
    if min(tuning.documents, held.documents) < FEWEST:
        raise ValueError(f"it takes {FEWEST} documents to tune on, and as many to verify with")
    points = points_of(tuning)
    best = _best(points)
    last, reached = best.candidate, False
    right = climb(best.candidate, held).right
    for one in _order(points, best, bar):
        if not bar.reached(climb(one, held).right, right):
            break
        last, reached = one, True
    frontier = spread(pareto(points), SHOWN)
    return Choice(last, best.candidate, reached, tuple(one.candidate for one in frontier))


def _best(points: list[Point]) -> Point:
    """The rung that is right most often by itself; of equal ones the cheapest."""
    alone = [one for one in points if len(one.candidate.rungs) == 1]
    return max(alone, key=lambda one: (one.quality, -one.cost))


def _order(points: list[Point], best: Point, bar: Bar) -> list[Candidate]:
    """The ladders to test: the surest first, each next one cheaper."""
    least = best.quality if bar.floor is None else bar.floor
    line = pareto(one for one in points if one.quality >= least)
    chosen = [one.candidate for one in reversed(spread(line, TESTED))]
    return [best.candidate, *chosen] if bar.floor is None else chosen
