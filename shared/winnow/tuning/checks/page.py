"""A report as one HTML file that needs nothing beside it."""

from itertools import groupby
from pathlib import Path
from typing import Final

from winnow.errors import MisconfiguredError
from winnow.tuning.checks.plots import draw
from winnow.tuning.checks.report import Finding, Report

SHOWN: Final = 200  # findings of a check; a set with more faults is mended by a program
NAMED: Final = 8  # ids of a finding
TITLES: Final = {
    "exact-duplicates": "Copies",
    "near-duplicates": "Near copies",
    "leak-by-document": "Documents on both sides",
    "leak-by-file": "Files on both sides",
    "leak-by-group": "Groups on both sides",
    "leak-by-copy": "Copies on both sides",
    "leak-by-template": "Templates on both sides",
    "contradiction": "Contradictions",
    "near-contradiction": "Contradictions between near copies",
    "suspected-label": "Labels that are likely to be wrong",
    "label-extent": "Values that may begin or end elsewhere",
    "champion-disagrees": "Labels that the champion reads otherwise",
    "value-not-in-text": "Values that are not in the text",
    "format-outlier": "Unusual values",
    "schema": "Answers that do not fit the form",
    "changed-recipe": "Labels of another version of the recipe",
    "other-recipe": "Examples of another recipe",
    "balance": "Too little of something",
    "length": "Length",
}


def render(report: Report) -> str:
    """The page: counts, findings by check with the worst first, and plots."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    pages = Environment(
        loader=PackageLoader("winnow.tuning.checks", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    plots = {title: Markup(svg) for title, svg in draw(report).items()}  # noqa: S704  (drawn by us)
    return pages.get_template("page.html").render(
        report=report, sections=_sections(report), plots=plots, shown=SHOWN, named=NAMED
    )


def write_page(path: Path, report: Report) -> None:
    """Write the page. Raises MisconfiguredError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(report), "utf-8")
    except OSError as error:
        raise MisconfiguredError(f"{path}: cannot be written: {error.strerror}") from error


def _sections(report: Report) -> list[tuple[str, str, list[Finding]]]:
    """Title, severity and findings of each check; findings come sorted by severity."""
    order = {"blocking": 0, "warning": 1, "note": 2}
    ordered = sorted(
        report.findings, key=lambda one: (order[one.severity], one.check, -(one.score or 0))
    )
    return [
        (TITLES.get(check, check), severity, list(found))
        for (severity, check), found in groupby(ordered, key=lambda one: (one.severity, one.check))
    ]
