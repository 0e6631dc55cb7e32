"""A run told to people, in Markdown. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from winnow.contracts.calibration import Judged
from winnow.evaluation.comparing import Change, Comparison
from winnow.evaluation.run import Run
from winnow.evaluation.scores import Between, Share

WRONG: Final = 100  # wrong values that are listed
SHOWN: Final = 60  # characters of a value
Row = Sequence[object]


def render(
    run: Run,
    judged: Iterable[Judged],
    comparison: Comparison | None = None,
    plots: Mapping[str, str] | None = None,
) -> str:
    """The report; `plots` holds the pictures' file names by title."""
    parts = [
        f"# {run.recipe} by {run.model}",
        _about(run),
        _summary(run),
        *([_comparison(comparison)] if comparison else []),
        _fields(run),
        *(f"### {title}\n\n![{title}]({name})" for title, name in (plots or {}).items()),
        _acceptance(run),
        _failures(run),
        _wrong([one for one in judged if not one.right]),
        _reading(),
    ]
    return "\n\n".join(parts) + "\n"


def table(head: Row, rows: Iterable[Row]) -> str:
    """A Markdown table; what would break it is taken out of the cells."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(one) for one in row) + " |" for row in lines)


def told(one: Share | Between) -> str:
    """A value with its interval: 0.912 (0.871-0.941), with what it was counted of."""
    if one.value is None:
        return "-"
    of = f", {one.count} of {one.of}" if isinstance(one, Share) else ""
    return f"{one.value:.3f} ({one.low:.3f}-{one.high:.3f}{of})"


def _cell(one: object) -> str:
    return " ".join(str(one).replace("|", "\\|").split())


def _about(run: Run) -> str:
    text = "given with the documents" if run.given_text else "read from the files"
    at = f"{run.created_at:%Y-%m-%d %H:%M} UTC"
    return (
        f"{run.documents} documents of {run.data} (sha256 {run.data_hash}), text {text}; recipe "
        f"content {run.recipe_hash}, confidence by {run.calibration}; {at}, {run.wall_seconds:.0f} "
        "s in all."
    )


def _summary(run: Run) -> str:
    overall, latency, cost = run.overall, run.latency, run.cost
    rows: list[Row] = [
        ("documents with every value right", told(run.exact)),
        ("documents that failed", told(run.failures)),
        ("documents not read to the end", run.incomplete),
        *_labels(run),
        ("precision of values", told(overall.precision)),
        ("recall of values", told(overall.recall)),
        ("F1 of values", told(overall.f1)),
        ("left empty of what documents do not say", told(overall.absent)),
        ("cost a document", _dollars(cost.per_document_usd, cost.unpriced)),
        ("model calls", cost.calls),
        ("tokens in / out", f"{cost.input_tokens} / {cost.output_tokens}"),
    ]
    if latency.documents:
        middle = f"median {latency.median:.1f}, mean {latency.mean:.1f}"
        ends = f"95 % within {latency.p95:.1f}, longest {latency.longest:.1f}"
        rows.append((f"seconds a document, {latency.documents} timed", f"{middle}, {ends}"))
    if run.reliability.values:
        rows.append(("confidence", _confidence(run)))
    return table(("", "value (95 % interval)"), rows)


def _labels(run: Run) -> list[Row]:
    if run.labels is None:
        return []
    found = run.labels
    return [("accuracy", told(found.accuracy)), ("macro F1 of labels", told(found.macro_f1))]


def _confidence(run: Run) -> str:
    known = run.reliability
    auroc = "-" if known.auroc is None else f"{known.auroc:.3f}"
    return f"ECE {known.ece:.3f}, Brier {known.brier:.3f}, AUROC {auroc} of {known.values} values"


def _dollars(cost: float | None, unpriced: int) -> str:
    return f"unknown: {unpriced} calls have no price" if cost is None else f"${cost:.5f}"


def _fields(run: Run) -> str:
    rows = [
        (name, one.documents, *(told(at) for at in (one.precision, one.recall, one.f1, one.absent)))
        for name, one in run.fields.items()
    ]
    head = ("field", "documents", "precision", "recall", "F1", "left empty when absent")
    return "## Fields\n\n" + table(head, rows)


def _acceptance(run: Run) -> str:
    found = run.acceptance
    head = "## Accepted without a person\n\n"
    if found is None:
        return f"{head}No rate is promised: the recipe names no tolerated error."
    rows: list[Row] = [
        ("documents", told(found.documents), told(found.document_errors)),
        ("values", told(found.values), told(found.value_errors)),
        *((name, told(share), told(wrong)) for name, (share, wrong) in found.fields.items()),
    ]
    shut = "".join(f"\n- {name or 'documents'}: {why}" for name, why in found.closed.items())
    closed = f"\n\nNothing passes these gates:\n{shut}" if shut else ""
    return head + table(("", "accepted", "wrong among the accepted"), rows) + closed


def _failures(run: Run) -> str:
    if not run.failure_reasons:
        return "## Failures\n\nNone."
    first: dict[str, str] = {}
    for one in run.each:
        if one.failure:
            first.setdefault(one.failure[:SHOWN], one.id)
    rows = [(why, number) for why, number in run.failure_reasons.items()]
    each = [(id_, why) for why, id_ in first.items()]
    counted = "They count in every share above, as documents that nothing was returned for."
    reasons = table(("reason", "documents"), rows)
    return "\n\n".join(("## Failures", counted, reasons, table(("for example", ""), each)))


def _wrong(wrong: Sequence[Judged]) -> str:
    if not wrong:
        return "## Wrong values\n\nNone."
    rows = [
        (one.document, one.pointer, _short(one.value), _short(one.gold), f"{one.raw:.2f}")
        for one in wrong[:WRONG]
    ]
    head = ("document", "value at", "returned", "true", "model's score")
    more = f"\n\nand {len(wrong) - WRONG} more" if len(wrong) > WRONG else ""
    return f"## Wrong values ({len(wrong)})\n\n" + table(head, rows) + more


def _short(value: object) -> str:
    text = "null" if value is None else str(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _comparison(found: Comparison) -> str:
    rows = [
        ("documents with every value right", *_change(found.exact)),
        ("all values", *_change(found.overall)),
        *((name, *_change(one)) for name, one in found.fields.items()),
    ]
    head = ("", "verdict", "measure", "before", "now", "difference, 95 %", "p")
    left = f", {found.left_out} left out" if found.left_out else ""
    notes = "".join(f"\n- {note}" for note in found.notes)
    return (
        f"## Against {found.baseline}\n\n{found.documents} documents of both{left}.\n{notes}\n\n"
        + table(head, rows)
    )


def _change(one: Change) -> Row:
    before, now = ("-" if at is None else f"{at:.3f}" for at in (one.before, one.now))
    return (
        one.verdict,
        one.measure,
        before,
        now,
        f"{one.low:+.3f} to {one.high:+.3f}",
        f"{one.p:.4f}",
    )


def _reading() -> str:
    return (
        "## How to read this\n\n"
        "A value is right when it says the same as the gold: numbers to the cent, text without "
        "regard to case and spacing. A wrong value costs precision and recall. Rows of lists are "
        "matched by the Hungarian method; a row too many or too few costs every cell. Intervals "
        "are Wilson's at 95 % (of F1: of its transform F*); where a document has several values "
        "they are widened by the design effect, as values of one document err together."
    )
