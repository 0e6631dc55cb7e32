"""Words looked up: letter for letter, then without regard to case, punctuation and spacing."""

from collections.abc import Iterator
from typing import Final

from winnow.contracts.evidence import Match
from winnow_extract.grounding.folding import Folded, folded
from winnow_extract.grounding.found import Found
from winnow_extract.grounding.scripts import whole

SHORT: Final = 4  # shorter values must be the same letter for letter, case aside
MOST: Final = 200  # places looked at for one value
SMUDGED: Final = 0.4  # largest share of letters that may be taken for digits or back


def find_exact(text: str, value: str) -> list[Found]:
    """Where the value stands letter for letter, and no word or number goes on over its edges."""
    wanted = value.strip()
    if not any(char.isalnum() for char in wanted):
        return []
    return [
        Found(at, at + len(wanted), Match.EXACT, 1.0)
        for at in positions(text, wanted)
        if whole(text, at, at + len(wanted)) and not cut_number(text, at, at + len(wanted))
    ]


def find_folded(source: Folded, value: str) -> list[Found]:
    """Where the whole tokens of `value` stand, whatever the case, punctuation and spacing."""
    wanted = folded(value)
    if not wanted.plain:
        return []
    places = []
    for position in positions(source.alike, wanted.alike):
        first, last = source.token_at(position), source.token_at(position + len(wanted.alike))
        if first is None or last is None:
            continue
        if place := _whole(source, wanted, first, last):
            places.append(place)
    return places


def positions(text: str, part: str) -> Iterator[int]:
    """Where `part` begins in `text`, up to MOST places."""
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
    return (start > 1 and text[start].isdigit() and _goes_on(text[start - 1], text[start - 2])) or (
        end + 1 < len(text) and text[end - 1].isdigit() and _goes_on(text[end], text[end + 1])
    )


def _goes_on(mark: str, beyond: str) -> bool:
    """A letter makes a code of what it is joined to by - or /, a digit by any mark."""
    return (mark in "-/" and beyond.isalnum()) or (mark in ".,:'" and beyond.isdigit())
