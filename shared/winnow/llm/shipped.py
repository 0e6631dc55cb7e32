"""The adapters that come with Winnow: champions of the local model until another is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from winnow.contracts.tuning import ModelCard, Task
from winnow.llm.adapters import CARD
from winnow.llm.port import LanguageModel
from winnow.llm.unshown import as_shown
from winnow.observability.logs import get_logger

log = get_logger(__name__)
FOLDER: Final = Path(str(files("winnow"))) / "adapters"


@dataclass(frozen=True, slots=True)
class Shipped:
    """An adapter in the package, and how it was made."""

    folder: Path
    card: ModelCard


def shipped(recipe: str, task: Task, fields_hash: str, folder: Path = FOLDER) -> Shipped | None:
    """The one for a task of a recipe; None where there is none, or it is for other fields.

    A tuned model is shown no solved cases, so that one which was taught other fields does worse
    than the bare base that is shown some.
    """
    found = _read(folder / recipe)
    if found is None or found.card.task != task or found.card.recipe != recipe:
        return None
    if found.card.fields_hash != fields_hash:
        _tell(recipe, found.card.name)
        return None
    return found


class ShippedOrBare:
    """Default: the adapter that Winnow ships for the recipe's fields, if the model is local."""

    def __init__(self, fields: Mapping[str, str], *, use_shipped: bool) -> None:
        self._fields = fields
        self._use_shipped = use_shipped
        self._opened: dict[tuple[str, str, Task], LanguageModel] = {}

    def __call__(self, model: LanguageModel, recipe: str, task: Task) -> LanguageModel:
        """The model under it, or as it is. The adapter is loaded when it is first asked."""
        from winnow.llm.local import LocalModel

        if not self._use_shipped or not isinstance(model, LocalModel):
            return model
        found = shipped(recipe, task, self._fields.get(recipe, ""))
        if found is None:
            return model
        key = model.name, recipe, task
        if key not in self._opened:
            under = LocalModel(
                found.folder, window=model.window, engine=model.engine, name=found.card.name
            )
            self._opened[key] = as_shown(under, found.card.shown)
        return self._opened[key]


@cache
def _read(folder: Path) -> Shipped | None:
    card = folder / CARD
    if not card.is_file():
        return None
    return Shipped(folder, ModelCard.model_validate_json(card.read_text()))


@cache
def _tell(recipe: str, model: str) -> None:
    """Once a process: it is so for every document."""
    log.warning(
        "the recipe is not the one that the shipped adapter was trained for, so the bare base "
        "reads; run: winnow tune",
        recipe=recipe,
        adapter=model,
    )
