"""winnow compare"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from winnow.cli.compared import show
from winnow.cli.evaluated import needed
from winnow.cli.terminal import err, explained
from winnow.config import Settings
from winnow.observability.logs import configure
from winnow.recipes.load import recipe_named
from winnow.recipes.recipe import Recipe
from winnow.tuning.comparing import Comparison, compare_on
from winnow.tuning.comparing.adapters import check_adapter, find_adapter
from winnow.tuning.comparing.opening import (
    NAMES,
    Field,
    Opened,
    champion_in_use,
    check_names,
    open_contenders,
)
from winnow.tuning.comparing.running import SAMPLED
from winnow.tuning.comparing.written import write_report

Kept = Literal["extract", "classify", "summarise"]


def compare(
    recipe: Annotated[str, typer.Argument(help="Name of the recipe.")],
    data: Annotated[Path, typer.Option(help="Labelled documents, or exported examples, JSONL.")],
    task: Annotated[Kept, typer.Option(help="Whose answers are compared.")] = "extract",
    split: Annotated[
        Path | None, typer.Option(help="The split.json that the adapters were trained by.")
    ] = None,
    adapter: Annotated[
        list[Path] | None, typer.Option(help="Folder of a tuned model; the first is judged.")
    ] = None,
    contenders: Annotated[
        str, typer.Option(help=f"Some of {', '.join(NAMES)}, with commas; else all that apply.")
    ] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="So many held-out documents.")] = None,
    samples: Annotated[int, typer.Option(min=0, help="Drawn answers a document, for pass@k.")] = 0,
    use_given_text: Annotated[
        bool, typer.Option("--use-given-text", help="Text given with a document, not our OCR.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Of the split, the draws and the intervals.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Folder for the report.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The comparison as one JSON.")] = False,
) -> None:
    """Say whether tuning is worth it: every way to answer, on the same held-out documents.

    Compared are the base model with and without examples, with the nearest labelled documents as
    examples, tuned models, what needs no language model, and an API model where a key is set. All
    answer through the services' own handlers in this process; nothing need run. Interrupted and run
    again, no answer is paid for twice.

    Example: winnow compare receipt --data receipts.jsonl --adapter tuned/receipt --use-given-text
    """
    settings = Settings()
    configure("text", "WARNING")
    names = [name.strip() for name in contenders.split(",") if name.strip()]
    with explained():
        needed()
        check_names(names)
        wanted = recipe_named(settings.recipes, recipe)
        asked = _Asked(wanted, task, data, split, adapter or [], names, use_given_text, seed)
        found = asyncio.run(asked.compared(settings, limit, samples))
        folder = (
            out or settings.data / "comparisons" / f"{recipe}-{datetime.now(UTC):%Y%m%d-%H%M%S}"
        )
        report = write_report(folder, found)
    show(found, report, as_json)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command was asked for."""

    recipe: Recipe
    task: Kept
    data: Path
    split: Path | None
    adapters: list[Path]
    names: list[str]
    given_text: bool
    seed: int

    async def compared(self, settings: Settings, limit: int | None, samples: int) -> Comparison:
        """Divide the documents, open the contenders, and let all answer."""
        from winnow.tuning.comparing.dividing import divide

        with err.status("dividing the documents ..."):
            parts = await divide(
                self.data,
                self.recipe,
                self.task,
                settings,
                given_text=self.given_text,
                split=self.split,
                seed=self.seed,
            )
        found = [find_adapter(path) for path in self.adapters]
        for trained in found:
            check_adapter(trained, parts.test, self.recipe, self.task)
        folders = [trained.folder for trained in found]
        champion = await champion_in_use(self.recipe, self.task, settings)
        field = Field(
            self.recipe, self.task, settings, parts.taught, parts.documents, folders, champion
        )
        opened = open_contenders(field, self.names)
        held = parts.held[:limit]
        with _progress() as bar:
            advance = _advancing(bar, opened, len(held), samples)
            compared = await compare_on(
                opened,
                held,
                self.recipe,
                self.task,
                settings,
                use_given_text=self.given_text,
                seed=self.seed,
                samples=samples,
                on_progress=advance,
            )
        return compared.model_copy(update={"left_out": parts.left_out})


def _advancing(
    bar: Progress, opened: Opened, documents: int, samples: int
) -> Callable[[str, int], None]:
    """Moves the bar of a role, which several contenders may have."""
    totals: Counter[str] = Counter()
    for one in opened:
        totals[one.role] += documents * (1 + samples * (one.role in SAMPLED))
    tasks = {role: bar.add_task(role, total=total) for role, total in totals.items()}
    return lambda role, more: bar.advance(tasks[role], more)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    times = (TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
    return Progress(*columns, *times, console=err, transient=True)
