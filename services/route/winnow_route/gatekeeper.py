"""The gates that a draft's values must pass, as they stand now."""

from typing import Final

from winnow.calibration.accepting import verdict
from winnow.calibration.bound import Gate
from winnow.calibration.gates import gates_for
from winnow.contracts.evidence import Extraction
from winnow.recipes.recipe import Recipe
from winnow.records.port import CalibrationStore
from winnow_route.book import Book

CLOSED: Final = Gate(
    None, why="audits found more errors than tolerated; the recipe must be calibrated anew"
)


class Gatekeeper:
    """Gates of the calibration behind a draft's confidences, but for those that audits closed."""

    def __init__(self, calibrations: CalibrationStore, book: Book) -> None:
        self._calibrations = calibrations
        self._book = book
        self._known: dict[tuple[str, str | None], dict[str, Gate]] = {}

    async def gates(self, recipe: Recipe, extraction: Extraction) -> dict[str, Gate]:
        """By field; confidences that no calibration made pass no gate."""
        identity = extraction.calibration
        gates = self._known.get((recipe.id, identity))
        if gates is None:
            found = await self._calibrations.get(identity) if identity else None
            gates = self._known[recipe.id, identity] = gates_for(recipe, found)
        if not identity:
            return gates
        closed = await self._book.closed(recipe.recipe, identity)
        return {field: CLOSED if field in closed else gate for field, gate in gates.items()}

    async def accepted(self, recipe: Recipe, extraction: Extraction) -> frozenset[str]:
        """The pointers of the values that pass."""
        return verdict(extraction, recipe, await self.gates(recipe, extraction)).accepted
