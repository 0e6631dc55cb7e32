"""A run held against an earlier one, document by document. Pure."""

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

from winnow.contracts.base import Record
from winnow.errors import MisconfiguredError
from winnow.evaluation.run import Document, Run
from winnow.evaluation.significance import (
    Counts,
    f1,
    f1_apart,
    holm,
    mcnemar,
    randomized,
    share_apart,
)

LEVEL: Final = 0.05
Verdict = Literal["better", "worse", "inconclusive"]
Pair = tuple[Document, Document]  # before and now


class Change(Record):
    """What was measured before and now over the same documents, and whether it differs.

    It is the share of documents where the field, or every field, is right (tested by McNemar) for
    what has at most one value a document; else F1 (tested by randomization). `low` and `high`
    bound the difference at 95 %. `p` holds for all fields at once.
    """

    verdict: Verdict
    measure: Literal["share right", "F1"]
    before: float | None
    now: float | None
    low: float
    high: float
    p: float
    documents: int


class Comparison(Record):
    """A run against a baseline; `left_out` counts documents that one lacks or that were relabelled.

    `notes` says what else differs between the two.
    """

    baseline: str
    documents: int
    left_out: int
    exact: Change
    overall: Change
    fields: dict[str, Change]
    notes: tuple[str, ...] = ()


def compare_runs(run: Run, baseline: Run, seed: int = 0) -> Comparison:
    """Better, worse or inconclusive, overall and by field.

    Of many fields some differ by chance, so their p-values are Holm's. Raises MisconfiguredError
    where the runs share no document.
    """
    before = {one.id: one for one in baseline.each}
    pairs = [
        (before[now.id], now)
        for now in run.each
        if now.id in before and before[now.id].gold == now.gold
    ]
    if not pairs:
        raise MisconfiguredError(
            f"the baseline, of {baseline.data}, shares no document with {run.data}: "
            "name a run on the same labelled documents"
        )
    fields = {name: _field(pairs, name, seed) for name in run.fields if name in baseline.fields}
    adjusted = holm({name: change.p for name, change in fields.items()})
    every = sorted({name for pair in pairs for one in pair for name in one.values})
    return Comparison(
        baseline=f"{baseline.recipe} by {baseline.model} at {baseline.created_at:%Y-%m-%d %H:%M}",
        documents=len(pairs),
        left_out=len({*before, *(one.id for one in run.each)}) - len(pairs),
        exact=_shares([(old.exact, new.exact) for old, new in pairs], seed),
        overall=_f1s(pairs, every, seed),
        fields={name: _decided(change, adjusted[name]) for name, change in fields.items()},
        notes=_notes(run, baseline),
    )


def _notes(run: Run, baseline: Run) -> tuple[str, ...]:
    told = {
        "recipe": (baseline.recipe, run.recipe),
        "recipe's content": (baseline.recipe_hash, run.recipe_hash),
        "model": (baseline.model, run.model),
        "calibration": (baseline.calibration, run.calibration),
        "labelled file": (baseline.data_hash, run.data_hash),
        "given text": (baseline.given_text, run.given_text),
    }
    return tuple(f"{what}: {was} -> {now}" for what, (was, now) in told.items() if was != now)


def _field(pairs: Sequence[Pair], name: str, seed: int) -> Change:
    having = [pair for pair in pairs if any(name in one.values for one in pair)]
    most = max(max(one.values.get(name, ())[1:], default=0) for pair in having for one in pair)
    if most > 1 or "/*" in name:
        return _f1s(having, [name], seed)
    return _shares([(_is_right(old, name), _is_right(new, name)) for old, new in having], seed)


def _is_right(one: Document, name: str) -> bool:
    right, returned, true = one.values.get(name, (0, 0, 0))
    return one.failure is None and right == returned == true


def _shares(rights: Sequence[tuple[bool, bool]], seed: int) -> Change:
    both = np.array(rights, dtype=np.int64)
    old, new = both[:, 0], both[:, 1]
    p = mcnemar(int((old > new).sum()), int((new > old).sum()))
    low, high = share_apart(old, new, seed)
    before, now = float(old.mean()), float(new.mean())
    return _change("share right", before, now, (low, high), p, len(rights))


def _f1s(pairs: Sequence[Pair], names: Sequence[str], seed: int) -> Change:
    old, new = (_counts([pair[at] for pair in pairs], names) for at in (0, 1))
    interval, p = f1_apart(old, new, seed), randomized(old, new, seed)
    return _change("F1", f1(old), f1(new), interval, p, len(pairs))


def _counts(documents: Sequence[Document], names: Sequence[str]) -> Counts:
    rows = [
        [sum(one.values[name][at] for name in names if name in one.values) for at in range(3)]
        for one in documents
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def _change(
    measure: Literal["share right", "F1"],
    before: float | None,
    now: float | None,
    interval: tuple[float, float],
    p: float,
    documents: int,
) -> Change:
    change = Change(
        verdict="inconclusive",
        measure=measure,
        before=before,
        now=now,
        low=interval[0],
        high=interval[1],
        p=p,
        documents=documents,
    )
    return _decided(change, p)


def _decided(change: Change, p: float) -> Change:
    apart = (change.now or 0.0) - (change.before or 0.0)
    verdict: Verdict = "inconclusive"
    if p < LEVEL and apart:
        verdict = "better" if apart > 0 else "worse"
    return change.model_copy(update={"p": p, "verdict": verdict})
