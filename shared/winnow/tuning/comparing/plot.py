"""A comparison as a picture: quality with its interval against cost."""

from pathlib import Path
from typing import Final

from winnow.tuning.comparing.comparison import Comparison

SIZE: Final = (7.0, 4.5)  # inches
SHARPNESS: Final = 120  # dots an inch
TUNED, OTHER = "tab:red", "tab:grey"


def draw(found: Comparison, path: Path) -> Path:
    """Write the PNG; return its path. Contenders that cost nothing stand at the left edge."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.subplots()
    title = f"{found.recipe}: {found.documents} held-out documents"
    axes.set(title=title, xlabel="US dollars a thousand documents", ylabel=found.measure)
    axes.grid(alpha=0.3)
    costs = [1000 * row.usd for row in found.rows]
    if min(costs) > 0 and max(costs) > 3 * min(costs):
        axes.set_xscale("log")
    for row, cost in zip(found.rows, costs, strict=True):
        if row.main.value is None:
            continue
        value = row.main.value
        reach = [[max(0.0, value - row.main.low)], [max(0.0, row.main.high - value)]]
        colour = TUNED if row.role == "tuned" else OTHER
        axes.errorbar([cost], [value], yerr=reach, fmt="o", color=colour, capsize=3)
        axes.annotate(
            row.role, (cost, value), xytext=(7, 4), textcoords="offset points", fontsize=9
        )
    axes.margins(x=0.18)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=SHARPNESS)
    return path
