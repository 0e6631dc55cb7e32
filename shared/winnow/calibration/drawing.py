"""A calibration in two pictures: are its probabilities true, and what does accepting cost?"""

from pathlib import Path
from typing import Any, Final

import numpy as np

from winnow.calibration.bound import Gate
from winnow.calibration.gates import DOCUMENT
from winnow.calibration.measuring import Floats, reliability, risk_coverage
from winnow.calibration.reporting import name_of
from winnow.contracts.calibration import Calibration, Scored

SIZE: Final = (6.0, 5.0)  # inches
SHARPNESS: Final = 120  # dots an inch
LINES: Final = 8  # curves in a picture, those with the most examples


def draw(calibration: Calibration, gates: dict[str, Gate], folder: Path) -> list[Path]:
    """Write the reliability diagram and the risk-coverage curve as PNG; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    begin = f"{calibration.recipe}-{calibration.id}"
    paths = [folder / f"{begin}-{name}.png" for name in ("reliability", "risk-coverage")]
    _save(_reliability(calibration), paths[0])
    _save(_risk_coverage(calibration, gates), paths[1])
    return paths


def _axes(title: str, across: str, up: str) -> Any:
    from matplotlib.figure import Figure

    axes = Figure(figsize=SIZE, layout="constrained").subplots()
    axes.set(title=title, xlabel=across, ylabel=up)
    axes.grid(alpha=0.3)
    return axes


def _save(axes: Any, path: Path) -> None:
    axes.figure.savefig(path, dpi=SHARPNESS)


def _reliability(calibration: Calibration) -> Any:
    title = f"{calibration.recipe_version}, {calibration.model}: held-out values"
    axes = _axes(title, "confidence", "share that is right")
    axes.plot([0, 1], [0, 1], color="grey", linestyle="--", label="as it should be")
    everyone = [one for scored in calibration.held_out.values() for one in scored]
    if everyone:
        bins = reliability(*_columns(everyone))
        across, up, counts = (list(column) for column in zip(*bins, strict=True))
        axes.plot(across, up, marker="o", label="as it is")
        for x, y, count in zip(across, up, counts, strict=True):
            axes.annotate(str(count), (x, y), textcoords="offset points", xytext=(4, -12))
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
    axes.legend()
    return axes


def _risk_coverage(calibration: Calibration, gates: dict[str, Gate]) -> Any:
    title = f"{calibration.recipe_version}, {calibration.model}: a cross is a gate"
    axes = _axes(title, "share accepted", "share of it that is wrong")
    for field, scored in _curves(calibration, gates):
        [line] = axes.plot(*risk_coverage(*_columns(scored)), label=name_of(field))
        gate = gates.get(field)
        if gate is not None and gate.threshold is not None:
            risk = gate.errors / gate.accepted
            axes.plot([gate.coverage], [risk], marker="X", color=line.get_color(), markersize=10)
    axes.set(xlim=(0, 1.02), ylim=(0, None))
    if axes.get_legend_handles_labels()[0]:
        axes.legend(fontsize="small")
    return axes


def _curves(
    calibration: Calibration, gates: dict[str, Gate]
) -> list[tuple[str, tuple[Scored, ...]]]:
    known = dict(calibration.held_out)
    if DOCUMENT in gates:
        known[DOCUMENT] = calibration.documents
    filled = [(field, scored) for field, scored in known.items() if scored]
    return sorted(filled, key=lambda pair: (pair[0] != DOCUMENT, -len(pair[1])))[:LINES]


def _columns(scored: list[Scored] | tuple[Scored, ...]) -> tuple[Floats, Floats]:
    scores = np.array([one.score for one in scored])
    return scores, np.array([float(one.right) for one in scored])
