"""Judged values of a real reader that is no language model: the learnt layout, read alone."""

from pathlib import Path
from typing import Any, Final

from bench.bound.pretending import extraction_of

from winnow import layout
from winnow.calibration.splitting import fold_of
from winnow.contracts.calibration import Judged
from winnow.evaluation.given import given_document
from winnow.evaluation.judging import judge
from winnow.evaluation.labelled import read_labelled
from winnow.recipes.recipe import Recipe
from winnow_extract.grounding import SourceIndex

NAME: Final = "learnt-layout"


def layout_judged(index: Path, recipe: Recipe, seed: int) -> list[Judged]:
    """Every document read by a layout that learnt from the other folds.

    Its score of a reading stands for the token probability of a model.
    """
    documents = [
        (one, given_document(one.text, one.boxes))
        for one in read_labelled(index, recipe)
        if one.text is not None or one.boxes
    ]
    dealt = fold_of((one.group for one, _ in documents), seed)
    readers = {
        fold: layout.learn(
            recipe,
            [(parsed, one.gold) for one, parsed in documents if dealt[one.group] != fold],
        )
        for fold in sorted(set(dealt.values()))
    }
    judged: list[Judged] = []
    for one, parsed in documents:
        readings = layout.read(readers[dealt[one.group]], recipe, parsed)
        data: dict[str, Any] = {name: None for name in one.gold if f"/{name}" not in readings}
        told = {f"/{name}": 0.5 for name in data}  # it says nothing, nor how sure it is of that
        for pointer, reading in readings.items():
            data[pointer[1:]], told[pointer] = reading.value, reading.score
        flat = {name: value for name, value in data.items() if f"/{name}" in told}
        extraction = extraction_of(recipe, SourceIndex(parsed), flat, told, NAME)
        judged += judge(recipe, one, extraction, NAME)
    return judged
