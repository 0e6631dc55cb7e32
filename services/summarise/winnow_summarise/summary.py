"""Map-reduce: each part into sentences that cite its chunks, then the best of them in few."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from winnow.contracts.evidence import Sentence, Summary
from winnow.contracts.parsed import Chunk, ParsedDocument
from winnow.llm.port import Prompt
from winnow.prompts import render
from winnow_summarise.asking import Asking
from winnow_summarise.choosing import nearest
from winnow_summarise.citing import Passages, cite
from winnow_summarise.parts import Part, group, spread
from winnow_summarise.sentences import SourceSentence, sentences_of
from winnow_summarise.statements import ROOM, at_most
from winnow_summarise.wanted import Wanted

Passage = TypeVar("Passage")


@dataclass(frozen=True, slots=True)
class Summariser:
    """Summarises documents with a model that says things in its own words."""

    asking: Asking
    wanted: Wanted

    async def summarise(self, parsed: ParsedDocument) -> Summary:
        """A summary whose every sentence is borne out by the chunks it cites."""
        language, stated = parsed.language or "en", _by_chunk(parsed.chunks)
        read = self._parts(parsed.chunks, language)
        most = max(1, self.wanted.sentences // min(len(read), 2)) if read else 0
        sentences: list[Sentence] = []
        for at, part in enumerate(read):
            prompt = render(
                "summarise_part",
                _numbered([chunk.text for chunk in part]),
                most=most,
                told=self.wanted.told,
            )
            shown = {chunk.id: stated[chunk.id] for chunk in part}
            for text, named in await self._state(f"map/{at}", prompt, list(shown), most):
                if sentence := cite(text, named, shown, language):
                    sentences.append(sentence)
        if len(sentences) > self.wanted.sentences:
            sentences = await self._reduce(sentences, stated, language)
        chunks = sum(len(part) for part in read)
        return Summary(
            sentences=tuple(sentences[: self.wanted.sentences]),
            covered=chunks / len(parsed.chunks) if parsed.chunks else 0.0,
            failure=None if sentences else self.asking.failure,
        )

    def _parts(self, chunks: Sequence[Chunk], language: str) -> list[Part]:
        """The parts that are read: nearest to the focus, or evenly over the document."""
        size, most = self.asking.model.window, self.wanted.parts
        if not self.wanted.focus:
            return spread(group(chunks, size), most)
        near = nearest(chunks, self.wanted.focus, size * most, language)
        return spread(group(near, size), most)

    async def _reduce(
        self, sentences: list[Sentence], stated: Passages, language: str
    ) -> list[Sentence]:
        """Merged statements are held against the document, not against the statements."""
        prompt = render(
            "summarise_whole",
            _numbered([one.text for one in sentences]),
            most=self.wanted.sentences,
            first=self.wanted.first,
        )
        made = await self._state("reduce", prompt, sentences, self.wanted.sentences)
        shown = {chunk: stated[chunk] for one in sentences for chunk in one.chunks}
        merged = [
            cite(text, [chunk for one in named for chunk in one.chunks], shown, language)
            for text, named in made
        ]
        return [one for one in merged if one is not None] or sentences

    async def _state(
        self, step: str, prompt: Prompt, passages: Sequence[Passage], most: int
    ) -> list[tuple[str, list[Passage]]]:
        """What the model says, and which of the numbered passages it names for it."""
        filled = await self.asking.fill(step, at_most(most), prompt, ROOM * most)
        return [
            (one.sentence, [passages[at - 1] for at in one.passages if 1 <= at <= len(passages)])
            for one in (filled.statements[:most] if filled else ())
        ]


def _numbered(texts: Sequence[str]) -> str:
    return "\n\n".join(f"[{at}] {text}" for at, text in enumerate(texts, start=1))


def _by_chunk(chunks: Sequence[Chunk]) -> dict[str, list[SourceSentence]]:
    found: dict[str, list[SourceSentence]] = {chunk.id: [] for chunk in chunks}
    for one in sentences_of(chunks):
        found[one.chunk].append(one)
    return found
