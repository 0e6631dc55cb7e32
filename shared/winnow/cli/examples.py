"""winnow examples"""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from winnow.cli.examples_check import check_examples
from winnow.cli.terminal import err, explained, fail, out, print_json, table
from winnow.config import Settings
from winnow.contracts.tuning import Task, TrainingExample
from winnow.errors import MisconfiguredError
from winnow.recipes.load import recipe_named
from winnow.recipes.recipe import Recipe
from winnow.tuning.examples import record_examples, write_examples
from winnow.tuning.examples.collecting import Collected, collect
from winnow.tuning.examples.forgetting import forget
from winnow.tuning.examples.kept import kept, opened, stored
from winnow.tuning.examples.labelled import LeftOut, labels_of
from winnow.tuning.examples.labelled import Progress as Step
from winnow.tuning.examples.trained import trained_models

app = typer.Typer(help="What models are tuned on.", no_args_is_help=True)
app.command("check")(check_examples)
WHY = 10  # documents left out that are named


@app.command("export")
def export(
    recipe: Annotated[str, typer.Argument(help="Name of the recipe.")],
    data: Annotated[
        list[Path] | None, typer.Option(help="Labelled documents, JSONL; may be repeated.")
    ] = None,
    task: Annotated[Task, typer.Option(help="What is learnt.")] = "extract",
    to: Annotated[Path | None, typer.Option("--out", help="File; else stdout.")] = None,
    use_given_text: Annotated[
        bool, typer.Option(help="Take the text given with a document, do not read its file.")
    ] = False,
    tenant: Annotated[str, typer.Option(help="Whose the labelled documents are.")] = "default",
    consent: Annotated[
        bool,
        typer.Option("--consent/--no-consent", help="Whether models may be trained on --data."),
    ] = True,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many examples.")] = None,
    as_line: Annotated[
        bool, typer.Option("--json", help="The summary as one line of JSON; needs --out.")
    ] = False,
) -> None:
    """Write the training examples of a recipe: one question and its right answer a line, as JSON.

    They come from reviewed documents of tenants that WINNOW_TRAINING_CONSENT names, and from
    labelled files. A labelled document goes through the service's own handler, so that an example
    holds what the model is asked in production, to the letter. See docs/tuning.md.

    Example: winnow examples export receipt --data receipts.jsonl --out receipts.train.jsonl
    """
    if as_line and to is None:
        fail("--json prints the summary to stdout: name a file for the examples with --out")
    with explained():
        settings = Settings()
        chosen = recipe_named(settings.recipes, recipe)
        recorded, left = asyncio.run(
            _recorded(data or [], chosen, settings, task, use_given_text, tenant, consent)
        )
        reviewed = asyncio.run(kept(settings, recipe, task))
        collected = collect(reviewed, recorded, left, settings, limit)
        if not collected.examples:
            raise MisconfiguredError(_nothing(recipe, collected))
        _write(collected.examples, to)
    _tell(collected, to, as_line)


@app.command("show")
def show(
    example: Annotated[str, typer.Argument(help="Id of an example.")],
    data: Annotated[Path | None, typer.Option(help="A file of examples to look in.")] = None,
    as_line: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Show one example as the model is told it, and its right answer.

    Example: winnow examples show 85e010342496b62f12ec --data receipts.train.jsonl
    """
    with explained():
        found = asyncio.run(stored(Settings(), example, data))
    if found is None:
        fail(f"there is no example {example}", code=1)
    if as_line:
        print_json(found.model_dump(mode="json"))
        return
    consent = "consents" if found.consent else "does not consent"
    out.print(f"{found.recipe}, {found.task}, {found.origin}, document {found.document}")
    out.print(f"tenant {found.tenant} {consent}; sha256 {found.sha256}; {found.slices}\n")
    for part in (found.asked, found.text, found.answer):
        out.print(part, markup=False, highlight=False)
        out.print()


@app.command("forget")
def forget_document(
    document: Annotated[str, typer.Argument(help="Id of a document, or SHA-256 of its bytes.")],
    files: Annotated[
        list[Path] | None, typer.Option("--in", help="Files of examples to take it out of as well.")
    ] = None,
    as_line: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Delete a document's examples, and mark the models that were trained on it.

    What a model learnt stays in it: tune it anew to be rid of the document.

    Example: winnow examples forget 0b0c2a52-7c0b-5a83-a5a7-4a6f6de3d6a1
    """
    with explained():
        gone = asyncio.run(_forget(document, tuple(files or ())))
    if as_line:
        print_json(asdict(gone))
        return
    if not (gone.examples or gone.from_files or gone.models):
        fail(f"nothing is known of {document}", code=1)
    err.print(f"{gone.examples} examples are forgotten, {gone.from_files} in files")
    for name in gone.models:
        out.print(name, markup=False, highlight=False)
    if gone.models:
        err.print("These models were trained on it and say so now: tune them anew.")


async def _recorded(
    files: list[Path],
    recipe: Recipe,
    settings: Settings,
    task: Task,
    given: bool,
    tenant: str,
    consent: bool,
) -> tuple[list[TrainingExample], list[LeftOut]]:
    """The examples of labelled files, with a bar on stderr."""
    from winnow.evaluation.labelled import read_labelled

    labelled = [one for path in files for one in read_labelled(path, labels_of(task, recipe))]
    left: list[LeftOut] = []
    if not labelled:
        return [], left
    columns = (TextColumn("recording"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        running = bar.add_task("", total=len(labelled))

        def told(step: Step) -> None:
            bar.update(running, completed=step.done)
            if step.left_out is not None:
                left.append(step.left_out)

        made = await record_examples(
            labelled,
            recipe,
            settings,
            task=task,
            use_given_text=given,
            tenant=tenant,
            consent=consent,
            on_progress=told,
        )
    return made, left


def _write(examples: tuple[TrainingExample, ...], to: Path | None) -> None:
    if to is not None:
        write_examples(to, examples)
        return
    for one in examples:
        typer.echo(one.model_dump_json())


def _nothing(recipe: str, collected: Collected) -> str:
    why = "; ".join(f"{one.document}: {one.detail}" for one in collected.left_out[:3])
    told = f" ({len(collected.left_out)} documents were left out: {why})" if why else ""
    return (
        f"there is no example of {recipe!r} to write{told}: label documents and name them with "
        "--data, or name tenants in WINNOW_TRAINING_CONSENT before their documents are reviewed"
    )


def _tell(collected: Collected, to: Path | None, as_line: bool) -> None:
    summary: dict[str, Any] = collected.summary()
    if as_line:
        left = [asdict(one) for one in collected.left_out]
        print_json({**summary, "out": str(to), "documents_left_out": left})
        return
    shown = table("", "examples")
    for group in ("by_origin", "by_task"):
        for name, count in summary[group].items():
            shown.add_row(name, str(count))
    err.print(f"{summary['examples']} examples of {summary['documents']} documents")
    err.print(shown)
    if collected.left_out:
        err.print(f"left out: {json.dumps(summary['left_out'])}", markup=False)
    for one in collected.left_out[:WHY]:
        err.print(f"  {one.document}: {one.detail}", markup=False, highlight=False)


async def _forget(document: str, files: tuple[Path, ...]) -> Any:
    settings = Settings()
    async with opened(settings) as store:
        return await forget(document, store, trained_models(settings), files)
