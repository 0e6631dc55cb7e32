"""Recipes read from YAML files, with every fault named by file, line and key."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from winnow.errors import MisconfiguredError
from winnow.recipes.checks import recipe_problems
from winnow.recipes.fields import field_problems
from winnow.recipes.pages import Page, read_page
from winnow.recipes.problems import Problem, problems_of
from winnow.recipes.recipe import Recipe

SUFFIXES = (".yaml", ".yml")


def load_recipes(folder: Path) -> dict[str, Recipe]:
    """All recipes of a folder by name.

    Raises MisconfiguredError with one line for each problem of each file.
    """
    paths = sorted(path for path in folder.glob("*") if path.suffix in SUFFIXES)
    if not paths:
        raise MisconfiguredError(f"{folder}: there is no recipe (*.yaml); set WINNOW_RECIPES")
    recipes: dict[str, Recipe] = {}
    faults: list[str] = []
    for path in paths:
        try:
            recipe = load_recipe(path)
        except MisconfiguredError as error:
            faults.append(str(error))
            continue
        if recipe.recipe in recipes:
            faults.append(f"{path}:1: recipe: {recipe.recipe!r} stands in another file too")
        recipes[recipe.recipe] = recipe
    if faults:
        raise MisconfiguredError("\n".join(faults))
    return recipes


def recipe_named(folder: Path, name: str) -> Recipe:
    """The recipe of a folder by its name. Raises MisconfiguredError, also as `load_recipes`."""
    known = load_recipes(folder)
    if name not in known:
        raise MisconfiguredError(
            f"there is no recipe {name!r}; there are {', '.join(known)} (in {folder})"
        )
    return known[name]


def load_recipe(path: Path) -> Recipe:
    """One recipe. Raises MisconfiguredError, one line a problem: `file:line: key: what to do`."""
    page = read_page(path)
    try:
        recipe = Recipe.model_validate(page.content)
    except ValidationError as error:
        known = [*problems_of(error), *_name_problems(page), *_field_problems(page)]
        raise _misconfigured(page, known) from error
    problems = [*_name_problems(page), *recipe_problems(recipe)]
    if problems:
        raise _misconfigured(page, problems)
    return recipe


def _name_problems(page: Page) -> list[Problem]:
    name: Any = page.content.get("recipe")
    if not isinstance(name, str) or name == page.path.stem:
        return []
    return [Problem(("recipe",), f"{name!r} must be the file's name, {page.path.stem!r}")]


def _field_problems(page: Page) -> list[Problem]:
    fields = page.content.get("fields")
    faults = field_problems(fields) if isinstance(fields, dict) else []
    return [Problem(("fields", *fault.path), fault.message) for fault in faults]


def _misconfigured(page: Page, problems: Iterable[Problem]) -> MisconfiguredError:
    told = sorted(
        (page.line_of(problem.path), index, problem) for index, problem in enumerate(problems)
    )
    return MisconfiguredError(
        "\n".join(
            f"{page.path}:{line}: {_dotted(problem.path)}: {problem.message}"
            for line, _, problem in told
        )
    )


def _dotted(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")
