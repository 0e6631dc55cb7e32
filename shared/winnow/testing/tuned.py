"""Cards, adapters and evidence of tuned models, made up for tests."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from winnow.calibration.gates import fields_hash
from winnow.contracts.calibration import Calibration
from winnow.contracts.tuning import ModelCard
from winnow.llm.adapters import CONFIG, WEIGHTS
from winnow.recipes.recipe import Recipe
from winnow.records.moment import now
from winnow.registry.evidence import Evidence, Outcome, Parity

BASE = "small"
BASE_HASH = "b1"


def adapter_in(folder: Path, weights: bytes = b"weights") -> Path:
    """A folder with peft's two files, as a training leaves it."""
    adapter = folder / "adapter"
    adapter.mkdir(parents=True, exist_ok=True)
    (adapter / WEIGHTS).write_bytes(weights)
    (adapter / CONFIG).write_text(json.dumps({"peft_type": "LORA"}))
    return folder


def card_of(recipe: Recipe, weights: bytes = b"weights", /, **told: Any) -> ModelCard:
    """A card that fits the recipe, the base BASE_HASH and an adapter of those weights."""
    digest = hashlib.sha256(weights).hexdigest()[:12]
    values: dict[str, Any] = {
        "name": f"{BASE}+{recipe.recipe}@{digest}",
        "base": BASE,
        "base_hash": BASE_HASH,
        "recipe": recipe.recipe,
        "task": "extract",
        "fields_hash": fields_hash(recipe),
        "data_hash": "d1",
        "counts": {"train": 70, "validation": 10, "test": 20},
        "documents": ("a" * 64, "b" * 64),
        "parameters": {"rank": 8, "rate": 2e-4, "modules": ["q_proj", "v_proj"]},
        "curves": ({"step": 10, "loss": 1.5}, {"step": 20, "loss": 0.5, "validation f1": 0.8}),
        "environment": {"torch": "2"},
        "figures": {"tuned": {"field F1": {"value": 0.9, "interval": [0.85, 0.94]}}},
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return ModelCard.model_validate({**values, **told})


def outcomes(rights: Sequence[float], languages: Sequence[str] = ("de",)) -> tuple[Outcome, ...]:
    """An outcome a document, d0 onwards; languages take turns."""
    return tuple(
        Outcome(document=f"d{at}", right=right, slices={"language": languages[at % len(languages)]})
        for at, right in enumerate(rights)
    )


def evidence_of(
    card: ModelCard,
    rights: Sequence[float],
    before: Sequence[float],
    *,
    champion: str = BASE,
    languages: Sequence[str] = ("de",),
    parity: Sequence[Parity] | None = None,
) -> Evidence:
    """The card's model and a champion on the same documents; both paths that serve are equal."""
    number = {"documents": len(rights), "same": len(rights)}
    same = (Parity(path="local", **number), Parity(path="openai", **number))
    return Evidence(
        measure="share right",
        challenger=card.name,
        champion=champion,
        outcomes=outcomes(rights, languages),
        champion_outcomes=outcomes(before, languages),
        parity=same if parity is None else tuple(parity),
        made_at=now(),
    )


def calibration_of(recipe: Recipe, model: str) -> Calibration:
    """A calibration of that model's own outputs that fits the recipe."""
    return Calibration(
        id=f"calibration of {model}",
        recipe=recipe.recipe,
        recipe_version=recipe.id,
        fields_hash=fields_hash(recipe),
        model=model,
        data_hash="d1",
        examples=60,
        created_at=now(),
        scorers={},
        held_out={},
        documents=(),
        figures={"": {"examples": 60, "ece": {"value": 0.021, "interval": [0.01, 0.04]}}},
    )
