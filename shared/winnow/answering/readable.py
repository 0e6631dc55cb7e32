"""What may be read of the passages that were found: instructions to a model are cut out."""

from collections.abc import Sequence
from dataclasses import dataclass

from winnow.answering.sentences import Span, around, sentences
from winnow.contracts.questions import Citation, Source
from winnow.guardrails.port import Finding, Guardrails


@dataclass(frozen=True, slots=True)
class Passage:
    """A source as it may be read; blanks stand where something was cut, so that places hold."""

    source: Source
    text: str
    cuts: tuple[Span, ...] = ()

    def sentences(self) -> list[Span]:
        """Its sentences but those that were cut."""
        return [one for one in sentences(self.text) if not self.touches_cut(one)]

    def touches_cut(self, place: Span) -> bool:
        """Whether something was cut out of a place: nothing is quoted from there."""
        return any(cut.start < place.end and place.start < cut.end for cut in self.cuts)

    def cite(self, place: Span, pointer: str | None = None) -> Citation:
        """The place as a citation."""
        source = self.source
        return Citation(
            document_id=source.document_id,
            file_name=source.file_name,
            chunk=source.chunk,
            page=source.page,
            start=place.start,
            end=place.end,
            quote=place.of(source.text),
            pointer=pointer,
        )


async def readable(
    sources: Sequence[Source], guardrails: Guardrails
) -> tuple[list[Passage], list[str]]:
    """The passages without what guardrails find in them, and a warning for each finding.

    The whole sentence goes: half an instruction may still be one. Passages that hold nothing else
    are left out.
    """
    passages, warnings = [], list[str]()
    for source in sources:
        checked = await guardrails.passage(source.text)
        passage = _cut(source, checked.findings)
        warnings += [
            f"{source.file_name}, page {source.page}: {one.what}; it was not read"
            for one in checked.findings
        ]
        if passage.text.strip():
            passages.append(passage)
    return passages, list(dict.fromkeys(warnings))


def _cut(source: Source, findings: Sequence[Finding]) -> Passage:
    text = source.text
    cuts = tuple(around(text, Span(one.start, one.end)) for one in findings if one.start < one.end)
    signs = list(text)
    for cut in cuts:
        for at in range(cut.start, min(cut.end, len(signs))):
            if signs[at] != "\n":
                signs[at] = " "
    return Passage(source, "".join(signs), cuts)
