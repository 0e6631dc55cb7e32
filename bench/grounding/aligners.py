"""The two aligners that are measured, behind one form."""

import gc
import time
from collections.abc import Mapping
from typing import Any, NamedTuple, Self

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


class Stopwatch:
    """CPU seconds of this process, for other work shares the machine; the collector waits outside."""

    seconds = 0.0

    def __enter__(self) -> Self:
        gc.disable()
        self._begun = time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.process_time() - self._begun
        gc.enable()


class Winnow:
    """Our own, on one document: indexed once, as the service does; parts of the index are built
    when first needed, so their time is in `seconds`.
    """

    def __init__(self, parsed: ParsedDocument) -> None:
        with Stopwatch() as watch:
            self._index = SourceIndex(parsed)
        self.seconds = watch.seconds

    def __call__(self, leaves: Mapping[str, Scalar]) -> Run:
        """Ground all values."""
        with Stopwatch() as watch:
            found = ground_all(self._index, leaves)
        placed = {}
        for pointer, grounding in found.items():
            evidence = grounding.evidence
            if evidence.start is not None and evidence.end is not None:
                firm = evidence.kind in (Match.EXACT, Match.NORMALISED)
                placed[pointer] = Placed(
                    evidence.start, evidence.end, evidence.kind, firm, evidence.page, evidence.boxes
                )
        return Run(placed, watch.seconds)


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
        with Stopwatch() as watch:
            self._resolver.WordAligner().align_extractions([asked], parsed.text)
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
        return Run(placed, watch.seconds)


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
