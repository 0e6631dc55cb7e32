"""Every rung of a recipe's ladder measured on labelled documents, and the ladder tuned."""

from collections.abc import Sequence
from random import Random

from winnow.calibration.checking import leaf_fields
from winnow.calibration.splitting import teaching_groups
from winnow.config import Settings
from winnow.errors import MisconfiguredError
from winnow.evaluation.labelled import Labelled
from winnow.ladder.bars import Bar
from winnow.ladder.rating import rate
from winnow.ladder.reading import Desk, Told
from winnow.ladder.rungs import LAYOUT
from winnow.ladder.tuning import Tuned, tune
from winnow.layout.plan import scalar_fields
from winnow.recipes.recipe import Recipe


def drawn(labelled: Sequence[Labelled], limit: int | None, seed: int) -> list[Labelled]:
    """All, or so many of them drawn at random, in the order given."""
    if limit is None or limit >= len(labelled):
        return list(labelled)
    chosen = Random(seed).sample(range(len(labelled)), limit)  # noqa: S311  (a draw, no secret)
    return [labelled[at] for at in sorted(chosen)]


def readings(recipe: Recipe, labelled: Sequence[Labelled]) -> dict[str, int]:
    """How many documents each rung will read: the layout parses all of them once before."""
    return {rung: len(labelled) * (2 if rung == LAYOUT else 1) for rung in recipe.ladder}


async def measure(
    recipe: Recipe,
    labelled: Sequence[Labelled],
    settings: Settings,
    *,
    bar: float | None,
    seed: int,
    use_given_text: bool,
    told: Told,
) -> Tuned:
    """Let every rung read every document, and tune.

    Raises MisconfiguredError where that cannot be, and UnreachableError where a model stays away:
    run again, no answer so far is lost.
    """
    check(recipe)
    teaching = teaching_groups({one.id: one.group for one in labelled}, seed)
    desk = Desk(recipe, settings, teaching, seed, use_given_text, told)
    rated = [
        rate(await desk.read(rung, labelled), recipe, teaching, seed, settings.compute_usd_per_hour)
        for rung in recipe.ladder
    ]
    return tune(recipe, labelled, rated, teaching, Bar(recipe.assurance, bar), seed)


def check(recipe: Recipe) -> None:
    """Raise MisconfiguredError for a ladder that is not worth measuring."""
    if not recipe.ladder:
        raise MisconfiguredError(
            f"the recipe {recipe.recipe!r} names no `ladder`: write its rungs there, the cheapest "
            "first, or give --rungs layout,local,claude"
        )
    lists = sorted(leaf_fields(recipe).keys() - scalar_fields(recipe).keys())
    if LAYOUT in recipe.ladder and lists:
        raise MisconfiguredError(
            f"the rung layout reads no lists, and the recipe {recipe.recipe!r} has "
            f"{', '.join(lists)}: no document could stay on it; leave it out"
        )
