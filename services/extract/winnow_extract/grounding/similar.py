"""Words looked up with a few letters misread."""

from collections import Counter
from typing import Final

from rapidfuzz import fuzz

from winnow.contracts.evidence import Match
from winnow_extract.grounding.folding import Folded, folded
from winnow_extract.grounding.found import Found
from winnow_extract.grounding.texts import MOST, cut_number, positions

FROM: Final = 8  # characters a value needs to be looked up with errors
CLOSE: Final = 90.0  # rapidfuzz ratio
TRIED: Final = 24  # places compared letter by letter
PIECE: Final = 5
PIECES: Final = 64  # of a long value, spread over it


def find_similar(source: Folded, value: str) -> list[Found]:
    """The whole tokens most like `value`, if at least nine tenths alike; digits must be the same.

    A text with k errors holds at least one of k + 1 pieces of the value unchanged (Baeza-Yates and
    Perleberg, 1996), so only the surroundings of pieces are compared: those first where most
    pieces agree on where the value would begin.
    """
    wanted = folded(value).plain
    if len(wanted) < FROM:
        return []
    best: Found | None = None
    for position in _candidates(source.plain, wanted):
        place = _similar(source, wanted, position)
        if place and (best is None or place.score > best.score):
            best = place
    return [best] if best else []


def _candidates(text: str, wanted: str) -> list[int]:
    count = max(2, len(wanted) // PIECE + 1)
    size = max(len(wanted) // count, 1)
    starts = range(0, size * count, size * max(1, count // PIECES))
    votes: Counter[int] = Counter()
    seen: dict[int, int] = {}
    for at in starts:
        found = list(positions(text, wanted[at : at + size]))
        for position in found if len(found) < MOST or len(starts) < 4 else ():
            around = (position - at) // PIECE
            votes[around] += 1
            seen.setdefault(around, position - at)
    return [seen[around] for around, _ in votes.most_common(TRIED)]


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
