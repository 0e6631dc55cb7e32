"""winnow tune"""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from winnow.cli.terminal import err, explained, out, print_json
from winnow.config import Settings
from winnow.observability.logs import configure

Kept = Literal["extract", "summarise"]


def tune(
    recipe: Annotated[str, typer.Argument(help="Name of the recipe.")],
    data: Annotated[
        Path | None,
        typer.Option(help="Labelled documents or exported examples, JSONL; else reviewed ones."),
    ] = None,
    task: Annotated[Kept, typer.Option(help="Whose questions are learnt.")] = "extract",
    use_given_text: Annotated[
        bool, typer.Option("--use-given-text", help="Text given with a document, not our OCR.")
    ] = False,
    minutes: Annotated[float, typer.Option(min=0.1, help="For training; shortened to fit.")] = 60,
    epochs: Annotated[int | None, typer.Option(min=1, help="Passes over the data.")] = None,
    rank: Annotated[int | None, typer.Option(min=1, help="Of LoRA.")] = None,
    layers: Annotated[
        float | None, typer.Option(min=0.01, max=1, help="Share of layers, from the top.")
    ] = None,
    learning_rate: Annotated[
        float | None, typer.Option(min=1e-7, max=1, help="At its highest.")
    ] = None,
    device: Annotated[Literal["auto", "cpu", "cuda"], typer.Option()] = "auto",
    quantise: Annotated[
        bool, typer.Option("--quantise", help="4-bit base (QLoRA); needs a GPU.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Of the split and the training.")] = 0,
    held_out: Annotated[
        int | None,
        typer.Option(min=1, help="So many test documents are measured on; else all of them."),
    ] = None,
    contenders: Annotated[
        str | None,
        typer.Option(help="Compare with these alone, with commas, and who answers now."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Do not train on data with faults.")
    ] = False,
    where: Annotated[Path | None, typer.Option("--out", help="Folder for all of it.")] = None,
    resume: Annotated[
        Path | None, typer.Option(help="Folder of a run that was interrupted: go on with it.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="The outcome as one JSON object.")
    ] = False,
) -> None:
    """Train an adapter for a recipe, compare it on held-out documents, and let the gate judge it.

    The data is checked, split by group, and its test part kept aside. Training stops when the
    validation part gets no better, or when time is up. The adapter becomes the challenger, and
    `winnow models promote` makes it champion if the gate lets it pass. The exit code is 1 where it
    does not.

    Example: winnow tune receipt --data receipts.jsonl --use-given-text --minutes 30
    """
    settings = Settings()
    configure("text", "WARNING")
    with explained(), _Shown() as shown:
        from winnow.tuning.measuring import Measuring
        from winnow.tuning.training import TrainingOptions
        from winnow.tuning.tuning import tune as run

        folder = resume or where or settings.data / "tuning" / _name(recipe, task)
        chosen = {"epochs": epochs, "rank": rank, "layers": layers, "learning_rate": learning_rate}
        options = TrainingOptions(
            minutes=minutes,
            seed=seed,
            device=device,
            quantise=quantise,
            **{name: value for name, value in chosen.items() if value is not None},
        )
        named = None if contenders is None else tuple(contenders.replace(" ", "").split(","))
        try:
            made = asyncio.run(
                run(
                    recipe,
                    task,
                    settings,
                    folder=folder,
                    data=data,
                    use_given_text=use_given_text,
                    options=options,
                    strict=strict,
                    measuring=Measuring(held_out, named),
                    on_progress=shown.tell,
                )
            )
        except KeyboardInterrupt:
            err.print(f"winnow: stopped; go on with --resume {folder}", markup=False)
            raise typer.Exit(130) from None
    _show(made, as_json)
    raise typer.Exit(0 if made.verdict.passed else 1)


def _name(recipe: str, task: str) -> str:
    return f"{recipe}-{task}-{datetime.now(UTC):%Y%m%d-%H%M%S}"


class _Shown(Progress):
    """One line a step on stderr; reading and training have a bar with the time that is left."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        super().__init__(
            *columns, TimeElapsedColumn(), TextColumn("{task.fields[more]}"), console=err
        )
        self._bars: dict[str, Any] = {}

    def tell(self, step: str, progress: Any) -> None:
        """Take note of how far a step is."""
        if step not in self._bars:
            self._bars[step] = self.add_task(step, total=None, more="")
        done, total = getattr(progress, "done", None), getattr(progress, "total", None)
        if done is not None and total is not None:
            self.update(self._bars[step], completed=done, total=total, more=_more(progress))


def _more(progress: Any) -> str:
    told = []
    if (left := getattr(progress, "left", None)) is not None:
        told.append(f"{int(left) // 60}:{int(left) % 60:02} left")
    if (loss := getattr(progress, "loss", None)) is not None:
        told.append(f"loss {loss:.3f}")
    if (f1 := getattr(progress, "f1", None)) is not None:
        told.append(f"best F1 {f1:.3f}")
    return ", ".join(told)


def _show(made: Any, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "version": made.ref.version,
                "model": made.card.name,
                "passed": made.verdict.passed,
                "verdict": made.verdict.words,
                "faults": made.faults,
                "figures": made.card.figures,
                "compared": made.compared.model_dump(mode="json"),
                "counts": made.card.counts,
                "seconds": made.card.seconds,
                "folder": str(made.folder),
            }
        )
        return
    from winnow.cli.compared import show
    from winnow.tuning.comparing.written import REPORT

    for fault in made.faults:
        out.print(f"fault in the data: {fault}", markup=False, highlight=False)
    found = made.card.figures["validation"]["f1"]
    out.print(
        f"{made.card.name}: version {made.ref.version}, trained in {made.card.seconds / 60:.0f} "
        f"minutes, validation F1 {found:.3f}",
        markup=False,
        highlight=False,
    )
    show(made.compared, made.folder / REPORT, as_json=False)
    out.print(made.verdict.words, markup=False, highlight=False)
    err.print(f"all of it lies in {made.folder}", markup=False, highlight=False, soft_wrap=True)
