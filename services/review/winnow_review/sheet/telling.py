"""Why a value is as sure as it is, in plain words. Pure."""

from collections.abc import Iterator
from typing import Final

from winnow.contracts.evidence import Evidence, Leaf, Match, Signals
from winnow.contracts.reviews import FieldDecision, ReasonCode
from winnow.recipes.equality import same
from winnow_review.sheet.writing import cut, percent, shown, written

UNCLEAR: Final = 0.9  # OCR confidence of a word from which nothing is said
QUOTED: Final = 80  # characters of a quote
REASONS: Final = {
    ReasonCode.OCR: "misread characters",
    ReasonCode.WRONG_FIELD: "belongs to another field",
    ReasonCode.INVENTED: "made up by the model",
    ReasonCode.MISSING_ROW: "a row was missing",
    ReasonCode.SCHEMA: "wrong form",
    ReasonCode.OTHER: "other",
}
DONE: Final = {"confirm": "confirmed", "correct": "corrected", "clear": "cleared"}


def told_of(leaf: Leaf | None, decision: FieldDecision | None) -> Iterator[str]:
    """Short sentences about a value: first what a person said of it, then what was measured."""
    if decision is not None:
        yield from _decided(decision, leaf)
    edited = decision is not None and decision.action == "correct"
    if leaf is None or edited:
        return
    if leaf.value is not None:
        yield from _placed(leaf.evidence)
    yield from _measured(leaf)


def told_bar(
    confidence: float | None, threshold: float | None, *, named: bool, must_have: bool
) -> Iterator[str]:
    """What was asked for; `named`: whether any field of the document has a threshold."""
    if confidence is None:
        if must_have:
            yield "must not be missing"
        return
    if threshold is not None:
        yield f"asked for: at least {percent(threshold)}, has {percent(confidence)}"
    elif named:
        yield f"a person must always look at it; has {percent(confidence)}"
    else:
        yield f"{percent(confidence)} certain"


def _decided(decision: FieldDecision, leaf: Leaf | None) -> Iterator[str]:
    by = f" by {shown(decision.reviewer)}" if decision.reviewer else ""
    why = f" ({REASONS[decision.reason]})" if decision.reason else ""
    yield f"{DONE[decision.action]}{by}{why}"
    if decision.action == "correct":
        read = written(leaf.value) if leaf else ""
        yield f"the model read: {quoted(read)}" if read else "the model read nothing"
        yield "edited: the model's confidence no longer applies"


def _placed(evidence: Evidence) -> Iterator[str]:
    where = f" on page {evidence.page}" if evidence.page else ""
    match evidence.kind:
        case Match.EXACT:
            yield f"found{where or ' in the document'}"
        case Match.NORMALISED:
            yield f"found{where}, written {quoted(evidence.quote or '')}"
        case Match.FUZZY:
            yield f"only nearly found{where}: {quoted(evidence.quote or '')}"
        case Match.NONE:
            yield "not found in the document"


def _measured(leaf: Leaf) -> Iterator[str]:
    signals = leaf.signals
    if signals.hidden:
        yield "stands in text the page does not show"
    if not signals.valid:
        yield "not of the form that the field asks for"
    if signals.ocr_confidence is not None and signals.ocr_confidence < UNCLEAR:
        yield f"the scan is unclear here (OCR {percent(signals.ocr_confidence)})"
    yield from _second(leaf)
    if signals.places > 1:
        yield f"stands {signals.places} times in the document"
    if signals.labelled is False:
        yield "the words beside it do not name the field"
    if signals.rows_complete is False:
        yield "the list may lack rows"


def _second(leaf: Leaf) -> Iterator[str]:
    signals: Signals = leaf.signals
    reader = f" ({shown(signals.second_reader)})" if signals.second_reader else ""
    if signals.agreement == "agrees":
        yield f"second reading{reader} agrees"
    elif signals.agreement == "differs" and not same(signals.second_value, leaf.value):
        read = written(signals.second_value)
        yield f"second reading{reader} disagrees: {quoted(read) if read else 'nothing there'}"


def quoted(text: str) -> str:
    """Words of the document, shortened."""
    return f"“{cut(shown(text), QUOTED)}”"
