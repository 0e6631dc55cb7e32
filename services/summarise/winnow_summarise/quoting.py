"""Extract, then shorten: the sentences of a document that stand for it, as the document has them.

A small model that states a long document in its own words states much that is not in it. So the
sentences are chosen by rules, over the whole document, and the model may only say each of them
shorter; what it says is taken where the sentence and its neighbours bear it out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from winnow.contracts.evidence import Sentence, Summary
from winnow.contracts.parsed import ParsedDocument
from winnow.prompts import render
from winnow_summarise.asking import Asking
from winnow_summarise.bearing import borne_out
from winnow_summarise.choosing import choose
from winnow_summarise.citing import cited
from winnow_summarise.sentences import SourceSentence, sentences_of
from winnow_summarise.statements import LONGEST, ROOM
from winnow_summarise.wanted import Wanted

KEPT: Final = 0.7  # share of the terms of a shortened sentence that the document must have


class Restatement(BaseModel):
    """A sentence said shorter."""

    model_config = ConfigDict(extra="forbid")

    sentence: str = Field(json_schema_extra={"maxLength": LONGEST})


@dataclass(frozen=True, slots=True)
class Quoter:
    """Summarises documents with a model that may only choose among words that stand there."""

    asking: Asking
    wanted: Wanted
    shorten: bool

    async def summarise(self, parsed: ParsedDocument) -> Summary:
        """A summary of the document's own sentences, or of shorter ones that they bear out."""
        language, every = parsed.language or "en", sentences_of(parsed.chunks)
        chosen = choose(every, self.wanted.sentences, focus=self.wanted.focus, language=language)
        made = []
        for at, one in enumerate(chosen):
            shorter = None
            if self.shorten:
                shown = _with_neighbours(one, every)
                shorter = await self._shorter(f"shorten/{at}", one, shown, language)
            made.append(shorter or cited(one.quoted, [one]))
        return Summary(
            sentences=tuple(made),
            covered=1.0 if parsed.chunks else 0.0,
            failure=None if made else "the document has no sentence",
        )

    async def _shorter(
        self, step: str, one: SourceSentence, shown: Sequence[SourceSentence], language: str
    ) -> Sentence | None:
        """What the model makes of it, if it is shorter and the sentence bears it out."""
        text = "\n\n".join(f"[{n}] {near.quoted}" for n, near in enumerate(shown, start=1))
        prompt = render("shorten", text, passage=shown.index(one) + 1)
        filled = await self.asking.fill(step, Restatement, prompt, ROOM)
        said = " ".join(filled.sentence.split()) if filled else ""
        if not said or len(said) >= len(one.quoted):
            return None
        found = borne_out(said, shown, language, KEPT)
        return cited(said, found.by) if found and one in found.by else None


def _with_neighbours(one: SourceSentence, every: Sequence[SourceSentence]) -> list[SourceSentence]:
    at = every.index(one)
    return list(every[max(0, at - 1) : at + 2])
