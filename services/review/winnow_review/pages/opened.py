"""A document as one person sees it on the page, and what they may do with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from winnow.contracts.evidence import Extraction
from winnow.contracts.parsed import ParsedDocument
from winnow.recipes.recipe import Recipe
from winnow.security.keys import Principal, Role
from winnow.web.problems import ProblemError
from winnow_review.desk import Desk
from winnow_review.queue import Held, oversees
from winnow_review.sheet.cells import Cell, Rows, Table, lists_of
from winnow_review.sheet.sheet import Sheet, Sort, in_doubt, sheet_of
from winnow_review.sheet.writing import shown

ROWS = 50  # rows of a table that are shown at first


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed into a cell and could not be taken, and why."""

    text: str
    error: str


@dataclass(frozen=True, slots=True)
class Looks:
    """How the page is laid out: its order, how many rows, which compact cells are open."""

    sort: Sort = "weakest"
    rows: int = ROWS
    opened: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A document, its sheet, and who looks at it how.

    `kept` is what could not be taken, `heard` how typed values were read, both by cell id.
    """

    held: Held
    who: Principal
    sheet: Sheet
    extraction: Extraction
    parsed: ParsedDocument
    recipe: Recipe | None
    looks: Looks = Looks()
    kept: Mapping[str, Kept] = field(default_factory=dict)
    heard: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.held.item.request.document_id)

    @property
    def path(self) -> str:
        return f"/documents/{self.id}"

    @property
    def file_name(self) -> str:
        return shown(self.held.item.request.source.file_name)

    @property
    def revision(self) -> int:
        return self.held.item.revision

    @property
    def state(self) -> Literal["pending", "disputed", "decided", "rework"]:
        """As it is called before this person; one who looks on sees a blind reading as decided."""
        state = self.held.item.state
        return "decided" if state == "blind" else state

    @property
    def may_decide(self) -> bool:
        """Whether it waits for somebody like this person."""
        if oversees(self.who):
            return False
        assigned = self.held.item.assigned_to
        if assigned is not None and assigned != self.who.name:
            return False
        disputed = self.state == "disputed" and Role.ADJUDICATOR in self.who.roles
        return self.state == "pending" or disputed

    @property
    def writable(self) -> bool:
        """Whether it is theirs to write in, now."""
        return self.may_decide and self.held.holder == self.who.name

    def decidable(self, one: Cell) -> bool:
        """Whether this person may decide this value, now; a type is decided as a whole."""
        return self.writable and self.sheet.chosen and one.part != "recipe" and not one.gone

    @property
    def takeable(self) -> bool:
        return self.may_decide and self.held.holder is None

    @property
    def reopenable(self) -> bool:
        """Whether this person may take its decision back."""
        decided = self.held.item.decided
        if decided is None or self.state != "decided" or decided.outcome == "reclassified":
            return False
        own = decided.reviewer == self.who.name and Role.REVIEWER in self.who.roles
        return own or Role.ADJUDICATOR in self.who.roles

    @property
    def in_doubt(self) -> tuple[Cell, ...]:
        """What stands above all else, where the weakest come first."""
        return in_doubt(self.sheet) if self.looks.sort == "weakest" else ()

    @property
    def apart(self) -> frozenset[str]:
        """The ids of the cells that stand above, and not in their place."""
        return frozenset(cell.id for cell in self.in_doubt)

    @property
    def tables(self) -> dict[str, Table]:
        """Every table by its pointer."""
        return {one.pointer: one for one in lists_of(self.sheet.nodes) if isinstance(one, Table)}

    @property
    def deep_rows(self) -> tuple[tuple[str, bool], ...]:
        """The rows that hold lists themselves, and which of them were taken out."""
        deep = (one for one in lists_of(self.sheet.nodes) if isinstance(one, Rows))
        return tuple((row.pointer, row.gone) for one in deep for row in one.rows)

    @property
    def in_tables(self) -> frozenset[str]:
        """The ids of the cells that stand in tables."""
        rows = (row for table in self.tables.values() for row in table.rows)
        return frozenset(cell.id for row in rows for cell in row.cells)


async def open_document(
    desk: Desk, who: Principal, document_id: str, looks: Looks, **more: Any
) -> Opened:
    """The document as this person may see it; ProblemError 404, 403."""
    return await opened(desk, who, await desk.queue.find(who, document_id), looks, **more)


async def opened(desk: Desk, who: Principal, held: Held, looks: Looks, **more: Any) -> Opened:
    """The page's view of a document that was found or written."""
    request = held.item.request
    extraction, parsed = await desk.extraction(request), await desk.parsed(request)
    recipe = desk.recipes.get(request.recipe or "")
    sheet = sheet_of(held.item, extraction, recipe, parsed)
    return Opened(held, who, sheet, extraction, parsed, recipe, looks, **more)


def lease_of(desk: Desk) -> timedelta:
    """How long a claim lasts."""
    return timedelta(seconds=desk.settings.review_lease)


async def last_decided(desk: Desk, who: Principal, document: str) -> Opened | None:
    """The document that was decided just before, while this person can take its decision back."""
    try:
        page = await open_document(desk, who, str(UUID(document)), Looks())
    except (ValueError, ProblemError):  # no document, somebody else's, or gone
        return None
    return page if page.reopenable else None
