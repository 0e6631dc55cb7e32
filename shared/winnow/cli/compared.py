"""What winnow compare shows."""

from pathlib import Path

from winnow.cli.terminal import err, out, print_json, table
from winnow.tuning.comparing import Comparison
from winnow.tuning.comparing.report import head, rows


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
