"""A ladder tuned on labelled documents: rungs read, rated, chosen, and calibrated together."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from winnow.calibration.fitting import examples_of
from winnow.calibration.gates import fields_hash
from winnow.contracts.calibration import Calibration
from winnow.contracts.ladders import Ladder, Rung
from winnow.errors import MisconfiguredError
from winnow.evaluation.labelled import Labelled
from winnow.ladder.bars import Bar
from winnow.ladder.choosing import Choice, choose
from winnow.ladder.climbing import climb
from winnow.ladder.outcomes import Table, table_of
from winnow.ladder.rating import Rated
from winnow.ladder.reporting import report
from winnow.ladder.validity import TASK
from winnow.recipes.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Tuned:
    """The ladder, the calibrations that it names, and each measured rung's own calibration."""

    ladder: Ladder
    calibrations: tuple[Calibration, ...]
    alone: tuple[Calibration, ...]


def tune(
    recipe: Recipe,
    labelled: Sequence[Labelled],
    rungs: Sequence[Rated],
    teaching: frozenset[str],
    bar: Bar,
    seed: int,
) -> Tuned:
    """Choose on the teaching documents, verify on the others.

    Raises MisconfiguredError where the documents are too few, or the rungs too many.
    """
    table = table_of([(one.rung, one.outcomes) for one in rungs])
    taught = [at for at, one in enumerate(labelled) if one.group in teaching]
    kept = [at for at, one in enumerate(labelled) if one.group not in teaching]
    held = table.only(kept)
    try:
        choice = choose(table.only(taught), held, bar)
    except ValueError as error:
        raise MisconfiguredError(str(error)) from error
    timed = frozenset(one.rung for one in rungs if one.by_time)
    figures = report(choice, table.only(taught), held, bar, timed, seed)
    documents = [labelled[at].id for at in kept]
    calibrations = _calibrations(recipe, rungs, choice, held, documents, seed)
    ladder = _ladder(recipe, labelled, rungs, choice, calibrations, figures)
    return Tuned(ladder, calibrations, tuple(one.calibration for one in rungs))


def _calibrations(
    recipe: Recipe,
    rungs: Sequence[Rated],
    choice: Choice,
    held: Table,
    documents: Sequence[str],
    seed: int,
) -> tuple[Calibration, ...]:
    """Each rung's scorers with the examples of the ladder as a whole.

    Documents reach a rung because others passed them on, so what a rung shows of all documents says
    nothing of those. Gates are tested on held-out documents as the ladder answers them, each with
    the score of the rung that kept it: they are the same on every rung.
    """
    by = climb(choice.chosen, held).by
    pairs = [
        pair
        for at, document in enumerate(documents)
        for pair in rungs[by[at]].scored.get(document, [])
    ]
    examples = examples_of(recipe, pairs, seed)
    made = []
    for number in choice.chosen.rungs:
        rung = rungs[number]
        told = {"model": f"{rung.model}@ladder", **examples}
        one = rung.calibration.model_copy(update=told)
        plain = one.model_dump_json(exclude={"id", "created_at", "figures"})
        made.append(one.model_copy(update={"id": _short_hash(plain)}))
    return tuple(made)


def _ladder(
    recipe: Recipe,
    labelled: Sequence[Labelled],
    rungs: Sequence[Rated],
    choice: Choice,
    calibrations: Sequence[Calibration],
    figures: dict[str, Any],
) -> Ladder:
    chosen, thresholds = choice.chosen.rungs, (*choice.chosen.thresholds, 0.0)
    made = tuple(
        Rung(
            name=rungs[at].rung,
            model=rungs[at].model,
            calibration=calibration.id,
            threshold=threshold,
        )
        for at, threshold, calibration in zip(chosen, thresholds, calibrations, strict=True)
    )
    data = json.dumps([[one.id, one.group, one.gold] for one in labelled], default=str)
    now = datetime.now(UTC)
    return Ladder(
        id=_short_hash(f"{now.isoformat()}{made}{data}"),
        recipe=recipe.recipe,
        recipe_version=recipe.id,
        task=TASK,
        fields_hash=fields_hash(recipe),
        data_hash=_short_hash(data),
        documents=len(labelled),
        rungs=made,
        created_at=now,
        figures=figures,
    )


def _short_hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
