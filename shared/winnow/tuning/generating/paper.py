"""A made-up document: rows of cells, each knowing which true value it prints."""

import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from winnow.recipes.pointers import split

JOINTS: Final = {"/address": ", "}  # how the recipe joins what stands in several places


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text; `field` points at the true value that it is, or is part of."""

    text: str
    field: str = ""


Cell = tuple[Span, ...]
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document without a look: `gold` by the recipe, `traits` to tell figures apart by.

    Text values of `gold` follow from the spans (`settled`), so that noise on the paper is noise in
    what is to be copied; dates, numbers and codes are those that were meant.
    """

    recipe: str
    rows: tuple[Row, ...]
    gold: dict[str, Any]
    traits: dict[str, str]

    def spans(self) -> Iterator[Span]:
        return (span for row in self.rows for cell in row for span in cell)

    def changed(self, change: Callable[[Span], Span]) -> "Paper":
        """The same with each span changed."""
        rows = (tuple(tuple(change(span) for span in cell) for cell in row) for row in self.rows)
        return replace(self, rows=tuple(rows))

    def settled(self) -> "Paper":
        """The same with its texts as they stand on it; a value that is nowhere printed is null."""
        printed: dict[str, list[str]] = {}
        for span in self.spans():
            if span.field:
                printed.setdefault(span.field, []).append(span.text)
        gold = copy.deepcopy(self.gold)
        for field, texts in printed.items():
            holder, key = _place(gold, field)
            if holder[key] is None or (isinstance(holder[key], str) and not _is_told(field)):
                holder[key] = _joined(texts, JOINTS.get(field, " "))
        return replace(self, gold=gold)


def cell(text: str, field: str = "") -> Cell:
    """A cell that prints one thing."""
    return (Span(text, field),)


def row(*cells: str | Cell) -> Row:
    """A row of cells; plain text prints no value."""
    return tuple(cell(one) if isinstance(one, str) else one for one in cells if one)


def cell_text(one: Iterable[Span]) -> str:
    return "".join(span.text for span in one)


def _place(gold: dict[str, Any], field: str) -> tuple[Any, Any]:
    *path, last = split(field)
    holder: Any = gold
    for step in path:
        holder = holder[int(step) if isinstance(holder, list) else step]
    return holder, last


def _is_told(field: str) -> bool:
    """Whether a value is written in a form of its own: a day as YYYY-MM-DD, a currency's code."""
    return field.rsplit("/", 1)[-1] in {"date", "issue_date", "currency"}


def _joined(texts: list[str], joint: str) -> str | None:
    ends = " ,·|" if joint == ", " else " "
    parts = [text.strip(ends) for text in texts]
    return joint.join(part for part in parts if part) or None
