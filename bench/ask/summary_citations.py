"""Whether citations check out, by another way than the one that chose them.

The service goes by stems of content words, names, numbers and denial. Here the cited places are
read again from the document: they must exist; all figures of the sentence must stand in them, its
capitalised words in the cited chunks; both or neither must deny; and of all the sentence's words
most must stand there. `control` holds each sentence against as many
other places of the same document: a check that they pass shows nothing.
"""

import re
from collections.abc import Sequence
from random import Random
from typing import Any, Final

from winnow.contracts.evidence import CitedSpan, Sentence
from winnow.contracts.parsed import ParsedDocument
from winnow.evaluation.intervals import wilson
from winnow_summarise.sentences import sentences_of

LEAST: Final = 0.6  # of all words
DENIES: Final = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|cannot|without)\b|n['\u2019 ]t\b", re.IGNORECASE
)
FIGURE: Final = re.compile(r"\d+(?:[.,:]\d+)*")
WORD: Final = re.compile(r"[^\W_]+")


def checks_out(sentence: Sentence, parsed: ParsedDocument) -> bool:
    """Whether a sentence's own citations bear it out."""
    return bool(sentence.spans) and _holds(sentence.text, sentence.spans, parsed)


def control(sentence: Sentence, parsed: ParsedDocument, random: Random) -> bool:
    """Whether other places of the document would do as well."""
    every = sentences_of(parsed.chunks)
    cited = {(one.chunk, one.start) for one in sentence.spans}
    others = [one for one in every if (one.chunk, one.start) not in cited]
    drawn = random.sample(others, min(len(sentence.spans), len(others)))
    spans = [CitedSpan(chunk=one.chunk, start=one.start, end=one.end) for one in drawn]
    return bool(spans) and _holds(sentence.text, spans, parsed)


def share(found: Sequence[bool]) -> dict[str, Any]:
    """The share of those that hold, with Wilson's interval."""
    low, high = wilson(sum(found), len(found))
    part = sum(found) / len(found) if found else None
    return {"of": len(found), "share": part, "low": round(low, 4), "high": round(high, 4)}


def _holds(text: str, spans: Sequence[CitedSpan], parsed: ParsedDocument) -> bool:
    chunks = {chunk.id: chunk.text for chunk in parsed.chunks}
    if any(one.chunk not in chunks or one.end > len(chunks[one.chunk]) for one in spans):
        return False
    quoted = " ".join(chunks[one.chunk][one.start : one.end] for one in spans)
    around = " ".join(chunks[one.chunk] for one in spans).casefold()
    names = [word for word in WORD.findall(text)[1:] if word[0].isupper()]
    return (
        set(FIGURE.findall(text)) <= set(FIGURE.findall(quoted))
        and all(name.casefold() in around for name in names)
        and bool(DENIES.search(text)) == bool(DENIES.search(quoted))
        and _shared(text, quoted) >= LEAST
    )


def _shared(text: str, quoted: str) -> float:
    said, shown = WORD.findall(text.casefold()), set(WORD.findall(quoted.casefold()))
    return sum(word in shown for word in said) / len(said) if said else 0.0
