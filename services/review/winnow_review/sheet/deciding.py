"""The decisions that hold as somebody sees a document, and what they still owe. Pure."""

from collections.abc import Mapping
from typing import Any

from winnow.contracts.evidence import Extraction
from winnow.contracts.reviews import FieldDecision
from winnow.recipes.pointers import set_leaf
from winnow_review.checking import open_flags
from winnow_review.comparing import Place, merged, place_of
from winnow_review.folding import Item
from winnow_review.sheet.cells import Readings


def standing_decisions(item: Item) -> tuple[FieldDecision, ...]:
    """Of each value the last word: of this round, of the decision, or of both in a dispute, where
    it is not told whose the decision was.
    """
    match item.state:
        case "pending" | "rework":
            return item.fields
        case "disputed":
            first = item.decided.fields if item.decided else ()
            nobodys = (one.model_copy(update={"reviewer": None}) for one in first)
            return merged(nobodys, item.fields)
        case "blind" | "decided":
            return item.decided.fields if item.decided else item.fields


def disputed(item: Item) -> Mapping[Place, Readings]:
    """What two readers read differently, while it is in dispute."""
    if item.state != "disputed" or not item.opinions:
        return {}
    return {
        (one.part, one.pointer): Readings(one.first, one.second)
        for one in item.opinions[-1].compared
        if not one.same
    }


def owed(item: Item) -> frozenset[Place]:
    """The values that must be decided, or signed off, before the document can be approved."""
    if item.state not in ("pending", "disputed"):
        return frozenset()
    flags = {("field", one) for one in open_flags(item.request, standing_decisions(item))}
    own = {place_of(one) for one in item.fields}
    return frozenset(flags | {place for place in disputed(item) if place not in own})


def data_as_decided(extraction: Extraction, decisions: tuple[FieldDecision, ...]) -> dict[str, Any]:
    """The data with every decision in it; a row that was taken out is null."""
    data: dict[str, Any] = extraction.data
    for one in decisions:
        if one.part == "field":
            data = set_leaf(data, one.pointer, one.left(extraction.leaves.get(one.pointer)))
    return data
