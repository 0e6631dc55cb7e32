"""Training examples made up for tests, of a classification and of an extraction."""

import json
from hashlib import sha256
from typing import Any, Final

from winnow.calibration.gates import fields_hash
from winnow.contracts.tuning import TrainingExample
from winnow.prompts.rendering import fenced
from winnow.recipes.form import form_of
from winnow.recipes.recipe import Recipe

INTENT: Final = Recipe.model_validate(
    {
        "recipe": "message",
        "version": 1,
        "title": "a message",
        "description": "A message to a bank.",
        "fields": {
            "type": "object",
            "properties": {"intent": {"type": "string", "enum": ["card", "top_up", "fee"]}},
        },
    }
)
RECEIPT: Final = Recipe.model_validate(
    {
        "recipe": "slip",
        "version": 1,
        "title": "a slip",
        "description": "A slip of a shop.",
        "fields": {
            "type": "object",
            "properties": {
                "merchant": {"type": "string"},
                "date": {"type": "string", "format": "date"},
                "total": {"type": "number"},
            },
        },
    }
)


def example(
    text: str, answer: dict[str, Any] | str, recipe: Recipe = INTENT, **other: Any
) -> TrainingExample:
    """An example as a labelled file makes it; `other` replaces what it would have."""
    told = answer if isinstance(answer, str) else json.dumps(answer)
    document = sha256(text.encode()).hexdigest()
    made: dict[str, Any] = {
        "id": sha256(f"{text}/{told}".encode()).hexdigest()[:12],
        "task": "extract",
        "recipe": recipe.recipe,
        "fields_hash": fields_hash(recipe),
        "document": document[:12],
        "tenant": "default",
        "sha256": document,
        "group": document[:12],
        "asked": f"Extract the fields of this document ({recipe.title}).",
        "text": fenced(text),
        "form": form_of(recipe).model_json_schema(),
        "answer": told,
        "origin": "file",
        "consent": True,
    }
    return TrainingExample.model_validate(made | other)
