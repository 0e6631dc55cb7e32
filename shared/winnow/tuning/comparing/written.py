"""A comparison as files: JSON for programs, a report and a picture for people."""

from pathlib import Path
from typing import Final

from winnow.errors import MisconfiguredError
from winnow.tuning.comparing.comparison import Comparison
from winnow.tuning.comparing.plot import draw
from winnow.tuning.comparing.report import render
from winnow.tuning.writing import write_whole

JSON: Final = "comparison.json"
REPORT: Final = "report.md"
PLOT: Final = "quality-cost.png"


def write_report(folder: Path, found: Comparison) -> Path:
    """Write comparison.json, report.md and its plot; return the report. MisconfiguredError."""
    try:
        write_whole(folder / JSON, found.model_dump_json(indent=1).encode())
        draw(found, folder / PLOT)
        write_whole(folder / REPORT, render(found, PLOT).encode())
    except OSError as error:
        raise MisconfiguredError(f"{folder}: cannot be written: {error.strerror}") from error
    return folder / REPORT
