"""A comparison told to people, in Markdown. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

from winnow.evaluation.report import table, told
from winnow.tuning.comparing.comparison import Apart, Comparison, Row

HEAD: Final = (
    "",
    "documents right",
    "fitted the form",
    "$ per 1000",
    "s mean",
    "s median",
    "s 95 %",
)


def render(found: Comparison, plot: str | None = None) -> str:
    """The report; `plot` is the picture's file name."""
    judged = f"## Verdict: {found.verdict.decision}\n\n{found.verdict.reason}"
    notes = "\n".join(f"- {note}" for note in found.verdict.notes)
    parts = [
        f"# {found.recipe}: what tuning is worth ({found.task})",
        _about(found),
        judged,
        *([notes] if notes else []),
        f"## {found.measure} and cost\n\n" + table(head(found), rows(found)),
        *([f"![{found.measure} against cost]({plot})"] if plot else []),
        *_differences(found),
        *_measures(found),
        *_slices(found),
        *_sampled(found),
        _reading(found),
    ]
    return "\n\n".join(parts) + "\n"


def head(found: Comparison) -> tuple[str, ...]:
    """The columns of the table."""
    return (HEAD[0], found.measure, *HEAD[1:])


def rows(found: Comparison) -> list[tuple[str, ...]]:
    """The table, a contender a row."""
    return [_row(row) for row in found.rows]


def _row(row: Row) -> tuple[str, ...]:
    cost = f"{1000 * row.usd:.3g}{' (time)' if row.by_time else ''}"
    seconds = (row.seconds.mean, row.seconds.median, row.seconds.p95)
    main = told(row.main), _percent(row.exact.value), _percent(row.valid.value)
    return (row.role, *main, cost, *(f"{one:.2f}" for one in seconds))


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _about(found: Comparison) -> str:
    left = (
        f"; {len(found.left_out)} test documents could not be had again" if found.left_out else ""
    )
    return (
        f"{found.documents} held-out documents (hash {found.data_hash}), recipe fields "
        f"{found.fields_hash}, seed {found.seed}; {found.created_at:%Y-%m-%d %H:%M} UTC{left}. "
        f"Models: {'; '.join(f'{row.role} {row.model}' for row in found.rows)}."
    )


def _differences(found: Comparison) -> Iterable[str]:
    if not found.apart:
        return
    names = {row.name: row.role for row in found.rows}
    lines = [(names[one.against], one.verdict, _signed(one), f"{one.p:.2g}") for one in found.apart]
    columns = ("tuned against", "", f"difference in {found.measure}", "p (Holm)")
    yield "## Differences\n\n" + table(columns, lines)


def _signed(one: Apart) -> str:
    apart = one.difference
    return f"{apart.value or 0.0:+.3f} ({apart.low:+.3f} to {apart.high:+.3f})"


def _measures(found: Comparison) -> Iterable[str]:
    names = list(dict.fromkeys(name for row in found.rows for name in row.measures))
    if len(names) < 2:
        return
    lines = [
        (row.role, *(told(row.measures[name]) if name in row.measures else "-" for name in names))
        for row in found.rows
    ]
    yield "## All measures\n\n" + table(("", *names), lines)


def _slices(found: Comparison) -> Iterable[str]:
    marks = list(dict.fromkeys(mark for row in found.rows for mark in row.slices))
    if not marks:
        return
    yield "## Slices\n\n" + table(
        ("", "documents", *(row.role for row in found.rows)),
        [(mark, _documents(found, mark), *_of_mark(found.rows, mark)) for mark in marks],
    )


def _of_mark(rows: Sequence[Row], mark: str) -> list[str]:
    return [told(row.slices[mark].main) if mark in row.slices else "-" for row in rows]


def _documents(found: Comparison, mark: str) -> int:
    return next(row.slices[mark].documents for row in found.rows if mark in row.slices)


def _sampled(found: Comparison) -> Iterable[str]:
    if not found.sampled:
        return
    lines = [
        (one.role, one.samples, f"{one.temperature:g}", k, told(one.checks[k]), told(one.right[k]))
        for one in found.sampled
        for k in one.checks
    ]
    columns = ("", "samples", "temperature", "k", "pass@k, rules", "pass@k, rules and values")
    yield "## Sampled answers\n\n" + table(columns, lines)


def _reading(found: Comparison) -> str:
    return (
        "## How to read this\n\n"
        "All contenders answered the same documents through the services' own handlers; none "
        "learnt from them. A document that failed counts as wrong. Intervals are at 95 %: "
        "Wilson's of shares (of F1: of F*, Hand et al. 2021), bootstrap over documents of macro "
        "F1, ROUGE and differences. Differences are tested document by document, McNemar's exact "
        "test for labels, approximate randomization else, with Holm's p-values. Cost is by price; "
        f"a model without one costs its seconds at ${found.usd_per_hour:g} an hour."
    )
