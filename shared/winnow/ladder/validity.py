"""How a recipe's ladder is to be climbed now: as it was chosen, or by its last rung alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from winnow.calibration.documents import document_score
from winnow.calibration.gates import fields_hash, unfit
from winnow.contracts.calibration import Calibration
from winnow.contracts.evidence import Extraction
from winnow.contracts.ladders import Ladder
from winnow.recipes.recipe import Recipe
from winnow.records.port import CalibrationStore, LadderStore

TASK: Final = "extract"


@dataclass(frozen=True, slots=True)
class Step:
    """A rung to climb: `number` counts in the recipe's ladder, `threshold` is what keeps."""

    name: str
    number: int
    threshold: float
    calibration: Calibration | None

    def keeps(self, extraction: Extraction, recipe: Recipe) -> bool:
        """Whether a document may stay here."""
        return score_of(extraction, recipe) >= self.threshold


def score_of(extraction: Extraction, recipe: Recipe) -> float:
    """The confidence of the weakest must-have value; below 0 for what may never stay.

    That is what failed, and what is not complete: the next rung may do better.
    """
    if extraction.failure is not None or not extraction.completeness.complete:
        return -1.0
    rated = {at: (leaf.value, leaf.confidence) for at, leaf in extraction.leaves.items()}
    return document_score(recipe, rated)


async def steps_of(
    recipe: Recipe,
    models: Mapping[str, str],
    ladders: LadderStore,
    calibrations: CalibrationStore,
) -> tuple[tuple[Step, ...], str | None]:
    """The rungs to climb, the cheapest first; and why it is the last alone, if so.

    `models` holds the full names of the recipe's rungs, in its order.
    """
    ladder = await ladders.newest(recipe.recipe, TASK)
    if ladder is None and len(models) == 1:  # nothing to choose from
        return await _last(recipe, models, calibrations), None
    why = _outdated(recipe, ladder, models)
    if ladder is None or why is not None:
        return await _last(recipe, models, calibrations), why
    made = []
    for rung in ladder.rungs:
        calibration = await calibrations.get(rung.calibration or "")
        if why := unfit(recipe, calibration):
            return await _last(recipe, models, calibrations), _again(recipe, why)
        newer = await calibrations.newest(recipe.recipe, rung.model)
        if newer is not None and newer.created_at > ladder.created_at:
            why = f"{rung.name} was calibrated anew since"
            return await _last(recipe, models, calibrations), _again(recipe, why)
        number = list(models).index(rung.name)
        made.append(Step(rung.name, number, rung.threshold, calibration))
    return tuple(made), None


def _outdated(recipe: Recipe, ladder: Ladder | None, models: Mapping[str, str]) -> str | None:
    if ladder is None:
        return _again(recipe, "no ladder was chosen for it yet")
    if ladder.fields_hash != fields_hash(recipe):
        return _again(recipe, f"the recipe has changed since {ladder.recipe_version}")
    places = [list(models).index(rung.name) for rung in ladder.rungs if rung.name in models]
    if len(places) < len(ladder.rungs) or places != sorted(places):
        return _again(recipe, "its rungs are others, or in another order, than were measured")
    for rung in ladder.rungs:
        if models[rung.name] != rung.model:
            return _again(
                recipe, f"{rung.name} is {models[rung.name]} now, and {rung.model} was measured"
            )
    return None


def _again(recipe: Recipe, why: str) -> str:
    return (
        f"{why}, so {recipe.ladder[-1]} reads everything; "
        f"run: winnow ladder tune {recipe.recipe} --data FILE"
    )


async def _last(
    recipe: Recipe, models: Mapping[str, str], calibrations: CalibrationStore
) -> tuple[Step, ...]:
    name = recipe.ladder[-1]
    calibration = await calibrations.newest(recipe.recipe, models[name])
    fit = None if unfit(recipe, calibration) else calibration
    return (Step(name, len(recipe.ladder) - 1, 0.0, fit),)
