"""The two aligners that are measured, behind one form."""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from bench.grounding.truth import Printed, Scalar

from winnow.contracts.base import Box
from winnow.contracts.evidence import Match
from winnow.contracts.parsed import ParsedDocument
from winnow_extract.grounding import Grounding, SourceIndex, ground_all

T = TypeVar("T")
ROUNDS = 3


class Placed(NamedTuple):
    """Where an aligner put a value, in characters; `how` is its own name for the kind."""

    start: int
    end: int
    how: str
    firm: bool  # its answer is "here it is", not "here is something like it"
    page: int | None = None
    boxes: tuple[Box, ...] = ()


Placement = dict[str, Placed]  # by JSON Pointer; what is not found is not in it


class Timed(NamedTuple):
    """The placements of several sets of values in one document, and the CPU seconds of them all."""

    placements: list[Placement]
    seconds: float


def winnow(parsed: ParsedDocument, asked: Sequence[Mapping[str, Scalar]]) -> Timed:
    """Ours: the document is indexed once, as in the service, and that is part of the time."""

    def align() -> list[dict[str, Grounding]]:
        index = SourceIndex(parsed)
        return [ground_all(index, leaves) for leaves in asked]

    found, seconds = best(align)
    return Timed([_placed(each) for each in found], seconds)


def _placed(found: Mapping[str, Grounding]) -> Placement:
    placed = {}
    for pointer, grounding in found.items():
        evidence = grounding.evidence
        if evidence.start is not None and evidence.end is not None:
            firm = evidence.kind in (Match.EXACT, Match.NORMALISED)
            placed[pointer] = Placed(
                evidence.start, evidence.end, evidence.kind, firm, evidence.page, evidence.boxes
            )
    return placed


def langextract(parsed: ParsedDocument, asked: Sequence[Mapping[str, str]]) -> Timed:
    """LangExtract's aligner as its `Resolver.align` calls it, with the default settings.

    All values of a set at once, as text. It keeps nothing of the document from one call to the
    next.
    """
    from absl import logging
    from langextract import data, resolver

    logging.set_verbosity(logging.ERROR)

    def align() -> list[list[Any]]:
        sets = [
            [
                data.Extraction(extraction_class=at, extraction_text=text)
                for at, text in leaves.items()
            ]
            for leaves in asked
        ]
        for extractions in sets:
            resolver.WordAligner().align_extractions([extractions], parsed.text)
        return sets

    found, seconds = best(align)
    return Timed([_intervals(each) for each in found], seconds)


def _intervals(extractions: list[Any]) -> Placement:
    return {
        one.extraction_class: Placed(
            one.char_interval.start_pos,
            one.char_interval.end_pos,
            one.alignment_status.value,
            firm=True,  # it has no way to say "something like it": an interval is its answer
        )
        for one in extractions
        if one.char_interval is not None
    }


def best(call: Callable[[], T]) -> tuple[T, float]:
    """What a call gives, and the CPU seconds of the best of three.

    CPU time, and the best of it, because other work may share the machine; the garbage collector,
    which would walk whatever else is in memory, waits.
    """
    times = []
    for _ in range(ROUNDS):
        gc.disable()
        begun = time.process_time()
        result = call()
        times.append(time.process_time() - begun)
        gc.enable()
    return result, min(times)


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
