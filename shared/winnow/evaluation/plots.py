"""A run drawn: F1 by field, what confidences are worth, and how long documents take."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from winnow.evaluation.run import Run

INK, LIGHT = "#1f4e79", "#9db8d2"


def draw_plots(run: Run, folder: Path) -> dict[str, str]:
    """Write the plots as PNG; their file names by title, those that had anything to show."""
    plots: dict[str, tuple[str, Callable[[Run], Any]]] = {
        "F1 by field, with 95 % intervals": ("f1.png", _f1),
        "Confidence against the share that is right": ("reliability.png", _reliability),
        "Seconds a document": ("latency.png", _latency),
    }
    drawn = {}
    for title, (name, draw) in plots.items():
        figure = draw(run)
        if figure is not None:
            figure.savefig(folder / name, dpi=110, bbox_inches="tight")
            drawn[title] = name
    return drawn


def _figure(width: float, height: float) -> tuple[Any, Any]:
    """A figure of its own, without pyplot's global state."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _f1(run: Run) -> Any:
    scores = [("all", run.overall), *run.fields.items()]
    shown = [(name, one.f1) for name, one in scores if one.f1.value is not None]
    if not shown:
        return None
    figure, axes = _figure(7, 0.6 + 0.32 * len(shown))
    for row, (_, f1) in enumerate(reversed(shown)):
        axes.plot([f1.low, f1.high], [row, row], color=LIGHT, linewidth=5, solid_capstyle="butt")
        axes.plot([f1.value], [row], "o", color=INK, markersize=6)
    axes.set_yticks(range(len(shown)), [name for name, _ in reversed(shown)])
    axes.set_xlim(-0.02, 1.02)
    axes.set_xlabel("F1")
    axes.grid(axis="x", alpha=0.3)
    return figure


def _reliability(run: Run) -> Any:
    bins = run.reliability.bins
    if not bins:
        return None
    figure, axes = _figure(4.5, 4.5)
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1, linestyle="--")
    for one in bins:
        axes.plot([one.confidence] * 2, [one.low, one.high], color=LIGHT, linewidth=4)
        axes.plot([one.confidence], [one.right], "o", color=INK)
        axes.annotate(f" {one.count}", (one.confidence, one.right), fontsize=8)
    axes.set_xlim(-0.02, 1.05)
    axes.set_ylim(-0.02, 1.05)
    axes.set_xlabel("confidence")
    axes.set_ylabel("share right (values counted beside)")
    return figure


def _latency(run: Run) -> Any:
    seconds = [one.seconds for one in run.each if one.seconds]
    if not seconds:
        return None
    figure, axes = _figure(6, 3)
    axes.hist(seconds, bins=min(30, max(5, len(seconds) // 4)), color=INK)
    axes.axvline(run.latency.median, color=LIGHT, linewidth=2, label="median")
    axes.set_xlabel("seconds of reading and model calls")
    axes.set_ylabel("documents")
    axes.legend(frameon=False)
    return figure
