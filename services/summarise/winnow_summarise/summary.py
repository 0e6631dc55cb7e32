"""Map-reduce: each part into sentences that cite its chunks, then the best of them in few."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, create_model

from winnow.contracts.evidence import Sentence, Summary
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.usage import Usage
from winnow.llm.calls import Calls, Purpose, Question
from winnow.llm.port import LanguageModel
from winnow.llm.unfilled import UnfilledError
from winnow.prompts import render
from winnow_summarise.citing import cite
from winnow_summarise.parts import group, spread

LONGEST: Final = 240  # characters of a sentence
ROOM: Final = 100  # tokens that a statement may take; its JSON included, it takes fewer


class Statement(BaseModel):
    """One sentence and the numbers of the passages it rests on."""

    model_config = ConfigDict(extra="forbid")

    passages: list[int] = Field(min_length=1, max_length=3)
    # lengths bound what a grammar lets through; a model without one may say more and be read
    sentence: str = Field(json_schema_extra={"maxLength": LONGEST})


class Statements(BaseModel):
    """What a model says of some passages."""

    model_config = ConfigDict(extra="forbid")

    statements: list[Statement]


@cache
def at_most(number: int) -> type[Statements]:
    """Statements, no more than `number`: a model that cannot end is then ended by the form."""
    listed = (list[Statement], Field(json_schema_extra={"maxItems": number}))
    return create_model("Statements", __base__=Statements, statements=listed)


@dataclass
class Summariser:
    """Summarises one document; collects usage and failures as it goes."""

    purpose: Purpose
    model: LanguageModel
    calls: Calls
    most_parts: int
    most_sentences: int
    usage: list[Usage] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    async def summarise(self, parsed: ParsedDocument) -> Summary:
        """A summary whose every sentence is borne out by the chunks it cites."""
        parts = group(parsed.chunks, self.model.window)
        read = spread(parts, self.most_parts)
        most = max(1, self.most_sentences // min(len(read), 2)) if read else 0
        sentences: list[Sentence] = []
        for at, part in enumerate(read):
            passages = {chunk.id: chunk.text for chunk in part}
            sentences += await self._state(f"map/{at}", "summarise_part", passages, most)
        if len(sentences) > self.most_sentences:
            sentences = await self._reduce(sentences)
        chunks = sum(len(part) for part in read)
        return Summary(
            sentences=tuple(sentences[: self.most_sentences]),
            covered=chunks / len(parsed.chunks) if parsed.chunks else 0.0,
            failure=None if sentences else self._failure(),
        )

    async def _reduce(self, sentences: list[Sentence]) -> list[Sentence]:
        passages = {str(at): one.text for at, one in enumerate(sentences)}
        most = self.most_sentences
        made = await self._state("reduce", "summarise_whole", passages, most)
        merged = [
            Sentence(
                text=one.text,
                chunks=tuple(
                    dict.fromkeys(chunk for at in one.chunks for chunk in sentences[int(at)].chunks)
                ),
            )
            for one in made
        ]
        return merged or sentences

    async def _state(
        self, step: str, name: str, passages: Mapping[str, str], most: int
    ) -> list[Sentence]:
        ids = list(passages)
        text = "\n\n".join(f"[{at}] {passages[chunk]}" for at, chunk in enumerate(ids, start=1))
        try:
            purpose = replace(self.purpose, key=f"{self.purpose.key}/{step}")
            prompt = render(name, text, most=most)
            filled = await self.calls.fill(
                Question(self.model, purpose, at_most(most), prompt, ROOM * most)
            )
        except UnfilledError as error:
            self.failures.append(f"{step}: {error}")
            self.usage.append(error.usage)
            return []
        self.usage.append(filled.usage)
        return [
            Sentence(text=said.sentence.strip(), chunks=chunks)
            for said in filled.form.statements[:most]
            if (chunks := cite(said.sentence, _named(said.passages, ids), passages))
        ]

    def _failure(self) -> str:
        return "; ".join(self.failures)[:500] or "no sentence was borne out by the document"


def _named(numbers: list[int], ids: list[str]) -> list[Any]:
    return [ids[number - 1] for number in numbers if 1 <= number <= len(ids)]
