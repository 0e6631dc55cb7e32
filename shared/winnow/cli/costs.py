"""winnow costs"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import ceil
from pathlib import Path
from typing import Annotated, Any

import typer

from winnow.cli.ledger import looked_up
from winnow.cli.terminal import err, explained, fail, out, print_json, table
from winnow.records.spending import (
    DocumentCost,
    Spent,
    as_json,
    document_costs,
    spent,
    spent_by_day_and_model,
)

DAY = re.compile(r"\d{4}-\d\d-\d\d")


class By(StrEnum):
    """What --by takes."""

    RECIPE = "recipe"
    MODEL = "model"
    TENANT = "tenant"
    DAY = "day"
    STAGE = "stage"


@dataclass(frozen=True, slots=True)
class PerDocument:
    """USD of a document; those with calls of unknown price are counted, not averaged."""

    documents: int
    median_usd: float | None
    p95_usd: float | None
    unpriced_documents: int


def costs(
    by: Annotated[By, typer.Option(help="What the lines are.")] = By.RECIPE,
    since: Annotated[str | None, typer.Option(help="First day, YYYY-MM-DD, in UTC.")] = None,
    as_line: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
    plot: Annotated[Path | None, typer.Option(help="PNG of USD a day by model.")] = None,
) -> None:
    """Tell what models cost: calls, tokens and US dollars, and what a document costs.

    Answers that another document had paid for are `cached`: they cost nothing. Calls of a model
    without a known price are counted apart, their dollars are not in the sums. See docs/costs.md.

    Example: winnow costs --by model --since 2026-01-01
    """
    if since is not None and not DAY.fullmatch(since):
        fail("--since takes a day, such as 2026-01-31")
    with explained():
        lines, total, documents, days = asyncio.run(
            looked_up(
                lambda sql: (
                    spent(sql, by.value, since),
                    spent(sql, None, since),
                    per_document(document_costs(sql, since)),
                    spent_by_day_and_model(sql, since),
                )
            )
        )
        if plot is not None:
            _draw(days, plot)
    if as_line:
        print_json(_report(by.value, since, lines, total, documents))
    else:
        _show(by.value, lines, total, documents)


def per_document(costs: Sequence[DocumentCost]) -> PerDocument:
    """Median and 95th percentile (nearest rank) of the documents whose calls all have a price."""
    priced = sorted(one.usd for one in costs if not one.unpriced)

    def rank(share: float) -> float | None:
        return priced[ceil(share * len(priced)) - 1] if priced else None

    return PerDocument(len(costs), rank(0.5), rank(0.95), len(costs) - len(priced))


def _report(
    by: str, since: str | None, lines: list[Spent], total: list[Spent], documents: PerDocument
) -> dict[str, Any]:
    return {
        "by": by,
        "since": since,
        "lines": [as_json(line) for line in lines],
        "total": as_json(total[0]) if total else None,
        "per_document": asdict(documents),
    }


def _show(by: str, lines: list[Spent], total: list[Spent], documents: PerDocument) -> None:
    if not total:
        out.print("No model was called.")
        return
    shown = table(
        by,
        "calls",
        "cached",
        "failed",
        "no price",
        "input",
        "output",
        "from the provider's cache",
        "into it",
        "USD",
        "saved USD",
    )
    for line in (*lines, *total):
        name = "all" if line is total[0] else line.of or "(none)"
        shown.add_row(name, *_figures(line))
    out.print(shown)
    if documents.median_usd is not None:
        out.print(
            f"\nA document: {documents.median_usd:.5f} USD (median), {documents.p95_usd:.5f} "
            f"(19 of 20 cost less), of {documents.documents - documents.unpriced_documents}."
        )
    if total[0].unpriced:
        err.print(
            f"{total[0].unpriced} calls for {documents.unpriced_documents} documents are of models "
            "without a known price; their dollars are not in the sums."
        )


def _figures(line: Spent) -> list[str]:
    cached = f"{line.cached} ({line.cached / line.calls:.0%})" if line.cached else "0"
    tokens = (
        line.input_tokens,
        line.output_tokens,
        line.cache_read_tokens,
        line.cache_write_tokens,
    )
    counts = [str(line.calls), cached, str(line.failed), str(line.unpriced)]
    return [
        *counts,
        *(f"{count:,}" for count in tokens),
        f"{line.usd:.4f}",
        f"{line.saved_usd:.4f}",
    ]


def _draw(days: Sequence[tuple[str, str, float]], path: Path) -> None:
    from winnow.cli.costs_drawn import draw

    draw(days, path)
    err.print(f"drawn: {path}", markup=False)
