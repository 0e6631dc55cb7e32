"""The two aligners that are measured, behind one form."""

import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from bench.grounding.truth import Printed, Scalar

from winnow.contracts.base import Box
from winnow.contracts.evidence import Match
from winnow.contracts.parsed import ParsedDocument
from winnow_extract.grounding import SourceIndex, ground_all


class Placed(NamedTuple):
    """Where an aligner put a value, in characters; `how` is its own name for the kind."""

    start: int
    end: int
    how: str
    firm: bool  # its answer is "here it is", not "here is something like it"
    page: int | None = None
    boxes: tuple[Box, ...] = ()


class Run(NamedTuple):
    """What came of the values of one document, and the CPU seconds it took."""

    placed: dict[str, Placed]
    seconds: float


class Winnow:
    """Our own, on one document: indexed once, as the service does; parts of the index are built
    when first needed, so their time is in `seconds`.
    """

    def __init__(self, parsed: ParsedDocument) -> None:
        begun = time.process_time()
        self._index = SourceIndex(parsed)
        self.index_seconds = time.process_time() - begun

    def __call__(self, leaves: Mapping[str, Scalar]) -> Run:
        """Ground all values."""
        begun = time.process_time()
        found = ground_all(self._index, leaves)
        seconds = time.process_time() - begun
        placed = {}
        for pointer, grounding in found.items():
            evidence = grounding.evidence
            if evidence.start is not None and evidence.end is not None:
                firm = evidence.kind in (Match.EXACT, Match.NORMALISED)
                placed[pointer] = Placed(
                    evidence.start, evidence.end, evidence.kind, firm, evidence.page, evidence.boxes
                )
        return Run(placed, seconds)


class LangExtract:
    """LangExtract's aligner as `Resolver.align` calls it, with its default settings."""

    def __init__(self) -> None:
        from absl import logging
        from langextract import data, resolver

        logging.set_verbosity(logging.ERROR)
        self._data, self._resolver = data, resolver

    def __call__(self, parsed: ParsedDocument, leaves: Mapping[str, str]) -> Run:
        """Values as text, all of a document at once. It indexes nothing beforehand."""
        asked: list[Any] = [
            self._data.Extraction(extraction_class=pointer, extraction_text=value)
            for pointer, value in leaves.items()
        ]
        begun = time.process_time()
        aligner = self._resolver.WordAligner()
        aligner.align_extractions([asked], parsed.text)
        seconds = time.process_time() - begun
        placed = {
            one.extraction_class: Placed(
                one.char_interval.start_pos,
                one.char_interval.end_pos,
                one.alignment_status.value,
                firm=True,  # it has no way to say "something like it": an interval is its answer
            )
            for one in asked
            if one.char_interval is not None
        }
        return Run(placed, seconds)


def as_text(value: Scalar, printed: Printed) -> str:
    """The value as a model asked for the printed words would give it: LangExtract reads text only.

    A number or an ISO day that the document prints in some way is given in that print, which is the
    best that can happen to a text aligner; another number with two decimals.
    """
    if isinstance(value, str) and not (value[:4].isdigit() and printed.days_like(value)):
        return value
    places = printed.literal(value)
    if places:
        start, end = places[0]
        return printed.text[start:end]
    return f"{value:.2f}" if isinstance(value, int | float) else str(value)
