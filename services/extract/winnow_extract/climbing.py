"""A document handed from rung to rung of its recipe's ladder until one may keep it."""

from collections.abc import Sequence
from dataclasses import replace

from winnow.contracts.evidence import Completeness, Extraction
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.usage import Usage
from winnow.errors import UnreachableError
from winnow.ladder.rungs import LAYOUT
from winnow.ladder.validity import Step
from winnow.llm.calls import Purpose
from winnow.observability.logs import get_logger
from winnow.recipes.recipe import Recipe
from winnow_extract.by_layout import draft_by_layout
from winnow_extract.drafting import Readers, draft

log = get_logger(__name__)


async def climb(
    purpose: Purpose,
    parsed: ParsedDocument,
    recipe: Recipe,
    steps: Sequence[Step],
    readers: Readers,
) -> tuple[Extraction, tuple[Usage, ...]]:
    """The answer of the first rung that may keep the document, and what all that were asked cost.

    The last rung keeps what reaches it: route, and then a person, judge its answer. If it has none,
    what a rung before it read goes on, as incomplete, so that a person need not begin anew. Where a
    rung cannot be asked the next one is, if the recipe allows; else, and on the last rung, raises
    UnreachableError. Answers that were paid for are found again when the event comes back.
    """
    spent: list[Usage] = []
    read: Extraction | None = None
    for step in steps:
        is_last = step is steps[-1]
        try:
            extraction, usage = await _read(purpose, parsed, recipe, step, readers)
        except UnreachableError as error:
            if is_last or not recipe.fall_over:
                raise
            log.warning("the next rung reads", rung=step.name, error=str(error))
            continue
        spent += usage
        if is_last or step.keeps(extraction, recipe):
            return _or_before(extraction, read), tuple(spent)
        read = _or_before(extraction, read)
    raise ValueError("a ladder has one rung at the least")


def _or_before(extraction: Extraction, before: Extraction | None) -> Extraction:
    """The extraction, or where it failed the one before it, which nobody may take unseen."""
    if extraction.failure is None or before is None or before.failure is not None:
        return extraction
    reason = f"no answer of a later rung: {extraction.failure}"
    told = Completeness(complete=False, reason=reason[:1000])
    return before.model_copy(update={"completeness": told})


async def _read(
    purpose: Purpose, parsed: ParsedDocument, recipe: Recipe, step: Step, readers: Readers
) -> tuple[Extraction, tuple[Usage, ...]]:
    if step.name == LAYOUT:
        return draft_by_layout(parsed, recipe, step.calibration), ()
    of_rung = replace(readers, model=readers.rungs[step.name])
    on_rung = replace(purpose, rung=step.number)
    return await draft(on_rung, parsed, recipe, of_rung, step.calibration)
