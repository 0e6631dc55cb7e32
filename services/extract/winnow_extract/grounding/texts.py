"""Words looked up in a folded text."""

from collections.abc import Iterator
from typing import Final

from rapidfuzz import fuzz

from winnow.contracts.evidence import Match
from winnow_extract.grounding.folding import Folded
from winnow_extract.grounding.found import Found

SHORT: Final = 4  # shorter values must be the same letter for letter, case aside
FUZZY_FROM: Final = 8  # characters a value needs to be looked up with errors
CLOSE: Final = 90.0  # rapidfuzz ratio
MOST: Final = 200  # places looked at for one value
SMUDGED: Final = 0.4  # largest share of letters that may be taken for digits or back


def find_text(source: Folded, value: str) -> list[Found]:
    """Where the whole tokens of `value` stand, whatever the case, punctuation and spacing."""
    wanted = Folded(value)
    if not wanted.plain:
        return []
    places = []
    for position in _positions(source.alike, wanted.alike):
        first, last = source.token_at(position), source.token_at(position + len(wanted.alike))
        if first is None or last is None:
            continue
        if place := _whole(source, wanted, first, last):
            places.append(place)
    return places


def _positions(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    seen = 0
    while at >= 0 and seen < MOST:
        yield at
        seen += 1
        at = text.find(part, at + 1)


def _whole(source: Folded, wanted: Folded, first: int, last: int) -> Found | None:
    if wanted.joints(0, len(wanted.spans)) != source.joints(first, last):
        return None  # 12 34 is not 1 234
    start, end = source.span(first, last)
    if cut_number(source.text, start, end):
        return None
    plain = source.plain[source.starts[first] : source.starts[last]]
    if plain == wanted.plain:
        value, quote = wanted.text.strip(), source.text[start:end]
        outer = source.text[start : start + len(value)]
        if value in (quote, outer):
            return Found(start, start + len(value), Match.EXACT, 1.0)
        return Found(start, end, Match.NORMALISED, 0.95)
    other = sum(a != b for a, b in zip(plain, wanted.plain, strict=True))
    if len(plain) < SHORT or other > SMUDGED * len(plain):
        return None
    return Found(start, end, Match.NORMALISED, 0.9)


def cut_number(text: str, start: int, end: int) -> bool:
    """Whether the span begins or ends inside a longer number, date or code."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return (
        text[start].isdigit() and len(before) == 2 and before[1] in ".,/:-'" and before[0].isalnum()
    ) or (
        text[end - 1].isdigit() and len(after) == 2 and after[0] in ".,/:-'" and after[1].isalnum()
    )


def find_similar(source: Folded, value: str) -> list[Found]:
    """The whole tokens most like `value`, if at least nine tenths alike; digits must be the same.

    A text with k errors holds at least one of k + 1 pieces of the value unchanged, so only the
    surroundings of the pieces are compared.
    """
    wanted = Folded(value).plain
    if len(wanted) < FUZZY_FROM:
        return []
    best: Found | None = None
    for position in _candidates(source.plain, wanted):
        place = _similar(source, wanted, position)
        if place and (best is None or place.score > best.score):
            best = place
    return [best] if best else []


def _candidates(text: str, wanted: str) -> list[int]:
    pieces = max(2, len(wanted) // 5 + 1)
    size = len(wanted) // pieces
    hits: dict[int, None] = {}
    for at in range(0, size * pieces, size):
        for position in _positions(text, wanted[at : at + size]):
            hits[position - at] = None
    return list(hits)[: 4 * MOST]


def _similar(source: Folded, wanted: str, position: int) -> Found | None:
    first = source.token_near(max(position, 0))
    last = source.token_near(position + len(wanted))
    if last <= first:
        return None
    plain = source.plain[source.starts[first] : source.starts[last]]
    score = fuzz.ratio(wanted, plain, score_cutoff=CLOSE)
    if not score or _digits(wanted) != _digits(plain):
        return None
    start, end = source.span(first, last)
    return (
        None if cut_number(source.text, start, end) else Found(start, end, Match.FUZZY, score / 100)
    )


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())
