"""Passages that say again what a better one said, such as of a file that was sent twice."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from winnow.vectors.port import Hit
from winnow.vectors.terms import folded

SAME: Final = 0.85  # of all the shingles of two texts
SHINGLE: Final = 8  # characters; words would not do for every script
_NUMBER: Final = re.compile(r"\d+")
_GAP: Final = re.compile(r"[\W_]+")
Seen = tuple[tuple[str, ...], frozenset[str]]


def without_repeats(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Leave out hits whose text repeats that of a better one.

    A repeat has the same numbers, and its shingles resemble the other's (Jaccard; Broder, On the
    Resemblance and Containment of Documents, 1997). Two invoices of one sender are no repeats,
    although they differ in their figures only.
    """
    kept: list[Seen] = []
    for hit in hits:
        seen = _seen(hit.text)
        if not any(_same(seen, other) for other in kept):
            kept.append(seen)
            yield hit


def _seen(text: str) -> Seen:
    plain = _GAP.sub(" ", folded(text)).strip()
    ends = range(max(1, len(plain) - SHINGLE + 1))
    return tuple(_NUMBER.findall(plain)), frozenset(plain[at : at + SHINGLE] for at in ends)


def _same(one: Seen, other: Seen) -> bool:
    if one[0] != other[0]:
        return False
    shorter, longer = sorted((len(one[1]), len(other[1])))
    if shorter < SAME * longer:
        return False
    shared = len(one[1] & other[1])
    return shared >= SAME * (shorter + longer - shared)
