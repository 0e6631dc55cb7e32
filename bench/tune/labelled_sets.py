"""Labelled data as training examples, and how a wrong answer looks in each."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from winnow.calibration.gates import fields_hash
from winnow.contracts.tuning import TrainingExample
from winnow.evaluation.given import given_document
from winnow.evaluation.labelled import read_labelled
from winnow.layout.amounts import find_amounts
from winnow.layout.context import Context
from winnow.layout.days import find_days
from winnow.layout.page import layout_of
from winnow.prompts import unfenced
from winnow.prompts.rendering import fenced, words
from winnow.recipes.equality import same
from winnow.recipes.form import form_of
from winnow.recipes.load import load_recipe
from winnow.recipes.recipe import Recipe

RECIPES = Path(__file__).resolve().parents[1] / "ladder" / "recipes"
Wrong = tuple[str, str, dict[str, Any]]  # pointer, how it is wrong, the wrong answer
Swap = Callable[[TrainingExample, Random], Wrong | None]


def read_intents(path: Path) -> tuple[Recipe, list[TrainingExample]]:
    """Messages with one closed field; the recipe's choices are those of the file."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    choices = sorted({row["gold"] for row in rows})
    intent = {"type": "string", "enum": choices}
    recipe = Recipe.model_validate(
        {
            "recipe": "intent",
            "version": 1,
            "title": "a message",
            "description": "A message to a bank.",
            "fields": {"type": "object", "properties": {"intent": intent}},
        }
    )
    return recipe, [
        _example(row["id"], row["text"], {"intent": row["gold"]}, recipe) for row in rows
    ]


def read_receipts(path: Path) -> tuple[Recipe, list[TrainingExample]]:
    """Receipts with the text that was given with them."""
    recipe = load_recipe(RECIPES / "receipt.yaml")
    return recipe, [
        _example(one.id, one.text or "", _filled(one.gold, recipe), recipe)
        for one in read_labelled(path, recipe)
    ]


def other_intent(examples: Sequence[TrainingExample]) -> Swap:
    """Another of the choices, each as likely."""
    choices = sorted({json.loads(one.answer)["intent"] for one in examples})

    def swap(one: TrainingExample, rng: Random) -> Wrong:
        own = json.loads(one.answer)["intent"]
        wrong = rng.choice([choice for choice in choices if choice != own])
        return "/intent", "another choice", {"intent": wrong}

    return swap


def other_value(examples: Sequence[TrainingExample]) -> Swap:
    """In turn a value of another document, and another day or amount of the same one."""
    values: dict[str, list[Any]] = defaultdict(list)
    for one in examples:
        for name, value in json.loads(one.answer).items():
            if value is not None:
                values[name].append(value)

    def swap(one: TrainingExample, rng: Random) -> Wrong | None:
        answer = json.loads(one.answer)
        names = [name for name, value in answer.items() if value is not None]
        if rng.random() < 0.5:
            name = rng.choice(names)
            others = [value for value in values[name] if not same(value, answer[name])]
            return f"/{name}", "of another document", {**answer, name: rng.choice(others)}
        return _beside(one, answer, rng)

    return swap


def _beside(one: TrainingExample, answer: dict[str, Any], rng: Random) -> Wrong | None:
    """Another day or amount that the document prints; amounts among those with cents."""
    layout = layout_of(given_document(unfenced(one.text)))
    context = Context(layout)
    found: dict[str, list[Any]] = {
        "date": [day.value for day in find_days(layout, context)],
        "total": [
            amount.value
            for amount in find_amounts(layout, context)
            if any("places:2" in block for block in amount.blocks) and amount.value
        ],
    }
    open_to = {
        name: others
        for name, known in found.items()
        if answer.get(name) is not None
        and (others := [value for value in known if not same(value, answer[name])])
    }
    if not open_to:
        return None
    name = rng.choice(sorted(open_to))
    return f"/{name}", "of the same document", {**answer, name: rng.choice(open_to[name])}


def _filled(gold: dict[str, Any], recipe: Recipe) -> dict[str, Any]:
    return {name: gold.get(name) for name in recipe.fields["properties"]}


def _example(id_: str, text: str, answer: dict[str, Any], recipe: Recipe) -> TrainingExample:
    return TrainingExample(
        id=id_,
        task="extract",
        recipe=recipe.recipe,
        fields_hash=fields_hash(recipe),
        document=id_,
        tenant="bench",
        sha256=id_,
        group=id_,
        asked=words("extract", title=recipe.title, instructions=recipe.instructions),
        text=fenced(text),
        form=form_of(recipe).model_json_schema(),
        answer=json.dumps(answer),
        origin="file",
        consent=True,
    )


def known_faults(path: Path) -> frozenset[tuple[str, str]]:
    """Labels that the data itself says are likely to be wrong, by id and field."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return frozenset(
        (row["id"], f"/{name}") for row in rows for name in row.get("gold_not_in_ocr", ())
    )
