"""winnow retrieval evaluate, winnow retrieval upgrade"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from winnow.cli.terminal import err, explained, fail, out, print_json, table
from winnow.config import Settings
from winnow.observability.logs import configure

app = typer.Typer(no_args_is_help=True, help="How passages are found for questions.")
NAMED: Final = {
    "bm25": "BM25 alone",
    "vectors": "vectors alone",
    "hybrid": "hybrid",
    "hybrid_reranked": "hybrid, reranked",
}


class Store(StrEnum):
    """What --store takes."""

    LANCEDB = "lancedb"
    WEAVIATE = "weaviate"


@app.command("evaluate")
def evaluate(
    data: Annotated[Path, typer.Option(help="Folder of labelled questions, or its index.jsonl.")],
    store: Annotated[Store, typer.Option(help="Where the documents are indexed.")] = Store.LANCEDB,
    k: Annotated[str, typer.Option(help="Ranks of recall.")] = "1,5,10",
    limit: Annotated[
        int | None, typer.Option(min=1, help="So many questions a language, the first.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Measure how well the documents are found that answer labelled questions.

    BM25 alone, vectors alone, hybrid, and hybrid reranked, in one run, by language: recall, MRR and
    nDCG with 95 % intervals. The documents go through ingest and embed in this process, into an
    index that is gone afterwards; nothing need run. A row of index.jsonl is a question {"id",
    "file", "lang", "question", "gold": {"relevant": [ids]}} with corpus.jsonl and qrels.tsv beside
    it, or a document {"id", "file", "gold": [{"uid", "question"}]}. See docs/retrieval.md.

    Example: winnow retrieval evaluate --data questions --store weaviate --json
    """
    from winnow.retrieval.evaluation.labelled import read_questions
    from winnow.retrieval.evaluation.measuring import first_of, measure

    configure("text", "WARNING")
    ranks = _ranks(k)
    with explained():
        labelled = read_questions(data)
        if limit is not None:
            labelled = first_of(labelled, limit)
        with _told() as told:
            figures = measure(labelled, Settings(), store.value, ranks, told)
    if as_json:
        print_json({"data": str(data), **figures})
        return
    _show(figures, ranks)


@app.command("upgrade")
def upgrade(
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Give an index of an earlier version the terms that keywords are searched by.

    Stop the services first. Vectors stay as they are, nothing is embedded again; interrupted and
    run again, it goes on. An index that has its terms is left alone.

    Example: winnow retrieval upgrade
    """
    from winnow.vectors.upgrading import upgrade as give_terms

    with explained():
        done = asyncio.run(give_terms(Settings()))
    if as_json:
        print_json(done)
        return
    for tenant, passages in done.items():
        out.print(f"{tenant}: {passages} passages", markup=False)
    err.print("the index has its terms", markup=False)


def _ranks(text: str) -> list[int]:
    try:
        ranks = sorted({int(one) for one in text.split(",")})
    except ValueError:
        ranks = []
    if not ranks or ranks[0] < 1:
        fail(f"--k {text!r}: name ranks from 1 on, such as 1,5,10")
    return ranks


@contextmanager
def _told() -> Iterator[Any]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    times = (TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
    with Progress(*columns, *times, console=err) as progress:
        tasks: dict[str, Any] = {}

        def told(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=of)
            progress.update(tasks[what], completed=done)

        yield told


def _show(figures: dict[str, Any], ranks: list[int]) -> None:
    names = [*(f"recall@{rank}" for rank in ranks), "mrr@10", "ndcg@10"]
    rows = table("language", "questions", "way", *names, "ms p95")
    for language, one in figures["languages"].items():
        for way, of in one["ways"].items():
            shown = [
                f"{of[n]['value']:.3f} ({of[n]['low']:.3f}-{of[n]['high']:.3f})" for n in names
            ]
            rows.add_row(
                language, str(one["questions"]), NAMED[way], *shown, f"{of['ms']['p95']:.0f}"
            )
    out.print(rows)
    told = f"{figures['documents']} documents, {figures['chunks']} chunks in {figures['store']}"
    out.print(f"\n{told}; vectors of {figures['model']}; {figures['judged']}", markup=False)
    for name, why in figures["refused"].items():
        err.print(f"not read, so never found: {name}: {why}", markup=False)
