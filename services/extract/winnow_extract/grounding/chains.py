"""The rows of a list put on the rows of the page, in their order."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from winnow_extract.grounding.spread import Row, Spread

Cells = Mapping[str, Spread]
COMMON: Final = 60  # a value with more places than that proposes no row
CANDIDATES: Final = 16  # rows of the page that are weighed for one row of the list


class Candidate(NamedTuple):
    """A visual row that a row of the list may stand on; `at` is where its rarest cell stands."""

    score: float
    row: Row
    at: int


@dataclass
class Chain:
    """The best chain of rows that ends before each place; chains that are beaten are left out."""

    ends: list[tuple[Row, int]] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    nodes: list[int] = field(default_factory=list)

    def before(self, end: tuple[Row, int]) -> tuple[float, int]:
        """Score and last node of the best chain that ends before `end`."""
        at = bisect_left(self.ends, end) - 1
        return (self.scores[at], self.nodes[at]) if at >= 0 else (0.0, -1)

    def add(self, end: tuple[Row, int], score: float, node: int) -> None:
        at = bisect_left(self.ends, end)
        if at and self.scores[at - 1] >= score:
            return
        beaten = at
        while beaten < len(self.ends) and self.scores[beaten] <= score:
            beaten += 1
        self.ends[at:beaten] = [end]
        self.scores[at:beaten] = [score]
        self.nodes[at:beaten] = [node]


def rows_of(rows: Sequence[Cells]) -> list[Candidate | None]:
    """For each row of a list the visual row that it stands on, None where it stands nowhere.

    A visual row is worth as much as the cells that stand on it: rare ones more; ones that more rows
    of the list ask for than there are places less, for they may stand in a heading. Taken is the
    chain of visual rows down the document that is worth most (heaviest increasing subsequence); a
    row of the list outside it stands where it is worth most by itself.
    """
    asked = Counter(spread for cells in rows for spread in cells.values())
    proposals = [_candidates(cells, asked) for cells in rows]
    nodes: list[tuple[int, Candidate, int]] = []  # row of the list, candidate, node before it
    chain = Chain()
    for number, candidates in enumerate(proposals):
        links = [chain.before((candidate.row, candidate.at)) for candidate in candidates]
        for candidate, (score, link) in zip(candidates, links, strict=True):
            nodes.append((number, candidate, link))
            chain.add((candidate.row, candidate.at), score + candidate.score, len(nodes) - 1)
    chosen = [candidates[0] if candidates else None for candidates in proposals]
    node = chain.nodes[-1] if chain.nodes else -1
    while node >= 0:
        number, candidate, node = nodes[node]
        chosen[number] = candidate
    return chosen


def _candidates(cells: Cells, asked: Mapping[Spread, int]) -> list[Candidate]:
    worth: dict[Row, float] = defaultdict(float)
    at: dict[Row, int] = {}
    for spread in sorted(cells.values(), key=lambda spread: len(spread.places)):
        if not spread.places:
            continue
        share = min(1, len(spread.places) / asked[spread])
        proposing = len(spread.places) <= COMMON or not worth
        for row in (
            list(spread.by_row) if proposing else [row for row in worth if row in spread.by_row]
        ):
            worth[row] += share * (1 + 1 / len(spread.places))
            at.setdefault(row, spread.by_row[row][0].start)
    found = [Candidate(score, row, at[row]) for row, score in worth.items()]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.row))[:CANDIDATES]
