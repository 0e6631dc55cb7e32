"""Values that are written, or sized, unlike all others of their field."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from winnow.recipes.pointers import Scalar, field_of
from winnow.tuning.checks.data import Data
from winnow.tuning.checks.report import Finding

FEWEST: Final = 30  # values of a field from which its usual forms are known
FORMS: Final = 5  # usual forms at most
USUAL: Final = 0.95  # share of the values that they must cover
FAR: Final = 10.0  # times the usual largest number, or below the usual smallest

Placed = tuple[int, str, Scalar]  # example, pointer, value


def format_outliers(data: Data) -> Iterator[Finding]:
    """Texts of an unusual form and numbers of an unusual size, a finding for each."""
    values: dict[str, list[Placed]] = defaultdict(list)
    for at, one in enumerate(data.examples):
        closed = data.closed[at]
        for pointer, value in data.leaves[at].items():
            if value is not None and pointer not in closed and one.task == "extract":
                values[field_of(pointer)].append((at, pointer, value))
    for placed in values.values():
        if len(placed) >= FEWEST:
            yield from _odd_forms(data, [one for one in placed if isinstance(one[2], str)])
            yield from _odd_sizes(data, [one for one in placed if _is_number(one[2])])


def form_of(value: str) -> str:
    """How a text is written: A for letters, 9 for digits, marks as they are."""
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "A", " ".join(value.split())))


def _odd_forms(data: Data, placed: Sequence[Placed]) -> Iterator[Finding]:
    counts = Counter(form_of(str(value)) for _, _, value in placed)
    usual = counts.most_common(FORMS)
    if not placed or sum(count for _, count in usual) < USUAL * len(placed):
        return
    known = {form for form, count in usual if count > 1}
    for at, pointer, value in placed:
        if form_of(str(value)) not in known:
            yield Finding(
                check="format-outlier",
                severity="note",
                ids=(data.examples[at].id,),
                field=pointer,
                message=f"“{value}” is not written as the field's other values are "
                f"({', '.join(known)}); check it.",
            )


def _odd_sizes(data: Data, placed: Sequence[Placed]) -> Iterator[Finding]:
    sizes = sorted(abs(float(value)) for _, _, value in placed if _is_number(value))  # type: ignore[arg-type]
    if len(sizes) < FEWEST:
        return
    low, high = sizes[len(sizes) // 50], sizes[-1 - len(sizes) // 50]
    for at, pointer, value in placed:
        size = abs(float(value))  # type: ignore[arg-type]
        if size > FAR * high or 0 < size < low / FAR:
            yield Finding(
                check="format-outlier",
                severity="note",
                ids=(data.examples[at].id,),
                field=pointer,
                message=f"{value} is far from the field's other values ({low:g} to {high:g}, "
                "without the outermost 2 %); check it.",
            )


def _is_number(value: Scalar) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
