"""winnow ladder tune, winnow ladder show"""

import asyncio
from pathlib import Path
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

from winnow.cli.laddered import show_ladder
from winnow.cli.terminal import err, explained, fail, out, print_json
from winnow.config import Settings
from winnow.contracts.ladders import Ladder
from winnow.recipes.load import recipe_named
from winnow.recipes.recipe import Recipe

app = typer.Typer(
    no_args_is_help=True, help="Which models read in turn: the cheapest that keeps the quality."
)

BAR: Final = "Share of documents that must be right, such as 0.9"


@app.command()
def tune(
    recipe: Annotated[str, typer.Argument(help="Name of the recipe.")],
    data: Annotated[Path, typer.Option(help="Labelled documents, a JSON object a line.")],
    rungs: Annotated[
        str | None, typer.Option(help="layout,local,claude ...: instead of the recipe's ladder.")
    ] = None,
    bar: Annotated[
        float | None,
        typer.Option(min=0.01, max=0.9999, help=f"{BAR}; else as many as the best rung has."),
    ] = None,
    use_given_text: Annotated[
        bool, typer.Option("--use-given-text", help="Text given with a document, not our OCR.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="So many documents, drawn.")] = None,
    seed: Annotated[int, typer.Option(help="Of the draw, and of what is held out.")] = 0,
    plot: Annotated[Path | None, typer.Option(help="Where to write the frontier's PNG.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Measure each rung on labelled documents, choose the cheapest ladder, and put it to use.

    Every rung reads every document, through the services' own handlers in this process. Part of the
    documents teach calibrations and thresholds, the others verify. Interrupted and run again, no
    answer is paid for twice. Models without a price cost WINNOW_COMPUTE_USD_PER_HOUR. See
    docs/ladder.md.

    Example: winnow ladder tune receipt --data receipts.jsonl --rungs layout,local,claude
    """
    from winnow.ladder.drawing import draw
    from winnow.observability.logs import configure

    with explained():
        settings = Settings()
        configure("text", "WARNING")
        chosen = _recipe(settings, recipe, rungs)
        ladder = _tuned(chosen, settings, data, bar, use_given_text, limit, seed)
        path = plot or settings.data / "ladders" / f"{recipe}-{ladder.id}.png"
        draw(ladder.figures, f"{ladder.recipe_version}: {ladder.documents} documents", path)
    if as_json:
        print_json({**ladder.model_dump(mode="json"), "plot": str(path)})
        return
    show_ladder(ladder)
    if rungs is not None:
        kept = ", ".join(chosen.ladder)
        out.print(f"\nWrite it into the recipe to have it climbed:  ladder: [{kept}]", markup=False)
    err.print(f"drawn: {path}", markup=False)


@app.command()
def show(
    recipe: Annotated[str, typer.Argument(help="Name of the recipe.")],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Tell which ladder was chosen for a recipe, and whether running services climb it."""
    with explained():
        settings = Settings()
        chosen = _recipe(settings, recipe, None)
        ladder, why = asyncio.run(_in_use(chosen, settings))
    if ladder is None:
        fail(why or f"no ladder was chosen for {recipe!r}", code=1)
    if as_json:
        print_json({**ladder.model_dump(mode="json"), "climbed": why is None, "why_not": why})
        return
    show_ladder(ladder)
    out.print(f"\nNot climbed: {why}" if why else "\nIt is climbed.", markup=False)


def _recipe(settings: Settings, name: str, rungs: str | None) -> Recipe:
    known = recipe_named(settings.recipes, name)
    if rungs is None:
        return known
    named = tuple(one.strip() for one in rungs.split(",") if one.strip())
    return known.model_copy(update={"ladder": named})


def _tuned(
    recipe: Recipe,
    settings: Settings,
    data: Path,
    bar: float | None,
    given: bool,
    limit: int | None,
    seed: int,
) -> Ladder:
    from winnow.evaluation.labelled import read_labelled
    from winnow.ladder.keeping import put_in_use
    from winnow.ladder.measuring import drawn, measure, readings

    labelled = drawn(read_labelled(data, recipe), limit, seed)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    times = (TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
    with Progress(*columns, *times, console=err) as progress:
        tasks = {
            rung: progress.add_task(rung, total=total)
            for rung, total in readings(recipe, labelled).items()
        }
        tuned = asyncio.run(
            measure(
                recipe,
                labelled,
                settings,
                bar=bar,
                seed=seed,
                use_given_text=given,
                told=lambda rung, more: progress.advance(tasks[rung], more),
            )
        )
    asyncio.run(put_in_use(tuned, recipe, settings.database_url()))
    return tuned.ladder


async def _in_use(recipe: Recipe, settings: Settings) -> tuple[Ladder | None, str | None]:
    from winnow.evaluation.readers import rungs_of
    from winnow.ladder.validity import TASK, steps_of
    from winnow.records.calibrations import Calibrations
    from winnow.records.database import open_database
    from winnow.records.ladders import Ladders
    from winnow.records.migrate import migrate

    url = settings.database_url()
    await migrate(url)
    database = open_database(url)
    try:
        ladders = Ladders(database)
        ladder = await ladders.newest(recipe.recipe, TASK)
        if not recipe.ladder:
            return ladder, "the recipe names no `ladder`: write its rungs into it"
        models = await rungs_of(recipe, settings)
        _, why = await steps_of(recipe, models, ladders, Calibrations(database))
        return ladder, why
    finally:
        await database.close()
