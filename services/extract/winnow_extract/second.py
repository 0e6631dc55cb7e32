"""A second, different reading of a document, and whether it says the same.

Two readings that err in different ways are the best sign of a right value (ExtractConf, arXiv
2606.24420); what one model says of its own certainty is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from winnow.contracts.evidence import Scalar
from winnow.contracts.parsed import ParsedDocument
from winnow.errors import WinnowError
from winnow.layout import Agreement, Reading, agreement, alike, read
from winnow.observability.logs import get_logger
from winnow.recipes.form import form_of
from winnow.recipes.pointers import field_of, leaves
from winnow.recipes.recipe import Recipe
from winnow_extract.asking import Questions, ask
from winnow_extract.merging import merge
from winnow_extract.windows import choose, cut

log = get_logger(__name__)
LAYOUT: Final = "layout"
STAGE: Final = "second"  # what a second reading is counted as


@dataclass(frozen=True, slots=True)
class Second:
    """What another reader says of a leaf: the `Signals` of the same names."""

    agreement: Agreement
    second_value: Scalar
    second_reader: str


def layout_readings(
    recipe: Recipe, parsed: ParsedDocument, learnt: Mapping[str, Any] | None
) -> dict[str, Reading] | None:
    """What the learnt layout reads, by pointer; None where nothing was learnt, or it fails."""
    if learnt is None:
        return None
    try:
        return read(learnt, recipe, parsed)
    except Exception:  # an advisory step never destroys paid work: the draft goes on without it
        log.exception("the learnt layout could not be read")
        return None


def second_signals(
    recipe: Recipe,
    parsed: ParsedDocument,
    values: Mapping[str, Scalar],
    learnt: Mapping[str, Any] | None,
) -> dict[str, Second]:
    """What the learnt layout says of the values, by pointer.

    Leaves of fields that were not learnt (lists, rare ones) have none; where nothing was learnt or
    the reader fails, no leaf has.
    """
    readings = layout_readings(recipe, parsed, learnt)
    if learnt is None or readings is None:
        return {}
    found = {}
    for pointer, value in values.items():
        if pointer in learnt["fields"]:
            reading = readings.get(pointer)
            told = reading.value if reading else None
            found[pointer] = Second(agreement(value, reading), told, LAYOUT)
    return found


async def second_answer(
    questions: Questions,
    parsed: ParsedDocument,
    recipe: Recipe,
    values: Mapping[str, Scalar],
    windows: int,
) -> dict[str, Second]:
    """What another model says of the values, by pointer; what that cost is in `questions`.

    A model that cannot be asked or does not answer leaves the values without a second reading.
    """
    model = questions.model
    chosen = choose(cut(parsed, model.window), recipe, windows)
    try:
        reply = await ask(questions, parsed, chosen, recipe, form_of(recipe))
    except WinnowError as error:
        log.warning("no second reading", model=model.name, error=str(error))
        return {}
    if not reply.answered:
        return {}
    data, _ = merge([answer for _, answer in reply.answered])
    told = leaves(data)
    return {
        pointer: Second(_compared(pointer, value, told), told.get(pointer), model.name)
        for pointer, value in values.items()
    }


def _compared(pointer: str, value: Scalar, told: Mapping[str, Scalar]) -> Agreement:
    """A cell agrees with any row of its list: one row more or less shifts all that follow."""
    field = field_of(pointer)
    if field == pointer:
        others = [told.get(pointer)]
    else:
        others = [other for at, other in told.items() if field_of(at) == field]
    if any(alike(value, other) for other in others):
        return "agrees"
    return "silent" if all(other is None for other in others) else "differs"
