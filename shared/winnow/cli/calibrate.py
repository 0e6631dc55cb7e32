"""winnow calibrate"""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from winnow.calibration import Gate, fit, gates_for
from winnow.calibration.records import model_of, put_in_use, read_judged
from winnow.calibration.reporting import as_json, figure_line, gate_rows
from winnow.calibration.second import Document, with_agreement
from winnow.cli.terminal import err, explained, fail, out, print_json, table
from winnow.config import Settings
from winnow.contracts.calibration import Calibration, Judged
from winnow.recipes.load import recipe_named
from winnow.recipes.recipe import Recipe
from winnow.records.calibrations import Calibrations
from winnow.records.database import open_database
from winnow.records.migrate import migrate

Taught = tuple[list[Judged], dict[str, Any] | None]  # values, and what the second reader learnt


def calibrate(
    recipe: Annotated[str, typer.Argument(help="Name of the recipe.")],
    data: Annotated[Path | None, typer.Option(help="Labelled documents, JSONL.")] = None,
    judged: Annotated[
        Path | None, typer.Option(help="Instead: values that `winnow evaluate --judged` wrote.")
    ] = None,
    use_given_text: Annotated[
        bool, typer.Option(help="Take the text given with a document, do not read its file.")
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(help="With --data: claude, openai or local. With --judged: a model's name."),
    ] = None,
    as_line: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
    pictures: Annotated[Path | None, typer.Option("--out", help="Folder for the PNGs.")] = None,
    seed: Annotated[int, typer.Option(help="Which documents are held out.")] = 0,
) -> None:
    """Learn from labelled documents how far a recipe's values can be trusted, and put it to use.

    One part of the documents teaches which signals make a value likely to be right; the other part
    shows from which confidence on the recipe's tolerated error is kept. Running services accept
    by it within seconds. See docs/calibration.md.

    Example: winnow calibrate receipt --data receipts.jsonl --use-given-text
    """
    if (data is None) == (judged is None):
        fail("give either --data, labelled documents, or --judged, values that were judged")
    with explained():
        settings = Settings()
        chosen = recipe_named(settings.recipes, recipe)
        values, reader = (
            (read_judged(judged, model), None)
            if judged is not None
            else asyncio.run(
                _answered(data or Path(), chosen, settings, model, use_given_text, seed)
            )
        )
        err.print(f"learning from {len(values)} values ...")
        learnt = fit(chosen, values, model=model_of(values), seed=seed, second_reader=reader)
        learnt = asyncio.run(_keep(learnt, settings))
        gates = gates_for(chosen, learnt)
        drawn = _draw(learnt, gates, pictures or settings.data / "calibrations")
    if as_line:
        print_json({**as_json(chosen, learnt, gates), "pictures": [str(path) for path in drawn]})
    else:
        _show(chosen, learnt, gates, drawn)


async def _answered(
    data: Path, recipe: Recipe, settings: Settings, model: str | None, given: bool, seed: int
) -> Taught:
    """Read the documents with the model, and compare with the layout where the recipe says so."""
    from winnow import layout
    from winnow.evaluation.answering import answer_all
    from winnow.evaluation.labelled import read_labelled

    labelled = read_labelled(data, recipe)
    if model is not None:
        settings = Settings.model_validate({**settings.model_dump(), "model": model})
    answered = await answer_all(
        labelled,
        recipe,
        settings,
        use_given_text=given,
        on_progress=lambda one: err.print(f"{one.labelled.id} {one.failure or ''}", markup=False),
    )
    documents = [
        Document(one.labelled.group, one.parsed, one.labelled.gold, one.judged)
        for one in answered
        if one.parsed is not None and one.judged
    ]
    if recipe.second_reading == "layout":
        return with_agreement(recipe, documents, layout, seed)
    return [value for document in documents for value in document.judged], None


async def _keep(calibration: Calibration, settings: Settings) -> Calibration:
    url = settings.database_url()
    await migrate(url)
    database = open_database(url)
    try:
        return await put_in_use(Calibrations(database), calibration)
    finally:
        await database.close()


def _draw(calibration: Calibration, gates: dict[str, Gate], folder: Path) -> list[Path]:
    from winnow.calibration.drawing import draw

    return draw(calibration, gates, folder)


def _show(
    recipe: Recipe, calibration: Calibration, gates: dict[str, Gate], drawn: list[Path]
) -> None:
    out.print(
        f"{calibration.recipe_version}, {calibration.model}: calibration {calibration.id} from "
        f"{calibration.examples} documents, {len(calibration.documents)} of them held out\n"
    )
    measured = table("held-out values", "examples", "ECE", "Brier", "AUROC", "")
    for field in calibration.figures:
        measured.add_row(field or "all", *figure_line(calibration, field))
    out.print(measured)
    if not gates:
        out.print("\nThe recipe names no tolerated_error, so nothing is promised.")
    else:
        shown = table("gate", "from confidence", "passes", "wrong", "bound")
        for row in gate_rows(gates):
            shown.add_row(*row)
        out.print(f"\nAt {recipe.assurance:.0%} assurance:")
        out.print(shown)
    for path in drawn:
        err.print(f"drawn: {path}", markup=False)
