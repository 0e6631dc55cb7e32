"""The parts of a sheet: cells, groups of cells, tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from winnow.contracts.evidence import Scalar
from winnow.contracts.reviews import FieldDecision

Part = Literal["field", "summary", "recipe"]
Standing = Literal["confirmed", "corrected", "cleared", "missing", "doubtful", "passes"]
DECIDED: Final[dict[str, Standing]] = {
    "confirm": "confirmed",
    "correct": "corrected",
    "clear": "cleared",
}


@dataclass(frozen=True, slots=True)
class Readings:
    """What two people read of one value; who they are is not told."""

    first: Scalar
    second: Scalar


@dataclass(frozen=True, slots=True)
class Cell:
    """One value. `value` is what holds now, `read` what the model read.

    `confidence` is None once a person has edited the value, and where there is none. `threshold`
    is its field's own. `doubted`: a person was asked for it; `flagged`: nobody has answered yet.
    `certainty` is what the model's reading was worth, whatever became of it: it orders the cells.
    `gone`: its row was taken out. `page` is where its evidence stands, `placed` whether the viewer
    can show it.
    """

    pointer: str
    label: str
    path: str
    schema: dict[str, Any]
    value: Scalar
    read: Scalar
    standing: Standing
    told: tuple[str, ...] = ()
    decision: FieldDecision | None = None
    confidence: float | None = None
    certainty: float = 0.0
    threshold: float | None = None
    page: int | None = None
    placed: bool = False
    must_have: bool = False
    doubted: bool = False
    flagged: bool = False
    gone: bool = False
    part: Part = "field"
    readings: Readings | None = None

    @property
    def id(self) -> str:
        """Its id in the page; field names hold no hyphen, so no two are alike."""
        return f"{self.part}{self.pointer.replace('/', '-')}"


@dataclass(frozen=True, slots=True)
class Group:
    """A nested object, or a row that is too deep for a table."""

    pointer: str
    label: str
    nodes: tuple["Node", ...]
    row: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `gone`: a person said that the document has none such."""

    pointer: str
    number: int
    cells: tuple[Cell, ...]
    gone: bool = False

    @property
    def label(self) -> str:
        return f"Row {self.number}"

    @property
    def flagged(self) -> bool:
        return any(cell.flagged for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `path` leads from the row to the value, empty for lists of scalars."""

    path: tuple[str, ...]
    label: str
    schema: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A list. `flagged`: a person was asked for the list as a whole and has not answered."""

    pointer: str
    label: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    told: tuple[str, ...] = ()
    doubted: bool = False
    flagged: bool = False

    @property
    def id(self) -> str:
        return f"table{self.pointer.replace('/', '-')}"


@dataclass(frozen=True, slots=True)
class Rows:
    """A list whose rows hold lists themselves: each row is a group."""

    pointer: str
    label: str
    rows: tuple[Group, ...]
    doubted: bool = False
    flagged: bool = False

    @property
    def id(self) -> str:
        return f"table{self.pointer.replace('/', '-')}"


Node = Cell | Group | Table | Rows


def cells_of(nodes: Sequence[Node]) -> Iterator[Cell]:
    """All cells, in the order of the page."""
    for node in nodes:
        match node:
            case Cell():
                yield node
            case Group():
                yield from cells_of(node.nodes)
            case Rows():
                yield from cells_of(node.rows)
            case Table():
                for row in node.rows:
                    yield from row.cells


def lists_of(nodes: Sequence[Node]) -> Iterator[Table | Rows]:
    """All lists, outer ones first."""
    for node in nodes:
        match node:
            case Group():
                yield from lists_of(node.nodes)
            case Rows():
                yield node
                yield from lists_of(node.rows)
            case Table():
                yield node
            case Cell():
                pass
