"""Documents that people decided on made into training examples."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from winnow.config import Settings
from winnow.contracts.documents import Source
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.results import ResultBody
from winnow.contracts.reviews import FieldDecision, ReviewDecided
from winnow.contracts.tuning import Task, TrainingExample
from winnow.observability.logs import get_logger
from winnow.recipes.pointers import set_leaf, split
from winnow.recipes.recipe import Recipe
from winnow.tuning.examples.asked import UnusableError
from winnow.tuning.examples.consent import consents
from winnow.tuning.examples.labelled import slices_of
from winnow.tuning.examples.making import About, examples_of
from winnow.tuning.examples.recording import Recording, recording

log = get_logger(__name__)
FIELDS: Final[tuple[Task, ...]] = ("extract",)


async def record_reviewed(
    decision: ReviewDecided,
    parsed: ParsedDocument,
    recipe: Recipe,
    settings: Settings,
    *,
    body: ResultBody | None = None,
    tasks: Sequence[Task] = FIELDS,
) -> list[TrainingExample]:
    """The questions about a reviewed document, with the answers that a person stands for.

    `body` is that of the result which followed. Without it only what the decision itself names is
    known, and a document with lists, or of which it names too little, makes no example. Nothing is
    made of a
    document whose tenant has not consented to training (WINNOW_TRAINING_CONSENT), that was
    rejected, or that was signed off with values left in doubt. Raises as `recording` does.
    """
    if not consents(settings, decision.tenant):
        return []
    made: list[TrainingExample] = []
    for task in tasks:
        gold = truth_of(decision, body, task, recipe)
        if gold is None:
            continue
        try:
            made += await _examples(decision, parsed, recipe, settings, task, gold)
        except UnusableError as error:
            log.info("no example", document=str(decision.document_id), task=task, why=str(error))
    return made


def truth_of(
    decision: ReviewDecided, body: ResultBody | None, task: Task, recipe: Recipe
) -> dict[str, Any] | None:
    """What the person said, in the form of a task's labels; None where they said nothing of it.

    A value that a reviewer corrected is the truth, whatever was read.
    """
    if task == "classify":
        named = decision.recipe if decision.outcome == "reclassified" else recipe.recipe
        return None if decision.outcome == "rejected" or named is None else {"type": named}
    if decision.outcome != "approved" or decision.signed_off:
        return None
    if task == "summarise":
        seen = any(one.part == "summary" for one in decision.fields)
        return {"summary": body.summary.text} if body is not None and seen else None
    return dict(body.data) if body is not None else _decided(decision.fields)


def _decided(fields: Sequence[FieldDecision]) -> dict[str, Any] | None:
    """The values that the decision names; None where it speaks of rows, for it may not name all."""
    own = [one for one in fields if one.part == "field"]
    if any(part.isdigit() for one in own for part in split(one.pointer)):
        return None
    data: Any = {}
    for one in own:
        data = set_leaf(data, one.pointer, None if one.action == "clear" else one.value)
    return dict(data)


async def _examples(
    decision: ReviewDecided,
    parsed: ParsedDocument,
    recipe: Recipe,
    settings: Settings,
    task: Task,
    gold: Mapping[str, Any],
) -> list[TrainingExample]:
    async with recording(recipe, settings, task) as record:
        source = await _own(record, decision, parsed)
        asked = await record.questions(source, gold)
    digest = decision.source.original.sha256
    about = About(
        document=str(decision.document_id),
        tenant=decision.tenant,
        sha256=digest,
        group=digest,
        origin="review",
        consent=True,
        labelled_by=decision.reviewer,
        labelled_at=decision.occurred_at,
        slices=slices_of(decision.source, parsed),
    )
    return examples_of(asked, about, recipe, task)


async def _own(record: Recording, decision: ReviewDecided, parsed: ParsedDocument) -> Source:
    """The document's source, its text being a copy in the recording's folder."""
    stored = await record.blobs.put(
        decision.tenant, parsed.model_dump_json().encode(), "application/json"
    )
    return decision.source.model_copy(update={"parsed": stored})
