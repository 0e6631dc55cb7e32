"""A recipe evaluated under the settings as they are: answers, gates in use, and figures."""

import hashlib
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from winnow.config import Settings
from winnow.evaluation.accepting import gates_in_use
from winnow.evaluation.answering import Answered, answer_all
from winnow.evaluation.in_use import Climbed, calibration_in_use, ladder_in_use
from winnow.evaluation.labelled import Labelled
from winnow.evaluation.measuring import About, measure
from winnow.evaluation.readers import reader_of
from winnow.evaluation.run import Run
from winnow.recipes.recipe import Recipe


async def evaluate_recipe(
    labelled: Sequence[Labelled],
    recipe: Recipe,
    settings: Settings,
    data: Path,
    *,
    use_given_text: bool = False,
    fresh: bool = False,
    on_progress: Callable[[Answered], None] = lambda _: None,
) -> tuple[Run, list[Answered]]:
    """The figures of a recipe on labelled documents, of the file `data`, and each answer.

    Calibration and ladder are those that the system uses now. Raises what `answer_all` raises.
    """
    begun, at = time.monotonic(), datetime.now(UTC)
    model, climbed = await reader_of(recipe, settings), Climbed()
    if recipe.ladder:
        climbed = await ladder_in_use(settings, recipe)
        calibration = next(iter(climbed.rungs), None)  # gates are the same on every rung
    else:
        calibration = await calibration_in_use(settings, recipe.recipe, model)
    answered = await answer_all(
        labelled,
        recipe,
        settings,
        use_given_text=use_given_text,
        on_progress=on_progress,
        fresh=fresh,
        calibration=calibration,
        rungs=climbed.rungs,
        ladder=climbed.ladder,
    )
    seconds = time.monotonic() - begun
    about = About(model, data.name, _hash(data), use_given_text, at, seconds)
    return measure(answered, recipe, gates_in_use(recipe, calibration), about), answered


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
