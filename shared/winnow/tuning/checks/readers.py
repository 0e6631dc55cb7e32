"""Open values that another reading of the document speaks against.

The reading is that of a layout learnt from the other documents (`winnow.layout`), or what a
champion answered where the caller asked one.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from winnow.calibration.splitting import fold_of
from winnow.evaluation.given import given_document
from winnow.layout import alike
from winnow.layout.candidates import NULL
from winnow.layout.context import Context
from winnow.layout.fitting import Example, Matrix
from winnow.layout.learning import FEWEST
from winnow.layout.page import layout_of
from winnow.layout.plan import scalar_fields
from winnow.layout.planning import Seen, example_of, plan_for
from winnow.layout.scoring import likelihoods
from winnow.recipes.pointers import Scalar, leaves
from winnow.tuning.checks.data import Data
from winnow.tuning.checks.report import Finding
from winnow.tuning.likeness import letters_of

FOLDS: Final = 5
MARGIN: Final = 0.7  # probability by which another value must be likelier than the given one
STEP: Final = "reading by layout"


class Doubt(NamedTuple):
    """A likelier value of an example's field than the one that is given."""

    at: int
    value: Scalar
    margin: float


def suspected_values(data: Data) -> Iterator[Finding]:
    """Values that a layout learnt from other documents reads otherwise, the surest first."""
    layouts = {
        at: layout_of(given_document(data.texts[at]))
        for at, one in enumerate(data.examples)
        if one.task == "extract" and data.texts[at].strip()
    }
    contexts = {at: Context(layout) for at, layout in layouts.items()}
    fields = scalar_fields(data.recipe)
    findings: list[Finding] = []
    for number, (pointer, schema) in enumerate(fields.items(), start=1):
        members = [at for at in layouts if _is_open(data, at, pointer)]
        seen = [Seen(layouts[at], contexts[at], data.leaves[at][pointer]) for at in members]
        if sum(one.gold is not None for one in seen) >= FEWEST:
            plan = plan_for(schema, seen)
            examples = [example_of(plan, one) for one in seen]
            doubts = _doubts(data, pointer, members, examples)
            findings += [_finding(data, pointer, doubt) for doubt in doubts]
        data.tell(STEP, number, len(fields))
    yield from sorted(findings, key=lambda one: -(one.score or 0))


def _is_open(data: Data, at: int, pointer: str) -> bool:
    """Whether the example has the field, and it is no choice from a list (another check's)."""
    return pointer in data.leaves[at] and pointer not in data.closed[at]


def _doubts(
    data: Data, pointer: str, members: Sequence[int], examples: Sequence[Example]
) -> Iterator[Doubt]:
    """Each example read by weights that neither it nor its group had a part in."""
    groups = [data.groups[at] for at in members]
    dealt = fold_of(groups, data.split.seed, FOLDS)
    matrix = Matrix(examples)
    for fold in range(FOLDS):
        taught = [at for at, group in enumerate(groups) if dealt[group] != fold]
        if not taught or len(taught) == len(groups):
            continue
        weights = matrix.fit(taught)
        for at, group in enumerate(groups):
            if dealt[group] == fold:
                scores = likelihoods(examples[at].candidates, weights)
                given = data.leaves[members[at]][pointer]
                yield from _doubt(members[at], given, examples[at], scores)


def _doubt(at: int, given: Scalar, example: Example, scores: dict[str, float]) -> Iterator[Doubt]:
    """The likeliest value, if it is another one and likelier than the given one by MARGIN."""
    best = max(scores, key=scores.__getitem__)
    nowhere = given is not None and NULL in example.right  # it is not in the text at all
    own = 0.0 if nowhere else sum(scores[key] for key in example.right)
    if best == NULL or best in example.right or scores[best] - own < MARGIN:
        return
    value = next(one.value for one in example.candidates if one.key == best)
    yield Doubt(at, value, scores[best] - own)


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


def _finding(data: Data, pointer: str, doubt: Doubt) -> Finding:
    given = data.leaves[doubt.at][pointer]
    extent = _is_part(given, doubt.value)
    what = "where it begins or ends" if extent else "it"
    return Finding(
        check="label-extent" if extent else "suspected-label",
        severity="note" if extent else "warning",
        ids=(data.examples[doubt.at].id,),
        field=pointer,
        message=f"It is labelled {_told(given)}, and a layout learnt from the other documents "
        f"reads {_told(doubt.value)}; check {what}.",
        score=round(doubt.margin, 4),
    )


def _is_part(one: Scalar, other: Scalar) -> bool:
    """Whether one text is a part of the other: then the reader saw other ends, not other words."""
    if not (isinstance(one, str) and isinstance(other, str)):
        return False
    short, long = sorted((letters_of(one), letters_of(other)), key=len)
    return bool(short) and short in long


def _told(value: Scalar) -> str:
    return "empty" if value is None else f"“{value}”"
