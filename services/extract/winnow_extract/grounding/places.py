"""From characters of the document text to pages and word boxes."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from winnow.contracts.base import Box
from winnow.contracts.parsed import Element, ParsedDocument, Word
from winnow_extract.grounding.drawing import TokenBox, drawn, in_step

MARGIN = 0.005  # of the page, by which a word may stand out of its element
SEPARATOR = "|"  # of cells, put between words by the reader


class Places:
    """Words are matched to the text element by element, when first asked for."""

    def __init__(self, parsed: ParsedDocument) -> None:
        self._parsed = parsed
        self._drawn: dict[int, list[TokenBox]] = {}
        self._heights: dict[int, tuple[list[float], list[int]]] = {}

    @cached_property
    def elements(self) -> list[Element]:
        """Those of the document as they stand in the text."""
        return sorted(self._parsed.elements, key=lambda element: element.start)

    @cached_property
    def _starts(self) -> list[int]:
        return [element.start for element in self.elements]

    @cached_property
    def _words(self) -> dict[int, list[Word]]:
        words: dict[int, list[Word]] = defaultdict(list)
        for page, some in groupby(self._parsed.words, key=attrgetter("page")):
            words[page] += some
        return words

    @cached_property
    def pages(self) -> dict[int, list[int]]:
        """The numbers of each page's elements."""
        found: dict[int, list[int]] = defaultdict(list)
        for page, some in groupby(range(len(self.elements)), lambda at: self.elements[at].page):
            found[page] += some
        return found

    def page_of(self, start: int) -> int | None:
        """The page of a character."""
        at = self.element_at(start)
        return self.elements[at].page if at is not None else None

    def boxes_of(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of the words in these characters on the page where they begin.

        Where no word is known there, the box of the element; else nothing.
        """
        first = self.element_at(start)
        if first is None:
            return ()
        boxes: list[Box] = []
        page = self.elements[first].page
        for at in range(first, len(self.elements)):
            element = self.elements[at]
            if element.start >= end or element.page != page:
                break
            words = [box for a, b, box in self.drawn_in(at) if a < end and b > start]
            boxes += words or ([element.box] if element.box else [])
        return tuple(dict.fromkeys(boxes)) if len(boxes) > 1 else tuple(boxes)

    def element_at(self, start: int) -> int | None:
        """The number of the element that a character belongs to."""
        at = bisect_right(self._starts, start) - 1
        return at if at >= 0 else None

    def drawn_in(self, at: int) -> list[TokenBox]:
        """The tokens of an element with their boxes."""
        if at not in self._drawn:
            found = self._in_turn(at) if self._parsed.words else []
            if found is None:
                element = self.elements[at]
                words = self._words_in(element)
                passage = (element.start, element.end)
                found = drawn(self._parsed.text, passage, words) if words else []
            self._drawn[at] = found
        return self._drawn[at]

    def _in_turn(self, at: int) -> list[TokenBox] | None:
        """The usual case, without a look at the layout: words come in the order of the text."""
        element = self.elements[at]
        first = self.elements[self.pages[element.page][0]].start
        before = self._parsed.text[first : element.start].split()
        number = len(before) - before.count(SEPARATOR)
        own = len(element.text.split()) - element.text.split().count(SEPARATOR)
        words = self._words.get(element.page, [])[number : number + own]
        if len(words) < own or not all(_inside(word.box, element.box) for word in words):
            return None
        return in_step(self._parsed.text, (element.start, element.end), words)

    def _words_in(self, element: Element) -> list[Word]:
        """The page's words whose middle lies in the element, in the order given."""
        words = self._words.get(element.page, [])
        if element.box is None:
            return words
        middles, numbers = self._by_height(element.page)
        first = bisect_left(middles, element.box.y0 - MARGIN)
        last = bisect_right(middles, element.box.y1 + MARGIN)
        near = map(words.__getitem__, sorted(numbers[first:last]))
        return [word for word in near if _inside(word.box, element.box)]

    def _by_height(self, page: int) -> tuple[list[float], list[int]]:
        """How far down each word's middle is, and the words' numbers, from top to bottom."""
        if page not in self._heights:
            boxes = [word.box for word in self._words[page]]
            middles = [(box.y0 + box.y1) / 2 for box in boxes]
            order = sorted(range(len(middles)), key=middles.__getitem__)
            self._heights[page] = ([middles[at] for at in order], order)
        return self._heights[page]


def _inside(word: Box, around: Box | None) -> bool:
    """Whether the middle of a word lies in an element."""
    if around is None:
        return True
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return (
        around.x0 - MARGIN <= x <= around.x1 + MARGIN
        and around.y0 - MARGIN <= y <= around.y1 + MARGIN
    )
