"""`python -m winnow.tuning.generating`: draw documents, measure what OCR does, ship an adapter."""

import asyncio
import random
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from winnow.errors import WinnowError
from winnow.tuning.generating.confusions import as_json, learn, printed_lines
from winnow.tuning.generating.drawing import DRAW, draw, write
from winnow.tuning.generating.shipping import ship

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
READABLE = {"en", "ms", "de"}  # what tesseract is asked for unless it is told otherwise


@app.command()
def documents(
    recipe: Annotated[str, typer.Argument(help="receipt or invoice")],
    out: Annotated[Path, typer.Argument(help="The JSONL file to write.")],
    count: Annotated[int, typer.Option(min=1, help="How many documents.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed draws the same documents.")] = 1,
) -> None:
    """Draw documents that nobody has, and their true values, for `winnow tune --data`."""
    with _bar("drawing documents") as progress:
        drawn = progress.track(draw(recipe, count, seed), total=count)
        number = write(drawn, out)
    typer.echo(f"{number} documents in {out}", err=True)


@app.command()
def confusions(
    out: Annotated[Path, typer.Argument(help="The JSON file to write, as confusions.json here.")],
    count: Annotated[int, typer.Option(min=1, help="How many pictures are read.")] = 48,
    seed: Annotated[int, typer.Option(help="The same seed makes the same pictures.")] = 1,
) -> None:
    """Print papers as pictures, read them with ingest, and write down what became of the text."""
    from winnow.tuning.generating.scanning import scan  # needs Pillow, which drawing text does not

    rng = random.Random(seed)  # noqa: S311  (no secret)
    drawn = (DRAW[rng.choice(list(DRAW))](rng) for _ in range(count * 20))
    papers = [paper for paper in drawn if paper.traits["language"] in READABLE][:count]
    with _bar("reading pictures") as progress:
        task = progress.add_task("", total=len(papers))
        read = asyncio.run(scan(papers, seed, lambda: progress.advance(task)))
    pairs = [
        (printed_lines(paper), [line for line in text.split("\n") if line.strip()])
        for paper, text in zip(papers, read, strict=True)
        if text is not None
    ]
    out.write_text(as_json(learn(pairs)), "utf-8")


@app.command()
def adapter(
    trained: Annotated[Path, typer.Argument(help="A folder that `winnow tune` trained.")],
) -> None:
    """Put a trained adapter into the package, as the one that its recipe starts with."""
    card = ship(trained)
    typer.echo(f"{card.name} ships for the recipe {card.recipe}", err=True)


def _bar(what: str) -> Progress:
    """How far it is and how long it takes yet, on stderr."""
    bar = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*bar, console=Console(stderr=True))


if __name__ == "__main__":
    try:
        app()
    except WinnowError as error:
        sys.exit(str(error))
