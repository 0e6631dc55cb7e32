"""What came of a list: rows found, cells right, and whether a loss was told."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from bench.lists.truth import GoodsList

from winnow.contracts.evidence import Completeness
from winnow.recipes.equality import same


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one extraction. `silent`: rows are missing and it says that it is complete;

    `alarm`: none is missing and it says that it is not.
    """

    rows: int
    found: int
    cells: int
    right: int
    made_up: int
    silent: bool
    alarm: bool
    calls: int
    reason: str | None

    def told(self) -> str:
        lost = " SILENT" if self.silent else " ALARM" if self.alarm else ""
        return (
            f"{self.found}/{self.rows} rows, {self.calls} calls{lost}, {self.reason or 'complete'}"
        )


def score(
    goods: GoodsList, returned: list[dict[str, Any]], completeness: Completeness, calls: int
) -> Score:
    """Compare by tag; a tag that comes again, or that is none of the list's, is made up."""
    truth = {row["tag"]: row for row in goods.rows}
    seen: Counter[str] = Counter(row["tag"] for row in returned)
    cells = [
        same(truth.get(row["tag"], {}).get(key), value)
        for row in returned
        for key, value in row.items()
    ]
    found = len(truth.keys() & seen.keys())
    return Score(
        rows=len(truth),
        found=found,
        cells=len(cells),
        right=sum(cells),
        made_up=len(returned) - found,
        silent=completeness.complete and found < len(truth),
        alarm=not completeness.complete and found == len(truth),
        calls=calls,
        reason=completeness.reason,
    )
