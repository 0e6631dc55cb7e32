"""From outcomes to a row of the table. Pure."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import ceil
from statistics import mean, median
from typing import Final

import numpy as np

from winnow.evaluation.intervals import f1_interval
from winnow.evaluation.labels import FAILED, Pair, macro_f1
from winnow.evaluation.scores import Between, share
from winnow.evaluation.significance import drawn
from winnow.tuning.comparing.comparison import Row, Seconds, Slice
from winnow.tuning.comparing.kinds import MEASURES, Kind
from winnow.tuning.comparing.outcomes import Outcome
from winnow.tuning.comparing.rouge import NAMES

REASON: Final = 60  # characters of a failure that are counted as one


def row_of(
    role: str, name: str, model: str, outcomes: Sequence[Outcome], kind: Kind, seed: int
) -> Row:
    """All figures of a contender with their 95 % intervals."""
    failures = [one.failure for one in outcomes if one.failure]
    measures = _measures(outcomes, kind, seed)
    return Row(
        role=role,
        name=name,
        model=model,
        documents=len(outcomes),
        main=measures[MEASURES[kind]],
        measures=measures,
        exact=share(sum(one.exact for one in outcomes), len(outcomes)),
        valid=share(sum(one.valid for one in outcomes), len(outcomes)),
        failures=share(len(failures), len(outcomes)),
        failure_reasons=Counter(why.partition(": ")[0][:REASON] for why in failures),
        usd=mean(one.usd for one in outcomes),
        by_time=any(one.by_time for one in outcomes),
        seconds=_seconds([one.seconds for one in outcomes]),
        slices={
            mark: Slice(documents=len(part), main=_main(part, kind, seed))
            for mark, part in by_mark(outcomes).items()
        },
        outcomes=tuple(outcomes),
    )


def by_mark(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """The outcomes of each slice, named like language=de."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        for name, value in one.slices.items():
            found[f"{name}={value}"].append(one)
    return dict(sorted(found.items()))


def quality(outcomes: Sequence[Outcome]) -> float | None:
    """The main measure: 2 right / (returned + true)."""
    either = sum(one.returned + one.true for one in outcomes)
    return 2 * sum(one.right for one in outcomes) / either if either else None


def label_pairs(outcomes: Sequence[Outcome]) -> list[Pair]:
    """The true label and the one that was given; a failure gave none."""
    return [(str(one.label), FAILED if one.failure else str(one.said)) for one in outcomes]


def _measures(outcomes: Sequence[Outcome], kind: Kind, seed: int) -> dict[str, Between]:
    main = {MEASURES[kind]: _main(outcomes, kind, seed)}
    if kind == "label":
        return {**main, "macro F1": macro_f1(label_pairs(outcomes), seed)}
    if kind == "text":
        return {
            name: mean_between([one.rouge.get(name, 0.0) for one in outcomes], seed)
            for name in NAMES.values()
        }
    names = dict.fromkeys(name for one in outcomes for name in one.fields)
    return {**main, **{name: _field(outcomes, name) for name in names}}


def _main(outcomes: Sequence[Outcome], kind: Kind, seed: int) -> Between:
    """Field F1 by Wilson's interval of F*, accuracy by Wilson's, ROUGE by bootstrap."""
    if kind == "text":
        return mean_between([one.right for one in outcomes], seed)
    if kind == "label":
        told = share(round(sum(one.right for one in outcomes)), len(outcomes))
        return Between(value=told.value, low=told.low, high=told.high)
    counts = [(round(one.right), round(one.returned), round(one.true)) for one in outcomes]
    low, high = f1_interval(counts)
    return Between(value=quality(outcomes), low=low, high=high)


def _field(outcomes: Sequence[Outcome], name: str) -> Between:
    counts = [one.fields[name] for one in outcomes if name in one.fields]
    right, returned, true = (sum(one[at] for one in counts) for at in range(3))
    low, high = f1_interval(counts)
    value = 2 * right / (returned + true) if returned + true else None
    return Between(value=value, low=low, high=high)


def mean_between(values: Sequence[float], seed: int) -> Between:
    """A mean with its percentile interval by bootstrap (Efron and Tibshirani 1993)."""
    if not values:
        return Between(value=None, low=0.0, high=1.0)
    means = drawn(len(values), seed) @ np.array(values) / len(values)
    low, high = np.quantile(means, [0.025, 0.975])
    return Between(value=mean(values), low=float(low), high=float(high))


def _seconds(seconds: Sequence[float]) -> Seconds:
    ordered = sorted(seconds)
    nearest = ordered[max(0, ceil(0.95 * len(ordered)) - 1)]  # nearest rank
    return Seconds(mean=mean(ordered), median=median(ordered), p95=nearest)
