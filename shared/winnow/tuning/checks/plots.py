"""A report drawn, as SVG that takes its colours from the page around it."""

import io
import re
from typing import Any, Final

from winnow.tuning.checks.report import FieldBalance, Report
from winnow.tuning.parts import PARTS

SHOWN: Final = 30  # choices of a field; the rarest of more are left out
# Colours that no plot has by chance; the page's own stand in their place.
INKS: Final = {
    "#010203": "currentColor",
    "#010204": "var(--train)",
    "#010205": "var(--validation)",
    "#010206": "var(--test)",
    "#010207": "var(--limit)",
}
INK, TRAIN, VALIDATION, TEST, LIMIT = INKS
OF_PART: Final = dict(zip(PARTS, (TRAIN, VALIDATION, TEST), strict=True))


def draw(report: Report) -> dict[str, str]:
    """The plots as SVG by title, those that have anything to show."""
    drawn = {}
    if report.tokens:
        drawn["Length of the examples"] = _svg(_lengths(report))
    if fields := [one for one in report.balance if not one.choices]:
        drawn["Share of the examples in which a field is filled"] = _svg(_filled(fields))
    for one in report.balance:
        if one.choices:
            drawn[f"Choices of {one.field}, by part{_left(one)}"] = _svg(_choices(one))
    return drawn


def _lengths(report: Report) -> Any:
    figure, axes = _figure(7, 2.6)
    tokens = [min(one, 2 * report.room) for one in report.tokens]
    axes.hist(tokens, bins=min(40, max(8, len(tokens) // 8)), color=TRAIN)
    if tokens[-1] > report.room / 2:
        axes.axvline(report.room, color=LIMIT, linewidth=2)
        axes.annotate(" the model's context", (report.room, 0), color=LIMIT, va="bottom")
    axes.set_xlabel("tokens, estimated")
    axes.set_ylabel("examples")
    return figure


def _filled(fields: list[FieldBalance]) -> Any:
    figure, axes = _figure(7, 0.9 + 0.45 * len(fields))
    for row, one in enumerate(reversed(fields)):
        for at, part in enumerate(PARTS):
            axes.barh(row + 0.25 * (1 - at), one.filled[part], height=0.22, color=OF_PART[part])
    axes.set_yticks(range(len(fields)), [one.field for one in reversed(fields)])
    axes.set_xlim(0, 1)
    _legend(axes)
    return figure


def _choices(field: FieldBalance) -> Any:
    order = sorted(field.choices, key=lambda choice: sum(field.choices[choice].values()))[-SHOWN:]
    figure, axes = _figure(7, 0.9 + 0.22 * len(order))
    starts = [0] * len(order)
    for part in PARTS:
        counts = [field.choices[choice][part] for choice in order]
        axes.barh(range(len(order)), counts, left=starts, color=OF_PART[part])
        starts = [one + more for one, more in zip(starts, counts, strict=True)]
    axes.set_yticks(range(len(order)), [choice[:40] for choice in order])
    axes.set_xlabel("examples")
    _legend(axes)
    return figure


def _left(field: FieldBalance) -> str:
    return f" (the {SHOWN} most frequent of {len(field.choices)})" * (len(field.choices) > SHOWN)


def _legend(axes: Any) -> None:
    from matplotlib.patches import Patch

    axes.legend(
        handles=[Patch(color=OF_PART[part], label=part) for part in PARTS],
        frameon=False,
        labelcolor=INK,
        loc="upper left",
        bbox_to_anchor=(1, 1),
    )


def _figure(width: float, height: float) -> tuple[Any, Any]:
    """A figure of its own, without pyplot's global state and without a background."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(INK)
    axes.tick_params(colors=INK)
    axes.xaxis.label.set_color(INK)
    axes.yaxis.label.set_color(INK)
    return figure, axes


def _svg(figure: Any) -> str:
    """The figure to be put into a page; its text stays text, in the page's own letters."""
    from matplotlib import rc_context

    drawn = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "winnow"}):
        figure.savefig(
            drawn, format="svg", bbox_inches="tight", transparent=True, metadata={"Date": None}
        )
    svg = drawn.getvalue()
    svg = svg[svg.index("<svg") :]
    for placeholder, colour in INKS.items():
        svg = svg.replace(placeholder, colour)
    return re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
