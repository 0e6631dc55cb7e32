"""The runs of words of a sentence that may be an answer. Pure."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from winnow.answering.kinds import LONGEST, Kind, fits
from winnow.answering.sentences import Span
from winnow.answering.terms import terms_of

RUN: Final = 9  # words of a run; nine in ten answers of XQuAD have eight or fewer
MOST: Final = 1200  # runs that a model chooses from
WORD: Final = re.compile(
    r"\([$\u20ac\u00a3]?\d[\d.,]*%?\)"  # below zero, as accounts write it
    r"|[$\u20ac\u00a3]?\d[\w.,:/%\u2013-]*\w%?|[$\u20ac\u00a3]?\d%?"
    r"|[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]"
    r"|[^\W\d][\w'\u2019.&/-]*\w|[^\W\d]"
)
BREAK: Final = re.compile(r"[,;:()\[\]\u3001\u3002\uff0c]|\s[-\u2013\u2014]\s|\s\|\s")
# An answer neither begins nor ends with these
JOINS: Final = frozenset(
    (  # noqa: SIM905
        "and or but nor of which that who whom whose is are was were be been being has have had "
        "as than if because while und oder aber ist sind war waren y o pero es son que"
    ).split()
)
ENDS: Final = JOINS | frozenset(
    (  # noqa: SIM905
        "the a an in on at by for from to with into its his her their this these der die das den "
        "dem ein eine im am von zu mit el la los las un una de del en con por para"
    ).split()
)


def candidates(
    text: str, within: Iterable[Span], question: str, kind: Kind, language: str
) -> dict[str, Span]:
    """Runs of whole words by their wording, each with its first place.

    Where some are of the kind that is asked for, only those. What the question says itself is no
    answer to it.
    """
    known = terms_of(question, language).all
    found: dict[str, Span] = {}
    for sentence in within:
        for span in _runs(text, sentence):
            if _tells(span.of(text), known, language):
                found.setdefault(span.of(text), span)
    longest = LONGEST.get(kind, RUN)
    fitting = {
        words: span
        for words, span in found.items()
        if fits(kind, words) and words.count(" ") < longest
    }
    chosen = fitting or found
    return {words: chosen[words] for words in sorted(chosen, key=len)[:MOST]}


def _tells(words: str, known: frozenset[str], language: str) -> bool:
    said = terms_of(words, language)
    return not said.all or bool(said.all - known)


def _runs(text: str, sentence: Span) -> Iterator[Span]:
    words = list(WORD.finditer(text, sentence.start, sentence.end))
    for first, begin in enumerate(words):
        if begin[0].casefold() in JOINS:
            continue
        for last in words[first : first + RUN]:
            if last[0].casefold() in ENDS:
                continue
            between = text[begin.end() : last.start()] if last is not begin else ""
            if " | " in between:
                break  # cells of a row are values of their own
            yield Span(begin.start(), last.end())
        if whole := _to_break(text, begin.start(), sentence.end, words[first + RUN :]):
            yield whole


def _to_break(text: str, start: int, end: int, later: list[re.Match[str]]) -> Span | None:
    """The run to the end of its clause, where that is longer than the others."""
    if not later:
        return None
    stop = BREAK.search(text, later[0].start(), end)
    inside = [one for one in later if one.end() <= (stop.start() if stop else end)]
    return Span(start, inside[-1].end()) if inside else None
