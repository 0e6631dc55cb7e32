"""Contenders by their names."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from winnow.calibration.checking import leaf_fields
from winnow.config import Settings
from winnow.contracts.tuning import Task, TrainingExample
from winnow.embedding.open import open_embedder
from winnow.errors import MisconfiguredError
from winnow.evaluation.labelled import Labelled
from winnow.evaluation.readers import champion_of
from winnow.layout.plan import scalar_fields
from winnow.llm.choice import chosen
from winnow.llm.open import open_model, open_rung
from winnow.llm.port import LanguageModel
from winnow.llm.weights import BASE_NAME
from winnow.recipes.recipe import Recipe
from winnow.tuning.comparing.asking import Contender, FewShot, ZeroShot
from winnow.tuning.comparing.classifying import EmbeddingClassifier
from winnow.tuning.comparing.kinds import kind_of
from winnow.tuning.comparing.learnt_layout import LearntLayout
from winnow.tuning.comparing.retrieving import Retrieving

NAMES: Final = ("base", "few-shot", "retrieved", "tuned", "champion", "classifier", "layout", "api")
LEARNABLE: Final = 15  # documents from which a layout learns a field
Opened = list[Contender | LearntLayout]


@dataclass(frozen=True, slots=True)
class Field:
    """What contenders are opened for, and what they may learn from.

    `champion` answers now, as it is served; None where the recipe's model has not been promoted.
    """

    recipe: Recipe
    task: Task
    settings: Settings
    taught: Sequence[TrainingExample]
    documents: Sequence[Labelled]
    adapters: Sequence[Path] = ()
    champion: LanguageModel | None = None

    @property
    def base(self) -> LanguageModel:
        """The local model, bare."""
        told = {"model": "local", "local_adapter": None}
        return open_model(self.settings.model_copy(update=told))


async def champion_in_use(recipe: Recipe, task: Task, settings: Settings) -> LanguageModel | None:
    """Who answers now under the local model of this system; None where that is the bare base."""
    if chosen(settings) != "local":
        return None
    champion = await champion_of(recipe, settings, task)
    return None if champion.name == BASE_NAME else champion


def check_names(names: Sequence[str]) -> None:
    """Raise MisconfiguredError for a name that no contender has."""
    if unknown := [name for name in names if name not in NAMES]:
        raise MisconfiguredError(
            f"there is no contender {unknown[0]!r}: name some of {', '.join(NAMES)}"
        )


def open_contenders(field: Field, names: Sequence[str] = ()) -> Opened:
    """Those named, or all that apply here. Raises MisconfiguredError for one that does not."""
    check_names(names)
    opened: Opened = []
    for name in NAMES:
        why_not = WHY_NOT[name](field)
        if names and name in names and why_not:
            raise MisconfiguredError(f"{name} cannot be compared here: {why_not}")
        if not why_not and (not names or name in names):
            opened += OPEN[name](field)
    return opened


def _tuned(field: Field) -> Opened:
    models = [open_rung(f"local:{folder}", field.settings) for folder in field.adapters]
    return [ZeroShot(model, "tuned") for model in models]


def _retrieved(field: Field) -> Opened:
    return [Retrieving(field.base, field.taught, open_embedder(field.settings))]


def _champion(field: Field) -> Opened:
    return [] if field.champion is None else [FewShot(field.champion, "champion")]


def _api(field: Field) -> Opened:
    kind = "claude" if os.environ.get("ANTHROPIC_API_KEY") else "openai"
    return [FewShot(open_rung(kind, field.settings), "api")]


OPEN: Final[dict[str, Callable[[Field], Opened]]] = {
    "base": lambda field: [ZeroShot(field.base)],
    "few-shot": lambda field: [FewShot(field.base)],
    "retrieved": _retrieved,
    "tuned": _tuned,
    "champion": _champion,
    "classifier": lambda field: [EmbeddingClassifier(field.taught, open_embedder(field.settings))],
    "layout": lambda field: [LearntLayout(field.documents)],
    "api": _api,
}


def _no_shots(field: Field) -> str:
    if field.task == "extract" and field.recipe.examples:
        return ""
    return "the prompts hold no solved cases: the recipe has no `examples`, or the task shows none"


def _no_classes(field: Field) -> str:
    if kind_of(field.recipe, field.task) != "label":
        return "it gives a label, and the recipe asks for more"
    answers = {one.answer for one in field.taught}
    return "" if len(answers) > 1 else "it needs training examples of two labels"


def _no_layout(field: Field) -> str:
    if field.task != "extract" or kind_of(field.recipe) != "values":
        return "a layout reads values"
    if leaf_fields(field.recipe).keys() - scalar_fields(field.recipe).keys():
        return "a layout reads no lists"
    enough = len(field.documents) >= LEARNABLE
    return "" if enough else f"it learns from {LEARNABLE} labelled documents or more"


def _no_api(field: Field) -> str:
    server = field.settings.openai_base_url and field.settings.openai_model
    if os.environ.get("ANTHROPIC_API_KEY") or server:
        return ""
    return "set ANTHROPIC_API_KEY, or WINNOW_OPENAI_BASE_URL and WINNOW_OPENAI_MODEL"


WHY_NOT: Final[dict[str, Callable[[Field], str]]] = {
    "base": lambda _: "",
    "few-shot": _no_shots,
    "retrieved": lambda field: "" if field.taught else "it needs training examples",
    "tuned": lambda field: "" if field.adapters else "name its folder with --adapter",
    "champion": lambda field: "" if field.champion else "no model was promoted for this recipe",
    "classifier": _no_classes,
    "layout": _no_layout,
    "api": _no_api,
}
