"""US dollars a day, one bar on the other by model."""

from collections.abc import Sequence
from pathlib import Path


def draw(days: Sequence[tuple[str, str, float]], path: Path) -> None:
    """Write a PNG of (day, model, USD)."""
    from matplotlib.figure import Figure

    dates = sorted({day for day, _, _ in days})
    figure = Figure(figsize=(max(4.0, 0.35 * len(dates)), 3.5))
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    below = dict.fromkeys(dates, 0.0)
    for model in sorted({model for _, model, _ in days}):
        usd = {day: cost for day, of, cost in days if of == model}
        heights = [usd.get(day, 0.0) for day in dates]
        axes.bar(dates, heights, bottom=[below[day] for day in dates], label=model)
        below = {day: below[day] + usd.get(day, 0.0) for day in dates}
    axes.set_ylabel("USD a day")
    axes.tick_params(axis="x", rotation=90)
    if dates:
        axes.legend(frameon=False, fontsize="small")
    figure.savefig(path, dpi=110, bbox_inches="tight", format="png")
