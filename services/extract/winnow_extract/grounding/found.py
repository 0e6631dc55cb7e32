"""A place that a value may have been read from."""

from typing import NamedTuple

from winnow.contracts.evidence import Match


class Found(NamedTuple):
    """Characters `start` to `end` of the document text, and how well they fit."""

    start: int
    end: int
    kind: Match
    score: float


RANK = {Match.EXACT: 0, Match.NORMALISED: 1, Match.FUZZY: 2, Match.NONE: 3}


def best_first(places: list[Found]) -> list[Found]:
    """Exact before normalised before fuzzy; then by score, then as they stand in the text."""
    if len(places) < 2:
        return places
    return sorted(places, key=lambda place: (RANK[place.kind], -place.score, place.start))


def top(places: list[Found]) -> list[Found]:
    """Those of the best kind, of places that are sorted best first."""
    return [found for found in places if found.kind == places[0].kind]
