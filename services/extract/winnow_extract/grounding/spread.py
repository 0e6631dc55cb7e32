"""All places of a value, also by the visual row they stand on."""

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import Final

from winnow_extract.grounding.found import Found
from winnow_extract.grounding.index import SourceIndex

Row = tuple[int, int]  # page and number of a visual row
NEAREST: Final = 40  # places on either side that are weighed


class Spread:
    """`places` come best first."""

    def __init__(self, index: SourceIndex, places: list[Found]) -> None:
        self.places = places
        self._index = index

    @cached_property
    def by_row(self) -> dict[Row, list[Found]]:
        """Best first on each row."""
        found: dict[Row, list[Found]] = defaultdict(list)
        for place in self.places:
            found[self._index.lines.row_of(place.start)].append(place)
        return dict(found)

    def around(self, at: int) -> list[Found]:
        """The places next to a character of the text."""
        middle = bisect_left(self._starts, at)
        return self._in_order[max(0, middle - NEAREST) : middle + NEAREST]

    @cached_property
    def _in_order(self) -> list[Found]:
        return sorted(self.places, key=lambda found: found.start)

    @cached_property
    def _starts(self) -> list[int]:
        return [found.start for found in self._in_order]
