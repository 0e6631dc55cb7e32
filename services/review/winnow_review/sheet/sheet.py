"""The sheet of a document: all that its right half shows. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from winnow.contracts.evidence import Extraction
from winnow.contracts.parsed import ParsedDocument
from winnow.recipes.recipe import Recipe
from winnow.recipes.rules import rules_about
from winnow_review.comparing import Place, place_of
from winnow_review.folding import Item
from winnow_review.sheet.banners import Banner, banners_of
from winnow_review.sheet.building import Known, nodes_of
from winnow_review.sheet.cells import Cell, Node, cells_of, lists_of
from winnow_review.sheet.deciding import data_as_decided, disputed, owed, standing_decisions
from winnow_review.sheet.keeping import broken_rules
from winnow_review.sheet.prose import classification, sentences

Sort = Literal["weakest", "document"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document as somebody sees it. `asked` counts what a person was asked for, `left` what
    is still undecided; `chosen` tells whether its recipe is known, without which nothing can be
    approved.
    """

    type_of: Cell
    nodes: tuple[Node, ...]
    summary: tuple[Cell, ...]
    banners: tuple[Banner, ...]
    asked: int
    left: int
    chosen: bool

    @property
    def cells(self) -> dict[str, Cell]:
        """Every cell by its id."""
        every = (self.type_of, *cells_of(self.nodes), *self.summary)
        return {cell.id: cell for cell in every}


def sheet_of(
    item: Item, extraction: Extraction, recipe: Recipe | None, parsed: ParsedDocument
) -> Sheet:
    """The sheet that follows from the item as this person may see it."""
    decisions = standing_decisions(item)
    by_place = {place_of(one): one for one in decisions}
    debts, readings = owed(item), disputed(item)
    nodes: tuple[Node, ...] = ()
    messages: Mapping[str, str] = {}
    if recipe is not None:
        data = data_as_decided(extraction, decisions)
        messages = broken_rules(recipe, data)
        known = Known(
            request=item.request,
            extraction=extraction,
            must_have=frozenset(recipe.must_have),
            decisions=by_place,
            owed=debts,
            disputed=readings,
            broken=_by_field(recipe, messages),
        )
        nodes = nodes_of(known, recipe.fields, data)
    return Sheet(
        type_of=classification(item, recipe, by_place, debts, readings),
        nodes=nodes,
        summary=sentences(item, parsed, by_place, debts, readings),
        banners=banners_of(item, extraction, parsed, messages.values()),
        asked=len(_asked(item, readings)),
        left=len(debts),
        chosen=recipe is not None,
    )


def flagged_order(sheet: Sheet, sort: Sort) -> tuple[str, ...]:
    """The ids that somebody must still decide, in the order in which they come up."""
    first = in_doubt(sheet) if sort == "weakest" else ()
    lists = (one.id for one in lists_of(sheet.nodes) if one.flagged)
    cells = dict.fromkeys(cell.id for cell in (*first, *sheet.cells.values()) if cell.flagged)
    return (*cells, *lists)


def in_doubt(sheet: Sheet) -> tuple[Cell, ...]:
    """The values that a person was asked for, decided or not, the weakest first."""
    asked = [cell for cell in sheet.cells.values() if cell.doubted and cell.part == "field"]
    return tuple(sorted(asked, key=_weakness))


def _weakness(cell: Cell) -> tuple[bool, float]:
    """Missing must-have values first; by what was read, so that deciding moves nothing."""
    return (cell.read is not None or not cell.must_have, cell.certainty)


def _asked(item: Item, readings: Mapping[Place, object]) -> set[Place]:
    return {("field", one) for one in item.request.doubtful} | set(readings)


def _by_field(recipe: Recipe, broken: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(broken[one] for one in rules_about(recipe, f"/{name}") if one in broken)
        for name in recipe.fields["properties"]
    }
