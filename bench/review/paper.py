"""A document as the desk gets it: read, extracted, summarised; and what is right about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from bench.review.drawing import PageDrawing

from winnow.contracts.base import Box
from winnow.contracts.evidence import (
    Completeness,
    Evidence,
    Extraction,
    Leaf,
    Match,
    Provenance,
    Scalar,
    Sentence,
    Signals,
    Summary,
)
from winnow.contracts.parsed import Chunk, Element, HiddenText, Page, ParsedDocument, Word
from winnow.recipes.pointers import leaves

SURE: Final = 0.97  # of a value that nothing is said about
MODEL: Final = Provenance(decided_by="model:bench", model="bench")


@dataclass(frozen=True, slots=True)
class Reading:
    """How the model read one value: from which words, how sure, by which other signals.

    `after`: the quote is the first one behind these words.
    """

    quote: str | None = None
    after: str = ""
    confidence: float = SURE
    signals: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document before its blobs are stored. `truth` are right values by JSON Pointer."""

    file_name: str
    recipe: str | None
    data: dict[str, Any]
    pages: tuple[PageDrawing, ...] = ()
    paragraphs: tuple[str, ...] = ()  # of a document without pictures
    readings: Mapping[str, Reading] = field(default_factory=dict)
    truth: Mapping[str, Scalar] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()
    hidden: tuple[HiddenText, ...] = ()
    warnings: tuple[str, ...] = ()
    incomplete: str | None = None
    priority: int = 0
    media_type: str = "application/pdf"

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for page in self.pages for word in page.words)

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Each line of text with its page."""
        drawn = [(line, page.number) for page in self.pages for line in page.lines]
        return drawn or [(text, 1) for text in self.paragraphs]

    @property
    def text(self) -> str:
        return "\n\n".join(line for line, _ in self.lines)

    def parsed(self, pages: Sequence[Page]) -> ParsedDocument:
        """The document as ingest would have read it, on these stored pages."""
        elements, at = [], 0
        for index, (line, page) in enumerate(self.lines):
            end = at + len(line)
            told = {"id": f"e{index}", "category": "NarrativeText", "text": line, "page": page}
            elements.append(Element.model_validate({**told, "start": at, "end": end}))
            at = end + 2
        chunk = Chunk(id="c0", index=0, text=self.text, elements=("e0",), pages=(1,))
        return ParsedDocument(
            text=self.text,
            pages=tuple(pages),
            elements=tuple(elements),
            words=self.words,
            chunks=(chunk,),
            language="en",
            warnings=self.warnings,
            hidden=self.hidden,
        )

    def extraction(self) -> Extraction:
        """What the model made of it, each value with its place."""
        lines, words = self.text, self.words
        read = {
            at: _leaf(value, self.readings.get(at, Reading()), lines, words)
            for at, value in leaves(self.data).items()
        }
        return Extraction(
            recipe=self.recipe,
            recipe_version="1",
            data=self.data,
            leaves=read,
            completeness=Completeness(complete=self.incomplete is None, reason=self.incomplete),
        )

    def summary(self) -> Summary:
        """Sentences that all rest on the one chunk."""
        told = (Sentence(text=one, chunks=("c0",)) for one in self.sentences)
        return Summary(sentences=tuple(told))


def _leaf(value: Scalar, reading: Reading, text: str, words: Sequence[Word]) -> Leaf:
    quote = reading.quote if reading.quote is not None else _as_printed(value)
    evidence = _evidence(quote, reading.after, text, words) if quote else Evidence()
    signals = Signals(
        grounding=evidence.kind, grounding_score=evidence.score, **dict(reading.signals)
    )
    return Leaf(
        value=value,
        confidence=reading.confidence,
        evidence=evidence,
        signals=signals,
        provenance=MODEL,
    )


def _as_printed(value: Scalar) -> str | None:
    if value is None:
        return None
    return f"{value:.2f}" if isinstance(value, int | float) else str(value)


def _evidence(quote: str, after: str, text: str, words: Sequence[Word]) -> Evidence:
    start = text.find(quote, max(text.find(after), 0) + len(after))
    behind = _run(after.split(), words) if after else ()
    run = _run(quote.split(), words[words.index(behind[-1]) + 1 :] if behind else words)
    if start < 0 and not run:
        return Evidence()
    return Evidence(
        kind=Match.EXACT,
        score=1.0,
        page=run[0].page if run else 1,
        boxes=tuple(_by_line(run)),
        start=start if start >= 0 else None,
        end=start + len(quote) if start >= 0 else None,
        quote=quote,
    )


def _run(wanted: list[str], words: Sequence[Word]) -> Sequence[Word]:
    """The first words in a row that say it."""
    size = len(wanted)
    for at, word in enumerate(words):
        if word.text == wanted[0] and [one.text for one in words[at : at + size]] == wanted:
            return words[at : at + size]
    return ()


def _by_line(run: Sequence[Word]) -> Iterable[Box]:
    """One box a line that the words stand on."""
    if not run:
        return
    breaks = [0, *(i for i, (a, b) in enumerate(pairwise(run), 1) if b.box.y0 > a.box.y1), len(run)]
    for first, last in pairwise(breaks):
        boxes = [word.box for word in run[first:last]]
        yield Box(x0=boxes[0].x0, y0=boxes[0].y0, x1=boxes[-1].x1, y1=boxes[0].y1)
