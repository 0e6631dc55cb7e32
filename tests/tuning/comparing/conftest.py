"""Recipes, held-out documents and scripted models to compare."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from winnow.config import Settings
from winnow.contracts.tuning import Task, TrainingExample
from winnow.evaluation.labelled import Labelled
from winnow.llm.port import Prompt
from winnow.prompts.rendering import fenced
from winnow.recipes.load import load_recipe
from winnow.recipes.recipe import Recipe
from winnow.testing.model import FakeModel
from winnow.tuning.comparing.held import Held

SLIP = """
recipe: slip
version: 1
title: Slip
description: A till slip.
fields:
  type: object
  properties:
    company: {type: string}
    total: {type: number}
must_have: [/total]
rules:
  - {id: positive, expr: data.total > 0.0, message: The total is not positive.}
examples:
  - {text: KIOSK 3.00, answer: {company: KIOSK, total: 3.0}}
"""
INTENT = """
recipe: intent
version: 1
title: Intent
description: A message to a bank.
fields:
  type: object
  properties:
    intent: {type: string, enum: [card, transfer, fee]}
"""
WORDS = {"card": "my card was lost", "transfer": "money sent abroad", "fee": "charged too much"}


@pytest.fixture
def recipes(tmp_path: Path) -> Path:
    folder = tmp_path / "recipes"
    folder.mkdir()
    (folder / "slip.yaml").write_text(SLIP)
    (folder / "intent.yaml").write_text(INTENT)
    return folder


@pytest.fixture
def slip(recipes: Path) -> Recipe:
    return load_recipe(recipes / "slip.yaml")


@pytest.fixture
def intent(recipes: Path) -> Recipe:
    return load_recipe(recipes / "intent.yaml")


@pytest.fixture
def settings(tmp_path: Path, recipes: Path) -> Settings:
    return Settings(data=tmp_path / "data", recipes=recipes)


def slips(number: int) -> list[Held]:
    """Slips whose even ones are marked as of the language en."""
    return [
        Held(
            Labelled(
                f"s{at}",
                f"s{at}",
                {"company": f"SHOP {at}", "total": at + 0.5},
                text=f"SHOP {at}\n\nTotal {at}.50",
            ),
            slices={"language": "de" if at % 2 else "en"},
        )
        for at in range(1, number + 1)
    ]


def reads(wrong: Callable[[int], bool] = lambda _: False) -> Callable[[Prompt], dict[str, Any]]:
    """Reads a slip; of those that are `wrong` the total is one too many."""

    def read(prompt: Prompt) -> dict[str, Any]:
        [number] = re.findall(r"SHOP (\d+)", prompt.text)
        at = int(number)
        return {"company": f"SHOP {at}", "total": at + 0.5 + wrong(at)}

    return read


def reader(name: str, wrong: Callable[[int], bool] = lambda _: False) -> FakeModel:
    return FakeModel({"Slip": reads(wrong)}, name=name)


def example(
    text: str,
    answer: dict[str, Any],
    *,
    document: str = "",
    asked: str = "task",
    tenant: str = "default",
    task: Task = "extract",
    **more: Any,
) -> TrainingExample:
    body = json.dumps(answer)
    return TrainingExample(
        id=f"{asked}/{text}/{body}",
        task=task,
        recipe="intent",
        fields_hash="",
        document=document or text,
        tenant=tenant,
        sha256="",
        group=document or text,
        asked=asked,
        text=fenced(text),
        form={},
        answer=body,
        origin="file",
        consent=True,
        **more,
    )


def prompt(text: str, asked: str = "task") -> Prompt:
    return Prompt(asked, fenced(text))
