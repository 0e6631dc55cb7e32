"""What becomes of a question whose sentences were checked. Pure."""

from dataclasses import dataclass
from typing import Final

from winnow.answering.checking import Verdict
from winnow.answering.drafts import Draft
from winnow.answering.reading import Reading
from winnow.contracts.questions import Answer, AnswerSentence, Outcome
from winnow.contracts.usage import Usage

NOTHING: Final = "nothing that would be said is borne out by the documents"


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading, the sentences of it that hold, those that went, and how sure that is."""

    reading: Reading
    kept: tuple[tuple[Draft, Verdict], ...]
    removed: tuple[str, ...]
    confidence: float
    warnings: tuple[str, ...]
    usage: tuple[Usage, ...]


def decided(judged: Judged, *, bar: float, floor: float, name: str) -> Answer:
    """The answer. One that is escalated keeps its sentences: they are the draft a person starts at.

    Its confidence is that of the sentences; of `not_in_documents`, that nothing was missed.
    """
    outcome, reasons = _outcome(judged, bar, floor)
    silent = outcome == "not_in_documents"
    sentences = () if silent else tuple(_sentence(*one) for one in judged.kept)
    confidence = 1 - judged.confidence if silent else judged.confidence
    return Answer(
        outcome=outcome,
        sentences=sentences,
        confidence=round(confidence, 4),
        reasons=reasons,
        warnings=judged.warnings,
        removed=judged.removed,
        answered_by=f"model:{name}",
        usage=judged.usage,
    )


def _outcome(judged: Judged, bar: float, floor: float) -> tuple[Outcome, tuple[str, ...]]:
    reading, confidence = judged.reading, judged.confidence
    if reading.failure:
        return "escalated", (reading.failure,)
    if not reading.drafts:
        why = "the documents do not say it" if not reading.answerable else "the model said nothing"
        return ("escalated" if reading.answerable else "not_in_documents"), (why,)
    if not reading.answerable:
        return "escalated", ("the model answers and says that the documents do not",)
    if not judged.kept:
        return "escalated", (NOTHING,)
    if confidence < floor:
        return "not_in_documents", ("nothing that was found is likely to answer it",)
    if confidence < bar:
        return "escalated", (f"not sure enough: {confidence:.2f}, and {bar:.2f} is asked for",)
    return "answered", ()


def _sentence(draft: Draft, verdict: Verdict) -> AnswerSentence:
    citations = tuple(place.passage.cite(place.span, place.pointer) for place in draft.places)
    return AnswerSentence(text=draft.text, citations=citations, support=verdict.support)
