"""The adapters that come with Winnow: champions of the local model until another is named."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from winnow.contracts.tuning import ModelCard, Task
from winnow.llm.adapters import CARD
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
