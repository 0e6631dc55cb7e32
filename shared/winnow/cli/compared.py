"""What winnow compare shows and writes."""

from pathlib import Path

from winnow.cli.terminal import err, out, print_json, table
from winnow.errors import MisconfiguredError
from winnow.tuning.comparing import Comparison
from winnow.tuning.comparing.plot import draw
from winnow.tuning.comparing.report import head, render, rows

PLOT = "quality-cost.png"


def write_report(folder: Path, found: Comparison) -> Path:
    """Write comparison.json, report.md and its plot; return the report. MisconfiguredError."""
    report = folder / "report.md"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "comparison.json").write_text(found.model_dump_json(indent=1), "utf-8")
        draw(found, folder / PLOT)
        report.write_text(render(found, PLOT), "utf-8")
    except OSError as error:
        raise MisconfiguredError(f"{folder}: cannot be written: {error.strerror}") from error
    return report


def show(found: Comparison, report: Path, as_json: bool) -> None:
    """The comparison to stdout, as JSON or as a table with its verdict; the report's path after."""
    if as_json:
        print_json({**found.model_dump(mode="json"), "report": str(report)})
    else:
        shown = table(*head(found))
        for row in rows(found):
            shown.add_row(*row)
        out.print(shown)
        verdict = found.verdict
        out.print(f"\n{verdict.decision}: {verdict.reason}", markup=False, highlight=False)
        for note in verdict.notes:
            out.print(f"- {note}", markup=False, highlight=False)
    err.print(f"the report is {report}", markup=False, highlight=False, soft_wrap=True)
