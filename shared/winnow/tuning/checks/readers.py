"""Open values that another reading of the document speaks against.

The reading is that of a layout learnt from the other documents (`winnow.layout`), or what a
champion answered where the caller asked one.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from winnow.calibration.splitting import fold_of
from winnow.contracts.parsed import ParsedDocument
from winnow.evaluation.given import given_document
from winnow.layout import alike, learn
from winnow.layout.candidates import nothing
from winnow.layout.context import Context
from winnow.layout.page import layout_of
from winnow.layout.planning import right_keys
from winnow.layout.reading import plan_of, read_field
from winnow.layout.scoring import likelihoods
from winnow.recipes.pointers import Scalar, leaves, set_leaf
from winnow.tuning.answers import closed_fields
from winnow.tuning.checks.data import Data
from winnow.tuning.checks.report import Finding

FOLDS: Final = 5
MARGIN: Final = 0.5  # probability by which another value must be likelier than the given one


class Doubt(NamedTuple):
    """A value that the reader finds less likely than another."""

    value: Scalar
    margin: float


def suspected_values(data: Data) -> Iterator[Finding]:
    """Values that a layout learnt from other documents reads otherwise, the surest first."""
    chosen = [at for at, one in enumerate(data.examples) if one.task == "extract"]
    dealt = fold_of([data.groups[at] for at in chosen], data.split.seed, FOLDS)
    parsed = {at: given_document(data.texts[at]) for at in chosen if data.texts[at].strip()}
    findings: list[Finding] = []
    for fold in range(FOLDS):
        data.tell("reading by layout", fold, FOLDS)
        taught = [
            (document, _open(data, at))
            for at, document in parsed.items()
            if dealt[data.groups[at]] != fold
        ]
        learnt = learn(data.recipe, taught)["fields"]
        for at, document in parsed.items():
            if dealt[data.groups[at]] == fold:
                doubts = _doubts(learnt, document, data.leaves[at])
                findings += [_finding(data, at, *doubt) for doubt in doubts.items()]
    data.tell("reading by layout", FOLDS, FOLDS)
    yield from sorted(findings, key=lambda one: -(one.score or 0))


def champion_disagrees(data: Data) -> Iterator[Finding]:
    """Values that the champion's answers, where they are given, say otherwise."""
    for at, one in enumerate(data.examples):
        answered = leaves(dict(data.champion.get(one.id, {})))
        for pointer, value in data.leaves[at].items():
            if pointer in answered and not alike(value, answered[pointer]):
                yield Finding(
                    check="champion-disagrees",
                    severity="note",
                    ids=(one.id,),
                    field=pointer,
                    message=f"It is labelled {_told(value)}, and the champion answers "
                    f"{_told(answered[pointer])}; check it.",
                )


def _open(data: Data, at: int) -> dict[str, Any]:
    """The values that are no choices from closed lists; those have a check of their own."""
    closed = closed_fields(data.examples[at].form)
    found: dict[str, Any] = {}
    for pointer, value in data.leaves[at].items():
        if pointer not in closed and not any(part.isdigit() for part in pointer.split("/")):
            found = set_leaf(found, pointer, value)
    return found


def _doubts(
    learnt: Mapping[str, Any], parsed: ParsedDocument, given: Mapping[str, Scalar]
) -> dict[str, Doubt]:
    """By field, the value that is likelier than the given one by MARGIN."""
    layout = layout_of(parsed)
    context = Context(layout)
    found = {}
    for pointer, of_field in learnt.items():
        value = given.get(pointer)
        if value is None:
            continue
        reading = read_field(of_field, layout, context)
        if reading.value is None or alike(value, reading.value):
            continue
        candidates = plan_of(of_field).find(layout, context)
        scores = likelihoods([*candidates, nothing(candidates)], of_field["weights"])
        own = sum(scores[key] for key in right_keys(candidates, value))
        if reading.score - own >= MARGIN:
            found[pointer] = Doubt(reading.value, reading.score - own)
    return found


def _finding(data: Data, at: int, pointer: str, doubt: Doubt) -> Finding:
    return Finding(
        check="suspected-label",
        severity="warning",
        ids=(data.examples[at].id,),
        field=pointer,
        message=f"It is labelled {_told(data.leaves[at][pointer])}, and a layout learnt from the "
        f"other documents reads {_told(doubt.value)}; check it.",
        score=round(doubt.margin, 4),
    )


def _told(value: Scalar) -> str:
    return "empty" if value is None else f"“{value}”"
