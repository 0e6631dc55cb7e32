"""The sentences of a document's chunks, each with its place, as they would be quoted. Pure.

Transcripts are read as such: a turn's `Name:` belongs to all of its sentences, and marks of what
is no word (`{vocalsound}`, `[laughter]`) and fillers are left out of what is quoted.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from winnow.contracts.parsed import Chunk

TURN: Final = re.compile(
    r"(?:^|(?<=\n)|(?<=[.?!}\])\"'\u201d] ))"
    r"([A-Z][\w.'\u2019-]*(?: [A-Z(][\w.'\u2019()-]*){0,4}) ?: (?=\S)"
)
END: Final = re.compile(r"[.?!\u3002\uff01\uff1f]+[\"'\u201d\u2019)\]}]*(?=\s|$)|\u3002")
BLOCK: Final = re.compile(r"(?:[^\n]|\n(?!\s*\n))+")
LINE: Final = re.compile(r"[^\n]+")
LONGEST: Final = 400  # characters; a page without a full stop is no sentence
GOES_ON: Final = 0.3  # share of lines that begin small
SHORTENED: Final = re.compile(  # a full stop behind one of these ends no sentence
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nos|Art|vs|Inc|Ltd|Co|Hon|e\.g|i\.e|Abs|Nr|bzw|z\.B)"
    r"|\b[A-Z])\.$"
)
MARK: Final = re.compile(r"\{\w+\}|\[[a-z ]{3,20}\]|<[a-z]+>")
FILLER: Final = re.compile(
    r"(?<!\w)(?:u+h+m*|u+m+|e+r+m*|h+m+|mm+)(?:\s?-\s?h+m+)?(?!\w)\s?,?", re.IGNORECASE
)
LOOSE: Final = re.compile(r"\s+(?=[.,;:?!%)\]\u2019](?:\s|$)|'(?:s|m|re|ve|ll|d|t)\b|n't\b)")


Place = tuple[str, int, int]  # a chunk's id, and the first and last character there


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """`start` and `end` are characters of the chunk's text; `text` is that place, tidied.

    `speaker` is who says it where the document is a transcript, and `turn` where that is told.
    """

    chunk: str
    start: int
    end: int
    text: str
    speaker: str | None = None
    turn: Place | None = None

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.chunk, self.start, self.end

    @property
    def begun(self) -> tuple[Place, ...]:
        """Where its speaker is named, if anywhere."""
        return () if self.turn is None else (self.turn,)

    @property
    def quoted(self) -> str:
        """The sentence, with its speaker in front."""
        return f"{self.speaker}: {self.text}" if self.speaker else self.text


def sentences_of(chunks: Sequence[Chunk]) -> list[SourceSentence]:
    """All sentences in order; a turn goes on in the next chunk until another begins."""
    found: list[SourceSentence] = []
    begins, turn, speaker = _beginning(chunks), None, None
    for chunk in chunks:
        for start, end, begun in _turns(chunk.text, begins):
            if begun is not None:
                turn, speaker = (chunk.id, begun.start(1), begun.end(1)), begun[1]
            found += [
                SourceSentence(chunk.id, first, last, text, speaker, turn)
                for first, last in _spans(chunk.text, start, end)
                if (text := tidied(chunk.text[first:last]))
            ]
    return found


def tidied(text: str) -> str:
    """One line without marks, fillers and blanks before punctuation, as transcripts have them."""
    plain = FILLER.sub("", MARK.sub("", " ".join(text.split())))
    joined = LOOSE.sub("", " ".join(plain.split()))
    return re.sub(r"^[\s,.;:\-]+|(?<=[,.;:?!]) ?[,.;:]+(?= |$)", "", joined).strip()


def _beginning(chunks: Sequence[Chunk]) -> re.Pattern[str] | None:
    """What begins a turn: the names that begin several; None where nobody takes turns.

    A receipt's `Total:` stands once, so that it is nobody's name; a name is one wherever it stands,
    for people are interrupted.
    """
    counted = Counter(turn[1] for chunk in chunks for turn in TURN.finditer(chunk.text))
    names = [name for name, turns in counted.items() if turns > 1]
    if len(names) < 2:
        return None
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))}) ?:(?=\s|$)")


def _turns(
    text: str, begins: re.Pattern[str] | None
) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    """What is said, from where to where, with the name before it; None where a turn goes on."""
    at, begun = 0, None
    for found in begins.finditer(text) if begins else ():
        yield at, found.start(), begun
        at, begun = found.end(), found
    yield at, len(text), begun


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end, without the blanks around."""
    for block in BLOCK.finditer(text, start, end):
        lines = [block] if _wrapped(block[0]) else LINE.finditer(text, *block.span())
        for line in lines:
            at = line.start()
            for stop in END.finditer(text, *line.span()):
                if not SHORTENED.search(text, at, stop.end()):
                    yield from _trimmed(text, at, stop.end())
                    at = stop.end()
            yield from _trimmed(text, at, line.end())


def _wrapped(paragraph: str) -> bool:
    """Whether its lines are of one text, and not of a form or a list.

    A text goes on in small letters on many of its lines.
    """
    begins = [line.lstrip()[:1] for line in paragraph.split("\n")[1:] if line.strip()]
    return sum(one.islower() for one in begins) >= GOES_ON * len(begins)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The place without blanks around, in pieces where it is too long for a sentence."""
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield from _trimmed(text, start, cut)
        start = cut
    piece = text[start:end]
    if piece.strip():
        yield end - len(piece.lstrip()), start + len(piece.rstrip())
