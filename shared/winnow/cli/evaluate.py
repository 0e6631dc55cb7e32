"""winnow evaluate"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Annotated, Final

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from winnow.cli.evaluated import needed, note_unjudged, show, write_judged, write_report
from winnow.cli.terminal import err, explained, fail
from winnow.config import Settings
from winnow.errors import UnreachableError
from winnow.evaluation.answering import Answered
from winnow.evaluation.comparing import compare_runs
from winnow.evaluation.evaluating import evaluate_recipe
from winnow.evaluation.labelled import Labelled, read_labelled
from winnow.evaluation.run import Run, read_run
from winnow.observability.logs import configure
from winnow.recipes.load import load_recipes
from winnow.recipes.recipe import Recipe

AGAIN: Final = "run the same again: no answer so far is lost"


class Models(StrEnum):
    """What --model takes."""

    AUTO = "auto"
    LOCAL = "local"
    CLAUDE = "claude"
    OPENAI = "openai"


def evaluate(
    recipe: Annotated[str, typer.Argument(help="Name of the recipe.")],
    data: Annotated[Path, typer.Option(help="Labelled documents, a JSON object a line.")],
    model: Annotated[Models | None, typer.Option(help="Instead of WINNOW_MODEL.")] = None,
    use_given_text: Annotated[
        bool, typer.Option("--use-given-text", help="Text given with a document, not our OCR.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The run as one JSON object.")] = False,
    judged: Annotated[
        Path | None, typer.Option(help="Write every value and whether it is right here.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="run.json of an earlier evaluation to compare with.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the report.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="So many documents, drawn.")] = None,
    seed: Annotated[int, typer.Option(help="Of the draw, and of the comparison.")] = 0,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ask again what was answered.")] = False,
) -> None:
    """Measure how well a recipe is filled: precision, recall and F1 a field, cost and time.

    Documents go through the services' own handlers in this process; nothing need run. A document
    that fails is counted as one that nothing was returned for. Interrupted and run again, no
    answer is paid for twice. The report, with plots and run.json, lies in --out. The exit code
    is 1 when no document was answered.

    Example: winnow evaluate receipt --data receipts/index.jsonl --baseline last/run.json
    """
    settings = _settings(model)
    with explained(), _resumable():
        needed()
        before = read_run(baseline) if baseline else None
        wanted = _recipe(recipe, settings)
        labelled = _drawn(read_labelled(data, wanted), limit, seed)
        note_unjudged(labelled, wanted)
        run, answered = _run(labelled, wanted, settings, data, use_given_text, fresh)
        comparison = compare_runs(run, before, seed) if before else None
        leaves = [leaf for one in answered for leaf in one.judged]
        folder = out or settings.data / "evaluations" / f"{recipe}-{run.created_at:%Y%m%d-%H%M%S}"
        report = write_report(folder, run, leaves, comparison)
        if judged:
            write_judged(judged, leaves)
    show(run, comparison, report, as_json)
    raise typer.Exit(1 if run.failures.count == run.documents else 0)


def _settings(model: Models | None) -> Settings:
    settings = Settings()
    configure("text", "WARNING")
    return settings.model_copy(update={"model": model.value}) if model else settings


@contextmanager
def _resumable() -> Iterator[None]:
    """Say what is not lost when something stops answering, or a person stops it."""
    try:
        yield
    except UnreachableError as error:
        raise UnreachableError(error.what, f"{_why(error)}; {AGAIN}") from error
    except KeyboardInterrupt:
        err.print(f"winnow: stopped; {AGAIN}", markup=False, highlight=False)
        raise typer.Exit(130) from None


def _why(error: UnreachableError) -> str:
    return str(error).partition(": ")[2]


def _recipe(name: str, settings: Settings) -> Recipe:
    recipes = load_recipes(settings.recipes)
    if name not in recipes:
        fail(f"there is no recipe {name!r} in {settings.recipes}; known: {', '.join(recipes)}")
    return recipes[name]


def _drawn(labelled: list[Labelled], limit: int | None, seed: int) -> list[Labelled]:
    """All, or so many of them drawn at random, in the order of the file."""
    if limit is None or limit >= len(labelled):
        return labelled
    chosen = Random(seed).sample(range(len(labelled)), limit)  # noqa: S311  (a draw, no secret)
    return [labelled[at] for at in sorted(chosen)]


def _run(
    labelled: list[Labelled],
    recipe: Recipe,
    settings: Settings,
    data: Path,
    use_given_text: bool,
    fresh: bool,
) -> tuple[Run, list[Answered]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    times = (TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
    with Progress(*columns, *times, console=err, transient=True) as bar:
        task = bar.add_task("extracted", total=len(labelled))
        return asyncio.run(
            evaluate_recipe(
                labelled,
                recipe,
                settings,
                data,
                use_given_text=use_given_text,
                fresh=fresh,
                on_progress=lambda _: bar.advance(task),
            )
        )
