"""What winnow evaluate shows and writes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from winnow.cli.terminal import err, out, print_json, table
from winnow.contracts.calibration import Judged
from winnow.errors import MisconfiguredError
from winnow.evaluation.comparing import Change, Comparison
from winnow.evaluation.labelled import Labelled
from winnow.evaluation.plots import draw_plots
from winnow.evaluation.report import render, told
from winnow.evaluation.run import Run
from winnow.recipes.fields import field_at
from winnow.recipes.recipe import Recipe

NEEDED = ("scipy", "matplotlib")


def needed() -> None:
    """Raise MisconfiguredError where a library is missing that only evaluations use."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise MisconfiguredError(
            f"{' and '.join(missing)} is not installed: pip install 'winnow[evaluation]'"
        )


def note_unjudged(labelled: Sequence[Labelled], recipe: Recipe) -> None:
    """Say once which labels are not judged, and why."""
    counts = Counter(pointer for one in labelled for pointer in set(one.unjudged))
    for pointer, number in counts.items():
        known = field_at(recipe.fields, pointer.replace("/*", "/0")) is not None
        why = "a blank label" if known else "the recipe has no such field"
        err.print(
            f"gold{pointer} of {number} documents is not judged: {why}",
            markup=False,
            highlight=False,
        )


def show(run: Run, comparison: Comparison | None, report: Path, as_json: bool) -> None:
    """The run to stdout, as one JSON object or as tables; where the report lies to stderr."""
    if as_json:
        told = {**run.model_dump(mode="json"), "report": str(report)}
        if comparison:
            told["comparison"] = comparison.model_dump(mode="json")
        print_json(told)
    else:
        _print_fields(run, comparison)
        for line in _lines(run, comparison):
            out.print(line, markup=False, highlight=False)
    err.print(f"the report is {report}", markup=False, highlight=False, soft_wrap=True)


def _print_fields(run: Run, comparison: Comparison | None) -> None:
    shown = table("field", "precision", "recall", "F1", *(("now",) if comparison else ()))
    changes = {"all": comparison.overall, **comparison.fields} if comparison else {}
    for name, one in {"all": run.overall, **run.fields}.items():
        verdict = (_verdict(changes.get(name)),) if comparison else ()
        shown.add_row(name, told(one.precision), told(one.recall), told(one.f1), *verdict)
    out.print(shown)


def _lines(run: Run, comparison: Comparison | None) -> list[str]:
    exact = f" ({_verdict(comparison.exact)})" if comparison else ""
    lines = [f"every value right: {told(run.exact)}{exact}", f"failed: {told(run.failures)}"]
    if run.labels:
        found = run.labels
        lines.append(f"accuracy: {told(found.accuracy)}, macro F1: {told(found.macro_f1)}")
    if run.acceptance:
        documents = run.acceptance.documents, run.acceptance.document_errors
        lines.append(f"accepted: {told(documents[0])}, wrong of them: {told(documents[1])}")
    if run.latency.median is not None:
        lines.append(f"seconds a document: {run.latency.median:.1f} in the median")
    if run.cost.per_document_usd is not None:
        lines.append(f"cost a document: ${run.cost.per_document_usd:.5f}")
    return lines


def _verdict(change: Change | None) -> str:
    return change.verdict if change else "-"


def write_report(
    folder: Path, run: Run, judged: Sequence[Judged], comparison: Comparison | None
) -> Path:
    """Write run.json, report.md and its plots; return the report. Raises MisconfiguredError."""
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "run.json").write_text(run.model_dump_json(indent=1), "utf-8")
        plots = draw_plots(run, folder)
        report = folder / "report.md"
        report.write_text(render(run, judged, comparison, plots), "utf-8")
        return report


def write_judged(path: Path, judged: Sequence[Judged]) -> None:
    """Write every judged value, a JSON object a line. Raises MisconfiguredError."""
    with _writing(path):
        path.write_text("".join(f"{leaf.model_dump_json()}\n" for leaf in judged), "utf-8")


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise MisconfiguredError(f"{path}: cannot be written: {error.strerror}") from error
