"""python -m winnow.guardrails.learning.train: draws texts, trains linear models, writes weights.

Logistic regression on the vectors of all-MiniLM-L6-v2 and on hashed words. A fifth of the templates
is held back: on those the intercept is set so that ALARMS of the good texts score 0.5, and
the card tells how many of the bad ones are found. Takes a few minutes on two cores.
"""

import argparse
import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from winnow.config import Settings
from winnow.embedding.open import open_embedder
from winnow.embedding.port import Embedder
from winnow.guardrails.learning.grammar import Drawn, Grammar
from winnow.guardrails.linear import BUCKETS, hashed

MODELS: Final = ("questions", "passages", "hate")
ALARMS: Final = {"questions": 0.01, "passages": 0.02, "hate": 0.05}  # of good texts at 0.5
HELD_BACK: Final = 5  # every fifth template
STRENGTH: Final = 4.0  # inverse of the L2 penalty
LIGHT: Final = 3.0  # words weigh less than the vector: they know the templates by heart


@dataclass(frozen=True, slots=True)
class Set:
    """Drawn texts with their features, dense: shape (texts, dimensions + BUCKETS)."""

    features: NDArray[np.float32]
    bad: NDArray[np.bool_]


def main() -> None:
    """Read the command line, train, print the card as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=",".join(MODELS), help="models, comma-separated")
    parser.add_argument("--count", type=int, default=3000, help="texts of either kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "weights")
    asked = parser.parse_args()
    card = asked.out / "card.json"
    told: dict[str, Any] = json.loads(card.read_text()) if card.exists() else {}
    for name in asked.only.split(","):
        sys.stderr.write(f"{name}: drawing, embedding, training ...\n")
        told[name] = asyncio.run(_train(name, asked.count, asked.seed, asked.out))
    card.write_text(json.dumps(told, indent=2, sort_keys=True) + "\n")
    sys.stdout.write(json.dumps(told) + "\n")


async def _train(name: str, count: int, seed: int, out: Path) -> dict[str, Any]:
    from sklearn.linear_model import LogisticRegression

    embedder = open_embedder(Settings())
    drawn = list(Grammar(name).draw(count, seed))
    held = _held_back(drawn)
    learnt = await _features([one for one in drawn if one.template not in held], embedder)
    tried = await _features([one for one in drawn if one.template in held], embedder)
    model = LogisticRegression(C=STRENGTH, max_iter=500, class_weight="balanced")
    model.fit(learnt.features, learnt.bad)
    logits = tried.features @ model.coef_[0] + model.intercept_[0]
    shift = max(0.0, float(np.quantile(logits[~tried.bad], 1 - ALARMS[name])))
    _write(out / f"{name}.npz", model, shift, embedder)
    return {
        "seed": seed,
        "texts": len(learnt.bad),
        "held_back_templates": len(held),
        "held_back_texts": len(tried.bad),
        "found": round(float((logits[tried.bad] >= shift).mean()), 4),
        "false_alarms": round(float((logits[~tried.bad] > shift).mean()), 4),
        "embedder": embedder.name,
    }


def _held_back(drawn: list[Drawn]) -> set[str]:
    templates = list(dict.fromkeys(one.template for one in drawn))
    return set(templates[HELD_BACK - 1 :: HELD_BACK])


async def _features(drawn: list[Drawn], embedder: Embedder) -> Set:
    texts = [one.text for one in drawn]
    vectors = await embedder.embed(texts)
    words = np.zeros((len(texts), BUCKETS), dtype=np.float32)
    for row, text in enumerate(texts):
        places, values = hashed(text)
        words[row, places] = values / LIGHT
    return Set(np.hstack([vectors, words]), np.array([one.bad for one in drawn]))


def _write(path: Path, model: Any, shift: float, embedder: Embedder) -> None:
    weights = model.coef_[0]
    np.savez_compressed(
        path,
        vector=weights[: embedder.dimensions].astype(np.float16),
        words=(weights[embedder.dimensions :] / LIGHT).astype(np.float16),
        intercept=np.float32(model.intercept_[0] - shift),
        embedder=embedder.name.split("/")[0],
    )


if __name__ == "__main__":
    main()
