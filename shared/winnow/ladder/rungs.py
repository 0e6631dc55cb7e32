"""The readers that a recipe's ladder names."""

from collections.abc import Mapping
from typing import Final

from winnow.config import Settings
from winnow.errors import MisconfiguredError
from winnow.llm.open import open_rung
from winnow.llm.port import LanguageModel
from winnow.recipes.recipe import Recipe

LAYOUT: Final = "layout"  # the learnt layout of the document type: no model, milliseconds


def open_rungs(recipe: Recipe, settings: Settings) -> dict[str, LanguageModel]:
    """The models of a recipe's rungs by their name there; the layout is none.

    Raises MisconfiguredError where a rung cannot be opened, or stands there twice.
    """
    opened: dict[str, LanguageModel] = {}
    if len(set(recipe.ladder)) < len(recipe.ladder):
        raise MisconfiguredError(f"the recipe {recipe.recipe!r} names a rung of its ladder twice")
    for name in recipe.ladder:
        if name == LAYOUT:
            continue
        model = open_rung(name, settings)
        for other, known in opened.items():
            if known.name == model.name:
                raise MisconfiguredError(
                    f"the rungs {other!r} and {name!r} of the recipe {recipe.recipe!r} are both "
                    f"{model.name}: leave one out"
                )
        opened[name] = model
    return opened


def names_of(recipe: Recipe, opened: Mapping[str, LanguageModel]) -> dict[str, str]:
    """The full name of each rung's reader, the cheapest first."""
    return {name: LAYOUT if name == LAYOUT else opened[name].name for name in recipe.ladder}
