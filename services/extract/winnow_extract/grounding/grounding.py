"""All values of a document looked up together."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from winnow.contracts.evidence import Evidence
from winnow.recipes.pointers import field_of
from winnow_extract.grounding.finding import Scalar, evidence_of, find
from winnow_extract.grounding.found import Found, top
from winnow_extract.grounding.index import SourceIndex
from winnow_extract.grounding.labels import Row, labelled, left_fit
from winnow_extract.grounding.naming import Naming, descriptions, naming
from winnow_extract.grounding.rows import ListPlacing
from winnow_extract.grounding.spread import Spread

ROW: Final = re.compile(r"(.*?)/(\d+)(/.*)?")
WEIGHED: Final = 40  # places of one value whose labels are read


NOT_FOUND: Final = Evidence()


@dataclass(frozen=True, slots=True)
class Grounding:
    """Where a value stands. `places` counts those of the best kind it was found in.

    `labelled` says whether the words beside the place name the field, None where it has none;
    `hidden` that the value stands only in text that the page does not show.
    """

    evidence: Evidence = NOT_FOUND
    places: int = 0
    labelled: bool | None = None
    hidden: bool = False


NOWHERE: Final = Grounding()
_field_of = lru_cache(maxsize=4096)(field_of)


def ground_all(
    index: SourceIndex, leaves: Mapping[str, Scalar], schema: Mapping[str, Any] | None = None
) -> dict[str, Grounding]:
    """What is known of every leaf, by its JSON Pointer, in the order given.

    Rows of a list are put on the rows of the page together, in order; other values prefer a place
    whose label names their field. `schema` is that of the recipe's fields: its descriptions say
    which words name a field, beside its own name.
    """
    return _Together(index, dict(descriptions(schema or {}))).ground(leaves)


class _Together:
    def __init__(self, index: SourceIndex, described: Mapping[str, str]) -> None:
        self._index = index
        self._described = described
        self._tops: dict[tuple[type, Scalar], list[Found]] = {}
        self._spreads: dict[tuple[type, Scalar], Spread] = {}

    def ground(self, leaves: Mapping[str, Scalar]) -> dict[str, Grounding]:
        lists: dict[str, dict[int, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        grounded: dict[str, Grounding] = {}
        for pointer, value in leaves.items():
            if match := ROW.fullmatch(pointer):
                lists[match[1]][int(match[2])][match[3] or ""] = pointer
            else:
                grounded[pointer] = self._single(pointer, value)
        for rows in lists.values():
            grounded |= self._list(list(rows.values()), leaves)
        return {pointer: grounded[pointer] for pointer in leaves}

    def _single(self, pointer: str, value: Scalar) -> Grounding:
        places = self._top(value)
        if not places:
            return self._nowhere(value)
        words = self._naming(pointer)
        best = places[0]
        if len(places) > 1:
            best = max(places[:WEIGHED], key=lambda found: left_fit(self._index, found, words))
        return self._found(best, len(places), words, None)

    def _list(
        self, rows: list[dict[str, str]], leaves: Mapping[str, Scalar]
    ) -> dict[str, Grounding]:
        spreads = [
            {column: self._spread(leaves[pointer]) for column, pointer in row.items()}
            for row in rows
        ]
        placing = ListPlacing(self._index, spreads)
        first = min((home.row for home in placing.homes if home), default=None)
        grounded: dict[str, Grounding] = {}
        for row, cells, found in zip(rows, spreads, placing.place(), strict=True):
            for column, pointer in row.items():
                if place := found.get(column):
                    count = len(top(cells[column].places))
                    grounded[pointer] = self._found(place, count, self._naming(pointer), first)
                else:
                    grounded[pointer] = self._nowhere(leaves[pointer])
        return grounded

    def _top(self, value: Scalar) -> list[Found]:
        """The places of the best kind; fields often share a value, so it is looked up once."""
        key = (type(value), value)
        if key not in self._tops:
            self._tops[key] = top(find(self._index, value))
        return self._tops[key]

    def _spread(self, value: Scalar) -> Spread:
        """All places of a value, in all prints."""
        key = (type(value), value)
        if key not in self._spreads:
            self._spreads[key] = Spread(self._index, find(self._index, value, all_prints=True))
        return self._spreads[key]

    def _found(self, found: Found, places: int, words: Naming, first: Row | None) -> Grounding:
        evidence = evidence_of(self._index, found)
        return Grounding(evidence, places, labelled(self._index, found, words, first))

    def _nowhere(self, value: Scalar) -> Grounding:
        hidden = self._index.hidden
        return Grounding(hidden=True) if hidden and find(hidden, value) else NOWHERE

    def _naming(self, pointer: str) -> Naming:
        field = _field_of(pointer)
        return naming(field, self._described.get(field, ""))
