"""Figures that need no reading: cells of tables that were found, and values that were extracted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from winnow.answering.drafts import Draft, Place
from winnow.answering.kinds import kind_of
from winnow.answering.locating import locate
from winnow.answering.readable import Passage
from winnow.answering.sentences import Span
from winnow.answering.terms import Terms, terms_of
from winnow.contracts.evidence import Scalar

Values = Mapping[UUID, Mapping[str, Scalar]]
CELLS: Final = " | "
LABEL: Final = 0.6  # least share of a row's words that the question must have
FIGURE: Final = re.compile(r"\d|^[-\u2013\u2014]$")
KINDS: Final = ("number", "percent", "time")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the place of each cell, and the heads above them."""

    passage: Passage
    span: Span
    cells: tuple[Span, ...]
    heads: tuple[str, ...]  # one a cell, of all rows above that hold no figures

    @property
    def label(self) -> str:
        return self.cells[0].of(self.passage.text)


def rows_of(passage: Passage) -> Iterator[Row]:
    """The rows of the tables of a passage that have a label and a figure.

    Years alone make no row of figures: they stand at the head of the columns.
    """
    heads: dict[int, str] = {}
    last = -2
    for found in re.finditer(r"[^\n]+", passage.text):
        line = Span(found.start(), found.end())
        if CELLS not in found[0] or passage.touches_cut(line):
            continue
        if line.start > last + 1:
            heads = {}
        last = line.end
        cells = _cells(passage.text, line)
        texts = [cell.of(passage.text) for cell in cells]
        if _is_head(texts):
            heads = {n: f"{heads.get(n, '')} {text}".strip() for n, text in enumerate(texts)}
        else:
            named = tuple(heads.get(n, "") for n in range(len(cells)))
            yield Row(passage, line, tuple(cells), named)


def by_row(question: str, passages: Sequence[Passage], language: str) -> Draft | None:
    """The cell whose row and column the question names; None where none is, or more than one."""
    wanted = terms_of(question, language)
    best: list[tuple[float, Row, Span]] = []
    for passage in passages:
        for row in rows_of(passage):
            label = terms_of(row.label, language)
            share = _share(label, wanted)
            if share >= LABEL and (cell := _column(row, wanted, language)) is not None:
                best.append((share * len(label.all & wanted.all), row, cell))
    best.sort(key=lambda one: -one[0])
    if not best or (len(best) > 1 and best[1][0] == best[0][0]):
        return None
    _, row, cell = best[0]
    short = cell.of(row.passage.text).strip()
    head = row.heads[row.cells.index(cell)]
    said = f"{row.label}, {head}: {short}" if head else f"{row.label}: {short}"
    return Draft(said, (Place(row.passage, cell),), "row", short)


def by_value(
    question: str, passages: Sequence[Passage], values: Values, language: str
) -> Draft | None:
    """The one extracted value whose field the question names; None where documents differ."""
    if kind_of(question) not in KINDS:
        return None
    wanted = terms_of(question, language).all
    found: dict[str, Draft] = {}
    for passage in passages:
        for pointer, value in values.get(passage.source.document_id, {}).items():
            label = label_of(pointer)
            named = terms_of(label, language).all
            if value is not None and named and named <= wanted:
                draft = value_draft(passage, pointer, value)
                if draft is not None:
                    found.setdefault(draft.short, draft)
    return next(iter(found.values())) if len(found) == 1 else None


def value_draft(passage: Passage, pointer: str, value: Scalar) -> Draft | None:
    """An extracted value as a sentence; None where its passage does not show it."""
    short = f"{value:g}" if isinstance(value, float) else str(value)
    spellings = (
        [short, f"{value:,}", f"{value:.2f}", f"{value:,.2f}"]
        if isinstance(value, int | float)
        else [short]
    )
    place = next((at for one in spellings if (at := locate(one, passage.text))), None)
    if place is None:
        return None
    said = f"{label_of(pointer).capitalize()}: {short} ({passage.source.file_name})"
    return Draft(said, (Place(passage, place.span, pointer),), "value", short)


def label_of(pointer: str) -> str:
    """The words of a JSON Pointer without numbers of items: "/lines/0/unit_price" is unit price."""
    steps = [step for step in pointer.split("/") if step and not step.isdigit()]
    return re.sub(r"[_\-~]+", " ", steps[-1]) if steps else ""


def _cells(text: str, line: Span) -> list[Span]:
    cells, start = [], line.start
    for part in line.of(text).split(CELLS):
        bare = part.strip()
        left = start + part.find(bare) if bare else start
        cells.append(Span(left, left + len(bare)))
        start += len(part) + len(CELLS)
    return cells


def _is_head(texts: Sequence[str]) -> bool:
    figures = [text for text in texts[1:] if FIGURE.search(text)]
    plain = [text for text in figures if not re.fullmatch(r".*\b(?:19|20)\d\d\b.*", text)]
    return not texts[0] or not plain


def _column(row: Row, wanted: Terms, language: str) -> Span | None:
    """The one cell whose head the question names best; the only figure, where there is one."""
    text = row.passage.text
    figures = [n for n, cell in enumerate(row.cells) if n and FIGURE.search(cell.of(text))]
    if len(figures) == 1:
        return row.cells[figures[0]]
    named = {n: len(terms_of(row.heads[n], language).all & wanted.all) for n in figures}
    best = max(named.values(), default=0)
    chosen = [n for n, count in named.items() if count == best]
    return row.cells[chosen[0]] if best and len(chosen) == 1 else None


def _share(label: Terms, wanted: Terms) -> float:
    return len(label.all & wanted.all) / len(label.all) if label.all else 0.0
