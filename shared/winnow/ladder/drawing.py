"""The cost-quality frontier as a picture."""

from pathlib import Path
from typing import Any, Final

SIZE: Final = (7.0, 5.0)  # inches
SHARPNESS: Final = 120  # dots an inch


def draw(figures: dict[str, Any], title: str, path: Path) -> Path:
    """Write the frontier, every rung alone and the chosen ladder as PNG; return the path."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.subplots()
    axes.set(title=title, xlabel="US dollars a thousand documents", ylabel="documents right")
    axes.grid(alpha=0.3)
    line = sorted(figures["frontier"], key=lambda one: float(one["cost_usd"]))
    axes.plot(
        [1000 * one["cost_usd"] for one in line],
        [one["quality"] for one in line],
        marker=".",
        color="tab:blue",
        label="ladders that none beat on the tuning documents",
    )
    for one in figures["rungs"]:
        _cross(axes, one, "s", one["name"], (0, 9), "tab:grey")
    _cross(axes, figures["chosen"], "*", "chosen", (0, -18), "tab:red")
    axes.plot([], [], "s", color="tab:grey", label="a rung alone, with its 95 % interval")
    axes.plot([], [], "*", color="tab:red", markersize=14, label="the chosen ladder")
    costs = [one["cost_usd"]["value"] for one in figures["rungs"]]
    if 0 < min(costs) < max(costs):
        axes.set_xscale("log")
    axes.margins(x=0.15)
    axes.legend(fontsize="small", loc="best")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=SHARPNESS)
    return path


def _cross(
    axes: Any, one: dict[str, Any], marker: str, label: str, place: tuple[int, int], colour: str
) -> None:
    """A measured point with its 95 % interval of quality; `place` of its label is in points."""
    quality, cost = one["quality"], 1000 * one["cost_usd"]["value"]
    reach = [
        [max(0.0, quality["value"] - quality["low"])],
        [max(0.0, quality["high"] - quality["value"])],
    ]
    size = 14 if marker == "*" else 7
    axes.errorbar(
        [cost], [quality["value"]], yerr=reach, fmt=marker, color=colour, markersize=size, capsize=3
    )
    axes.annotate(
        label,
        (cost, quality["value"]),
        textcoords="offset points",
        xytext=place,
        ha="center",
        bbox={"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.7},
    )
