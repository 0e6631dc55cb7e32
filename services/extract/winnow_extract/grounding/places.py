"""From characters of the document text to pages and word boxes."""

import re
from bisect import bisect_right
from collections import defaultdict
from difflib import SequenceMatcher

from winnow.contracts.base import Box
from winnow.contracts.parsed import Element, ParsedDocument, Word
from winnow_extract.grounding.folding import Folded

MARGIN = 0.005  # of the page, by which a word may stand out of its element
TokenBox = tuple[int, int, Box]  # characters of the document text, and where they are drawn


class Places:
    """Words are matched to the text element by element, when first asked for."""

    def __init__(self, parsed: ParsedDocument) -> None:
        self.elements = sorted(parsed.elements, key=lambda element: element.start)
        self._starts = [element.start for element in self.elements]
        self._text = parsed.text
        self._words: dict[int, list[Word]] = defaultdict(list)
        for word in parsed.words:
            self._words[word.page].append(word)
        self._drawn: dict[int, list[TokenBox]] = {}

    def page_of(self, start: int) -> int | None:
        """The page of a character."""
        at = self._element_at(start)
        return self.elements[at].page if at is not None else None

    def boxes_of(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of the words in these characters on the page where they begin.

        Where no word is known there, the box of the element; else nothing.
        """
        first = self._element_at(start)
        if first is None:
            return ()
        boxes: list[Box] = []
        page = self.elements[first].page
        for at in range(first, len(self.elements)):
            element = self.elements[at]
            if element.start >= end or element.page != page:
                break
            words = [box for a, b, box in self._drawn_in(at) if a < end and b > start]
            boxes += words or ([element.box] if element.box else [])
        return tuple(dict.fromkeys(boxes))

    def _element_at(self, start: int) -> int | None:
        at = bisect_right(self._starts, start) - 1
        return at if at >= 0 else None

    def _drawn_in(self, at: int) -> list[TokenBox]:
        if at not in self._drawn:
            element = self.elements[at]
            words = [word for word in self._words[element.page] if _inside(word, element)]
            self._drawn[at] = _aligned(self._text, element, words)
        return self._drawn[at]


def _inside(word: Word, element: Element) -> bool:
    if element.box is None:
        return True
    across, down = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
    box = element.box
    return (
        box.x0 - MARGIN <= across <= box.x1 + MARGIN and box.y0 - MARGIN <= down <= box.y1 + MARGIN
    )


def _aligned(text: str, element: Element, words: list[Word]) -> list[TokenBox]:
    """Each printed token of the element with its word's box.

    First what is the same in the same order, then what is the same elsewhere, then what was
    misread: it pairs up in order between its neighbours.
    """
    tokens = re.compile(r"\S+").finditer(text, element.start, element.end)
    spans = [token.span() for token in tokens]
    printed = [Folded(text[a:b]).alike or text[a:b] for a, b in spans]
    drawn = [Folded(word.text).alike or word.text for word in words]
    steps = SequenceMatcher(None, printed, drawn, autojunk=False).get_opcodes()
    pairs = {
        a: b
        for kind, a0, a1, b0, b1 in steps
        if kind == "equal"
        for a, b in zip(range(a0, a1), range(b0, b1), strict=True)
    }
    _pair_strays(printed, drawn, pairs)
    used = set(pairs.values())
    for kind, a0, a1, b0, b1 in steps:
        if kind == "replace":
            left = [b for b in range(b0, b1) if b not in used]
            pairs |= zip([a for a in range(a0, a1) if a not in pairs], left, strict=False)
    return [(*spans[a], words[b].box) for a, b in sorted(pairs.items())]


def _pair_strays(printed: list[str], drawn: list[str], pairs: dict[int, int]) -> None:
    used = set(pairs.values())
    strays: dict[str, list[int]] = defaultdict(list)
    for b in range(len(drawn) - 1, -1, -1):
        if b not in used:
            strays[drawn[b]].append(b)
    for a, token in enumerate(printed):
        if a not in pairs and strays[token]:
            pairs[a] = strays[token].pop()
