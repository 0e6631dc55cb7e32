"""winnow models check RECIPE: a version tried again where it serves, and the gate's word on it."""

import asyncio
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from winnow.cli import models_shown as shown
from winnow.cli.terminal import err, explained, fail, out, print_json
from winnow.config import Settings
from winnow.contracts.tuning import Task
from winnow.recipes.load import recipe_named
from winnow.registry.verdict import GateVerdict


def check(
    recipe: str,
    version: str | None,
    task: Task,
    data: Path | None,
    given_text: bool,
    as_json: bool,
) -> None:
    """Try it, show what the gate found, and end with 1 where it does not let it pass."""
    settings = Settings()
    bar = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with explained(), Progress(*bar, TimeRemainingColumn(), console=err) as progress:
        bars: dict[str, Any] = {}

        def told(step: str, far: Any) -> None:
            if step not in bars:
                bars[step] = progress.add_task(step, total=None)
            if (done := getattr(far, "done", None)) is not None:
                progress.update(bars[step], completed=done, total=far.total)

        verdict = asyncio.run(_checked(recipe, version, task, data, given_text, settings, told))
    if as_json:
        print_json(shown.verdict_of(verdict))
    else:
        out.print(shown.checks(verdict))
    if not verdict.passed:
        fail(verdict.words, code=1)


async def _checked(
    recipe: str,
    version: str | None,
    task: Task,
    data: Path | None,
    given_text: bool,
    settings: Settings,
    told: Any,
) -> GateVerdict:
    from winnow.registry.open import open_registry
    from winnow.registry.promoting import chosen
    from winnow.tuning.measuring import Measuring
    from winnow.tuning.rechecking import recheck
    from winnow.tuning.wired import Wired

    of = recipe_named(settings.recipes, recipe)
    steps = Wired(settings, given_text, Measuring())
    async with open_registry(settings) as tools:
        wanted = await chosen(tools, recipe, task, version)
        examples = await steps.examples(data, of, task, told=told)
        return await recheck(tools, wanted, of, examples, settings, told)
