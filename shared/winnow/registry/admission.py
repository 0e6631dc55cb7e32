"""What an adapter must be before it becomes a version. Pure but for reading its weights."""

from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

from winnow.calibration.gates import fields_hash
from winnow.contracts.tuning import ModelCard
from winnow.errors import MisconfiguredError
from winnow.recipes.recipe import Recipe
from winnow.registry.packing import digest_of


def admit(card: ModelCard, adapter: Path, recipe: Recipe, base_hash: str) -> None:
    """Raise MisconfiguredError if the adapter is another's, or was made for something else."""
    for fault in (
        _of_another_recipe(card, recipe),
        other_base(card, base_hash),
        changed_recipe(card, recipe),
        _other_weights(card, adapter),
        _no_number(card),
    ):
        if fault:
            raise MisconfiguredError(f"{card.name} is not registered: {fault}")


def other_base(card: ModelCard, base_hash: str) -> str | None:
    """Why the adapter does not fit the base in use, if so."""
    if card.base_hash == base_hash:
        return None
    return (
        f"it was trained on {card.base} {card.base_hash}, and the base in use is {base_hash}: "
        "tune it anew"
    )


def changed_recipe(card: ModelCard, recipe: Recipe) -> str | None:
    """Why the adapter does not fit the recipe of today, if so."""
    if card.fields_hash == fields_hash(recipe):
        return None
    return (
        f"the recipe {recipe.recipe} has changed since its examples were labelled: label or export "
        "them anew, then tune again"
    )


def _of_another_recipe(card: ModelCard, recipe: Recipe) -> str | None:
    if card.recipe == recipe.recipe:
        return None
    return f"it is for the recipe {card.recipe}, not {recipe.recipe}"


def _other_weights(card: ModelCard, adapter: Path) -> str | None:
    base, _, digest = card.name.rpartition("@")
    if not base.startswith(f"{card.base}+") or len(digest) < 8:
        return f"its card must name it {card.base}+<adapter>@<digest of its weights>"
    if digest_of(adapter).startswith(digest):
        return None
    return f"the weights in {adapter} are not those of its card"


def _no_number(card: ModelCard) -> str | None:
    """JSON knows no NaN: a card that holds one could not be read again."""
    if all(isfinite(number) for number in _numbers([*card.curves, card.figures])):
        return None
    return "its curves or figures hold NaN or infinity: the training went wrong; lower the rate"


def _numbers(value: Any) -> Iterator[float]:
    match value:
        case dict():
            for inner in value.values():
                yield from _numbers(inner)
        case list() | tuple():
            for inner in value:
                yield from _numbers(inner)
        case int() | float():
            yield float(value)
