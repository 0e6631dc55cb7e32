"""The comparison from end to end."""

import hashlib
import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from winnow.calibration.gates import fields_hash
from winnow.config import Settings
from winnow.contracts.tuning import Task, TrainingExample
from winnow.errors import MisconfiguredError
from winnow.evaluation.labelled import Labelled
from winnow.recipes.recipe import Recipe
from winnow.tuning.comparing.asking import Contender
from winnow.tuning.comparing.comparison import Comparison
from winnow.tuning.comparing.differences import differences
from winnow.tuning.comparing.figures import row_of
from winnow.tuning.comparing.held import Held, held_of_examples
from winnow.tuning.comparing.kinds import MEASURES, kind_of
from winnow.tuning.comparing.learnt_layout import LearntLayout
from winnow.tuning.comparing.reading import Reading, Told
from winnow.tuning.comparing.sampling import sample
from winnow.tuning.comparing.verdict import judge_worth

TUNED: Final = "tuned"
SAMPLED: Final = ("base", "few-shot", "tuned")  # roles of the local model


def quiet(_role: str, _more: int) -> None:
    """Nobody watches."""


async def compare(
    contenders: Sequence[Contender | LearntLayout],
    test: Sequence[TrainingExample],
    recipe: Recipe,
    task: Task,
    settings: Settings,
    *,
    labelled: Sequence[Labelled] = (),
    use_given_text: bool = True,
    seed: int = 0,
    samples: int = 0,
    on_progress: Told = quiet,
) -> Comparison:
    """Every contender on the documents of the test examples; the first `tuned` one is judged.

    `labelled` are documents to read instead of the text in the examples: those with boxes, or that
    were asked in several parts. Raises as `compare_on` does.
    """
    held, lost = held_of_examples(test, labelled)
    found = await compare_on(
        contenders,
        held,
        recipe,
        task,
        settings,
        use_given_text=use_given_text,
        seed=seed,
        samples=samples,
        on_progress=on_progress,
    )
    return found.model_copy(update={"left_out": tuple(lost)})


async def compare_on(
    contenders: Sequence[Contender | LearntLayout],
    held: Sequence[Held],
    recipe: Recipe,
    task: Task,
    settings: Settings,
    *,
    use_given_text: bool = True,
    seed: int = 0,
    samples: int = 0,
    on_progress: Told = quiet,
) -> Comparison:
    """The same over documents of any origin, none of which a contender may have learnt from.

    With `samples` so many answers are drawn of the local contenders besides, for pass@k.
    Interrupted and run again, no answer is paid for twice. Raises MisconfiguredError where there is
    nothing to compare, and UnreachableError where a model stays away.
    """
    _check(contenders, held)
    begun, at, kind = time.monotonic(), datetime.now(UTC), kind_of(recipe, task)
    reading = Reading(recipe, task, settings, use_given_text, on_progress)
    rows = [
        row_of(one.role, one.name, one.reader, await reading.read(one, held), kind, seed)
        for one in contenders
    ]
    drawn = [
        await sample(one, held, reading, samples, seed=seed)
        for one in contenders
        if samples and not isinstance(one, LearntLayout) and one.role in SAMPLED
    ]
    tuned = next((row for row in rows if row.role == TUNED), None)
    others = [row for row in rows if row is not tuned]
    apart = differences(tuned, others, kind, seed) if tuned else ()
    return Comparison(
        recipe=recipe.id,
        fields_hash=fields_hash(recipe),
        task=task,
        kind=kind,
        measure=MEASURES[kind],
        documents=len(held),
        data_hash=_hash(held),
        rows=tuple(rows),
        tuned=tuned.model if tuned else None,
        apart=apart,
        sampled=tuple(drawn),
        verdict=judge_worth(tuned, others, apart, MEASURES[kind]),
        seed=seed,
        usd_per_hour=settings.compute_usd_per_hour,
        created_at=at,
        wall_seconds=time.monotonic() - begun,
    )


def _check(contenders: Sequence[Contender | LearntLayout], held: Sequence[Held]) -> None:
    if not held:
        raise MisconfiguredError("there is no held-out document to compare on: label more")
    if not contenders:
        raise MisconfiguredError("there is nothing to compare: name contenders")
    names = [one.name for one in contenders]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise MisconfiguredError(f"{', '.join(twice)} stands twice among the contenders")


def _hash(held: Sequence[Held]) -> str:
    told = [[one.labelled.id, one.labelled.gold, list(one.references)] for one in held]
    body = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()[:12]
