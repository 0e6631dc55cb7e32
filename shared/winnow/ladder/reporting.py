"""What a choice is worth, as JSON and as a table's rows: every figure is of held-out documents."""

from typing import Any, Final

import numpy as np

from winnow.evaluation.intervals import wilson
from winnow.ladder.bars import Bar, loss_at_most, right_at_least, worse
from winnow.ladder.choosing import Choice
from winnow.ladder.climbing import Candidate, Climbed, climb
from winnow.ladder.outcomes import Floats, Table

ROUNDS: Final = 2000
INTERVAL: Final = (2.5, 97.5)  # percent


def report(
    choice: Choice, tuning: Table, held: Table, bar: Bar, timed: frozenset[str], seed: int
) -> dict[str, Any]:
    """Quality, cost and seconds with 95 % intervals: of each rung, the chosen ladder, the frontier.

    `timed` are rungs whose cost was counted by time.
    """
    best, chosen = climb(choice.best, held), climb(choice.chosen, held)
    alone = [climb(Candidate((at,)), held) for at in range(len(held.names))]
    return {
        "documents": {"tuning": tuning.documents, "held_out": held.documents},
        "bar": {"share_right": bar.floor, "assurance": bar.assurance, "reached": choice.reached},
        "rungs": [
            {"name": name, **_measured(one, seed), "priced_by": "time" if name in timed else "list"}
            for name, one in zip(held.names, alone, strict=True)
        ],
        "best_rung": held.names[choice.best.rungs[0]],
        "chosen": {
            **_told(choice.chosen, held),
            **_measured(chosen, seed),
            "right_at_least": right_at_least(chosen.right, bar.assurance),
            "cost_of_best": _ratio(chosen.cost, best.cost, seed),
            "p_worse_than_best": worse(chosen.right, best.right),
            "loss_at_most": loss_at_most(chosen.right, best.right, bar.assurance, seed),
            "values_lost": _mean(best.values - chosen.values, seed),
        },
        "frontier": [_point(one, held) for one in choice.frontier],
    }


def _told(candidate: Candidate, table: Table) -> dict[str, Any]:
    by = climb(candidate, table)
    thresholds = (*candidate.thresholds, 0.0)
    return {
        "rungs": [
            {"name": table.names[at], "threshold": threshold, "answered": by.answered(at)}
            for at, threshold in zip(candidate.rungs, thresholds, strict=True)
        ]
    }


def _point(candidate: Candidate, table: Table) -> dict[str, Any]:
    climbed = climb(candidate, table)
    return {
        **_told(candidate, table),
        "quality": float(climbed.right.mean()),
        "cost_usd": float(climbed.cost.mean()),
    }


def _measured(climbed: Climbed, seed: int) -> dict[str, Any]:
    count, of = int(climbed.right.sum()), len(climbed.right)
    low, high = wilson(count, of)
    return {
        "quality": {"value": count / of, "low": low, "high": high},
        "values_right": _mean(climbed.values, seed),
        "cost_usd": _mean(climbed.cost, seed),
        "seconds": _mean(climbed.seconds, seed),
    }


def _mean(values: Floats, seed: int) -> dict[str, float]:
    drawn = values[_draws(len(values), seed)].mean(axis=1)
    low, high = np.percentile(drawn, INTERVAL)
    return {"value": float(values.mean()), "low": float(low), "high": float(high)}


def _ratio(part: Floats, whole: Floats, seed: int) -> dict[str, float]:
    """The mean of one over the mean of the other; null would be a rung that costs nothing."""
    if whole.sum() == 0:
        return {"value": 1.0, "low": 1.0, "high": 1.0}
    drawn = _draws(len(part), seed)
    low, high = np.percentile(part[drawn].mean(axis=1) / whole[drawn].mean(axis=1), INTERVAL)
    return {"value": float(part.mean() / whole.mean()), "low": float(low), "high": float(high)}


def _draws(count: int, seed: int) -> Any:
    return np.random.default_rng(seed).integers(0, count, size=(ROUNDS, count))


def rung_rows(figures: dict[str, Any]) -> list[tuple[str, ...]]:
    """A row a rung alone, and one of the chosen ladder: quality, values, cost, seconds."""
    rows = [(one["name"], *_row(one)) for one in figures["rungs"]]
    return [*rows, (path_of(figures["chosen"]["rungs"]), *_row(figures["chosen"]))]


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    quality, values = one["quality"], one["values_right"]
    return (
        f"{quality['value']:.1%} ({quality['low']:.1%}-{quality['high']:.1%})",
        f"{values['value']:.1%}",
        dollars(one["cost_usd"]["value"]),
        f"{one['seconds']['value']:.3g}",
    )


def frontier_rows(figures: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Cost, quality and rungs of the frontier's ladders, cheapest first."""
    return [
        (dollars(one["cost_usd"]), f"{one['quality']:.1%}", path_of(one["rungs"]))
        for one in figures["frontier"]
    ]


def path_of(rungs: list[dict[str, Any]]) -> str:
    """Layout (from 0.912: 64 %) > local (36 %)"""
    parts = []
    for at, one in enumerate(rungs):
        bar = f"from {one['threshold']:.3f}: " if at < len(rungs) - 1 else ""
        parts.append(f"{one['name']} ({bar}{one['answered']:.0%})")
    return " > ".join(parts)


def dollars(amount: float) -> str:
    """US dollars a thousand documents: those of one are too small to read."""
    return f"{1000 * amount:.4g}"
