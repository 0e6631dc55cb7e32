"""How well a field is read in documents that were not learnt from: its cut and its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from winnow.contracts.evidence import Scalar
from winnow.layout.agreeing import alike
from winnow.layout.candidates import NULL, letters
from winnow.layout.fitting import Example, Matrix
from winnow.layout.planning import Seen
from winnow.layout.scoring import likelihoods
from winnow.layout.spelling import respelt
from winnow.recipes.equality import same

FOLDS: Final = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """What was read in a document by weights that it had no part in."""

    value: Scalar
    score: float


def try_out(matrix: Matrix, examples: Sequence[Example]) -> list[Trial]:
    """Every document read by weights of the other folds."""
    tried: dict[int, Trial] = {}
    for fold in range(FOLDS):
        weights = matrix.fit([at for at in range(len(examples)) if at % FOLDS != fold])
        tried |= {at: _read(one, weights) for at, one in enumerate(examples) if at % FOLDS == fold}
    return [tried[at] for at in range(len(examples))]


def _read(example: Example, weights: Mapping[str, float]) -> Trial:
    scores = likelihoods(example.candidates, weights)
    best = max(scores, key=scores.__getitem__)
    value = next(one.value for one in example.candidates if one.key == best)
    return Trial(None if best == NULL else value, scores[best])


def respelling_helps(
    tried: Sequence[Trial], seen: Sequence[Seen], known: Mapping[str, str], once: frozenset[str]
) -> bool:
    """Whether more readings are right, to the letter, in the spelling of other documents."""
    gain = 0
    for trial, one in zip(tried, seen, strict=True):
        if isinstance(trial.value, str) and isinstance(one.gold, str):
            own = letters(one.gold)
            others = {key: text for key, text in known.items() if key != own or key not in once}
            new = respelt(trial.value, others)
            gain += same(new, one.gold) - same(trial.value, one.gold)
    return gain > 0


def cut_of(tried: Sequence[Trial], seen: Sequence[Seen]) -> float:
    """The score from which on the right readings outnumber the wrong ones the most."""
    told = sorted(
        ((trial.score, alike(trial.value, one.gold))
         for trial, one in zip(tried, seen, strict=True) if trial.value is not None),
        reverse=True,
    )  # fmt: skip
    best, cut, balance = 0, 1.0, 0
    for score, right in told:
        balance += 1 if right else -1
        if balance >= best:
            best, cut = balance, score
    return round(cut, 4)


def figures_of(tried: Sequence[Trial], seen: Sequence[Seen], cut: float) -> dict[str, Any]:
    """Documents, how many of them were read, and how many of those rightly."""
    read = [
        alike(trial.value, one.gold)
        for trial, one in zip(tried, seen, strict=True)
        if trial.value is not None and trial.score >= cut
    ]
    return {
        "documents": len(seen),
        "with_value": sum(one.gold is not None for one in seen),
        "read": len(read),
        "right": sum(read),
    }
