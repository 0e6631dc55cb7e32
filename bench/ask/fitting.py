"""python -m bench.ask.fitting --data FOLDER: fits the rating of short answers and keeps it.

Two thirds of the articles teach, the others are left for `bench.ask.answering`. The bar is the
lowest confidence at which, of the questions whose passage was taken away, no more than
`--tolerated` are answered, with assurance 0.95 (an exact binomial test at each step of a fixed
grid, from the strictest down: see winnow.calibration.bound); confidences there are of articles that
the weights were not fitted on. The floor is found alike, from below: so few of the questions whose
passage was found may be told that the documents do not say it.
"""

import argparse
import asyncio
import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from bench.ask.collecting import kept_rows
from bench.ask.running import collected, common
from numpy.typing import NDArray

from winnow.answering.rating import SHIPPED, Rating
from winnow.answering.signals import FEATURES
from winnow.calibration.binomial import at_most, rate_at_most
from winnow.calibration.bound import GRID

Floats = NDArray[np.float64]
RISK = 0.05
PENALTY = 1.0  # ridge, per unit of standard deviation
FOLDS = 5
RIGHT = 0.5  # F1 from which on an answer counts as right
MISSED = 0.05  # share of answerable questions that may be told "not in the documents"


def main() -> None:
    """Fit, write, and print the card."""
    asked = _arguments()
    if not asked.kept:
        asyncio.run(collected(asked))
    rows = [
        row
        for file in sorted(asked.out.glob("*.jsonl"))
        for row in kept_rows(file)
        if teaches(row["group"]) and row["variant"] != "given" and countable(row)
    ]
    rating = fit(rows, asked.model_name, asked.tolerated)
    asked.rating.write_text(rating.model_dump_json(indent=1) + "\n", "utf-8")
    print(json.dumps(rating.card | {"bar": rating.bar, "floor": rating.floor}))


def teaches(group: str) -> bool:
    """Whether an article or context is of those that teach."""
    return sha256(group.encode()).digest()[0] % 3 != 0


def countable(row: dict[str, Any]) -> bool:
    """Whether a question can be answered by a quotation at all: sums and lists cannot."""
    return bool(row["type"] == "span")


def fit(rows: list[dict[str, Any]], model: str, tolerated: float) -> Rating:
    """Weights from all drafts, bar and floor from confidences of held-out folds."""
    seen, right, fold_of = _examples(rows)
    weights, intercept = _weights(seen, right)
    scores: dict[int, float] = {}
    for fold in range(FOLDS):
        held = fold_of == fold
        if held.any() and not held.all():
            own, offset = _weights(seen[~held], right[~held])
            scores |= {
                at: max((_chance(d["signals"], own, offset) for d in row["drafts"]), default=0.0)
                for at, row in enumerate(rows)
                if _fold(row["group"]) == fold
            }
    without = [scores[at] for at, row in enumerate(rows) if row["variant"] == "without"]
    found = [
        scores[at] for at, row in enumerate(rows) if row["variant"] == "found" and row["retrieved"]
    ]
    bar, answered = _bar(without, tolerated)
    floor = min(_floor(found), bar)
    return Rating(
        model=model,
        features=tuple(FEATURES),
        weights=tuple(round(float(one), 6) for one in weights),
        intercept=round(intercept, 6),
        bar=bar,
        floor=floor,
        card={
            "fitted_at": datetime.now(UTC).date().isoformat(),
            "questions": len({row["id"] for row in rows}),
            "groups": len({row["group"] for row in rows}),
            "drafts": len(right),
            "right": int(right.sum()),
            "unanswerable": len(without),
            "unanswerable_answered": answered,
            "unanswerable_answered_at_most": round(rate_at_most(answered, len(without), 0.95), 4),
            "answerable": len(found),
            "answerable_answered": sum(score >= bar for score in found),
            "answerable_below_floor": sum(score < floor for score in found),
            "tolerated": tolerated,
        },
    )


def _examples(rows: list[dict[str, Any]]) -> tuple[Floats, Floats, NDArray[np.int64]]:
    drafts = [(row, draft) for row in rows for draft in row["drafts"]]
    seen = np.array([draft["signals"] for _, draft in drafts], dtype=float)
    right = np.array(
        [
            row["variant"] == "found" and draft["cites_passage"] and draft["f1"] >= RIGHT
            for row, draft in drafts
        ],
        dtype=float,
    )
    return seen, right, np.array([_fold(row["group"]) for row, _ in drafts])


def _fold(group: str) -> int:
    return sha256(f"fold/{group}".encode()).digest()[0] % FOLDS


def _weights(seen: Floats, right: Floats) -> tuple[Floats, float]:
    """A ridge-penalised logistic regression whose weights keep the signs of FEATURES."""
    from scipy.optimize import minimize

    centre, spread = seen.mean(axis=0), seen.std(axis=0)
    spread[spread < 1e-9] = 1.0
    plain = np.column_stack([(seen - centre) / spread, np.ones(len(seen))])

    def loss(weights: Floats) -> tuple[float, Floats]:
        score = plain @ weights
        miss = 1 / (1 + np.exp(-score)) - right
        shrunk = np.append(weights[:-1], 0.0)
        value = float(np.sum(np.logaddexp(0, score) - right * score))
        return value + 0.5 * PENALTY * float(shrunk @ shrunk), plain.T @ miss + PENALTY * shrunk

    bounds = [(0.0 if s > 0 else None, 0.0 if s < 0 else None) for s in FEATURES.values()]
    found = minimize(
        loss,
        np.zeros(plain.shape[1]),
        jac=True,
        method="L-BFGS-B",
        bounds=[*bounds, (None, None)],
    )
    weights = np.asarray(found.x[:-1], dtype=float) / spread
    return weights, float(found.x[-1] - weights @ centre)


def _chance(signals: list[float], weights: Floats, intercept: float) -> float:
    return float(1 / (1 + np.exp(-(weights @ np.array(signals) + intercept))))


def _bar(without: list[float], tolerated: float) -> tuple[float, int]:
    bar, answered = 1.0, 0
    for threshold in GRID:
        count = sum(score >= threshold for score in without)
        if at_most(count, len(without), tolerated) > RISK:
            break
        bar, answered = threshold, count
    return bar, answered


def _floor(found: list[float]) -> float:
    floor = 0.0
    for threshold in (step / 200 for step in range(1, 200)):
        count = sum(score < threshold for score in found)
        if at_most(count, len(found), MISSED) > RISK:
            break
        floor = threshold
    return floor


def _arguments() -> argparse.Namespace:
    parser = common("python -m bench.ask.fitting", __doc__)
    parser.add_argument("--tolerated", type=float, default=0.02)
    parser.add_argument("--kept", action="store_true", help="fit on what is kept; ask nothing")
    parser.add_argument(
        "--rating", type=Path, default=Path("shared/winnow/answering") / SHIPPED, help="to write"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
