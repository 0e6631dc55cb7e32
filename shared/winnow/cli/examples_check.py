"""winnow examples check"""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from winnow.cli.terminal import err, explained, fail, out, print_json, table
from winnow.config import Settings
from winnow.contracts.tuning import TrainingExample
from winnow.embedding.open import open_embedder
from winnow.errors import MisconfiguredError
from winnow.recipes.load import recipe_named
from winnow.recipes.recipe import Recipe
from winnow.tuning.checks import Report, check, vectors_of
from winnow.tuning.checks.page import write_page
from winnow.tuning.examples.files import examples_in
from winnow.tuning.split import Split, read_record, read_split, split_examples, write_split

SHOWN = 20  # findings that are printed; JSON and HTML have all


def check_examples(
    data: Annotated[Path, typer.Argument(help="Examples, as `winnow examples export` wrote them.")],
    split: Annotated[
        Path | None, typer.Option(help="split.json: read where it is there, else written.")
    ] = None,
    before: Annotated[
        Path | None, typer.Option(help="An earlier split.json: its documents keep their parts.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the split.")] = 0,
    html: Annotated[Path | None, typer.Option(help="Write the report with plots here.")] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 if a finding blocks.")
    ] = False,
    words_only: Annotated[
        bool, typer.Option("--words-only", help="Tell wrong labels without the embedder.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Say what is wrong with training data before anything is trained on it.

    The examples are split by group, copies of one another together; then copies, leaks between
    training and test, contradictions, labels that are likely to be wrong, values that the text
    does not have, and answers that do not fit their form are told with the records' ids. See
    docs/tuning.md.

    Example: winnow examples check receipts.jsonl --html report.html --strict
    """
    with explained():
        examples = examples_in(data)
        recipe = _recipe(examples)
        parts = _split(examples, split, before, seed)
        report = _checked(parts, recipe, words_only)
        if html:
            write_page(html, report)
            err.print(f"the report is in {html}", markup=False, highlight=False)
    if as_json:
        print_json({**report.model_dump(mode="json"), "blocking": len(report.blocking)})
    else:
        _show(report)
    if strict and report.blocking:
        fail(f"{len(report.blocking)} findings block: mend them, then train", code=1)


def _recipe(examples: list[TrainingExample]) -> Recipe:
    """That of most examples; those of another one are told by a check."""
    names = Counter(one.recipe for one in examples)
    if not names:
        raise MisconfiguredError("there is no example in the file: export some first")
    return recipe_named(Settings().recipes, names.most_common(1)[0][0])


def _split(
    examples: list[TrainingExample], path: Path | None, before: Path | None, seed: int
) -> Split:
    if path and path.is_file():
        return read_split(path, examples)
    made = split_examples(examples, seed=seed, before=read_record(before) if before else None)
    if path:
        write_split(path, made)
    return made


def _checked(split: Split, recipe: Recipe, words_only: bool) -> Report:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=err, transient=True) as bar:
        task = bar.add_task("checking", total=None)

        def show(step: str, done: int, of: int) -> None:
            bar.update(task, description=step, completed=done, total=of)

        embedder = open_embedder(Settings())
        vectors = {} if words_only else asyncio.run(vectors_of(split, embedder, show))
        return check(split, recipe, vectors=vectors, on_progress=show)


def _show(report: Report) -> None:
    counts = ", ".join(f"{part} {count}" for part, count in report.counts.items())
    out.print(f"{report.recipe}: {counts}; {report.joined} groups joined", highlight=False)
    found = table("severity", "check", "findings")
    for (severity, name), count in Counter(
        (one.severity, one.check) for one in report.findings
    ).items():
        found.add_row(severity, name, str(count))
    out.print(found)
    worst = table("examples", "field", "what")
    for one in report.findings[:SHOWN]:
        worst.add_row(", ".join(one.ids[:3]), one.field, one.message)
    out.print(worst)
    if len(report.findings) > SHOWN:
        err.print(f"and {len(report.findings) - SHOWN} more: --json or --html has them all")
