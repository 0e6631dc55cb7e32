"""A base of two layers that nobody trained, and examples that are easy to learn."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import torch

from winnow.calibration.gates import fields_hash
from winnow.contracts.tuning import TrainingExample
from winnow.llm.forms import strict_schema
from winnow.recipes.form import form_of
from winnow.recipes.recipe import Recipe
from winnow.testing.tiny import CONTEXT, TINY, TINY_HASH, tiny_model, tiny_tokenizer
from winnow.tuning.parts import Part, Split
from winnow.tuning.training.base import Base


@dataclass(frozen=True)
class Parts:
    """What a split is made of, to be spoilt by hand."""

    train: list[TrainingExample]
    validation: list[TrainingExample]
    test: list[TrainingExample]

    def split(self) -> Split:
        """As `winnow.tuning.split` would have divided it."""
        held: dict[Part, list[TrainingExample]] = {
            "train": self.train,
            "validation": self.validation,
            "test": self.test,
        }
        parts = {one.id: part for part, examples in held.items() for one in examples}
        return Split((*self.train, *self.validation, *self.test), parts, 0, (0.7, 0.15, 0.15))


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """Two threads take longer over matrices this small."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def tokenizer() -> Any:
    """Every byte is a token."""
    return tiny_tokenizer()


@pytest.fixture
def open_tiny(tokenizer: Any) -> Callable[[], Base]:
    """Makes the same base each time."""
    return lambda: Base(TINY, TINY_HASH, tiny_model(tokenizer), tokenizer, CONTEXT)


@pytest.fixture
def recipe() -> Recipe:
    colours = {"type": "string", "enum": ["red", "blue", "green"]}
    return Recipe(
        recipe="paint",
        version=1,
        title="Paint",
        description="A tin of paint.",
        fields={"type": "object", "properties": {"colour": colours, "tins": {"type": "integer"}}},
    )


@pytest.fixture
def parts(recipe: Recipe) -> Parts:
    form = strict_schema(form_of(recipe))
    made = []
    for at in range(40):
        colour = ("red", "blue", "green")[at % 3]
        made.append(
            TrainingExample(
                id=f"e{at:02}",
                task="extract",
                recipe=recipe.recipe,
                fields_hash=fields_hash(recipe),
                document=f"d{at}",
                tenant="acme",
                sha256=f"{at:064x}",
                group=f"g{at}",
                asked="Say what it is.",
                text=f"paint {colour} {'!' * (at % 5)}",
                form=form,
                answer=json.dumps({"colour": colour, "tins": None}),
                origin="file",
                consent=True,
            )
        )
    return Parts(made[:28], made[28:34], made[34:])
