"""Labelled values as a model of stated strength would fill them, and a recipe to judge them by."""

import math
import random
from collections.abc import Callable
from typing import Any

import pytest

from winnow.contracts.calibration import Judged
from winnow.contracts.evidence import Match, Signals
from winnow.recipes.recipe import Recipe

MODEL = "model-of-the-test"
Make = Callable[..., list[Judged]]


@pytest.fixture
def recipe() -> Recipe:
    """Two scalars and a list, one of them with a rate of its own."""
    number: dict[str, Any] = {"type": "number"}
    return Recipe(
        recipe="slip",
        version=1,
        title="Slip",
        description="A slip.",
        fields={
            "type": "object",
            "properties": {
                "shop": {"type": "string"},
                "total": {**number, "tolerated_error": 0.1},
                "items": {
                    "type": "array",
                    "items": {"type": "object", "properties": {"amount": number}},
                },
            },
        },
        must_have=("/shop", "/total"),
        tolerated_error=0.05,
    )


@pytest.fixture
def make(recipe: Recipe) -> Make:
    """Judged values of so many documents: the surer the model says it is, the more are right."""

    def made(documents: int, seed: int = 0, **changes: Any) -> list[Judged]:
        rng = random.Random(seed)
        return [
            one.model_copy(update=changes)
            for number in range(documents)
            for one in _document(recipe, f"d{number}", rng)
        ]

    return made


def _document(recipe: Recipe, name: str, rng: random.Random) -> list[Judged]:
    pointers = ["/shop", "/total", *(f"/items/{row}/amount" for row in range(rng.randint(1, 4)))]
    return [_leaf(recipe, name, pointer, rng) for pointer in pointers]


def _leaf(recipe: Recipe, name: str, pointer: str, rng: random.Random) -> Judged:
    ease = rng.gauss(3.0, 2.0)
    right = rng.random() < 1 / (1 + math.exp(-ease))
    told = 1 / (1 + math.exp(-(ease + 1.0 + rng.gauss(0, 0.5))))
    found = Match.EXACT if right or rng.random() < 0.4 else Match.NONE
    value: str | float = "A shop" if pointer == "/shop" else 12.5
    return Judged(
        document=name,
        group=name,
        pointer=pointer,
        field="/items/*/amount" if pointer.startswith("/items") else pointer,
        value=value,
        gold=value if right else None,
        right=right,
        raw=told,
        signals=Signals(
            grounding=found,
            grounding_score=float(found is Match.EXACT),
            places=1,
            token_probability=told,
        ),
        model=MODEL,
        recipe=recipe.id,
    )
