"""From labelled documents to a challenger that the gate has judged: one step after the other."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from winnow.config import Settings
from winnow.contracts.tuning import ModelCard, ModelRef, Task, TrainingExample
from winnow.errors import MisconfiguredError
from winnow.recipes.load import recipe_named
from winnow.recipes.recipe import Recipe
from winnow.tuning.measuring import Measuring
from winnow.tuning.parts import Split
from winnow.tuning.progress import Told, quiet
from winnow.tuning.training import TrainingOptions, train

SHOWN = 5  # faults of the data that an error lists
FOLLOWED: tuple[Task, ...] = ("extract", "summarise")  # tasks of one recipe alone


class Verdict(Protocol):
    """What the gate says of a challenger."""

    @property
    def passed(self) -> bool: ...
    @property
    def words(self) -> str: ...


class Steps(Protocol):
    """The steps of a tuning besides the training; `winnow.tuning.wired` has those in use."""

    async def examples(
        self, data: Path | None, recipe: Recipe, task: Task, *, told: Told
    ) -> list[TrainingExample]:
        """Those of a file, or recorded from labelled documents; without `data`, those kept."""
        ...

    def split(self, examples: Sequence[TrainingExample], seed: int, folder: Path) -> Split:
        """Divide by group, and write down how in the folder."""
        ...

    def check(self, parts: Split, recipe: Recipe, folder: Path) -> tuple[str, ...]:
        """Write the report on the data; return the faults for which strict training stops."""
        ...

    async def compare(
        self, parts: Split, recipe: Recipe, task: Task, folder: Path, told: Told
    ) -> Any:
        """Put the adapter in the folder beside all else on the test part; write the table."""
        ...

    async def judge(
        self,
        card: ModelCard,
        parts: Split,
        recipe: Recipe,
        compared: Any,
        folder: Path,
        by: str,
        told: Told,
    ) -> tuple[ModelRef, Verdict]:
        """Calibrate the adapter, try it where it serves, register it as the challenger, and ask

        the gate.
        """
        ...


@dataclass(frozen=True, slots=True)
class Tuned:
    """What came of it. `faults` were found in the data and trained on all the same."""

    card: ModelCard
    faults: tuple[str, ...]
    compared: Any
    ref: ModelRef
    verdict: Verdict
    folder: Path


async def tune(
    recipe: str,
    task: Task,
    settings: Settings,
    *,
    folder: Path,
    data: Path | None = None,
    use_given_text: bool = False,
    options: TrainingOptions | None = None,
    strict: bool = False,
    measuring: Measuring | None = None,
    by: str = "command",
    on_progress: Told = quiet,
    steps: Steps | None = None,
) -> Tuned:
    """Examples, split, checks, training, comparison, registration, gate.

    A run in the same folder goes on where it was interrupted. `measuring` says on how many test
    documents and against whom; all without it. Raises MisconfiguredError at the step where
    something is wrong; only the last one makes a version.
    """
    if task not in FOLLOWED:
        raise MisconfiguredError(
            f"services follow no tuned model for {task}: a recipe with one field that has an "
            "`enum` is tuned as a classification by the task extract"
        )
    chosen, options = recipe_named(settings.recipes, recipe), options or TrainingOptions()
    steps = steps or _wired(settings, use_given_text, measuring or Measuring())
    on_progress("examples", None)
    examples = await steps.examples(data, chosen, task, told=on_progress)
    on_progress("checking", len(examples))
    parts = await asyncio.to_thread(steps.split, examples, options.seed, folder)
    faults = await asyncio.to_thread(steps.check, parts, chosen, folder)
    if faults and strict:
        raise MisconfiguredError(_refused(faults, folder))
    card = await asyncio.to_thread(
        train, parts, chosen, task, folder, options, lambda one: on_progress(one.stage, one)
    )
    on_progress("comparing", None)
    compared = await steps.compare(parts, chosen, task, folder, on_progress)
    on_progress("judging", None)
    ref, verdict = await steps.judge(card, parts, chosen, compared, folder, by, on_progress)
    return Tuned(card, faults, compared, ref, verdict, folder)


def _wired(settings: Settings, given_text: bool, measuring: Measuring) -> Steps:
    """The steps in use; they bring much that a test of the order has no need of."""
    from winnow.tuning.wired import Wired

    return Wired(settings, given_text, measuring)


def _refused(faults: tuple[str, ...], folder: Path) -> str:
    told = "\n".join(f"- {fault}" for fault in faults[:SHOWN])
    more = f"\n- and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
    return f"--strict: the data has faults, see the report in {folder}:\n{told}{more}"
