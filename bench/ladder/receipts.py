"""A ladder of readers of receipts, the learnt layout before the local model, by `winnow ladder`."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from winnow.config import Settings
from winnow.evaluation.labelled import read_labelled
from winnow.ladder.measuring import drawn, measure
from winnow.recipes.load import load_recipes

HERE = Path(__file__).parent


def tune(path: Path, most: int, data: Path, seed: int, rungs: tuple[str, ...]) -> dict[str, Any]:
    """The figures of the ladder of the four-field recipe beside this file; answers stay in `data`.

    The text is that given with the documents.
    """
    settings = Settings(data=data, recipes=HERE / "recipes", model="local")
    recipe = load_recipes(settings.recipes)["receipt"].model_copy(update={"ladder": rungs})
    labelled = drawn(read_labelled(path, recipe), most, seed)
    made = asyncio.run(
        measure(
            recipe,
            labelled,
            settings,
            bar=None,
            seed=seed,
            use_given_text=True,
            told=lambda rung, _: print(f"  {rung}", file=sys.stderr),
        )
    )
    return made.ladder.figures
