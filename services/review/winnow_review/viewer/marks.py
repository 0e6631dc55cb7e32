"""Where the values of a draft, the sentences of its summary and hidden text stand. Pure."""

from collections.abc import Iterator, Sequence
from typing import Literal

from winnow.contracts.base import Box, Record
from winnow.contracts.evidence import Extraction, Match, Summary
from winnow.contracts.parsed import Element, HiddenText, ParsedDocument
from winnow.contracts.reviews import ReviewRequested
from winnow.recipes.pointers import split
from winnow_review.sheet.building import path_of
from winnow_review.sheet.writing import cut, shown


class Mark(Record):
    """The place of one value, or of one passage that a sentence of the summary rests on.

    `boxes` lie on `page`; `start` and `end` are characters of the document's text.
    """

    part: Literal["field", "summary"] = "field"
    pointer: str
    label: str
    kind: Match
    doubtful: bool
    page: int | None
    boxes: tuple[Box, ...]
    start: int | None
    end: int | None


class Hidden(Record):
    """Text that the page does not show, where it would stand."""

    page: int
    box: Box
    how: str
    text: str


def marks_of(
    request: ReviewRequested, extraction: Extraction, parsed: ParsedDocument
) -> tuple[Mark, ...]:
    """The marks of values that have a place, then those of the summary."""
    return (*_values(request, extraction), *_sentences(request.summary, parsed))


def hidden_of(hidden: Sequence[HiddenText]) -> tuple[Hidden, ...]:
    """Hidden text that has a place on its page."""
    return tuple(
        Hidden(page=one.page, box=one.box, how=one.how, text=cut(shown(one.text)))
        for one in hidden
        if one.box is not None
    )


def _values(request: ReviewRequested, extraction: Extraction) -> Iterator[Mark]:
    doubtful = frozenset(request.doubtful)
    for pointer, leaf in extraction.leaves.items():
        found = leaf.evidence
        if found.page is None and found.start is None:
            continue
        yield Mark(
            pointer=pointer,
            label=shown(path_of(tuple(_part(one) for one in split(pointer)))),
            kind=found.kind,
            doubtful=pointer in doubtful,
            page=found.page,
            boxes=_by_line(found.boxes),
            start=found.start,
            end=found.end,
        )


def _sentences(summary: Summary, parsed: ParsedDocument) -> Iterator[Mark]:
    """One mark for each element of a cited chunk: chunks may run over pages."""
    elements = {element.id: element for element in parsed.elements}
    chunks = {chunk.id: chunk.elements for chunk in parsed.chunks}
    for number, sentence in enumerate(summary.sentences):
        cited = dict.fromkeys(one for chunk in sentence.chunks for one in chunks.get(chunk, ()))
        for one in cited:
            if one in elements:
                yield _passage(number, elements[one])


def _passage(number: int, element: Element) -> Mark:
    return Mark(
        part="summary",
        pointer=f"/{number}",
        label=f"Summary, sentence {number + 1}",
        kind=Match.EXACT,
        doubtful=False,
        page=element.page,
        boxes=(element.box,) if element.box is not None else (),
        start=element.start,
        end=element.end,
    )


def _by_line(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes of words, those that follow each other in a line as one."""
    lines: list[Box] = []
    for box in boxes:
        if lines and lines[-1].y0 <= (box.y0 + box.y1) / 2 <= lines[-1].y1:
            lines[-1] = _around(lines[-1], box)
        else:
            lines.append(box)
    return tuple(lines)


def _around(one: Box, other: Box) -> Box:
    return Box(
        x0=min(one.x0, other.x0),
        y0=min(one.y0, other.y0),
        x1=max(one.x1, other.x1),
        y1=max(one.y1, other.y1),
    )


def _part(text: str) -> str | int:
    return int(text) if text.isdecimal() else text
