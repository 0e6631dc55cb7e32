"""A tuned ladder as tables: its rungs, the frontier, and what was shown."""

from typing import Any, Final

from winnow.cli.terminal import out, table
from winnow.contracts.ladders import Ladder

COLUMNS: Final = ("documents right (95 %)", "values right", "USD a thousand", "seconds each")


def show_ladder(ladder: Ladder) -> None:
    """Print it."""
    from winnow.ladder.reporting import frontier_rows, path_of, rung_rows

    figures: dict[str, Any] = ladder.figures
    split, chosen = figures["documents"], figures["chosen"]
    out.print(
        f"{ladder.recipe_version}: ladder {ladder.id}, chosen on {split['tuning']} documents, "
        f"verified on {split['held_out']} others\n"
    )
    rows = table("", *COLUMNS)
    for row in rung_rows(figures):
        rows.add_row(*row)
    out.print(rows)
    line = table("frontier: USD a thousand", "right", "rungs")
    for cost, quality, path in frontier_rows(figures):
        line.add_row(cost, quality, path)
    out.print(line)
    out.print(f"\nchosen: {path_of(chosen['rungs'])}", markup=False)
    out.print(_verdict(figures), markup=False)


def _verdict(figures: dict[str, Any]) -> str:
    bar, chosen, best = figures["bar"], figures["chosen"], figures["best_rung"]
    sure = f"{bar['assurance']:.0%}"
    cost = chosen["cost_of_best"]
    paid = f"at {cost['value']:.1%} of its cost ({cost['low']:.1%}-{cost['high']:.1%})"
    if bar["share_right"] is not None:
        kept = f"at least {chosen['right_at_least']:.1%} of documents are right (at {sure})"
        reached = "reached" if bar["reached"] else "NOT reached: the best rung reads alone"
        return f"{kept}; the bar of {bar['share_right']:.1%} is {reached}"
    return (
        f"as good as {best} alone within the noise (one-sided p of being worse "
        f"{chosen['p_worse_than_best']:.2f}; at {sure} it loses at most "
        f"{chosen['loss_at_most']:.1%} of documents), {paid}"
    )
